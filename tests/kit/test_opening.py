"""The page as it leaves the server: the link's tabs chosen, the head in place, nothing else changed."""

import gzip
import json

from conftest import run_async

from explainer.kit.gradio_internals import MARK, opened
from explainer.kit.opening import Opening

CONFIG = {
    "head": '<link rel="modulepreload" href="kit.js">',
    "components": [
        {"props": {"elem_id": "chapters", "selected": None}},
        {"props": {"elem_id": "diffusion-sections", "selected": None}},
        {"props": {"elem_id": "gan-sections", "selected": None, "text": "</script> & 'quotes'"}},
    ],
}
PAGE = f'<head><base href="./" /></head><script>{MARK}{json.dumps(CONFIG)};</script><p>{{}}</p>'
PLACES = {"forward": {"chapters": "diffusion", "diffusion-sections": "forward"}}


def config_of(html: str) -> dict:
    script = html.split(MARK)[1].split(";</script><p>")[0]
    return json.loads(script)


def opening(pages: list[str]) -> Opening:
    """The middleware round an app that sends the last of `pages` in two pieces."""

    async def app(scope, receive, send):
        text = pages[-1].encode()
        length = [(b"content-length", str(len(text)).encode()), (b"content-type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": text[:50], "more_body": True})
        await send({"type": "http.response.body", "body": text[50:]})

    return Opening(app, PLACES)


def asked(
    query: str, path: str = "/", accepts: str = "gzip", method: str = "GET", of: Opening | None = None
) -> tuple[dict, bytes]:
    """Headers and body of the middleware's answer."""

    async def run():
        sent = []

        async def send(message):
            sent.append(message)

        headers = [(b"accept-encoding", accepts.encode())]
        scope = {"type": "http", "method": method, "path": path, "headers": headers}
        await (of or opening([PAGE]))(scope | {"query_string": query.encode()}, None, send)
        return dict(sent[0]["headers"]), b"".join(one.get("body", b"") for one in sent)

    return run_async(run())


def test_the_tabs_that_show_the_section_are_chosen_and_no_others():
    before, after = CONFIG["components"], config_of(opened(PAGE, PLACES["forward"]))["components"]
    assert [one["props"]["selected"] for one in after] == ["diffusion", "forward", None]
    assert after[2] == before[2]


def test_the_head_stands_in_the_head_once_and_no_script_ends_early():
    html = opened(PAGE, {})
    assert html.startswith(f'<head><base href="./" />{CONFIG["head"]}</head>')
    assert config_of(html)["head"] is None and html.count("modulepreload") == 1
    assert html.count("</script>") == 1 and html.endswith("<p>{}</p>")


def test_another_page_is_left_as_it_is():
    assert opened("<p>sign in</p>", PLACES["forward"]) == "<p>sign in</p>"


def test_the_answer_is_packed_for_who_can_read_that_and_its_length_is_true():
    headers, body = asked("t=3&at=forward")
    assert headers[b"content-encoding"] == b"gzip" and int(headers[b"content-length"]) == len(body)
    assert gzip.decompress(body).decode() == opened(PAGE, PLACES["forward"])
    headers, body = asked("at=nowhere", accepts="identity")
    assert b"content-encoding" not in headers and int(headers[b"content-length"]) == len(body)
    assert body.decode() == opened(PAGE, {})


def test_a_page_is_written_once_for_each_place_and_anew_when_gradio_s_has_changed(monkeypatch):
    written = []
    monkeypatch.setattr("explainer.kit.opening.opened", lambda *page: written.append(page) or opened(*page))
    pages = [PAGE]
    one = opening(pages)
    assert asked("at=forward", of=one)[1] == asked("at=forward&t=5", of=one)[1] and len(written) == 1
    assert gzip.decompress(asked("", of=one)[1]).decode() == opened(PAGE, {})
    pages.append(PAGE.replace("'quotes'", "'other'"))
    assert gzip.decompress(asked("at=forward", of=one)[1]).decode() == opened(pages[-1], PLACES["forward"])


def test_only_the_page_itself_is_touched():
    assert asked("at=forward", path="/gradio_api/info")[1] == PAGE.encode()
    assert asked("at=forward", method="HEAD")[1] == PAGE.encode()
