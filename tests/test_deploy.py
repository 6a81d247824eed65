"""What `deploy/` and the README say of hosting: files that exist, an app that starts as they say."""

import re
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
import yaml
from conftest import ROOT, run_async, serving
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

LAUNCHED = "from app import demo; demo.launch({})"


def read(name: str):
    return yaml.safe_load((ROOT / "deploy" / name).read_text(encoding="utf-8"))


def test_compose_builds_what_the_app_is_made_of_and_nginx_knows_the_copies():
    services = read("compose.yaml")["services"]
    recipe = services["copy"]["build"]["dockerfile_inline"]
    copied = [part for line in re.findall(r"^COPY (.+) \S+$", recipe, re.M) for part in line.split()]
    assert all((ROOT / part).exists() for part in copied)
    modules = {path.name for path in ROOT.glob("*.py")}
    assert modules | {"explainer", "models", "assets", "requirements.txt"} == set(copied)
    settings = services["copy"]["environment"]
    assert services["copy"]["deploy"]["replicas"] == settings["DIFFUSION_LIVE_COPIES"] == 4
    shared = urlsplit(settings["DIFFUSION_LIVE_REDIS"])
    assert shared.scheme == "redis" and "redis" in services[shared.hostname]["image"]
    assert shared.hostname in services["copy"]["depends_on"] and " redis\n" in recipe
    assert f"server copy:{settings['GRADIO_SERVER_PORT']};" in (ROOT / "deploy" / "nginx.conf").read_text(
        encoding="utf-8"
    )
    assert services["web"]["volumes"][0].startswith("./nginx.conf:")


def test_ray_imports_a_module_and_a_deployment_that_exist():
    (application,) = read("serve.yaml")["applications"]
    module, _, name = application["import_path"].partition(":")
    text = (ROOT / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
    (deployment,) = application["deployments"]
    copies = deployment["ray_actor_options"]["runtime_env"]["env_vars"]["DIFFUSION_LIVE_COPIES"]
    assert int(copies) == deployment["num_replicas"]
    assert f"class {deployment['name']}:" in text and f"\n{name} = {deployment['name']}.bind()" in text


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


async def channel(url: str) -> str:
    try:
        async with connect(url.replace("http", "ws") + "channel") as socket:
            await socket.send('[1, 0, "ask", ["@specs", {}]]')
            return "open"
    except InvalidStatus as refused:
        return str(refused.response.status_code)


NOWHERE = {name: "http://127.0.0.1:9" for name in ("HTTPS_PROXY", "HTTP_PROXY")} | {"NO_PROXY": "127.0.0.1"}


@pytest.mark.parametrize(
    ("options", "opened"), [("", "open"), ("auth=('reader', 'secret')", "403"), ("share=True", "open")]
)
def test_the_page_is_launched_from_a_notebook_as_any_other_and_a_login_guards_its_channel(options, opened):
    """A link to share needs the internet, which is taken away here: the page is served all the same."""
    with serving(["-c", LAUNCHED.format(options)], **NOWHERE) as url:
        assert run_async(channel(url)) == opened
        with urllib.request.urlopen(url) as answer:
            html = answer.read().decode()
        if not options:
            assert 'id="dl-style"' in html
            module = re.search(r'href="(gradio_api/file=[^"]+bundle\.js)', html).group(1)
            assert status(url + module) == 200
        assert status(f"{url}monitoring") == 404
