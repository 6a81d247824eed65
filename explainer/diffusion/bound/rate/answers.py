"""What rate and distortion ask."""

from typing import Any

from explainer.diffusion.bound.answers import ONLY, OWN, looked
from explainer.diffusion.bound.rate import figures, theory
from explainer.kit.asked import Source

LIMITS = (2.55, 12.75)  # grey levels: 1% and 5% of the range


def rate(picture, drawing, upload) -> dict[str, Any]:
    """The picture after so many bits, the curve, and what comes after nobody sees a difference."""
    levels, look = looked(picture, drawing, upload)
    rates, distortions = theory.rates(look.bits, look.last), theory.distortions(theory.smoothed(look.square))
    unseen = {limit: theory.unseen(rates, distortions, limit) for limit in LIMITS}
    return figures.rate(levels, look, rates, distortions, unseen)


SOURCES = {source.name: source for source in (Source("rate", rate, OWN, slow=True, only=ONLY),)}
