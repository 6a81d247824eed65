"""What the listing asks: equations and code, cut into the pieces of each term."""

from typing import Any

from explainer.coding import program, terms
from explainer.kit.asked import Source
from explainer.kit.listing import listing_data, pieces


def listing() -> dict[str, Any]:
    """The talk's lines and the whole file, and the terms in the order of the talk."""
    code = [pieces(line, terms.MARKS) for line in program.text().rstrip().split("\n")]
    programs = (("The talk", terms.PAPER), ("ddpm.py, the whole file", code))
    return listing_data(programs, list(terms.TERMS), list(terms.TERMS.values()))


SOURCES = {"listing": Source("listing", listing, (), slow=True)}
