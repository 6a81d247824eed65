"""A talk as a file: every stop with its answers in it, nothing that a text could break."""

import asyncio
import json
import re

import pytest
from conftest import run_async
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Route

from explainer.kit import language, take_away, talk_files, talks

STOP = '[[stop]]\ntitle = "{title}"\nlink = "{link}"\nsay = "{say}"\n'
DATA = re.compile(r'<script type="application/json" class="dl-taken-data">(.*?)</script>', re.S)
ANSWER = re.compile(r'<script type="application/json" id="(answer\d+)">(.*?)</script>', re.S)


@pytest.fixture(scope="module")
def page():
    import app

    return app.demo


def talk_of(page, *stops: tuple[str, str, str]) -> talks.Talk:
    from explainer.kit.figure import figures

    text = "".join(STOP.format(title=title, link=link, say=say) for title, link, say in stops)
    talk = talks.read(f'title = "Mine"\n{text}', "mine", talks.known(figures(page)))
    assert not talk.problems
    return talk


def written(page, *stops) -> str:
    return "".join(take_away.talk_file(talk_of(page, *stops), page, "", "http://hall/"))


def test_a_stop_has_its_values_and_python_s_answer_to_them(page):
    from explainer.divergence.coin_sum import answers

    link = "?at=divergence&figure=coin-sum&coin_p=0.6&coin_q=0.7&sum_step=2"
    text = written(page, ("Coin", link, "x"))
    data = json.loads(DATA.search(text)[1])
    assert {key: data["values"][key] for key in ("coin_p", "coin_q", "sum_step")} == {
        "coin_p": 0.6, "coin_q": 0.7, "sum_step": 2,
    }  # fmt: skip
    found = dict(ANSWER.findall(text))
    source = next(one for one in data["spec"]["sources"] if one["name"] == "coin_sum")
    asked = {key: data["values"][key] for key in source["keys"]}
    expected = take_away.encoded(answers.SOURCES["coin_sum"].answer(**asked))
    assert json.loads(found[source["initial"]]) == json.loads(expected)
    derivation = next(panel for panel in data["spec"]["panels"] if panel["type"] == "derivation")
    assert len(derivation["latex"]) >= 2 and "$" not in "".join(derivation["latex"])


def test_an_answer_that_two_stops_share_is_in_the_file_once(page):
    stops = [("One", "?at=forward&t=100", "x"), ("Two", "?at=forward&t=400", "y")]
    text = written(page, *stops)
    first, second = (json.loads(data) for data in DATA.findall(text))
    assert first["values"]["t"] == 100 and second["values"]["t"] == 400
    assert first["spec"]["section"] != second["spec"]["section"]  # a hand on one moves that one alone
    assert [one["initial"] for one in first["spec"]["sources"]] == [
        one["initial"] for one in second["spec"]["sources"]
    ]
    names = [name for name, _ in ANSWER.findall(text)]
    assert len(names) == len(set(names)) == len(first["spec"]["sources"])


def test_a_run_of_other_settings_than_the_shipped_one_is_left_to_the_server(page):
    text = written(page, ("No √ᾱ", "?at=coding&preset=no-scaling", "x"), ("Own", "?at=coding", "y"))
    (shown,) = DATA.findall(text)
    assert json.loads(shown)["values"]["preset"] == "minute"
    assert text.count(take_away.TRAINED) == 1


def test_a_link_s_preset_brings_its_values_and_the_link_s_own_stand(page):
    from explainer.kit.figure import figures

    controls = [one for figure in figures(page) if figure.section == "coding" for one in figure.parts["controls"]]
    found = take_away.given(controls, {"preset": "no-scaling", "rate": "0.001"})
    assert (found["scaled"], found["rate"], found["preset"]) == (False, 0.001, "no-scaling")


def test_markup_in_notes_is_text(page):
    text = written(page, ("<i>", "?at=forward&t=1", "</script><img src=x onerror=alert(1)>"))
    assert "<img src=x" not in text and "&lt;img src=x" in text and '<h2 tabindex="-1">1. &lt;i&gt;' in text


@pytest.mark.parametrize("p", ["</Script ><svg onload=alert(1)>", "<!--<script>"])
def test_a_value_of_a_link_stays_data(page, p):
    text = written(page, ("A", f"?at=divergence&figure=coin&p={p}", "x"))
    (data,) = DATA.findall(text)
    assert json.loads(data)["values"]["p"] == p and "<" not in data


def test_nothing_is_fetched_from_anywhere(page):
    text = written(page, ("One", "?at=forward&t=100", "x"))
    outside = re.findall(r"""(?:src|href)=["'](https?://[^"']+)""", text.split("</main>")[0])
    assert set(outside) == {"http://hall/?at=forward&amp;figure=figure&amp;t=100"}
    assert "woff2;base64" in text and "url(./" not in text


@pytest.fixture
def client(page):
    files = talk_files.Files(page, [talk_of(page, ("One", "?at=forward&t=100", "x"))], "")
    app = FastAPI(routes=[Route(talk_files.FILE, files.served, methods=["GET", "POST"])])
    with TestClient(app) as client:
        client.files = files
        yield client


def test_a_known_talk_is_a_file_to_save(client):
    answer = client.get("/talk-file?talk=mine&address=https://here/path/")
    assert answer.headers["content-disposition"] == 'attachment; filename="mine.html"'
    assert "https://here/path/?at=forward" in answer.text and answer.text.rstrip().endswith("</html>")


def test_a_posted_talk_is_read_like_one_that_was_dropped(client):
    text = 'title = "Dropped"\n[[stop]]\ntitle = "A"\nlink = "?at=forward&t=3"\n'
    answer = client.post("/talk-file", data={"text": text, "address": "javascript:alert(1)"})
    assert "<title>Dropped</title>" in answer.text
    assert "javascript:alert" not in answer.text and take_away.NOBODY in answer.text


def test_a_second_asker_gets_what_the_first_one_had_made(client, monkeypatch):
    first = client.get("/talk-file?talk=mine")
    monkeypatch.setattr(talk_files, "talk_file", None)  # nothing more is made
    assert client.get("/talk-file?talk=mine").content == first.content
    with pytest.raises(TypeError):
        client.get("/talk-file?talk=mine&address=http://elsewhere/")


def test_what_a_visitor_sends_is_not_kept_and_the_rest_is_bounded(client, monkeypatch):
    text = 'title = "Dropped"\n[[stop]]\ntitle = "A"\nlink = "?at=forward&t=3"\n'
    client.post("/talk-file", data={"text": text})
    assert not client.files.kept
    for k in range(talk_files.MOST + 2):
        client.get(f"/talk-file?talk=mine&address=http://host{k}/")
    assert [key[1] for key in client.files.kept] == [f"http://host{k}/" for k in range(2, talk_files.MOST + 2)]
    monkeypatch.setattr(talk_files, "LARGEST", 1)
    client.get("/talk-file?talk=mine&address=http://large/")
    assert [key[1] for key in client.files.kept] == ["http://large/"]


def test_readers_share_one_making_and_one_who_leaves_loses_nothing():
    made = []

    def pieces():
        for k in range(4):
            made.append(k)
            yield str(k)

    async def both() -> tuple[bytes, bytes, bytes]:
        file = talk_files.Made(pieces(), talk_files.Lane(1))
        left = file.read()
        beginning = await anext(left)
        await left.aclose()
        found = await asyncio.gather(*(_whole(file) for _ in range(2)))
        return beginning, *found

    assert run_async(both()) == (b"0", b"0123", b"0123") and made == [0, 1, 2, 3]


async def _whole(file: talk_files.Made) -> bytes:
    return b"".join([piece async for piece in file.read()])


def test_a_making_that_fails_is_begun_anew(client, monkeypatch):
    whole = talk_files.talk_file

    def broken(*_):
        yield "<!doctype html>"
        raise OSError("a file is missing")

    monkeypatch.setattr(talk_files, "talk_file", broken)
    with pytest.raises(OSError, match="missing"):
        client.get("/talk-file?talk=mine")
    monkeypatch.setattr(talk_files, "talk_file", whole)
    assert client.get("/talk-file?talk=mine").text.rstrip().endswith("</html>")


@pytest.fixture
def portuguese():
    language.use("pt")
    yield
    language.use("en")


def test_a_file_speaks_the_language_of_the_page(page, portuguese):
    from explainer.kit.figure import figures

    talk = next(one for one in talks.shipped(talks.known(figures(page))) if one.name == talks.WHOLE)
    stop = next(stop for stop in talk.stops if stop.question and stop.at == "autoencoder")
    coin = "?at=divergence&figure=coin-sum&coin_p=0.6&coin_q=0.7&sum_step=2"
    own = talk_of(page, ("Coin", coin, "Half way"))
    shipped = take_away.in_language(talks.Talk("short", "x", [stop]))
    text = "".join(take_away.talk_file(shipped, page, "", "http://hall/"))
    assert '<html lang="pt">' in text and 'id="dl-words"' in text and ">Imprimir</button>" in text
    assert language.text(stop.question) != stop.question
    assert "Mostrar a resposta" in text and language.text(stop.question) in text and "&amp;lang=pt" in text
    spec = json.loads(DATA.search(text)[1])["spec"]
    assert spec["title"] == "Dois planos latentes lado a lado"
    text = "".join(take_away.talk_file(own, page, "", "http://hall/"))
    assert "<p>Half way</p>" in text  # what somebody wrote stays as it is
    from explainer.divergence.coin_sum import answers

    spec = json.loads(DATA.search(text)[1])["spec"]
    (source,) = (one for one in spec["sources"] if one["name"] == "coin_sum")
    english = answers.SOURCES["coin_sum"].answer(sum_p=0.6, sum_q=0.7)
    told = json.loads(dict(ANSWER.findall(text))[source["initial"]])
    assert told == json.loads(take_away.encoded(language.answer("coin_sum", english))) != english


@pytest.mark.parametrize("query", ["", "?talk=other", "?talk=<b>"])
def test_an_unknown_talk_is_refused_in_words(client, query):
    answer = client.get(f"/talk-file{query}")
    assert answer.status_code == 404 and "there are mine" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("control", "text", "value"),
    [
        ({"type": "switch"}, "true", True),
        ({"type": "number"}, "0.5", 0.5),
        ({"type": "range"}, "12", 12),
        ({"type": "number"}, "", None),
        ({"type": "text"}, "normal(0, 1)", "normal(0, 1)"),
        ({"type": "select"}, "1", "1"),
    ],
)
def test_a_link_s_text_is_the_value_that_the_page_makes_of_it(control, text, value):
    assert take_away.parsed(control, text) == value
