"""The printed words are those of the page: every title, hint, caption and label, and what answers say."""

import re

import app
from explainer import words
from explainer.kit.figure import figures

LINES = "\n".join(words.report())


def test_every_declared_word_is_printed():
    for figure in figures(app.demo):
        parts = figure.parts
        said = [parts["title"], parts["try_this"], parts["caption"], parts["answer"]]
        said += [
            control[key] for control in (*parts["controls"], *parts["scrubbers"]) for key in ("label", "help")
        ]
        assert not [text for text in said if text and f": {text}\n" not in LINES]


def test_answers_lessons_and_the_page_itself_are_printed():
    assert "text: terms of JS" in LINES or "terms of JS" in LINES  # an axis
    assert "cryptanalysts" in LINES and "Nothing found." in LINES


def test_one_section_can_be_asked_for():
    only = "\n".join(words.report(["gan"]))
    assert "# gan" in only and "# forward" not in only and "# page" not in only


def test_a_negative_number_has_a_true_minus():
    """Outside formulas, the calculator's calls and code."""
    shown = re.sub(r"^  (latex|value|code): .*$|\$[^$]*\$|`[^`]*`|\w+\([^()]*\)", "", LINES, flags=re.M)
    assert re.findall(r"^.*(?<![\w.\]])-\d.*$", shown, re.M) == []
