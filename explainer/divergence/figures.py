"""What the parts of the divergence section draw alike: axes that stand still below curves that move."""

from functools import lru_cache
from typing import Any

from explainer.kit import drawn
from explainer.kit.pack import pack

Entries = tuple[tuple[str, str, str], ...]
PQ: Entries = (("p", "p", "full"), ("q", "q", "dash"))


@lru_cache  # every answer to a drag needs the same few
def legend(entries: Entries) -> tuple[dict[str, Any], ...]:
    """Entries of the legend, (text, role, dash) each, for curves that an overlay draws."""
    return tuple(drawn.legend(*entry) for entry in entries)


def still(entries: Entries, x: str, y: str, xaxis: dict, yaxis: dict) -> dict[str, Any]:
    """Axes and a legend without curves."""
    return drawn.keyed(drawn.figure([*legend(entries)], x, y, xaxis=xaxis, yaxis=yaxis, showlegend=True))


def curve(x, y) -> dict[str, Any]:
    """A curve for an overlay, x and y (n,)."""
    return {"x": pack(x), "y": pack(y)}
