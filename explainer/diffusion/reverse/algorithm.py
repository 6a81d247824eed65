"""Algorithm 2 of DDPM on the page: the paper's lines, the code that runs, and every moment of one run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from explainer.diffusion import schedule
from explainer.diffusion.reverse import algorithm_figures, theory
from explainer.diffusion.reverse.steps import single
from explainer.diffusion.reverse.targets import SIDE, checked
from explainer.kit.asked import Source
from explainer.kit.film import film_data
from explainer.kit.listing import listing_data, pieces
from explainer.maths import chains

PLAN = schedule.cosine(1000)  # that of the U-Nets

PAPER = (
    (("xₜ ∼ N(0, I) at t = T", "start"),),
    (("for t = T, …, 1 do", "loop"),),
    (("  z ∼ N(0, I) if t > 1, else z = 0", "noise"),),
    (
        ("  xₜ₋₁ = ", "next"),
        ("1/√αₜ · (xₜ − (1 − αₜ)/√(1 − ᾱₜ) · ", "mean"),
        ("ε_θ(xₜ, t)", "eps"),
        (")", "mean"),
        (" + σₜ z", "next"),
    ),
    (("end for", ""),),
    (("return x₀", "return"),),
)
# what of the sampler's own text belongs to which moment
MARKS = (
    ("model, xt = guided(eps_model, guidance), xT", "start"),
    ("for i, t, s in pairs:", "loop"),
    ("eps, x0 = estimate(model, xt, t, y, schedule, clip)", "eps"),
    ("mean, small = process.posterior(x0, xt, i, short)", "mean"),
    ('sigma = float(np.sqrt(small if variance == "small" else short.beta[i]))', "mean"),
    ("noise(xt, generators)", "noise"),
    ("xs = mean + sigma * ", "next"),
    ("yield Step(t, s, xt, eps, x0, mean, sigma if s > 0 else 0.0, xs)", "return"),
    ("xt = xs", "loop"),
)


@dataclass(frozen=True)
class Kept:
    """A step of the shipped run, with the fields of the sampler's own `Step` that moments need."""

    t: int
    s: int
    xt: Any
    eps_hat: Any
    mean: Any
    sigma: float
    xs: Any


def steps() -> Iterator[Kept]:
    """The shipped run's steps in float64, each (28, 28): what is not kept follows by the samplers' formulas."""
    with np.load(chains.FOLDER / "algorithm2.npz") as kept:
        ts, states, seen = kept["t"].tolist(), *(kept[key].astype(np.float64) for key in ("xt", "x0_hat"))
    for k, (t, s) in enumerate(zip(ts[:-1], ts[1:], strict=True)):
        short, place = single(PLAN, t, s)
        told = theory.targets(states[k], seen[k], t, s, PLAN)
        sigma = float(np.sqrt(short.posterior_var[place])) if s else 0.0
        yield Kept(t, s, states[k], told.eps, told.mean, sigma, states[k + 1])


@cache
def moments() -> tuple[theory.Moment, ...]:
    """Every moment of the shipped run."""
    return tuple(theory.moments(steps()))


def code() -> list[list[tuple[str, str]]]:
    """The text of the DDPM sampler that really runs, without its docstring, cut at what each moment runs."""
    head, _, rest = source("ddpm").partition('    """')
    lines = (head + rest.partition('"""\n')[2]).rstrip().split("\n")
    return [pieces(line, MARKS) for line in lines]


def source(name: str) -> str:
    """A sampler's own text, read without loading torch, so that the page need not wait for it."""
    text = find_spec("explainer.diffusion.reverse.samplers").loader.get_source(None)
    found = next(node for node in ast.parse(text).body if getattr(node, "name", "") == name)
    return "\n".join(text.split("\n")[found.lineno - 1 : found.end_lineno]) + "\n"


def listing() -> dict[str, Any]:
    """Both programs and the stage of every moment, with the run's pictures as a film over the moments."""
    run = moments()
    stages = [one.stage for one in run]
    words = [algorithm_figures.words(one) for one in run]
    tracks = algorithm_figures.tracks(run)
    programs = (("Algorithm 2 (DDPM)", PAPER), ("samplers.ddpm, which runs here", code()))
    return film_data(np.arange(1, len(run) + 1), tracks) | listing_data(programs, stages, words)


def rows(row, column) -> dict[str, Any]:
    """The numbers of one pixel at every moment, as a film of tables."""
    at = checked("row", row, SIDE - 1), checked("column", column, SIDE - 1)
    tables = [algorithm_figures.rows(one, _coefficients(one.t, one.s), at) for one in moments()]
    return {"times": list(range(1, len(tables) + 1)), "tracks": {"rows": tables}}


@cache
def _coefficients(t: int, s: int) -> theory.Coefficients:
    return theory.coefficients(t, s, PLAN)


SOURCES = [
    Source("algorithm", listing, (), slow=True),
    Source("algorithm_rows", rows, ("row", "column"), slow=True),
]
