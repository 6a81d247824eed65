"""The exact noised density of points in the plane, its score and its denoiser.

The data are Gaussians of one width, Σ_k w_k N(c_k, v I). With x_t = a x_0 + s ε they become
Σ_k w_k N(a c_k, (a² v + s²) I): a mixture stays a mixture, and everything below has a closed form.
`a` and `s` are numbers: √ᾱ_t and √(1 − ᾱ_t) for diffusion, 1 − τ and τ for the straight couplings.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explainer.maths.toy2d import Cloud, log_mixture

Array = NDArray[np.float64]
BLOCK = 2_000_000  # numbers that one block of shares may have
MANY, CELL = 1500, 0.04  # more centres than this are gathered in cells of this width


@dataclass(frozen=True, eq=False)
class Mixture:
    """Gaussians at `centres` (m, 2) of variance `variance` ≥ 0; 0 makes them the points themselves.

    `weights` (m,) add up to 1; without them all weigh the same.
    """

    centres: Array
    variance: float
    weights: Array | None = None

    @staticmethod
    def of(cloud: Cloud) -> "Mixture":
        """The mixture that a cloud's points come from; of very many centres one that is quick and close."""
        return Mixture(cloud.centres, cloud.spread**2) if len(cloud.centres) <= MANY else _gathered(cloud)

    def gathered(self, cell: float) -> "Mixture":
        """Equal Gaussians gathered in square cells: one for each, at their mean, of their weight.

        All get wider by the mean variance within cells, so that the whole keeps its mean and its variance.
        """
        _, place, count = np.unique(
            np.floor(self.centres / cell), axis=0, return_inverse=True, return_counts=True
        )
        place = place.ravel()
        sums = [np.bincount(place, c) for c in self.centres.T]
        centres = np.stack(sums, 1) / count[:, None]
        within = float(((self.centres - centres[place]) ** 2).mean())
        return Mixture(centres, self.variance + within, count / len(self.centres))

    def wide(self, a: float, s: float) -> float:
        """The variance a² v + s² of each noised Gaussian."""
        return a * a * self.variance + s * s

    def log_density(self, x: Array, a: float, s: float) -> Array:
        """ln p at x (n, 2), in nats, (n,)."""
        spread = float(np.sqrt(self.wide(a, s)))
        return log_mixture(np.asarray(x, np.float64), a * self.centres, spread, self.weights)

    def expected(self, x: Array, a: float, s: float) -> Array:
        """E[c | x], the mean of the centres weighted by how well each explains x (n, 2)."""
        x = np.asarray(x, np.float64)
        out = np.empty_like(x)
        var = self.wide(a, s)
        lift = 0.5 * a * a * (self.centres**2).sum(1)
        if self.weights is not None:
            lift = lift - var * np.log(self.weights)
        block = max(1, BLOCK // len(self.centres))
        for start in range(0, len(x), block):
            part = x[start : start + block]
            log = (part @ (a * self.centres.T) - lift) / var
            share = _exp(log - log.max(1, keepdims=True))
            out[start : start + block] = share @ self.centres / share.sum(1, keepdims=True)
        return out

    def score(self, x: Array, a: float, s: float) -> Array:
        """∇ ln p at x (n, 2): from x towards the noised centres, by their distance over their variance."""
        return (a * self.expected(x, a, s) - x) / self.wide(a, s)

    def denoised(self, x: Array, a: float, s: float) -> Array:
        """E[x_0 | x_t = x], (n, 2): within each Gaussian the mean of a normal given a noisy look at it."""
        gain = a * self.variance / self.wide(a, s)
        return (1 - gain * a) * self.expected(x, a, s) + gain * np.asarray(x, np.float64)

    def noise(self, x: Array, a: float, s: float) -> Array:
        """E[ε | x_t = x] = −s ∇ ln p, (n, 2): what a perfect network says."""
        return -s * self.score(x, a, s)

    def on_grid(self, axis: Array, a: float, s: float) -> Array:
        """p on the square grid `axis` × `axis`, (n, n) as [y, x]: each Gaussian is a product of two."""
        var = self.wide(a, s)
        across, up = (_exp(-((axis - a * c[:, None]) ** 2) / (2 * var)) for c in self.centres.T)
        share = 1 / len(self.centres) if self.weights is None else self.weights[:, None]
        return up.T @ (share * across) / (2 * np.pi * var)


@lru_cache(maxsize=8)
def _gathered(cloud: Cloud) -> Mixture:
    return Mixture(cloud.centres, cloud.spread**2).gathered(CELL)


def _exp(log: Array) -> Array:
    """e^log in place, 0 below e^−300: no sum here can tell, and subnormal numbers take ten times as long."""
    log[log < -300] = -np.inf
    return np.exp(log, out=log)
