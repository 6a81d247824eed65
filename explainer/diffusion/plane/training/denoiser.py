"""The network that is trained in the page: it looks at a point and its t, and says the chosen target."""

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import targets
from explainer.diffusion.plane.clock import Clock
from explainer.maths.nets import Net

Array = NDArray[np.floating]
CUT = 1.5
WAVES = (2.0, 4.0)  # per unit of x: fine detail needs fine waves


class Denoiser:
    """x_t (n, 2) and t in 1 … T → ε̂, x̂_0 or v̂ (n, 2), whichever `target` names.

    A small network with tanh corrects the linear guess √(1 − ᾱ) x_t of ε, √ᾱ x_t of x_0, 0 of v, which is
    the best for data of mean 0 and variance 1. At first it corrects nothing.
    """

    def __init__(
        self,
        clock: Clock,
        target: str,
        width: int,
        depth: int,
        rng: np.random.Generator,
        dtype: type = np.float32,
    ) -> None:
        every = np.arange(clock.T + 1)
        self.target, self.dtype = target, dtype
        self.signal, self.sigma = clock.signal(every).astype(dtype), clock.sigma(every).astype(dtype)
        self.times = _times(self.signal, self.sigma)
        self.net = Net((2 + 4 * len(WAVES) + self.times.shape[1], *[width] * depth, 2), "tanh", rng, dtype)
        self.net.weights[-1][:] = 0

    def inputs(self, xt: Array, t) -> Array:
        """What the network sees: x, its waves, and features of t; (n, features)."""
        waves = [wave(k * xt) for k in WAVES for wave in (np.sin, np.cos)]
        times = self.times[t] if np.ndim(t) else np.broadcast_to(self.times[t], (len(xt), self.times.shape[1]))
        return np.concatenate([xt, *waves, times], 1)

    def guess(self, xt: Array, a, s) -> Array | float:
        """The linear guess of the target that the network corrects."""
        return {"eps": s, "x0": a, "v": 0}[self.target] * xt

    def __call__(self, xt: Array, t) -> Array:
        """The target at x_t (n, 2); t is one number or one for each point."""
        xt = np.asarray(xt, self.dtype)
        a, s = self.signal[t], self.sigma[t]
        if np.ndim(t):
            a, s = a[:, None], s[:, None]
        return self.guess(xt, a, s) + self.net(self.inputs(xt, t))

    def noise(self, x: Array, a: float, s: float) -> Array:
        """ε̂ at x (n, 2), for the samplers: at the t ≥ 1 whose √ᾱ is nearest to `a`, x̂_0 cut at ±CUT.

        At large t a small error of ε̂ is a large one of x̂_0, and no data are out there; DDPM's code cuts, too.
        """
        t = max(1, int(np.abs(self.signal - a).argmin()))
        x0 = np.clip(targets.x0_from(self.target, self(x, t), x, a, s), -CUT, CUT)
        return (x - a * x0) / s

    def eps(self, x: Array, t) -> Array:
        """ε̂ at x (n, 2) and t, one number or one for each point, as the network says it."""
        a, s = self.signal[t].astype(np.float64), self.sigma[t].astype(np.float64)
        if np.ndim(t):
            a, s = a[:, None], s[:, None]
        return targets.converted(self.target, "eps", self(x, t), x, a, s)


def _times(signal: Array, sigma: Array) -> Array:
    """Features of every t, (T + 1, 5): waves of the angle between signal and noise, and ln of their ratio."""
    angle = np.arctan2(sigma, signal)
    ratio = np.log(np.maximum(sigma, 1e-3) / np.maximum(signal, 1e-3))
    return np.stack([np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle), ratio / 4], 1)
