"""A VAE on points of the plane: Kingma and Welling, 1312.6114, with a learned spread of the decoder."""

import numpy as np
from numpy.typing import NDArray

from explainer.maths.nets import Net, Optimiser
from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]
WIDTH, DEPTH, BATCH = 64, 2, 256
RATE, MOMENTUM = 2e-3, 0.9
KEEP = 0.999  # of the running average of the decoder's weights, with which points are made
NARROWEST = np.log(0.01)  # of ln σ_x: below it there is nothing to gain on these data


class Vae:
    """Encoder: x (n, 2) → μ and ln σ² of z, (n, 4); decoder: z (n, 2) → the mean of x, with one spread σ_x."""

    name = "vae"

    def __init__(self, data: Cloud, seed: int, dtype: type = np.float32) -> None:
        self.data, self.dtype, self.step = data, dtype, 0
        for_e, for_d, self.rng = (np.random.default_rng([seed, 2, i]) for i in range(3))
        hidden = (WIDTH,) * DEPTH
        self.encoder = Net((2, *hidden, 4), "tanh", for_e, dtype)
        self.decoder = Net((2, *hidden, 2), "tanh", for_d, dtype)
        self.mean = Net((2, *hidden, 2), "tanh", np.random.default_rng(0), dtype)
        self.mean.theta[:] = self.decoder.theta
        self.log_spread = np.full(1, np.log(0.5), dtype)
        self.spread_grad = np.zeros(1, dtype)
        sizes = (self.encoder.theta.size, self.decoder.theta.size, 1)
        self.moves = [Optimiser(size, dtype) for size in sizes]

    def advance(self) -> None:
        """A step down −ELBO on a fresh batch."""
        x = self.data.sample(BATCH, self.rng, self.dtype)
        self.gradient(x, self.rng.standard_normal((BATCH, 2), dtype=self.dtype))
        thetas = (self.encoder.theta, self.decoder.theta, self.log_spread)
        grads = (self.encoder.grad, self.decoder.grad, self.spread_grad)
        for moves, theta, grad in zip(self.moves, thetas, grads, strict=True):
            moves.step(theta, grad, RATE, MOMENTUM, "adam")
        np.maximum(self.log_spread, NARROWEST, out=self.log_spread)
        self.step += 1
        share = self.dtype(1 - min(KEEP, self.step / (self.step + 10)))
        self.mean.theta += share * (self.decoder.theta - self.mean.theta)

    def gradient(self, x: Array, eps: Array) -> float:
        """∂(−ELBO) by the reparameterization z = μ + σ ε into the `grad`s; −ELBO, in nats per point.

        −ELBO = E ‖x − x̂‖²/(2σ_x²) + 2 ln σ_x + ln 2π + D(q(z|x)‖N(0, I)).
        """
        n, var = len(x), self.dtype(np.exp(2 * self.log_spread[0]))
        code = self.encoder.forward(x)
        mu, logvar = code.out[:, :2], code.out[:, 2:]
        sigma = np.exp(logvar / 2)
        made = self.decoder.forward(mu + sigma * eps)
        off = made.out - x
        square = float(np.vdot(off, off)) / n
        pull = self.decoder.backward(made, off / (var * n), inputs=True)
        delta = np.concatenate([pull + mu / n, pull * eps * sigma / 2 + (sigma * sigma - 1) / (2 * n)], 1)
        self.encoder.backward(code, delta.astype(self.dtype, copy=False))
        self.spread_grad[0] = 2 - square / var
        kl = float((mu * mu + sigma * sigma - 1 - logvar).sum()) / (2 * n)
        return square / (2 * float(var)) + 2 * float(self.log_spread[0]) + float(np.log(2 * np.pi)) + kl

    def points(self, noise: Array) -> Array:
        """Points of z = `noise` (n, 2): the decoder's mean and a draw of its spread, always the same draw."""
        z = noise.astype(self.dtype)
        extra = np.random.default_rng(0).standard_normal(z.shape).astype(self.dtype)
        return self.mean(z) + np.exp(self.log_spread[0]) * extra
