"""The listing: every term has its place on both sides, and the code is the file itself."""

import re

from explainer.coding import program, terms
from explainer.coding.listing.answers import listing


def test_the_code_is_the_file_and_every_mark_marks_one_line():
    code = listing()["listings"][1]["lines"]
    lines = ["".join(text for text, _ in line) for line in code]
    assert "\n".join(lines) == program.text().rstrip()
    for fragment, _ in terms.MARKS:
        assert sum(fragment in line for line in lines) == 1, fragment


def test_every_term_stands_in_the_talk_and_in_the_file():
    answer = listing()
    for program_ in answer["listings"]:
        assert {term for line in program_["lines"] for _, term in line} - {""} == set(terms.TERMS)
    assert answer["stages"] == list(terms.TERMS) and len(answer["words"]) == len(answer["stages"])


def test_each_formula_of_the_talk_is_typeset():
    """Between dollars, which the page typesets: outside of them stand words and numbers alone."""
    plain = ["".join(re.sub(r"\$[^$]+\$", "", text) for text, _ in line) for line in terms.PAPER]
    assert [text for text in plain if not re.fullmatch(r"[\w ,.]*", text, re.ASCII) or "_" in text] == []
