"""The Dirac-GAN: one number each for G and D, so that the whole game is a picture in the plane.

The data are a point at 0, the generator is a point at θ, and D(x) = c + ψ x, where c is the value at
which D is undecided (Mescheder, Geiger, Nowozin 2018, section 3). In continuous time each player
descends its own loss, and the field shows what training does near the solution (θ, ψ) = (0, 0).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.gan.game.losses import LOSSES, Loss
from explainer.maths import arguments
from explainer.maths.numerals import numeral

Array = NDArray[np.float64]
REACH = 1e6
ROUNDING = 1e-9
PARTS, STRAY = 128, 1e-6
MAX_STEPS = 100_000


@dataclass(frozen=True, eq=False)
class Path:
    """Times (n,) or numbers of updates, and θ, ψ of shape (n,), or (n, starts) for many starts."""

    t: Array
    theta: Array
    psi: Array


def field(
    theta: ArrayLike, psi: ArrayLike, loss: str, r1: float = 0.0, gradient_penalty: float = 0.0
) -> tuple[Array, Array]:
    """(θ̇, ψ̇) = (−∂L_G/∂θ, −∂L_D/∂ψ), broadcast.

    θ̇ = −L_G′(c + ψθ) ψ; ψ̇ = −L_fake′(c + ψθ) θ − γψ − 2λ(|ψ| − 1) sign ψ, since ∇ₓD = ψ everywhere.
    The real point at 0 has no pull: ∂D(0)/∂ψ = 0.
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
    """Both descend at once in continuous time from (θ, ψ), by the Runge–Kutta method of order four.

    Where a slope jumps, as those of the hinge and of the gradient penalty do, the steps are PARTS times smaller.
    """
    arguments.whole("steps", steps, 1, MAX_STEPS, name="the number of steps")
    arguments.number("time", time, 0, inside=True, name="the time")
    h, f = time / steps, lambda y: np.stack(field(y[0], y[1], loss, r1, gradient_penalty))
    y = np.stack(np.broadcast_arrays(np.asarray(theta, dtype=np.float64), psi)).astype(np.float64)
    trace = [y]
    for _ in range(steps):
        y = np.clip(_advanced(f, y, h), -REACH, REACH)
        trace.append(y)
    theta, psi = np.moveaxis(np.array(trace), 1, 0)
    return Path(h * np.arange(steps + 1), theta, psi)


def _advanced(f: Callable[[Array], Array], y: Array, h: float) -> Array:
    """y after the time h: one step, or many small ones of order two where two halves lead elsewhere."""
    once, half = _stepped(f, y, h), _stepped(f, y, h / 2)
    twice = _stepped(f, half, h / 2)
    if np.abs(once - twice).max() <= STRAY * (1 + np.abs(y).max()):
        return twice
    h /= PARTS
    for _ in range(PARTS):
        y = y + h * f(y + h / 2 * f(y))
    return y


def _stepped(f: Callable[[Array], Array], y: Array, h: float) -> Array:
    a = f(y)
    b = f(y + h / 2 * a)
    c = f(y + h / 2 * b)
    return y + h / 6 * (a + 2 * b + 2 * c + f(y + h * c))


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
    """Steps of size `rate` as training takes them: both at once, or D first and then G."""
    arguments.whole("steps", steps, 1, MAX_STEPS, name="the number of steps")
    arguments.number("rate", rate, 0, inside=True, name="the rate")
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
    """(−γ ± √(γ² − 4ab))/2, the eigenvalues of the field's Jacobian [[0, a], [−b, −γ]] at (0, 0).

    a = −L_G′(c), b = L_fake′(c). With a negative real part the game settles. With a real part of 0 they
    leave it open: what follows beyond the linear terms decides (see `pull`).
    """
    game = _loss(loss)
    c = np.array([game.middle])
    a, b = -float(game.g_slope(c)[0]), float(game.fake_slope(c)[0])
    root = complex(r1 * r1 - 4 * a * b) ** 0.5
    return (-r1 + root) / 2, (-r1 - root) / 2


def pull(loss: str, reach: float) -> float:
    """The least d(θ² + ψ²)/dt over |θ|, |ψ| ≤ `reach` without a penalty: 0 where every path is a circle."""
    theta, psi = np.meshgrid(*2 * [np.linspace(-reach, reach, 41)])
    d_theta, d_psi = field(theta, psi, loss)
    return float((2 * theta * d_theta + 2 * psi * d_psi).min())


def fate(loss: str, r1: float = 0.0, gradient_penalty: float = 0.0) -> str:
    """What happens near the solution in continuous time, in one sentence."""
    if gradient_penalty:
        return "The penalty wants |ψ| = 1, the solution wants ψ = 0: they never agree, and θ keeps swinging."
    first, _ = eigenvalues(loss, r1)
    if not r1:
        turn = f"near the data one turn takes {2 * math.pi / abs(first.imag):.3g}"
        if pull(loss, 0.3) < -ROUNDING:
            return f"Near the data it almost circles, and yet the path winds slowly inwards; {turn}."
        if pull(loss, 2.5) < -ROUNDING:
            return f"Near the data it circles for ever; from farther out the path first falls inwards; {turn}."
        return f"The distance from the data's point (0, 0) never changes: it circles for ever; {turn}."
    if first.imag:
        real = numeral(first.real, ".3g")
        return f"R1 gives the eigenvalues a real part of {real}: the circle becomes a spiral inwards."
    return f"R1 is so strong that nothing turns; the slower rate is {numeral(first.real, '.3g')}."


def _loss(name: str) -> Loss:
    if name not in LOSSES:  # a path comes here some thousand times: the check is made for its sentence alone
        arguments.choice("loss", name, LOSSES, name="the loss")
    return LOSSES[name]
