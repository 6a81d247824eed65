"""Every language has every text of the page, and none that nobody says."""

import re

import pytest

import app
from explainer import language
from explainer.kit.figure import figures
from explainer.kit.language import FOLDER, catalogue
from explainer.kit.named import SENTENCES


@pytest.mark.parametrize("code", [file.stem for file in sorted(FOLDER.glob("*.toml"))])
def test_no_text_lacks_a_translation_and_none_is_in_vain(code):
    assert not list(language.report(code))


def test_what_is_missing_is_named_with_the_file_it_belongs_to(monkeypatch):
    class Poor(language.Audit):
        def __init__(self, code):
            super().__init__(code)
            self.entries = {
                "Nobody says this": "Isto",
                **{key: said for key, said in self.entries.items() if key != "Seed"},
            }

    monkeypatch.setattr(language, "Audit", Poor)
    monkeypatch.setattr(language, "RANDOM", 0)
    said = list(language.report("pt"))
    assert "assets/languages/pt.toml has no translation of 'Seed'" in said
    assert "assets/languages/pt.toml translates 'Nobody says this', which nothing says" in said


FORMULA = re.compile(r"\$[^$]*\$")
WORDS = re.compile(r"\\(?:text|mathrm)\{[^}]*\}")  # of a formula, which are translated
NUMBER = re.compile(r"[−-]?\d[\d.,]*")


def told(text: str) -> tuple[set[str], list[str]]:
    """The digits of each number of a text, and its formulas without their words."""
    plain = FORMULA.sub(" ", re.sub(r"\{#?\d*\}", " ", text))
    numbers = {re.sub("[.,]", "", number).replace("-", "−") for number in NUMBER.findall(plain)}
    formulas = [WORDS.sub("", one).replace(" ", "").replace("{,}", ".") for one in FORMULA.findall(text)]
    return numbers, sorted(formulas)


@pytest.mark.parametrize("code", [file.stem for file in sorted(FOLDER.glob("*.toml"))])
def test_a_translation_has_the_same_numbers_and_formulas(code):
    entries = catalogue(code).entries
    assert len(entries) > 1_000
    assert [english for english, said in entries.items() if told(english) != told(said)] == []


@pytest.mark.parametrize("code", [file.stem for file in sorted(FOLDER.glob("*.toml"))])
def test_a_caption_has_as_many_sentences_where_a_saved_page_leaves_some_out(code):
    chosen = [figure.parts for figure in figures(app.demo) if any(figure.parts["names"]["sentences"])]
    assert chosen
    for parts in chosen:
        said = catalogue(code).text(parts["caption"])
        assert len(SENTENCES.split(said)) == len(parts["names"]["sentences"]), said
