"""The losses of both players, and their slopes, as functions of what D puts out.

`raw` is D's last number before any squashing: the logit ln D/(1 − D) for the two losses of the
talk and for hinge, the value itself for least squares and Wasserstein. All are in nats where they
are logarithms. D and G both descend their loss.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def softplus(x: Array) -> Array:
    """ln(1 + eˣ), without overflow."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def sigmoid(x: Array) -> Array:
    """1/(1 + e⁻ˣ), to full relative accuracy in both tails: a vanishing gradient is read in logs."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


@dataclass(frozen=True)
class Loss:
    """One way to play, each field a function of D's raw output, point by point.

    `real`, `fake` are D's loss on a real and on a generated point; `g` is G's loss on a
    generated one; `*_slope` are their derivatives. `prob` turns raw into D(x) ∈ [0, 1], None for
    a critic that is no probability; `middle` is the raw value of indecision.
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
        # Arjovsky et al. 2017; the gradient penalty is the network's affair (`nets`).
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
FLOOR = 1e-12  # of D and 1 − D in `value`, so that a sure least-squares D has a finite V


def value(loss: Loss, real: Array, fake: Array) -> tuple[float, float] | None:
    """E[ln D(x)] and E[ln(1 − D(G(z)))] in nats, whose sum is V(D, G); None for a critic.

    Least squares: of its output clipped to [1e-12, 1 − 1e-12].
    """
    if loss.prob is None:
        return None
    if loss.prob is sigmoid:
        return -float(softplus(-real).mean()), -float(softplus(fake).mean())
    sure = np.clip(loss.prob(np.asarray(real, dtype=np.float64)), FLOOR, 1)
    doubt = np.clip(1 - loss.prob(np.asarray(fake, dtype=np.float64)), FLOOR, 1)
    return float(np.log(sure).mean()), float(np.log(doubt).mean())
