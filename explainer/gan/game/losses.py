"""The losses of both players, and their slopes, as functions of D's output.

`raw` is D's last number before any squashing: the logit ln D/(1 − D) for the two losses of the
talk and for hinge, the value itself for least squares and Wasserstein. Logarithms are in nats.
D and G both descend their loss.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.maths.arguments import BadArgument

Array = NDArray[np.floating]
LN2 = math.log(2)
SURE = 1e-6  # `probability` keeps D within [1e-6, 1 − 1e-6], so that V stays finite


def softplus(x: Array) -> Array:
    """ln(1 + eˣ), without overflow."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def sigmoid(x: Array) -> Array:
    """1/(1 + e⁻ˣ), with full relative accuracy in both tails: a vanishing gradient is plotted on a log axis."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


@dataclass(frozen=True)
class Loss:
    """The losses of one game; each field is a function of D's raw output, point by point.

    `real`, `fake` are D's loss on a real and on a generated point; `g` is G's loss on a
    generated one; `*_slope` are their derivatives. `prob` turns raw into D(x) ∈ [0, 1]; it is None
    for a critic, whose output is no probability. `middle` is the raw value at which D is undecided.
    """

    name: str
    real: Callable[[Array], Array]
    fake: Callable[[Array], Array]
    g: Callable[[Array], Array]
    real_slope: Callable[[Array], Array]
    fake_slope: Callable[[Array], Array]
    g_slope: Callable[[Array], Array]
    prob: Callable[[Array], Array] | None
    middle: float = 0.0


def _cross_entropy(name: str, g: Callable[[Array], Array], g_slope: Callable[[Array], Array]) -> Loss:
    """D's loss is −V: −ln D on real points, −ln(1 − D) on generated ones (syllabus 4b, 4c)."""
    return Loss(
        name,
        real=lambda raw: softplus(-raw),
        fake=softplus,
        g=g,
        real_slope=lambda raw: -sigmoid(-raw),
        fake_slope=sigmoid,
        g_slope=g_slope,
        prob=sigmoid,
    )


LOSSES = {
    loss.name: loss
    for loss in (
        # Goodfellow et al. 2014, eq. 1: G descends ln(1 − D), which is flat where D is sure.
        _cross_entropy("minimax", lambda raw: -softplus(raw), lambda raw: -sigmoid(raw)),
        # The same paper, section 3: G descends −ln D, steep just there.
        _cross_entropy("non-saturating", lambda raw: softplus(-raw), lambda raw: -sigmoid(-raw)),
        # Mao et al. 2017 (LSGAN), a = 0, b = c = 1.
        Loss(
            "least-squares",
            real=lambda raw: 0.5 * (raw - 1) ** 2,
            fake=lambda raw: 0.5 * raw**2,
            g=lambda raw: 0.5 * (raw - 1) ** 2,
            real_slope=lambda raw: raw - 1,
            fake_slope=lambda raw: raw,
            g_slope=lambda raw: raw - 1,
            prob=lambda raw: np.clip(raw, 0, 1),
            middle=0.5,
        ),
        # Arjovsky et al. 2017; the gradient penalty is computed in `nets`.
        Loss(
            "wasserstein",
            real=lambda raw: -raw,
            fake=lambda raw: raw,
            g=lambda raw: -raw,
            real_slope=lambda raw: np.full_like(raw, -1),
            fake_slope=np.ones_like,
            g_slope=lambda raw: np.full_like(raw, -1),
            prob=None,
        ),
        # Lim and Ye 2017, Miyato et al. 2018.
        Loss(
            "hinge",
            real=lambda raw: np.maximum(1 - raw, 0),
            fake=lambda raw: np.maximum(1 + raw, 0),
            g=lambda raw: -raw,
            real_slope=lambda raw: -(raw < 1).astype(raw.dtype),
            fake_slope=lambda raw: (raw > -1).astype(raw.dtype),
            g_slope=lambda raw: np.full_like(raw, -1),
            prob=None,
        ),
    )
}
FLOOR = 1e-12  # of D and 1 − D in `value`, so that V is finite where least squares give D = 0 or 1


def value(loss: Loss, real: Array, fake: Array) -> tuple[float, float] | None:
    """E[ln D(x)] and E[ln(1 − D(G(z)))] in nats, whose sum is V(D, G); None for a critic.

    With least squares D is its output clipped to [1e-12, 1 − 1e-12].
    """
    if loss.prob is None:
        return None
    if loss.prob is sigmoid:
        return -float(softplus(-real).mean()), -float(softplus(fake).mean())
    sure = np.clip(loss.prob(np.asarray(real, dtype=np.float64)), FLOOR, 1)
    doubt = np.clip(1 - loss.prob(np.asarray(fake, dtype=np.float64)), FLOOR, 1)
    return float(np.log(sure).mean()), float(np.log(doubt).mean())


def probability(loss: Loss, raw: Array) -> Array:
    """D(x) within [1e-6, 1 − 1e-6] from D's raw output; BadArgument for the loss of a critic."""
    if loss.prob is None:
        allowed = ", ".join(name for name, other in LOSSES.items() if other.prob is not None)
        sentence = f"the loss is {loss.name!r}, whose critic is no probability; allowed are {allowed}"
        raise BadArgument("loss", sentence)
    return np.clip(loss.prob(raw), SURE, 1 - SURE)


def optimal_d(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """D* = p/(p + q) from densities at the same points; ½ where both are 0.

    It maximises p ln D + q ln(1 − D) at each point (Goodfellow et al. 2014, proposition 1).
    """
    p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    both = p + q
    return np.where(both > 0, p / np.where(both > 0, both, 1), 0.5)
