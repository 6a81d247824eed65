"""The best single normal for a mixture of normals under forward KL, reverse KL and JS.

Forward D(mixture‖normal) covers all the mass, reverse D(normal‖mixture) seeks a mode, JS lies in
between. All three are computed over (mean, std) by the trapezoidal rule on one fine grid, which
converges exponentially for functions as smooth as these.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from scipy.special import xlogy

from explainer.divergence.distributions.base import Array
from explainer.divergence.distributions.symmetric import HALF_LOG_2PI
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import normal_pdf

MAX_PARTS = 20


@dataclass(frozen=True)
class Best:
    """A best normal: its mean, its std and the remaining divergence in nats."""

    mean: float
    std: float
    value: float


@dataclass(frozen=True)
class Fit:
    """Landscapes over `means` (a,) and `stds` (b,), each (b, a) in nats, and the three minima.

    `reverse_minima` holds every local minimum of the reverse KL, the lowest first: which of them a
    descent finds depends on where it starts.
    """

    means: Array
    stds: Array
    landscapes: dict[str, Array]
    best: dict[str, Best]
    reverse_minima: tuple[Best, ...]


def fit(
    weights: Sequence[float],
    means: Sequence[float],
    stds: Sequence[float],
    size: tuple[int, int] = (48, 40),
) -> Fit:
    """Fit one normal to Σ wᵢ N(meanᵢ, stdᵢ²); `size` = (means, stds) of the landscape.

    Raises BadArgument.
    """
    w, m, s = _checked(weights, means, stds)
    space = _Space(w, m, s)
    lo, hi = m.min() - 1.5 * s.max(), m.max() + 1.5 * s.max()
    across = np.linspace(lo, hi, size[0])
    up = np.geomspace(0.5 * s.min(), 1.6 * max(space.std, s.max()), size[1])
    landscapes = space.landscapes(across, up)
    forward = Best(space.mean, space.std, space.forward(space.mean, space.std))
    minima = [
        space.descend(space.reverse, float(across[j]), float(up[i])) for i, j in _valleys(landscapes["reverse"])
    ]
    minima = _distinct(sorted(minima, key=lambda minimum: minimum.value))
    i, j = np.unravel_index(np.argmin(landscapes["js"]), landscapes["js"].shape)
    middle = space.descend(space.js, float(across[j]), float(up[i]))
    best = {"forward": forward, "reverse": minima[0], "js": middle}
    return Fit(across, up, landscapes, best, tuple(minima))


class _Space:
    """The mixture on a grid that is wide and fine enough for every normal compared with it."""

    def __init__(self, w: Array, m: Array, s: Array) -> None:
        self.mean = float(w @ m)
        self.std = sqrt(float(w @ (s**2 + (m - self.mean) ** 2)))
        reach = 9 * max(1.6 * self.std, s.max())
        narrow = s.min() / 2
        count = int(min(max(2 * reach / narrow * 2.2 + np.ptp(m) / narrow, 600), 4000))
        self.x, self.h = np.linspace(m.min() - reach, m.max() + reach, count, retstep=True)
        z = (self.x[:, None] - m) / s
        logs = np.log(w) - 0.5 * z * z - np.log(s) - HALF_LOG_2PI
        top = logs.max(1)
        self.log_p = top + np.log(np.exp(logs - top[:, None]).sum(1))
        self.p = np.exp(self.log_p)
        self.entropy = -float(self.p @ self.log_p) * self.h

    def forward(self, mean: float, std: float) -> float:
        """D(mixture‖normal), from the mixture's moments."""
        spread = (self.std**2 + (self.mean - mean) ** 2) / (2 * std**2)
        return float(log(std) + HALF_LOG_2PI + spread - self.entropy)

    def reverse(self, mean: float, std: float) -> float:
        """D(normal‖mixture)."""
        q = normal_pdf(self.x, mean, std)
        return -float(q @ self.log_p) * self.h - (0.5 + HALF_LOG_2PI + log(std))

    def js(self, mean: float, std: float) -> float:
        """Jensen–Shannon."""
        middle = (normal_pdf(self.x, mean, std) + self.p) / 2
        mixed = -float(xlogy(middle, middle).sum()) * self.h
        return mixed - (self.entropy + 0.5 + HALF_LOG_2PI + log(std)) / 2

    def landscapes(self, means: Array, stds: Array) -> dict[str, Array]:
        """All three divergences at every (std, mean), each (b, a)."""
        own = 0.5 + HALF_LOG_2PI + np.log(stds)[:, None]
        spread = (self.std**2 + (self.mean - means) ** 2) / (2 * stds[:, None] ** 2)
        forward = own - 0.5 + spread - self.entropy
        reverse, mixed = np.empty_like(forward), np.empty_like(forward)
        for i, std in enumerate(stds):
            q = normal_pdf(self.x, means[:, None], std)
            reverse[i] = -(q @ self.log_p) * self.h - own[i]
            q += self.p
            q /= 2
            np.maximum(q, 1e-300, out=q)
            mixed[i] = -np.einsum("ij,ij->i", q, np.log(q)) * self.h
        return {
            "forward": forward,
            "reverse": reverse,
            "js": mixed - (self.entropy + own) / 2,
        }

    def descend(self, f: Callable[[float, float], float], mean: float, std: float) -> Best:
        """Newton's method in (mean, ln std), from a cell of the landscape."""
        point = np.array([mean, log(std)])
        size = np.array([0.02 * std, 0.02])

        def at(v: Array) -> float:
            return f(float(v[0]), float(np.exp(v[1])))

        value = at(point)
        for _ in range(30):
            gradient, hessian = _derivatives(at, point, size, value)
            values, vectors = np.linalg.eigh(hessian)
            values = np.maximum(np.abs(values), 1e-8 * np.abs(values).max() + 1e-300)
            step = -vectors @ ((vectors.T @ gradient) / values)
            step *= min(1.0, 15 / np.abs(step / size).max(initial=1e-300))
            while (new := at(point + step)) > value and np.abs(step / size).max() > 1e-7:
                step /= 3
            if new > value:
                break
            point, value = point + step, new
            if np.abs(step / size).max() < 1e-6:
                break
        return Best(float(point[0]), float(np.exp(point[1])), float(value))


def _derivatives(f, x: Array, h: Array, here: float) -> tuple[Array, Array]:
    """Gradient and Hessian by central differences of fourth order along the axes."""
    gradient, hessian = np.empty(2), np.empty((2, 2))
    for i in range(2):
        e = np.zeros(2)
        e[i] = h[i]
        far, near = (f(x + 2 * e), f(x - 2 * e)), (f(x + e), f(x - e))
        gradient[i] = (8 * (near[0] - near[1]) - (far[0] - far[1])) / (12 * h[i])
        hessian[i, i] = (16 * sum(near) - sum(far) - 30 * here) / (12 * h[i] ** 2)
    a, b = np.array([h[0], h[1]]), np.array([h[0], -h[1]])
    hessian[0, 1] = hessian[1, 0] = (f(x + a) - f(x + b) - f(x - b) + f(x - a)) / (4 * h[0] * h[1])
    return gradient, hessian


def _valleys(z: Array) -> list[tuple[int, int]]:
    """The cells that are lower than all eight neighbours, or else the lowest cell."""
    padded = np.pad(z, 1, constant_values=np.inf)
    a, b = z.shape
    low = np.ones_like(z, dtype=bool)
    for i in range(3):
        for j in range(3):
            if (i, j) != (1, 1):
                low &= z <= padded[i : i + a, j : j + b]
    cells = [(int(i), int(j)) for i, j in np.argwhere(low)]
    lowest = np.unravel_index(np.argmin(z), z.shape)
    return cells or [(int(lowest[0]), int(lowest[1]))]


def _distinct(minima: list[Best]) -> list[Best]:
    """The minima without those that another one, earlier in the list, already is."""
    distinct: list[Best] = []
    for minimum in minima:
        if all(abs(minimum.mean - other.mean) > 0.05 * other.std for other in distinct):
            distinct.append(minimum)
    return distinct


def _checked(weights, means, stds) -> tuple[Array, Array, Array]:
    w, m, s = (np.asarray(list(v), dtype=np.float64) for v in (weights, means, stds))
    if not len(w) == len(m) == len(s) or not 1 <= len(w) <= MAX_PARTS:
        counts = f"{len(w)} weights, {len(m)} means and {len(s)} stds"
        raise BadArgument("weights", f"there are {counts}; allowed are equally many, 1 to {MAX_PARTS}")
    if not (np.isfinite(w).all() and (w > 0).all() and abs(w.sum() - 1) < 1e-9):
        raise BadArgument("weights", f"the weights are {w.tolist()}; they must be above 0 and add up to 1")
    if not np.isfinite(m).all():
        raise BadArgument("means", f"the means are {m.tolist()}; they must be finite")
    if not (np.isfinite(s).all() and (s > 0).all()):
        raise BadArgument("stds", f"the stds are {s.tolist()}; they must be above 0")
    if s.max() > 100 * s.min() or np.ptp(m) > 200 * s.min():
        raise BadArgument("stds", "the parts are too unlike for one landscape; allowed is 100 : 1 at most")
    return w, m, s
