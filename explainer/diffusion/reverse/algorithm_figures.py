"""How the moments of Algorithm 2 look: pictures, tables and sentences of what is known by then."""

from collections.abc import Sequence

import numpy as np

from explainer.diffusion.reverse.figures import bracket, number
from explainer.diffusion.reverse.theory import Coefficients, Moment
from explainer.maths.chains import grey

HEAD = ("", "at this pixel")
SPAN = 3.0  # noise from −3 to 3 is black to white
TRACKS = {"xt": 1.0, "eps": SPAN, "mean": 1.0, "z": SPAN, "xs": 1.0}
_CHECKS = np.kron(np.indices((7, 7)).sum(0) % 2, np.ones((4, 4), int))
UNKNOWN = np.where(_CHECKS, 84, 72).astype(np.uint8)  # not computed yet in this round


def tracks(run: Sequence[Moment]) -> dict[str, np.ndarray]:
    """Pictures of x_t, ε, μ, z and x_{t−1} over the moments, uint8 (moments, 1, 28, 28)."""
    return {
        key: np.stack([UNKNOWN if getattr(one, key) is None else grey(getattr(one, key) / span) for one in run])[
            :, None
        ]
        for key, span in TRACKS.items()
    }


def words(one: Moment) -> str:
    """What runs now, in a sentence."""
    step = f"t = {one.t} → {one.s}"
    return {
        "start": "A picture of pure noise is drawn.",
        "loop": f"{step}: the next round begins with the picture as it stands.",
        "eps": f"{step}: the network is asked which noise it sees in xₜ.",
        "mean": f"{step}: that noise is taken out in part, which gives the mean of the step.",
        "noise": f"{step}: fresh noise is drawn." if one.s else f"{step}: the last step draws no noise, z = 0.",
        "next": f"{step}: mean and noise together are the next picture.",
        "return": "The picture is done.",
    }[one.stage]


def rows(one: Moment, c: Coefficients, at: tuple[int, int]) -> list[list[str]]:
    """One pixel's numbers at a moment; what is not known yet is a dot."""
    n = number
    xt, eps, mean, z, xs = (None if (p := getattr(one, key)) is None else float(p[at]) for key in TRACKS)
    unknown = "·"
    mean_text = "" if mean is None else (
        f"1/{n(c.alpha**0.5)} · ({n(xt)} − {n(c.beta)}/{n(c.noise)} · {bracket(eps)}) = {n(mean)}"
    )  # fmt: skip
    next_text = "" if xs is None else f"{n(mean)} + {n(one.sigma)} · {bracket(z)} = {n(xs)}"
    return [
        [f"xₜ, t = {one.t}", n(xt)],
        ["ε_θ(xₜ, t)", unknown if eps is None else n(eps)],
        ["μ, the mean", mean_text or unknown],
        ["z", unknown if z is None else n(z)],
        [f"xₜ₋₁ = μ + σₜ z, the next t is {one.s}", next_text or unknown],
    ]
