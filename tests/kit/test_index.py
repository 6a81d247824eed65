"""What the search looks through, and the glossary: every term once, at home in a section, in one sentence."""

import re
from collections import Counter

import pytest

import app
from explainer.introduction.tab import GLOSSARY
from explainer.kit import index

TERMS = index.glossary(GLOSSARY)
SECTIONS = {section.name for chapter in app.CHAPTERS for section in chapter.sections}


def test_sixty_terms_and_more_each_in_one_sentence():
    assert len(TERMS) >= 60
    for term in TERMS:
        assert term["at"] in SECTIONS
        assert term["says"].endswith(".") and not re.search(r"[a-z]\. [A-Z]", term["says"])
        assert len(term["says"]) < 200


def test_symbols_in_sentences_stand_between_dollars():
    for term in TERMS:
        assert term["says"].count("$") % 2 == 0
        assert not re.search(r"\w_", re.sub(r"\$[^$]*\$", "", term["says"])), term["name"]


def test_a_word_stands_for_one_term(tmp_path):
    words = Counter(word for term in TERMS for word in (term["name"], *term["also"], *term["tex"]))
    assert max(words.values()) == 1
    twice = tmp_path / "twice.toml"
    twice.write_text('nat = {at="home", says="A unit."}\nbit = {also=["nat"], at="home", says="A unit."}')
    with pytest.raises(ValueError, match="nat"):
        index.glossary(twice)


def test_every_section_has_a_lesson_and_every_control_is_listed_once():
    found = app.demo.index
    assert {lesson["at"] for lesson in found["lessons"]} == SECTIONS
    assert not any("$$" in lesson["text"] for lesson in found["lessons"])
    pictures = [one["figure"] for one in found["controls"] if (one["at"], one["label"]) == ("forward", "Picture")]
    assert pictures == ["forward-figure"]  # three more figures share it
