"""A GAN on points of the plane: the game of Goodfellow et al. 2014, with G's non-saturating loss."""

import numpy as np
from numpy.typing import NDArray

from explainer.maths.nets import Net, Optimiser
from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]
WIDTH, DEPTH, BATCH = 64, 2, 256
RATE_D, RATE_G, MOMENTUM = 2e-3, 1e-3, 0.5
KEEP = 0.999  # of the running average of G's weights, with which points are made


class Gan:
    """G: z (n, 2) from N(0, I) → points (n, 2); D: points → the logit of "real" (n, 1)."""

    name = "gan"

    def __init__(self, data: Cloud, seed: int, dtype: type = np.float32) -> None:
        self.data, self.dtype, self.step = data, dtype, 0
        for_g, for_d, self.rng = (np.random.default_rng([seed, 1, i]) for i in range(3))
        hidden = (WIDTH,) * DEPTH
        self.g, self.d = Net((2, *hidden, 2), "leaky", for_g, dtype), Net((2, *hidden, 1), "leaky", for_d, dtype)
        self.mean = Net((2, *hidden, 2), "leaky", np.random.default_rng(0), dtype)
        self.mean.theta[:] = self.g.theta
        self.g_moves, self.d_moves = (Optimiser(net.theta.size, dtype) for net in (self.g, self.d))

    def noise(self, n: int) -> Array:
        """z (n, 2)."""
        return self.rng.standard_normal((n, 2), dtype=self.dtype)

    def advance(self) -> None:
        """A step of D on a batch of real and of made points, then one of G on fresh noise."""
        self.d_gradient(self.data.sample(BATCH, self.rng, self.dtype), self.g(self.noise(BATCH)))
        self.d_moves.step(self.d.theta, self.d.grad, RATE_D, MOMENTUM, "adam")
        self.g_gradient(self.noise(BATCH))
        self.g_moves.step(self.g.theta, self.g.grad, RATE_G, MOMENTUM, "adam")
        self.step += 1
        self.mean.theta += self.dtype(1 - min(KEEP, self.step / (self.step + 10))) * (
            self.g.theta - self.mean.theta
        )

    def d_gradient(self, real: Array, made: Array) -> None:
        """∂/∂ψ of −E ln D(real) − E ln(1 − D(made)) into D's `grad`."""
        n = len(real)
        tape = self.d.forward(np.concatenate([real, made]))
        delta = _sigmoid(tape.out)
        delta[:n] -= 1
        self.d.backward(tape, delta / self.dtype(n))

    def g_gradient(self, z: Array) -> None:
        """∂/∂θ of −E ln D(G(z)) into G's `grad`."""
        made = self.g.forward(z)
        tape = self.d.forward(made.out)
        delta = (_sigmoid(tape.out) - 1) / self.dtype(len(z))
        self.g.backward(made, self.d.backward(tape, delta, params=False, inputs=True))

    def points(self, noise: Array) -> Array:
        """Points made of noise (n, 2), one look at the network."""
        return self.mean(noise.astype(self.dtype))


def _sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))
