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
        "The loss of $x_0$ weighs the noisy steps most, where it is decided which digit it will be: digits come "
        "within a minute.",
        steps=2400,
        beside="no-scaling",
    ),
    "v": Preset(
        "v, half ε and half x₀",
        True,
        "$v$ can be learned at every $t$ and weighs all steps more evenly than $x_0$: digits come, but later.",
        {"target": "v"},
    ),
    "slides": Preset(
        "As on the slides: ε and a linear β",
        True,
        r"Algorithm 1 word for word. Near $T$ the estimate of $x_0$ is divided by $\sqrt{\bar\alpha_t}$, "
        r"and the error of $\varepsilon$ with it: digits come, but take several times as many steps.",
        {"schedule": "linear", "target": "eps"},
        steps=2400,
    ),
    "no-scaling": Preset(
        "What if there were no √ᾱ?",
        False,
        r"Without $\sqrt{\bar\alpha_t}$ the picture never fades. Training ends at $x_T = x_0 + "
        r"\varepsilon$, sampling starts at $\varepsilon$ alone: the loss is lower than ever, and "
        "hardly a sample is a digit.",
        {"scaled": False},
    ),
    "constant": Preset(
        "What if β were constant?",
        False,
        r"200 steps of $\beta = 0.01$ leave $\sqrt{\bar\alpha_T} = 0.37$ of the picture, which is mostly "
        "black, in $x_T$. Sampling starts from noise that is brighter than any $x_T$ was: the digits come "
        "out too bold.",
        {"schedule": "constant"},
    ),
    "untold": Preset(
        "What if t is not given?",
        False,
        "It hardly matters: $x_t$ itself shows how noisy it is, so the network can do without $t$.",
        {"told": False},
    ),
    "two-steps": Preset(
        "What if T were 2?",
        False,
        "Two leaps instead of 200 steps: the first ends near the mean of all digits, the second has to "
        "choose one at once. Fewer samples become digits.",
        {"T": 2},
    ),
    "too-fast": Preset(
        "What if the rate were 1?",
        False,
        "Each step throws away what the last one learned: the loss leaps about, no digit comes, and often the "
        "run blows up.",
        {"rate": 1.0},
        steps=100,
    ),
}


def named(settings: dict[str, Any], defaults: dict[str, Any]) -> str | None:
    """The preset of these settings, or None."""
    for name, preset in PRESETS.items():
        if settings == defaults | preset.changes:
            return name
    return None
