"""How far the pair's scores may be off: standard errors over its samples."""

from collections.abc import Mapping
from typing import Any

import numpy as np


def errors(pair: Mapping[str, Any], scatter: Mapping[str, Any], sigma: str) -> dict[str, Any]:
    """Standard errors of both Fréchet distances, of their difference and of the accuracies under that Σ.

    `scatter` has those of other networks' distances for another number n of samples; they fall as 1/√n.
    """
    n = pair["samples"]
    fall = float(np.sqrt(scatter["samples"] / n))
    shares = {name: pair[name][sigma]["accuracy"] for name in ("simple", "bound")}
    return {
        "frechet": [fall * error for error in scatter["errors"]],
        "gap": fall * scatter["error_of_the_difference"],
        "accuracy": {name: float(np.sqrt(share * (1 - share) / n)) for name, share in shares.items()},
    }
