"""A catalogue: words are translated; numbers, formulas, names and values of settings are not touched."""

import tomllib

import orjson
import pytest
from conftest import run_async

import app
from explainer.kit import language
from explainer.kit.asked import Source, answering, failure
from explainer.kit.catalogue import HOLE, Catalogue
from explainer.kit.head import Head
from explainer.maths.arguments import BadArgument

CATALOGUE = Catalogue(
    {
        "language": {"name": "Português", "decimal": ",", "thousands": ".", "same": ["nats", "JS"]},
        "words": {
            "closed form": "forma fechada",
            "two normals": "duas normais",
            "{} is {}; allowed is {}": "{} é {}; é permitido {}",
            "a number {}": "um número {}",
            "from {} to {}": "de {} a {}",
            "the seed": "a semente",
            "{}'s {} tail": "a cauda {#2} de {#1}",
            "left": "esquerda",
            "quadrature {} ± {}": "quadratura {} ± {}",
            "step {}": "passo {}",
        },
    }
)


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("closed form", "forma fechada"),
        ("quadrature 0.4431 ± 5.6·10⁻¹⁵", "quadratura 0,4431 ± 5,6·10⁻¹⁵"),
        ("$D(p\\|q)$ = 1,234.5 nats", "$D(p\\|q)$ = 1.234,5 nats"),
        ("$\\beta = 0.5$ JS", "$\\beta = 0.5$ JS"),  # formulas keep their point
        ("0.3*normal(-2, 0.7)", "0.3*normal(-2, 0.7)"),  # and so does the calculator's language
        ("step 2.5", "passo 2,5"),
        ("p's left tail", "a cauda esquerda de p"),
        ("the seed is 'two words'; allowed is a number from 0 to 1", None),
        (
            "The seed is 'abc'; allowed is a number from 0 to 0.5.",
            "A semente é 'abc'; é permitido um número de 0 a 0,5.",
        ),
        ("closed form\nstep 3", "forma fechada\npasso 3"),
        ("closed form\nnobody knows", "closed form\nnobody knows"),
        ("abc(1\n     ^\nStep 3.", "abc(1\n     ^\nPasso 3."),  # what was typed stays
        ("  step 3", "  passo 3"),
        ("", ""),
    ],
)
def test_a_text_is_looked_up_by_what_it_says_and_its_numbers_get_commas(english, said):
    if said is None:  # a quoted value is the visitor's own
        assert "'two words'" in CATALOGUE.text(english) and CATALOGUE.text(english).startswith("a semente")
    else:
        assert CATALOGUE.text(english) == said
        assert CATALOGUE.text(english) == said  # as it is remembered


def test_a_sentence_with_a_word_that_is_not_known_stays_whole():
    assert CATALOGUE.text("the width is 3; allowed is a number from 0 to 1").startswith("the width is 3")


def test_of_an_answer_only_what_is_read_is_translated():
    packed = {"dtype": "f4", "bdata": "closed form"}
    found = {
        "figure": {"data": [{"type": "scatter", "name": "closed form", "x": packed}], "key": "closed form"},
        "table": {"head": ["left"], "rows": [["closed form", "0.5"]]},
        "values": {"preset": "closed form"},
        "nodes": [{"name": "left", "title": "left"}],
        "numbers": [0.5, 1.5],
    }
    said = CATALOGUE.answer(found)
    assert said["table"] == {"head": ["esquerda"], "rows": [["forma fechada", "0,5"]]}
    assert said["values"] == found["values"] and said["numbers"] == [0.5, 1.5]
    assert said["nodes"] == [{"name": "left", "title": "esquerda"}]  # by the name the page finds the node
    assert said["figure"]["data"] == [{"type": "scatter", "name": "forma fechada", "x": packed}]
    assert said["figure"]["key"] == "closed form"


def test_choices_keep_the_values_that_links_carry():
    spec = {"type": "select", "key": "left", "label": "left", "value": "left", "choices": [["left", "left", ""]]}
    assert CATALOGUE.declared(spec)["choices"] == [["left", "esquerda", ""]]
    assert CATALOGUE.declared(spec)["value"] == "left" and CATALOGUE.declared(spec)["key"] == "left"
    presets = {"type": "presets", "choices": [["two normals", "", {"p": "left"}, "closed form"]]}
    assert CATALOGUE.declared(presets)["choices"] == [["duas normais", "", {"p": "left"}, "forma fechada"]]


@pytest.mark.parametrize(
    ("asked", "browser", "code"),
    [
        (None, "", "en"),
        (None, "pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        (None, "en-US,en;q=0.9,pt;q=0.5", "en"),
        (None, "fr,pt;q=0.4", "pt"),
        (None, "pt;q=0,en", "en"),
        ("en", "pt-BR", "en"),
        ("pt", "en", "pt"),
        ("xx", "pt", "pt"),
        ("../pt", "en", "en"),
        (None, ";;q=1.2.3,,pt;q=abc", "pt"),
        (None, "x" * 10_000, "en"),
    ],
)
def test_the_link_decides_and_else_the_browser(asked, browser, code):
    assert language.wanted(asked, browser) == code


def test_one_page_speaks_one_language_and_the_next_another():
    def refused(x):
        raise BadArgument("x", "the seed is 'x'; allowed is a whole number from 0 to 9")

    answer = answering((Source("said", refused, ("x",)),))

    async def ask(code):
        language.use(code)
        return (await answer("said", {"x": 1}))["error"]["message"]

    said = {code: run_async(ask(code)) for code in ("en", "pt", None)}
    assert said["en"] == said[None] == "The seed is 'x'; allowed is a whole number from 0 to 9."
    assert said["pt"].startswith("A semente é 'x'; é permitido um número inteiro")


@pytest.mark.parametrize(
    ("code", "refusal", "said"),
    [
        (None, "p lives elsewhere", "p lives elsewhere."),
        (None, "the text has 9 characters; allowed are 3", "The text has 9 characters; allowed are 3."),
        ("pt", "the text has 9 characters; allowed are 3", "O texto tem 9 caracteres; são permitidos 3."),
    ],
)
def test_a_refusal_begins_with_a_capital_unless_with_a_symbol(code, refusal, said):
    language.use(code)
    try:
        assert failure(ValueError(refusal), "", {})["error"]["message"] == said
    finally:
        language.use(None)


def test_an_english_page_carries_no_catalogue():
    found = [{"name": "a", "title": "A", "sections": [{"name": "a", "title": "A", "number": "", "figures": []}]}]
    assert "dl-words" not in Head(found, "a").metadata("/")
    language.use("pt")
    try:
        page = Head(found, "a", code="pt").metadata("/")
    finally:
        language.use(None)
    assert 'id="dl-words"' in page and "Reproduzir" in page


def test_a_language_is_one_file_of_tables_without_a_key_twice():
    for file in language.FOLDER.glob("*.toml"):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        keys = [key for name, table in tables.items() if name != "language" for key in table]
        assert len(set(keys)) == len(keys)
        for name, table in tables.items():
            for english, said in table.items() if name != "language" else ():
                holes = HOLE.findall(said)
                assert len(holes) == len(HOLE.findall(english)), english
                assert all(int(hole) <= len(holes) for hole in holes if hole), english


def test_the_section_s_declarations_can_be_sent_in_every_language():
    figure = next(
        block for block in app.demo.blocks.values() if getattr(block, "elem_id", "") == "divergence-figure"
    )

    async def specs(code):
        language.use(code)
        return await figure.answer("@specs", {})

    english, said = run_async(specs("en")), run_async(specs("pt"))
    assert said["divergence-figure"]["title"] == "A calculadora de divergências"
    assert english["divergence-figure"]["title"] == "The divergence calculator"
    kept = ("key", "value", "type", "elem_id")
    for before, after in zip(
        english["divergence-figure"]["controls"], said["divergence-figure"]["controls"], strict=True
    ):
        assert {word: before.get(word) for word in kept} == {word: after.get(word) for word in kept}
    assert orjson.dumps(said, option=orjson.OPT_SERIALIZE_NUMPY)
