"""What the two networks ask: their shipped samples, scores and terms."""

from typing import Any

from explainer import shipped
from explainer.diffusion.bound.trade import figures, theory
from explainer.kit.asked import Source
from explainer.kit.pack import pack

SHOWN = 20  # samples of each network


def trade() -> dict[str, Any]:
    """Samples of both from the same noise, a table of scores, and every term over t."""
    made, scores = shipped.arrays("bound/pair"), shipped.facts("bound/pair")
    far = theory.errors(scores, shipped.facts("bound/scatter"), figures.DRAWN)
    answer = {name: pack(made[f"{name}_beta-tilde_samples"][:SHOWN], "u1") for name in figures.TITLES}
    bits = {name: made[f"{name}_bits"][1] for name in figures.TITLES}
    return answer | {"rows": figures.table(scores, far), "figure": figures.curves(made["knots"], bits)}


SOURCES = {source.name: source for source in (Source("trade", trade, ()),)}
