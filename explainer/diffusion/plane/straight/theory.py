"""Flow matching with straight couplings, x_τ = (1 − τ) x_0 + τ ε, and the curve that it shares with diffusion."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import distance, samplers
from explainer.diffusion.plane.clock import Clock, between
from explainer.diffusion.plane.mixture import Mixture

Array = NDArray[np.float64]
COUNTS = (1, 2, 4, 8, 16, 32)
PATHS = 14
FIRST = 150.0  # noise over signal where the paths begin, about that of the linear schedule at T


def velocity(mixture: Mixture, x: Array, tau: float) -> Array:
    """E[ε − x_0 | x_τ = x], the marginal velocity (n, 2); Lipman et al., 2210.02747, eq. 8."""
    a, s = 1 - tau, tau
    return mixture.noise(x, a, s) - mixture.denoised(x, a, s)


def euler(mixture: Mixture, x: Array, steps: int) -> Iterator[Array]:
    """The marginal velocity followed from τ = 1 to 0 in even steps of τ by Euler's rule."""
    taus = np.linspace(1, 0, steps + 1)
    yield x
    for tau, tau_next in zip(taus, taus[1:], strict=False):
        x = x + (tau_next - tau) * velocity(mixture, x, tau)
        yield x


def curves(mixture: Mixture, start: Array, count: int = 65) -> tuple[Array, Array]:
    """z = x/a along the flow, (count, n, 2), from `start` (n, 2) at unit noise, and u = s/a there, (count,)."""
    from scipy.integrate import solve_ivp

    u = np.tan(np.linspace(np.arctan(FIRST), 0, count))

    def slope(u: float, z: Array) -> Array:
        a = 1 / np.sqrt(1 + u * u)
        return mixture.noise(a * z.reshape(-1, 2), a, max(a * u, 1e-9)).ravel()

    begin = start * np.sqrt(1 + FIRST**2)
    walk = solve_ivp(slope, (FIRST, 0), begin.ravel(), "DOP853", np.clip(u, 0, FIRST), rtol=1e-9, atol=1e-9)
    return walk.y.T.reshape(count, -1, 2), u


def drawn_with(z: Array, u: Array, power: float) -> Array:
    """The same curves as x = a z with a^power + s^power = 1: 2 is diffusion, 1 the straight couplings."""
    return between(u, power)[0][:, None, None] * z


def bend(x: Array) -> float:
    """Mean length of the paths (k, n, 2) over the straight way between their ends: 1 is straight."""
    length = np.linalg.norm(np.diff(x, axis=0), axis=2).sum(0)
    return float((length / np.linalg.norm(x[-1] - x[0], axis=1)).mean())


def quality(mixture: Mixture, clock: Clock, real: Array, start: Array) -> dict[str, Array]:
    """Sliced Wasserstein distance from `real` after each of COUNTS steps: Euler in τ, DDIM, Euler in t."""

    def last(walk) -> Array:
        *_, x = walk
        return x

    ways = {
        "straight": lambda n: euler(mixture, start, n),
        "ddim": lambda n: samplers.ddim(mixture.noise, start, clock, samplers.times(clock, n)),
        "flow": lambda n: samplers.euler(mixture.noise, start, clock, samplers.times(clock, n)),
    }
    return {name: np.array([distance.sliced(last(way(n)), real) for n in COUNTS]) for name, way in ways.items()}
