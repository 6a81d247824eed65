"""The three estimators of the gradient of a mean, each with the name that the page shows."""

NAMES = {"score": "score function", "baseline": "score function with baseline", "pathwise": "pathwise"}
