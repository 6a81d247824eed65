"""The exact noised density of points in the plane, its score and its denoiser.

The data are equal Gaussians, Σ_k N(c_k, v I)/m. With x_t = a x_0 + s ε they become
Σ_k N(a c_k, (a² v + s²) I)/m: a mixture stays a mixture, and everything below has a closed form.
`a` and `s` are numbers: √ᾱ_t and √(1 − ᾱ_t) for diffusion, 1 − τ and τ for the straight couplings.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.maths.toy2d import Cloud, log_mixture

Array = NDArray[np.float64]
BLOCK = 2_000_000  # numbers that one block of shares may have


@dataclass(frozen=True, eq=False)
class Mixture:
    """Equal Gaussians at `centres` (m, 2) of variance `variance` ≥ 0; 0 makes them the points themselves."""

    centres: Array
    variance: float

    @staticmethod
    def of(cloud: Cloud) -> "Mixture":
        """The mixture that a cloud's points come from."""
        return Mixture(cloud.centres, cloud.spread**2)

    def wide(self, a: float, s: float) -> float:
        """The variance a² v + s² of each noised Gaussian."""
        return a * a * self.variance + s * s

    def log_density(self, x: Array, a: float, s: float) -> Array:
        """ln p at x (n, 2), in nats, (n,)."""
        return log_mixture(np.asarray(x, np.float64), a * self.centres, float(np.sqrt(self.wide(a, s))))

    def expected(self, x: Array, a: float, s: float) -> Array:
        """E[c | x], the mean of the centres weighted by how well each explains x (n, 2)."""
        x = np.asarray(x, np.float64)
        out = np.empty_like(x)
        var = self.wide(a, s)
        lift = 0.5 * a * a * (self.centres**2).sum(1)
        block = max(1, BLOCK // len(self.centres))
        for start in range(0, len(x), block):
            part = x[start : start + block]
            log = (part @ (a * self.centres.T) - lift) / var
            share = np.exp(log - log.max(1, keepdims=True))
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
        across, up = (np.exp(-((axis - a * c[:, None]) ** 2) / (2 * var)) for c in self.centres.T)
        return up.T @ across / (2 * np.pi * var * len(self.centres))
