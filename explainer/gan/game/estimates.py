"""Estimates from a sample of the generator: JS by counting, the sliced distance, modes, a blurred D*.

The JS of a histogram has two biases. Cells lower it: the JS of their masses is at most that of the
densities (data processing). A finite sample raises it, by a known amount (`js_expected`): with 40×40
cells and 2,048 points a perfect generator has 0.008 nats on eight blobs, 0.008 on a line, 0.015 on
moons, 0.017 on a ring, 0.023 on 25 blobs, 0.026 on a spiral and 0.042 on a checkerboard.
"""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]
NEAR = 3.0  # a point within 3 spreads of a mode belongs to it
FAIR = 0.25  # a mode is covered once a quarter of its fair share of points belongs to it
DIRECTIONS, SLICED = 32, 512


def histogram(x: Array, edges: Array) -> Array:
    """Shares of the points x (n, d) in even cells, (b,) or (b, b) as [x, y]; the outermost hold all beyond."""
    b = len(edges) - 1
    cell = ((x - edges[0]) * (b / (edges[-1] - edges[0]))).astype(np.intp)
    np.clip(cell, 0, b - 1, out=cell)
    flat = cell[:, 0] if x.shape[1] == 1 else cell[:, 0] * b + cell[:, 1]
    count = np.bincount(flat, minlength=b ** x.shape[1])
    return (count / len(x)).reshape((b,) * x.shape[1])


def js_cells(p: Array, q: Array) -> float:
    """JS of two tables of probabilities of the same shape, in nats; 0 ln 0 = 0."""
    p, q = p.ravel(), q.ravel()
    m = (p + q) / 2

    def from_middle(table: Array) -> float:
        on = table > 0
        return float(table[on] @ np.log(table[on] / m[on]))

    return max(0.0, (from_middle(p) + from_middle(q)) / 2)


def js_expected(p: Array, q: Array, n: int) -> float:
    """E[JS(p, q̂)], exactly, where q̂ are the shares of n draws from q. Its bias: minus `js_cells(p, q)`.

    JS is a sum over cells, and each cell's count is Binomial(n, q), so the mean is a sum of means.
    """
    from scipy.special import gammaln, xlogy

    p, q = p.ravel(), q.ravel()
    top = n * q.max()
    k = np.arange(min(n, int(top + 12 * math.sqrt(top) + 40)) + 1.0)
    choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    share, half = k / n, math.log(2) / 2
    total = half * float(p[q <= 0].sum())
    for a, b in zip(p[q > 0], q[q > 0], strict=True):
        chance = np.exp(choose + xlogy(k, b) + (n - k) * np.log1p(-min(b, 1 - 1e-16)))
        m = (a + share) / 2
        terms = xlogy(a, a) + xlogy(share, share) - 2 * xlogy(m, m)
        total += float(chance @ terms) / 2
    return total


def js_floor(p: Array, n: int) -> float:
    """E[JS(p, p̂)], where p̂ are the shares of n draws from p: the JS of a perfect generator."""
    return _js_floor(np.ascontiguousarray(p, np.float64).tobytes(), n)


@lru_cache(maxsize=32)  # every request of the page makes a new observer
def _js_floor(p: bytes, n: int) -> float:
    shares = np.frombuffer(p)
    return js_expected(shares, shares, n)


def pushed(g: Callable[[Array], Array], edges: Array, normal: bool, n: int = 1000) -> Array:
    """Shares of x = g(z) in the cells, (b,), for one noise number z; g maps (m, 1) to (m, 1).

    z is cut into n intervals of equal probability on which g is taken as straight, so that each spreads
    its mass evenly over its image. The outermost cells hold all beyond.
    """
    u = np.linspace(0, 1, n + 1)
    if normal:
        from scipy.special import ndtri

        u[0], u[-1] = 1e-6, 1 - 1e-6
        z = ndtri(u)
    else:
        z = 2 * u - 1
    x = np.asarray(g(z[:, None].astype(np.float32)), dtype=np.float64)[:, 0]
    low, high = np.minimum(x[1:], x[:-1]), np.maximum(x[1:], x[:-1])
    width = np.maximum(high - low, 1e-12)
    below = np.clip((edges[1:-1, None] - low) / width, 0, 1).mean(1)  # the cdf at the inner edges
    return np.diff(below, prepend=0.0, append=1.0)


class Slicer:
    """Sliced Wasserstein-1 distance between generated points and a fixed sample of the data.

    The mean, over 32 even directions, of W₁ between the projections of 512 points, in the plane's
    units. `floor` is its value between two samples of the data.
    """

    def __init__(self, data: Cloud, rng: np.random.Generator) -> None:
        angle = np.pi * (np.arange(DIRECTIONS) + 0.5) / DIRECTIONS
        self.turn = np.ones((1, 1)) if data.dim == 1 else np.stack([np.cos(angle), np.sin(angle)])
        self.turn = self.turn.astype(np.float32)
        self.sorted = self._project(data.sample(SLICED, rng, np.float32))
        self.floor = float(np.mean([self(data.sample(SLICED, rng, np.float32)) for _ in range(16)]))

    def __call__(self, x: Array) -> float:
        """The distance of the first 512 points of x (n, d), n ≥ 512."""
        return float(np.abs(self._project(x[:SLICED]) - self.sorted).mean())

    def _project(self, x: Array) -> Array:
        return np.sort((x @ self.turn).T, axis=1)  # sorting rows is faster than columns


def covered(data: Cloud, x: Array) -> tuple[int, float] | tuple[None, None]:
    """How many modes hold a quarter of their fair share of x (n, d), and the share of x near any mode."""
    if data.modes is None:
        return None, None
    axes, centres = np.ascontiguousarray(x.T), data.modes.astype(x.dtype)  # long rows are faster
    gap = sum((axis - means[:, None]) ** 2 for axis, means in zip(axes, centres.T, strict=True))
    near = gap <= (NEAR * data.spread) ** 2  # (modes, points)
    count = np.count_nonzero(near & (gap == gap.min(0)), axis=1)  # a point belongs to the nearest
    return int((count >= FAIR * len(x) / len(data.modes)).sum()), float(near.any(0).mean())


class Blurred:
    """D* of p_data ∗ N(0, h²) against p_g ∗ N(0, h²) at the points `at` (m, d).

    The first is known exactly; the second is estimated with the same kernel, without bias apart from
    the binning at a third of h. The blur only lowers JS.
    """

    def __init__(self, data: Cloud, at: Array, blur: float, view: float) -> None:
        self.dim = data.dim
        self.p = np.exp(data.log_density(at, blur))
        bins = math.ceil(2 * view / (blur / 3))
        width = 2 * view / bins
        # one more cell on either side takes what lies beyond the view, and is left out
        self.edges = np.linspace(-view - width, view + width, bins + 3)
        middles = (self.edges[2:-1] + self.edges[1:-2]) / 2
        axis = np.unique(at[:, 0].astype(np.float64))
        # binning spreads a point evenly over its cell, so the kernel is narrower by that variance
        h = math.sqrt(blur**2 - width**2 / 12)
        kernel = np.exp(-((axis[:, None] - middles) ** 2) / (2 * h * h)) / (math.sqrt(2 * math.pi) * h)
        self.kernel = kernel.astype(np.float32)  # seven digits in half the time

    def density(self, x: Array) -> Array:
        """p_g ∗ N(0, h²) at the points, (m,); generated points beyond the view are left out."""
        share = histogram(x, self.edges)[(slice(1, -1),) * self.dim].astype(np.float32)
        if self.dim == 1:
            return (self.kernel @ share).astype(np.float64)
        spread = self.kernel @ share @ self.kernel.T
        return spread.T.ravel().astype(np.float64)  # the points run along x first

    def best(self, x: Array) -> tuple[Array, Array]:
        """D* at the points, and their weights ½(p + q), which sum to 1."""
        q = self.density(x)
        both = self.p + q
        return self.p / np.maximum(both, 1e-300), both / both.sum()

    def floor(self, data: Cloud, n: int, rng: np.random.Generator, of: int = 12) -> float:
        """E|½ − D*| where p_g is p_data, of which D* sees n points: the gap of a perfect game, a mean of `of`."""
        seen = (self.best(data.sample(n, rng, np.float32)) for _ in range(of))
        return float(np.mean([weight @ np.abs(0.5 - best) for best, weight in seen]))
