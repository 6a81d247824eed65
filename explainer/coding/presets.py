"""Runs worth seeing, good and bad, each with its reason.

`tests/benchmarks/bench_coding.py` counts for how many seeds each does what its sentence says.
"""

from dataclasses import dataclass, field
from typing import Any

OPENED = "minute"  # the run that the page opens on


@dataclass(frozen=True)
class Preset:
    """Changes to the file's own settings. `steps` is the length of the run that ships."""

    title: str
    good: bool
    why: str
    changes: dict[str, Any] = field(default_factory=dict)
    steps: int = 1200
    beside: str = OPENED


PRESETS = {
    "minute": Preset(
        "Digits within a minute",
        True,
        "The loss of x₀ weighs the noisy steps most, where it is decided which digit it will be: digits come "
        "within a minute.",
        steps=2400,
        beside="no-scaling",
    ),
    "v": Preset(
        "v, half ε and half x₀",
        True,
        "v can be learned at every t and weighs all steps more evenly than x₀: digits come, but later.",
        {"target": "v"},
    ),
    "slides": Preset(
        "As on the slides: ε and a linear β",
        True,
        "Near T the estimate of x₀ is divided by √ᾱ, and so is ε's error: Algorithm 1 word for word needs many "
        "more steps than this. DDPM took 800,000.",
        {"schedule": "linear", "target": "eps"},
        steps=2400,
    ),
    "no-scaling": Preset(
        "What if there were no √ᾱ?",
        False,
        "Without √ᾱ the picture never fades. Training ends at x_T = x₀ + ε, sampling starts at ε alone: the "
        "loss is lower than ever, and the samples are no digits.",
        {"scaled": False},
    ),
    "constant": Preset(
        "What if β were constant?",
        False,
        "200 steps of β = 0.01 leave √ᾱ = 0.37 of the picture in x_T. Sampling starts as if nothing were left, "
        "and fewer samples become digits.",
        {"schedule": "constant"},
    ),
    "untold": Preset(
        "What if t is not told?",
        False,
        "It hardly matters: x_t itself shows how noisy it is, so the network can do without t.",
        {"told": False},
    ),
    "two-steps": Preset(
        "What if T were 2?",
        False,
        "Two leaps instead of 200 steps: from pure noise the network can only guess the mean of all digits, and "
        "one more leap does not mend it.",
        {"T": 2},
    ),
    "too-fast": Preset(
        "What if the rate were 1?",
        False,
        "Each step throws away what the last one learned: the loss stays high, and no digit comes.",
        {"rate": 1.0},
    ),
}


def named(settings: dict[str, Any], defaults: dict[str, Any]) -> str | None:
    """The preset of these settings, or None."""
    for name, preset in PRESETS.items():
        if settings == defaults | preset.changes:
            return name
    return None
