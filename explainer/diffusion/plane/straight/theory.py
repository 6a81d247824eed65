"""Flow matching with straight couplings, x_τ = (1 − τ) x_0 + τ ε, and the curve that it shares with diffusion."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import distance, samplers
from explainer.diffusion.plane.clock import Clock, between
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.plane.theory import anchors

Array = NDArray[np.float64]
COUNTS = (1, 2, 4, 8, 16, 32)
PATHS = 14
KNOTS = np.unique(np.concatenate([np.linspace(0, 20, 9), np.linspace(20, 100, 13)]))  # τ in percent
TAUS = np.clip(KNOTS / 100, 1e-3, 1 - 1e-6)
FIRST = 150.0  # noise over signal where the paths begin, about that of the linear schedule at T


def velocity(mixture: Mixture, x: Array, tau: float) -> Array:
    """E[ε − x_0 | x_τ = x], the marginal velocity (n, 2); Lipman et al., 2210.02747, eq. 8."""
    a, s = 1 - tau, tau
    return mixture.noise(x, a, s) - mixture.denoised(x, a, s)


def of_network(network: Callable, clock: Clock, x: Array, tau: float) -> Array:
    """The velocity (n, 2) that a diffusion network `network(x, t)` → ε̂ knows, at x_τ = x.

    It was trained on a_t and s_t. At the whole t with the same noise over signal the point x_τ is x_t over
    (a_t + s_t), since a + s = 1 for straight couplings; there ε̂ − x̂_0 is the velocity.
    """
    every = np.arange(1, clock.T + 1)
    share = clock.sigma(every) / (clock.signal(every) + clock.sigma(every))
    t = int(every[np.abs(share - tau).argmin()])
    a, s = float(clock.signal(t)), float(clock.sigma(t))
    xt = (a + s) * x
    eps = network(xt, t)
    return eps - (xt - s * eps) / a


def euler(slope: Callable, x: Array, steps: int) -> Iterator[Array]:
    """A velocity `slope(x, τ)` followed from τ = 1 to 0 in even steps of τ by Euler's rule."""
    taus = np.linspace(1, 0, steps + 1)
    yield x
    for tau, tau_next in zip(taus, taus[1:], strict=False):
        x = x + (tau_next - tau) * slope(x, tau)
        yield x


@dataclass(frozen=True, eq=False)
class Learned:
    """A network's velocity at the anchors for each of `taus`, arrows (k, a, 2), the mean squared error of it at
    points of x_τ, and the distance of its samples from real points after each of COUNTS steps."""

    taus: Array
    arrows: Array
    error: Array
    quality: Array


def learned(mixture: Mixture, network: Callable, clock: Clock, real: Array, start: Array) -> Learned:
    """What a diffusion network knows of the straight couplings of data with that mixture."""

    def slope(x: Array, tau: float) -> Array:
        return of_network(network, clock, x, tau)

    arrows = np.stack([slope(anchors(), tau) for tau in TAUS])
    error = []
    for tau in TAUS:
        x = (1 - tau) * real[: len(start)] + tau * start
        error.append(((slope(x, tau) - velocity(mixture, x, tau)) ** 2).sum(1).mean())
    ends = [list(euler(slope, start, n))[-1] for n in COUNTS]
    return Learned(TAUS, arrows, np.array(error), np.array([distance.sliced(end, real) for end in ends]))


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
        "straight": lambda n: euler(lambda x, tau: velocity(mixture, x, tau), start, n),
        "ddim": lambda n: samplers.ddim(mixture.noise, start, clock, samplers.times(clock, n)),
        "flow": lambda n: samplers.euler(mixture.noise, start, clock, samplers.times(clock, n)),
    }
    return {name: np.array([distance.sliced(last(way(n)), real) for n in COUNTS]) for name, way in ways.items()}
