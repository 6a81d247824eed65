"""What the figure of Algorithm 2 asks: the paper's lines, the code that runs, and every moment of one run."""

import ast
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion.reverse.algorithm import figures, theory
from explainer.diffusion.reverse.answers import PLAN, pixel
from explainer.diffusion.reverse.theory import Coefficients, coefficients
from explainer.kit.asked import Source
from explainer.kit.film import film_data
from explainer.kit.listing import listing_data, pieces


@cache
def moments() -> tuple[theory.Moment, ...]:
    """Every moment of the shipped run."""
    return tuple(theory.moments(theory.steps(shipped.arrays("reverse/algorithm2"), PLAN)))


def code() -> list[list[tuple[str, str]]]:
    """The text of the DDPM sampler that really runs, without its docstring, cut at what each moment runs."""
    head, _, rest = source("ddpm").partition('    """')
    lines = (head + rest.partition('"""\n')[2]).rstrip().split("\n")
    return [pieces(line, figures.MARKS) for line in lines]


def source(name: str) -> str:
    """A sampler's own text, read without loading torch, so that the page need not wait for it."""
    text = find_spec("explainer.diffusion.reverse.samplers").loader.get_source(None)
    found = next(node for node in ast.parse(text).body if getattr(node, "name", "") == name)
    return "\n".join(text.split("\n")[found.lineno - 1 : found.end_lineno]) + "\n"


def listing() -> dict[str, Any]:
    """Both programs and the stage of every moment, with the run's pictures as a film over the moments."""
    run = moments()
    stages = [moment.stage for moment in run]
    words = [figures.sentence(moment) for moment in run]
    tracks = figures.tracks(run)
    programs = (("Algorithm 2 (DDPM)", figures.PAPER), ("samplers.ddpm, which runs here", code()))
    return film_data(np.arange(1, len(run) + 1), tracks) | listing_data(programs, stages, words)


def rows(row, column) -> dict[str, Any]:
    """The numbers of one pixel at every moment, as a film of tables."""
    place = pixel(row, column)
    tables = [figures.rows(moment, _coefficients(moment.t, moment.s), place) for moment in moments()]
    return {"times": list(range(1, len(tables) + 1)), "tracks": {"rows": tables}}


@cache
def _coefficients(t: int, s: int) -> Coefficients:
    return coefficients(t, s, PLAN)


SOURCES = {
    source.name: source
    for source in (
        Source("algorithm", listing, (), slow=True),
        Source("algorithm_rows", rows, ("row", "column"), slow=True),
    )
}
