"""The game: two networks, their steps, and its state.

min_G max_D E_pdata[ln D(x)] + E_z[ln(1 − D(G(z)))] (Goodfellow et al. 2014, algorithm 1), or another
loss in its place. A `Game` belongs to one call of the server; no state outlives the call.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.gan.game import losses, trouble
from explainer.gan.game.options import Options
from explainer.maths.nets import Net, Optimiser
from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class State:
    """Copies of everything on which a game's next step depends."""

    options: Options
    step: int
    arrays: dict[str, Array]
    counts: tuple[int, int]
    rng: dict[str, Any]


class Game:
    """G and D on one data set: float32 for speed, float64 for comparison with other libraries."""

    MOVES = {"step": "advance", "step-d": "step_d", "step-g": "step_g"}
    label = ""  # begins the sentence about its trouble, where two games run side by side

    def __init__(self, data: Cloud, options: Options | None = None, dtype: type = np.float32) -> None:
        self.data, self.options, self.dtype = data, options or Options(), dtype
        s = self.options
        # three streams, so that another width of D changes neither G's first weights nor the draws
        for_g, for_d, self.rng = (np.random.default_rng([s.seed, i]) for i in range(3))
        hidden_g, hidden_d = (s.width_g,) * s.depth_g, (s.width_d,) * s.depth_d
        self.g = Net((s.noise_dim, *hidden_g, data.dim), s.activation_g, for_g, dtype)
        self.d = Net((data.dim, *hidden_d, 1), s.activation_d, for_d, dtype)
        self.g_moves = Optimiser(self.g.theta.size, dtype)
        self.d_moves = Optimiser(self.d.theta.size, dtype)
        self.step = 0
        self.broken: str | None = None  # "G" or "D": whose weights were the first to be no numbers
        self._spectral(s.spectral_norm)

    @property
    def loss(self) -> losses.Loss:
        """The loss in force."""
        return losses.LOSSES[self.options.loss]

    def change(self, **changes: Any) -> None:
        """Change options from the next step on; BadArgument for those that need a new game."""
        new = self.options.changed_in_run(**changes)
        if new.optimiser != self.options.optimiser:
            self.g_moves = Optimiser(self.g.theta.size, self.dtype)
            self.d_moves = Optimiser(self.d.theta.size, self.dtype)
        if new.spectral_norm != self.options.spectral_norm:
            self._spectral(new.spectral_norm)
        self.options = new

    def noise(self, n: int) -> Array:
        """z (n, noise_dim) from N(0, I) or from U(−1, 1)."""
        shape = n, self.options.noise_dim
        if self.options.noise == "normal":
            return self.rng.standard_normal(shape, dtype=self.dtype)
        return 2 * self.rng.random(shape, dtype=self.dtype) - 1

    def step_d(self) -> None:
        """One descent of D's loss on a fresh batch of real and generated points."""
        s = self.options
        self.d_gradient(self.data.sample(s.batch, self.rng, self.dtype), self.g(self.noise(s.batch)))
        self.d_moves.step(self.d.theta, self.d.grad, s.rate_d, s.momentum, s.optimiser)
        self._check("D", self.d)

    def step_g(self) -> None:
        """One descent of G's loss on fresh noise."""
        s = self.options
        self.g_gradient(self.noise(s.batch))
        self.g_moves.step(self.g.theta, self.g.grad, s.rate_g, s.momentum, s.optimiser)
        self._check("G", self.g)

    def advance(self) -> None:
        """One round of the paper's algorithm 1: k steps of D, then one of G."""
        for _ in range(self.options.d_steps):
            self.step_d()
        self.step_g()
        self.step += 1

    def d_gradient(self, real: Array, fake: Array) -> None:
        """∂/∂ψ of D's loss and penalties on real and generated points, (n, d) each, into `d.grad`."""
        s, loss, n = self.options, self.loss, len(real)
        self.d.normalise()
        tape = self.d.forward(np.concatenate([real, fake]))
        delta = np.empty_like(tape.out)
        delta[:n, 0] = loss.real_slope(tape.out[:n, 0])
        delta[n:, 0] = loss.fake_slope(tape.out[n:, 0])
        delta /= n
        self.d.backward(tape, delta)
        if s.r1:
            tape, deltas, slope = self.d.slope(real)
            self.d.bend(tape, deltas, slope * self.dtype(s.r1 / n))
        if self.penalised:
            share = self.rng.random((n, 1), dtype=self.dtype)
            tape, deltas, slope = self.d.slope(share * real + (1 - share) * fake)
            norm = np.sqrt((slope * slope).sum(1, keepdims=True)) + self.dtype(1e-12)
            self.d.bend(tape, deltas, slope * (self.dtype(2 * s.gradient_penalty / n) * (1 - 1 / norm)))
        self.d.settle()

    @property
    def penalised(self) -> bool:
        """Whether the gradient penalty is in force."""
        return self.options.loss == "wasserstein" and self.options.gradient_penalty > 0

    def g_gradient(self, z: Array, loss: losses.Loss | None = None) -> float:
        """∂/∂θ of G's loss (the one in force, or `loss`) at noise z, into `g.grad`; returns its norm."""
        self.d.normalise(0)
        made = self.g.forward(z)
        tape = self.d.forward(made.out)
        delta = (loss or self.loss).g_slope(tape.out) / self.dtype(len(z))
        self.g.backward(made, self.d.backward(tape, delta, params=False, inputs=True))
        return float(np.linalg.norm(self.g.grad.astype(np.float64)))

    def pull(self, x: Array) -> Array:
        """−∂L_G/∂x at each point x (n, d): the direction in which D pulls it."""
        self.d.normalise(0)
        tape = self.d.forward(x)
        return -self.d.backward(tape, self.loss.g_slope(tape.out), params=False, inputs=True)

    def save(self) -> State:
        """Copies of everything on which the next step depends."""
        arrays = {name: array.copy() for name, array in self._arrays().items()}
        counts = self.g_moves.steps, self.d_moves.steps
        return State(self.options, self.step, arrays, counts, self.rng.bit_generator.state)

    def restore(self, state: State) -> None:
        """Back to a saved state of networks of the same sizes."""
        for name, array in self._arrays().items():
            array[:] = state.arrays[name]
        self.options, self.step, self.broken = state.options, state.step, None
        self.g_moves.steps, self.d_moves.steps = state.counts
        self.rng.bit_generator.state = state.rng
        self.d.spectral = state.options.spectral_norm
        self.d.normalise(0)

    def _arrays(self) -> dict[str, Array]:
        moves = {"g": self.g_moves, "d": self.d_moves}
        named = {"g": self.g.theta, "d": self.d.theta}
        named |= {f"{who}_{part}": getattr(m, part) for who, m in moves.items() for part in ("first", "second")}
        sides = {"left": self.d.left, "right": self.d.right}
        return named | {f"{side}_{i}": v for side, vs in sides.items() for i, v in enumerate(vs)}

    def _spectral(self, on: bool) -> None:
        self.d.spectral = on
        self.d.normalise(20)

    def trouble(self) -> str:
        """Why the numbers ran out of range, in words."""
        return trouble.sentence(self)

    def _check(self, who: str, net: Net) -> None:
        # the sum of squares is not finite as soon as one weight is not, or is beyond 1e19
        if self.broken is None and not math.isfinite(net.theta @ net.theta):
            self.broken = who
