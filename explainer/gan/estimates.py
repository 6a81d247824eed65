"""What a sample of the generator tells: JS by counting, the sliced distance, modes, a blurred D*.

Two things bend a histogram's JS, one each way. Cells blur: JS of the cells' masses is at most JS of
the densities (data processing). A finite sample adds: to first order Σ p(1 − q)/(4 (p + q) n) over
the cells that G reaches, about (cells in use)/(8 n) where p_g = p_data. `js_floor` gives what a
perfect generator would show.
"""

import math

import numpy as np
from numpy.typing import NDArray

from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]
NEAR = 3.0  # a point within 3 spreads of a mode belongs to it
FAIR = 0.25  # a mode is covered once a quarter of its fair share of points belongs to it
DIRECTIONS, SLICED = 32, 512


def histogram(x: Array, edges: Array) -> Array:
    """Shares of the points x (n, d) in even cells, (b,) or (b, b) as [x, y]; outside → outermost."""
    b = len(edges) - 1
    place = ((x - edges[0]) * (b / (edges[-1] - edges[0]))).astype(np.intp)
    np.clip(place, 0, b - 1, out=place)
    flat = place[:, 0] if x.shape[1] == 1 else place[:, 0] * b + place[:, 1]
    count = np.bincount(flat, minlength=b ** x.shape[1])
    return (count / len(x)).reshape((b,) * x.shape[1])


def js_cells(p: Array, q: Array) -> float:
    """JS of two tables of probabilities of the same shape, in nats; 0 ln 0 = 0."""
    p, q = p.ravel(), q.ravel()
    m = (p + q) / 2

    def kl(a: Array) -> float:
        on = a > 0
        return float(a[on] @ np.log(a[on] / m[on]))

    return max(0.0, (kl(p) + kl(q)) / 2)


def js_bias(p: Array, q: Array, n: int) -> float:
    """E[JS(p, q̂)] − JS(p, q), first order, q̂ the shares of n draws from q; p known exactly.

    From ∂²JS/∂q² = p/(2q(p + q)) and Var q̂ = q(1 − q)/n, in every cell with q > 0.
    """
    p, q = p.ravel(), q.ravel()
    on = q > 0
    return float((p[on] * (1 - q[on]) / (p[on] + q[on])).sum() / (4 * n))


def js_floor(p: Array, n: int, draws: int = 64) -> float:
    """The mean of JS(p, p̂) over samples of n from p itself: what a perfect generator shows."""
    rng = np.random.default_rng(7)
    flat = p.ravel() / p.sum()
    return float(np.mean([js_cells(flat, rng.multinomial(n, flat) / n) for _ in range(draws)]))


class Slicer:
    """Sliced Wasserstein-1 between generated points and a fixed sample of the data.

    The mean, over 32 even directions, of W₁ of the projections of 512 points, in the plane's
    units; `floor` is its value between two samples of the data.
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
        return np.sort((x @ self.turn).T, axis=1)  # sorting rows is the fast way round


def covered(data: Cloud, x: Array) -> tuple[int, float] | tuple[None, None]:
    """Modes that hold at least a quarter of their fair share of x (n, d), and the share near any."""
    if data.modes is None:
        return None, None
    gap = sum((x[:, None, a] - data.modes[:, a].astype(x.dtype)) ** 2 for a in range(data.dim))
    nearest = gap.argmin(1)
    near = gap[np.arange(len(x)), nearest] <= (NEAR * data.spread) ** 2
    count = np.bincount(nearest[near], minlength=len(data.modes))
    return int((count >= FAIR * len(x) / len(data.modes)).sum()), float(near.mean())


class Blurred:
    """D* of p_data ∗ N(0, h²) against p_g ∗ N(0, h²) at places (m, d).

    The first is known exactly; the second is estimated by the same kernel, which is unbiased for it
    (but for binning at a third of h). The blur only lowers JS, and both sides get the same.
    """

    def __init__(self, data: Cloud, places: Array, blur: float, view: float) -> None:
        self.dim = data.dim
        self.p = np.exp(data.log_density(places, blur))
        bins = math.ceil(2 * view / (blur / 3))
        self.edges = np.linspace(-view, view, bins + 1)
        middles = (self.edges[1:] + self.edges[:-1]) / 2
        axis = np.unique(places[:, 0].astype(np.float64))
        # binning spreads a point evenly over its cell, so the kernel may be that much narrower
        h = math.sqrt(blur**2 - (middles[1] - middles[0]) ** 2 / 12)
        self.kernel = np.exp(-((axis[:, None] - middles) ** 2) / (2 * h * h)) / (math.sqrt(2 * math.pi) * h)

    def density(self, x: Array) -> Array:
        """p_g ∗ N(0, h²) at the places, (m,); points beyond the view count for nothing."""
        inside = (np.abs(x) < self.edges[-1]).all(1)
        share = histogram(x[inside], self.edges) * (inside.sum() / len(x)) if inside.any() else 0.0
        if isinstance(share, float):
            return np.zeros_like(self.p)
        if self.dim == 1:
            return self.kernel @ share
        return (self.kernel @ share @ self.kernel.T).T.ravel()  # places run along x first

    def best(self, x: Array) -> tuple[Array, Array]:
        """D* at the places, and the weight ½(p + q) of each, which sums to 1."""
        q = self.density(x)
        both = self.p + q
        return self.p / np.maximum(both, 1e-300), both / both.sum()
