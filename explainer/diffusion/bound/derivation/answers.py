"""What the derivation asks: every line with both sides on one chain, and what the bound gives away."""

from typing import Any

from explainer.diffusion.bound.derivation.exact_chain import Chain
from explainer.diffusion.bound.derivation.means import Means
from explainer.diffusion.bound.derivation.theory import LINES
from explainer.kit.asked import Source
from explainer.kit.derivation import derivation_data
from explainer.maths.derivation import evaluate

KEYS = ("model", "T", "x0", "shift", "width")


def steps(model: str, T: int, x0: float, shift: float, width: float) -> dict[str, Any]:
    """Every line in nats, and the slack of the bound; BadArgument names the control."""
    means = Means(Chain(model, T, x0, shift, width))
    return derivation_data(evaluate(LINES, means)) | {"slack": means.kl_path, "surprise": -means.log_evidence}


SOURCES = {source.name: source for source in (Source("steps", steps, KEYS),)}
