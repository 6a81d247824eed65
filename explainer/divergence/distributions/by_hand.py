"""Densities drawn by hand: straight lines between points."""

from collections.abc import Iterable
from math import inf

import numpy as np

from explainer.divergence.distributions.base import Array, unite
from explainer.divergence.distributions.line import Continuous, Knot, Points


class Drawn(Continuous):
    """The density through the points (xᵢ, yᵢ), straight between them, scaled to area 1."""

    name = "drawn"

    def __init__(self, x: Array, y: Array) -> None:
        self.nodes = np.asarray(x, dtype=np.float64)
        heights = np.asarray(y, dtype=np.float64)
        widths = np.diff(self.nodes)
        self.heights = heights / (widths @ (heights[1:] + heights[:-1]) / 2)
        self.areas = widths * (self.heights[1:] + self.heights[:-1]) / 2
        self.params = (tuple(self.nodes.tolist()), tuple(self.heights.tolist()))
        pairs = zip(self.nodes, self.nodes[1:], self.areas, strict=False)
        self.support = unite((float(a), float(b)) for a, b, area in pairs if area > 0)

    def logpdf(self, x: Points) -> Array:
        i = np.searchsorted(self.nodes, x.x, "right") - 1
        i -= (self.nodes[np.maximum(i, 0)] == x.x) & np.signbit(x.offset)  # just left of a node
        inside = (i >= 0) & (i < len(self.areas))
        i = np.clip(i, 0, len(self.areas) - 1)
        left, right = self.nodes[i], self.nodes[i + 1]
        low, high = self.heights[i], self.heights[i + 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            # An end of height 0 needs the logarithm of the distance, which may be too small for a float.
            rise = np.where(low == 0, np.log(high) + x.log(left), np.log(low) + x.log(right))
            both = np.log(-low * x.off(right) + high * x.off(left))
            logs = np.where((low == 0) | (high == 0), rise, both) - np.log(right - left)
        return np.where(inside & ((low > 0) | (high > 0)), logs, -inf)

    def cdf(self, x: Points) -> Array:
        inside = np.clip(x.x, self.nodes[0], self.nodes[-1])
        i = np.clip(np.searchsorted(self.nodes, inside, "right") - 1, 0, len(self.areas) - 1)
        here = np.interp(inside, self.nodes, self.heights)
        before = np.concatenate([[0.0], np.cumsum(self.areas)])
        return before[i] + (inside - self.nodes[i]) * (self.heights[i] + here) / 2

    def sf(self, x: Points) -> Array:
        return 1 - self.cdf(x)

    def knots(self) -> Iterable[Knot]:
        widths = np.diff(self.nodes).tolist()
        for i, x in enumerate(self.nodes.tolist()):
            step = min(widths[max(i - 1, 0)], widths[min(i, len(widths) - 1)])
            yield Knot(x, x, step, "hard" if self.heights[i] > 0 else "pole", 2.0)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        i = rng.choice(len(self.areas), n, p=self.areas / self.areas.sum())
        lo, hi, u = self.heights[i], self.heights[i + 1], rng.random(n)
        # The inverse of the trapezoid's distribution function, in a form without cancellation.
        part = u * (lo + hi) / (lo + np.sqrt(lo**2 + u * (hi**2 - lo**2)))
        return self.nodes[i] + np.diff(self.nodes)[i] * part

    @property
    def moments(self) -> tuple[float, float]:
        x, y, h = self.nodes, self.heights, np.diff(self.nodes)
        mean = float(h @ (y[:-1] * (2 * x[:-1] + x[1:]) + y[1:] * (x[:-1] + 2 * x[1:])) / 6)
        a, b = x[:-1] - mean, x[1:] - mean
        low, high = 3 * a * a + 2 * a * b + b * b, a * a + 2 * a * b + 3 * b * b
        return mean, float(h @ (y[:-1] * low + y[1:] * high) / 12)

    def __str__(self) -> str:
        points = zip(self.nodes, self.heights, strict=True)
        return f"drawn({', '.join(f'[{x:.6g}, {y:.6g}]' for x, y in points)})"
