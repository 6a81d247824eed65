"""A damaged or unusual installation: the app starts, each question is answered, nobody sees a traceback."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from conftest import ROOT, run_async, serving
from websockets.asyncio.client import connect


async def answers(url: str) -> dict[str, dict]:
    """What each source of each figure answers to the page's own first settings, by figure and source."""
    with urllib.request.urlopen(f"{url}config") as config:
        parts = json.load(config)["components"]
    hosts = {}
    for part in parts:
        hosts.setdefault(part["props"].get("props", {}).get("section"), part["id"])
    hosts.pop(None)
    told = {}
    async with connect(url.replace("http", "ws") + "channel", max_size=None) as socket:

        async def ask(component: int, name: str, values: dict) -> dict:
            await socket.send(json.dumps([1, component, "ask", [name, values]]))
            reply = await socket.recv()
            return json.loads(reply if isinstance(reply, str) else gzip.decompress(reply))[1]

        for host in hosts.values():
            figures = await ask(host, "@specs", {})
            values = {}
            for figure in figures.values():
                values |= {one["key"]: one["value"] for one in [*figure["controls"], *figure["scrubbers"]]}
            for name, figure in figures.items():
                number = next(part["id"] for part in parts if part["props"].get("elem_id") == name)
                for source in figure["sources"]:
                    asked = {key: values[key] for key in source["keys"] if key in values}
                    if len(asked) < len(source["keys"]):  # the page has values that are no control's
                        continue
                    told[f"{name} {source['name']}"] = await ask(number, source["name"], asked)
    return told


def refused(told: dict[str, dict]) -> set[str]:
    return {name for name, answer in told.items() if "error" in answer}


@pytest.fixture
def installed(tmp_path) -> Path:
    """A copy of the app of which files can be taken away."""
    for name in ("app.py", "programs.py"):
        shutil.copy(ROOT / name, tmp_path)
    for folder in ("explainer", "models", "assets"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_without_what_ships_the_app_starts_and_says_what_it_can_t_show(installed):
    shutil.rmtree(installed / "assets")
    (installed / "assets").mkdir()
    with serving([str(installed / "app.py")]) as url:
        told = run_async(answers(url))
    assert all(answer["error"]["message"].endswith(".") for answer in told.values() if "error" in answer)
    assert not any(str(installed) in json.dumps(answer) for answer in told.values())
    assert {"unet-figure diagram", "reverse-figure chain"} <= refused(told)
    assert {"divergence-figure table", "forward-figure coefficients", "variational-figure hand"} - refused(told)
    assert len(refused(told)) < 0.6 * len(told)  # what is computed goes on


def test_without_weights_all_that_needs_none_goes_on(installed):
    for path in (installed / "models" / "weights").glob("*.safetensors"):
        path.write_bytes(path.read_bytes()[:1000])
    with serving([str(installed / "app.py")]) as url:
        told = run_async(answers(url))
    for name in refused(told):
        assert "not the file that the card describes" in (said := told[name]["error"]["message"]), (name, said)
        assert str(installed) not in said
    assert len(refused(told)) < len(told) / 3


def test_where_a_port_is_taken_the_next_one_is_used_and_told(app_url):
    taken = app_url.split(":")[-1].strip("/")
    command = [sys.executable, "app.py"]
    environment = {**os.environ, "GRADIO_SERVER_PORT": taken, "GRADIO_SERVER_NAME": "127.0.0.1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        told = next(line for line in process.stdout if line.startswith("Port"))
        process.terminate()
    assert f"Port {taken} is taken: the page is at http://127.0.0.1:" in told


def test_where_no_port_is_left_one_line_says_so(app_url):
    taken = app_url.split(":")[-1].strip("/")
    environment = {**os.environ, "GRADIO_SERVER_PORT": taken, "GRADIO_NUM_PORTS": "1"}
    command = [sys.executable, "app.py"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1 and "Traceback" not in ended.stderr
    assert ended.stderr.strip().splitlines()[-1].startswith("The page can't be served: Cannot find empty port")


@pytest.mark.skipif(
    not shutil.which("unshare") or os.geteuid() != 0, reason="only root can make a disk read-only"
)
def test_it_runs_on_a_read_only_disk_without_a_home_from_another_folder(tmp_path):
    script = (
        "mount --rbind / /mnt && mount -o remount,bind,ro /mnt "
        f"&& mount --bind {tmp_path} /mnt{tmp_path} && cd / "
        f"&& exec env -u HOME TMPDIR={tmp_path} chroot /mnt {sys.executable} {ROOT}/app.py"
    )
    arguments = ["unshare", "-m", "sh", "-c", script]
    with serving(["-c", f"import os; os.execvp({arguments[0]!r}, {arguments!r})"]) as url:
        told = run_async(answers(url))
    assert not refused(told)
