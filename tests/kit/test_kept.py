"""Files that are kept in memory, asked of the middleware before an app that says when it was asked."""

import contextlib
import os

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from explainer.kit.kept import Kept

SCRIPT = "export const one = 1;\n" * 100


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "one.js").write_text(SCRIPT)
    (tmp_path / "kit" / "face.woff2").write_bytes(b"\0face")
    (tmp_path / "kit" / "notes.py").write_text("secret = 1")
    (tmp_path / "outside.js").write_text("secret")
    return tmp_path / "kit"


def client(folder, root: str = "") -> TestClient:
    def passed(request):
        return PlainTextResponse("asked the app")

    app = Kept(
        Starlette(routes=[Route("/{path:path}", passed, methods=["GET", "POST"])]), {"/file=/kit/": folder}
    )
    return TestClient(Starlette(routes=[Mount(root, app)]) if root else app)


def test_a_script_comes_compressed_and_whole(folder):
    answer = client(folder).get("/file=/kit/one.js", headers={"accept-encoding": "gzip, br"})
    assert answer.text == SCRIPT and answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-encoding"] == "br" and int(answer.headers["content-length"]) < len(SCRIPT) / 5


def test_a_browser_that_reads_no_brotli_and_a_face_get_the_bytes_themselves(folder):
    for path, body in (("one.js", SCRIPT.encode()), ("face.woff2", b"\0face")):
        answer = client(folder).get(f"/file=/kit/{path}", headers={"accept-encoding": "gzip"})
        assert answer.content == body and "content-encoding" not in answer.headers


def test_a_browser_that_has_the_file_gets_it_again_only_when_it_has_changed(folder):
    asked = client(folder)
    first = asked.get("/file=/kit/one.js")
    again = {"if-none-match": first.headers["etag"]}
    assert asked.get("/file=/kit/one.js", headers=again).status_code == 304
    (folder / "one.js").write_text("export const one = 2;")
    os.utime(folder / "one.js", (1, 1))
    changed = asked.get("/file=/kit/one.js", headers=again)
    assert (changed.status_code, changed.text) == (200, "export const one = 2;")


@pytest.mark.parametrize("path", ["none.js", "notes.py", "../outside.js", "%2e%2e/outside.js", ""])
def test_whatever_else_is_asked_goes_on_to_the_app(folder, path):
    assert client(folder).get(f"/file=/kit/{path}").text == "asked the app"


def test_so_does_a_part_of_a_file_and_what_is_posted(folder):
    asked = client(folder)
    assert asked.get("/file=/kit/one.js", headers={"range": "bytes=0-3"}).text == "asked the app"
    assert asked.post("/file=/kit/one.js").text == "asked the app"


def test_a_file_made_of_others_is_made_anew_when_one_of_them_has_changed(folder):
    class Twice:
        files = [folder / "one.js"]

        def write(self) -> bytes:
            return 2 * self.files[0].read_bytes()

    asked = TestClient(Kept(Starlette(), {}, {"/twice.js": Twice()}))
    assert asked.get("/twice.js").text == 2 * SCRIPT
    (folder / "one.js").write_text("one;")
    os.utime(folder / "one.js", (1, 1))
    assert asked.get("/twice.js").text == "one;one;" and asked.get("/other.js").status_code == 404


def test_it_works_below_a_prefix(folder):
    assert client(folder, "/lecture").get("/lecture/file=/kit/one.js").text == SCRIPT


def test_the_server_s_start_reaches_the_app(folder):
    begun = []

    @contextlib.asynccontextmanager
    async def lifespan(app):
        begun.append(app)
        yield

    with TestClient(Kept(Starlette(lifespan=lifespan), {"/file=/kit/": folder})):
        assert begun
