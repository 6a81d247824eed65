"""The Dirac-GAN: one number each for G and D, so that the whole game is a picture in the plane.

The data is a point at 0, the generator a point at θ, and D(x) = c + ψ x, with c its value of
indecision (Mescheder, Geiger, Nowozin 2018, section 3). In continuous time each player descends
its own loss; what training does near the solution (θ, ψ) = (0, 0) can be read off.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.gan.losses import LOSSES
from explainer.maths.arguments import BadArgument
from explainer.maths.numerals import numeral

Array = NDArray[np.float64]
REACH = 1e6
MAX_STEPS = 100_000


@dataclass(frozen=True, eq=False)
class Path:
    """Times (n,) (or update numbers), and θ, ψ of shape (n,), or (n, starts) for many starts."""

    t: Array
    theta: Array
    psi: Array


def field(
    theta: ArrayLike, psi: ArrayLike, loss: str, r1: float = 0.0, gradient_penalty: float = 0.0
) -> tuple[Array, Array]:
    """(θ̇, ψ̇) = (−∂L_G/∂θ, −∂L_D/∂ψ), broadcast.

    θ̇ = −L_G′(c + ψθ) ψ; ψ̇ = −L_fake′(c + ψθ) θ − γψ − 2λ(|ψ| − 1) sign ψ, since ∇ₓD = ψ everywhere.
    The real point at 0 pulls at nothing: ∂D(0)/∂ψ = 0.
    """
    game = _loss(loss)
    theta, psi = np.asarray(theta, dtype=np.float64), np.asarray(psi, dtype=np.float64)
    raw = np.asarray(game.middle + psi * theta)
    penalty = r1 * psi + 2 * gradient_penalty * (np.abs(psi) - 1) * np.sign(psi)
    return -game.g_slope(raw) * psi, -game.fake_slope(raw) * theta - penalty


def path(
    theta: ArrayLike,
    psi: ArrayLike,
    loss: str,
    r1: float = 0.0,
    gradient_penalty: float = 0.0,
    time: float = 20.0,
    steps: int = 600,
) -> Path:
    """Both descend at once in continuous time, from (θ, ψ), by Runge and Kutta's fourth order."""
    _check(steps, time)
    h, f = time / steps, lambda y: np.stack(field(y[0], y[1], loss, r1, gradient_penalty))
    y = np.stack(np.broadcast_arrays(np.asarray(theta, dtype=np.float64), psi)).astype(np.float64)
    trace = [y]
    for _ in range(steps):
        a = f(y)
        b = f(y + h / 2 * a)
        c = f(y + h / 2 * b)
        y = np.clip(y + h / 6 * (a + 2 * b + 2 * c + f(y + h * c)), -REACH, REACH)
        trace.append(y)
    theta, psi = np.moveaxis(np.array(trace), 1, 0)
    return Path(h * np.arange(steps + 1), theta, psi)


def updates(
    theta: float,
    psi: float,
    loss: str,
    rate: float = 0.1,
    steps: int = 200,
    alternating: bool = False,
    r1: float = 0.0,
    gradient_penalty: float = 0.0,
) -> Path:
    """Steps of size `rate`, both at once or D first and then G, as training really takes them."""
    _check(steps, rate)
    trace = [(theta, psi)]
    for _ in range(steps):
        d_theta, d_psi = field(theta, psi, loss, r1, gradient_penalty)
        psi_new = float(np.clip(psi + rate * d_psi, -REACH, REACH))
        if alternating:
            d_theta, _ = field(theta, psi_new, loss, r1, gradient_penalty)
        theta = float(np.clip(theta + rate * d_theta, -REACH, REACH))
        psi = psi_new
        trace.append((theta, psi))
    thetas, psis = np.array(trace).T
    return Path(np.arange(steps + 1.0), thetas, psis)


def eigenvalues(loss: str, r1: float = 0.0) -> tuple[complex, complex]:
    """Of the field's Jacobian [[0, a], [−b, −γ]] at (0, 0): (−γ ± √(γ² − 4ab))/2.

    a = −L_G′(c), b = L_fake′(c). No real part: the game circles for ever. A negative one: it settles.
    """
    game = _loss(loss)
    c = np.array([game.middle])
    a, b = -float(game.g_slope(c)[0]), float(game.fake_slope(c)[0])
    root = complex(r1 * r1 - 4 * a * b) ** 0.5
    return (-r1 + root) / 2, (-r1 - root) / 2


def fate(loss: str, r1: float = 0.0, gradient_penalty: float = 0.0) -> str:
    """What happens near the solution in continuous time, in one sentence."""
    if gradient_penalty:
        return "The penalty wants |ψ| = 1, the solution wants ψ = 0: they never agree, and θ keeps swinging."
    first, _ = eigenvalues(loss, r1)
    if not r1:
        turn = 2 * math.pi / abs(first.imag)
        return f"The eigenvalues are ±{abs(first.imag):.3g}i: a circle for ever, one turn in {turn:.3g}."
    if first.imag:
        real = numeral(first.real, ".3g")
        return f"R1 gives the eigenvalues a real part of {real}: the circle becomes a spiral inwards."
    return f"R1 is so strong that nothing turns; the slower rate is {numeral(first.real, '.3g')}."


def _loss(name: str):
    if name not in LOSSES:
        raise BadArgument("loss", f"the loss is {name!r}; allowed are {', '.join(LOSSES)}")
    return LOSSES[name]


def _check(steps: int, size: float) -> None:
    if not isinstance(steps, int) or not 1 <= steps <= MAX_STEPS:
        raise BadArgument("steps", f"the steps are {steps!r}; allowed are 1 to {MAX_STEPS:,}")
    if not 0 < size < math.inf:
        raise BadArgument("rate", f"the time or rate is {size!r}; allowed is a number above 0")
