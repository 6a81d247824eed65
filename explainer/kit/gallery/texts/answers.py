"""A text whose numbers can be slid, and a derivation that is evaluated."""

import re

import numpy as np

from explainer.kit import drawn
from explainer.kit.asked import Source
from explainer.kit.derivation import derivation_data
from explainer.kit.listing import listing_data, pieces
from explainer.kit.replay import replay_film, replay_frame
from explainer.maths.derivation import Step, Term, evaluate

ONE = Term(r"\sin^2 x", lambda x: np.sin(x) ** 2)
TWO = Term(r"\cos^2 x", lambda x: np.cos(x) ** 2)
LINES = (
    Step("Pythagoras", (Term("1", lambda x: 1.0),), (ONE.new, TWO.new), "The circle has radius 1."),
    Step("solve", (ONE,), (Term("1", lambda x: 1.0), -TWO.new), "The cosine goes to the other side."),
)


def words(words):
    """Every number of a text as one that can be slid, and their sum in a table and on a plot."""
    found = list(re.finditer(r"-?\d+(\.\d+)?", words))
    limits = {"minimum": -9, "maximum": 9, "step": 0.1, "group": ""}
    slots = [
        {
            "label": f"number {i + 1}",
            "start": m.start(),
            "end": m.end(),
            "value": float(m[0]),
            "role": f"n{i}",
            **limits,
        }
        for i, m in enumerate(found)
    ]
    total = sum(slot["value"] for slot in slots)
    frame = drawn.figure([], "x", "y", xaxis={"range": [-9, 9]}, yaxis={"range": [-1, 1]})
    return {
        "text": words, "slots": slots, "says": f"sum = {total:g}", "figure": drawn.keyed(frame),
        "rows": {
            "head": ["", "value"], "rows": [["sum", f"{total:g}"]], "of": words,
            "notes": ["A note.", rf"Half: $\dfrac{{{total:g}}}{{2}}$"],
        },
        "column": {"head": "half", "cells": [f"{total / 2:g}"], "of": words},
        "leads": [{"text": "the same", "at": "gallery", "settings": {"words": words}, "title": "Here."}],
        "leads_say": "Links:",
    }  # fmt: skip


def identity(angle):
    """A derivation of two lines, evaluated."""
    return derivation_data(evaluate(LINES, angle))


def turned():
    """A run of ten steps whose every step keeps what `identity` answers."""
    turns = np.linspace(0, 3, 10)
    return replay_film(
        [replay_frame(k, identity(x), {"angle": float(x)}, tracks={}, of=10) for k, x in enumerate(turns)]
    )


def program():
    """A program of two lines beside its description."""
    description = [[("add ", "add"), ("two", "")], [("return it", "end")]]
    code = [pieces("total = a + b", [("a + b", "add")]), [("return total", "end")]]
    return listing_data(
        (("In words", description), ("In Python", code)), ["add", "end"], ["They are added.", "Done."]
    )


SOURCES = {
    source.name: source
    for source in (
        Source("words", words, ("words",)),
        Source("identity", identity, ("angle",)),
        Source("turned", turned, ()),
        Source("program", program, ()),
    )
}
