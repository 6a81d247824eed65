"""What the maps of bits ask: shipped for the shipped pictures, a first look by the network for an own one."""

from typing import Any

from explainer.diffusion.bound import shown
from explainer.diffusion.bound.answers import ONLY, OWN, looked
from explainer.diffusion.bound.where import figures
from explainer.kit.asked import Source
from explainer.maths import arguments


def where(picture, drawing, upload, other) -> dict[str, Any]:
    """Both pictures with their bits, and the table that compares them."""
    arguments.choice("other", other, shown.PICTURES, name="the picture beside it")
    mine, theirs = looked(picture, drawing, upload), looked(other, None, None)
    table = figures.table({"the picture": mine, "beside it": theirs})
    return {"mine": figures.where(*mine), "theirs": figures.where(*theirs), "rows": table}


SOURCES = {source.name: source for source in (Source("where", where, (*OWN, "other"), slow=True, only=ONLY),)}
