"""Algorithm 1 of DDPM on points of the plane, step by step: what is trained, and its state.

A `Training` belongs to one call of the server; no state outlives the call.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import targets
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.training.denoiser import Denoiser
from explainer.diffusion.plane.training.options import Options
from explainer.diffusion.plane.training.weights import weights
from explainer.diffusion.schedule import make
from explainer.maths import arguments
from explainer.maths.nets import Optimiser
from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]
MOMENTUM, WINDOW = 0.9, 16  # of Adam; the average of the weights reaches over about a WINDOWth of all steps
LINES = 4  # of Algorithm 1, within its loop
WILD = 1e4  # a loss beyond this is no learning: a network that says nothing has about 2
FAST = 0.05  # above this rate a step is as large as the weights themselves


@dataclass(frozen=True, eq=False)
class State:
    """Copies of everything on which the next step depends."""

    options: Options
    step: int
    line: int
    loss: float
    arrays: dict[str, Array]
    rng: dict[str, Any]


class Training:
    """One network on one data set: float32 for speed, float64 for comparison with other libraries.

    `mean` is the network with the running average of all its weights; samples are drawn with that one.
    """

    MOVES = {"line": "next_line", "step": "advance"}

    def __init__(self, data: Cloud, options: Options | None = None, dtype: type = np.float32) -> None:
        self.data, self.options, self.dtype = data, options or Options(), dtype
        o = self.options
        with arguments.renamed(name="schedule"):
            self.clock = Clock(make(o.schedule, o.T))
        for_weights, self.rng = (np.random.default_rng([o.seed, i]) for i in range(2))
        self.model = Denoiser(self.clock, o.target, o.width, o.depth, for_weights, dtype)
        self.mean = Denoiser(self.clock, o.target, o.width, o.depth, np.random.default_rng(), dtype)
        self.mean.net.theta[:] = self.model.net.theta
        self.moves = Optimiser(self.model.net.theta.size, dtype)
        self.weights = weights(o.weighting, o.target, self.clock.schedule).astype(dtype)
        self.step, self.line, self.loss = 0, 0, 0.0
        self.broken: str | None = None

    def change(self, **changes: Any) -> None:
        """Change options from the next step on; BadArgument for those that need a new network."""
        self.options = self.options.changed_in_run(**changes)
        found = weights(self.options.weighting, self.options.target, self.clock.schedule)
        self.weights = found.astype(self.dtype)

    def draw(self) -> tuple[Array, Array, Array]:
        """Lines 2 to 4 of Algorithm 1: x_0 ∼ q(x_0), t ∼ Uniform({1, …, T}), ε ∼ N(0, I)."""
        n = self.options.batch
        x0 = self.data.sample(n, self.rng, self.dtype)
        t = self.rng.integers(1, self.clock.T + 1, n)
        eps = self.rng.standard_normal((n, 2), dtype=self.dtype)
        return x0, t, eps

    def advance(self) -> None:
        """One round of Algorithm 1."""
        x0, t, eps = self.draw()
        a, s = self.model.signal[t][:, None], self.model.sigma[t][:, None]
        xt = a * x0 + s * eps
        loss = self.gradient(xt, t, targets.of_pair(self.options.target, x0, eps, a, s))
        theta = self.model.net.theta
        self.moves.step(theta, self.model.net.grad, self.options.rate, MOMENTUM, "adam")
        self.mean.net.theta += self.dtype((WINDOW + 1) / (self.step + WINDOW + 1)) * (theta - self.mean.net.theta)
        self.step, self.line = self.step + 1, 0
        self.loss += (loss - self.loss) / min(self.step, 100)
        if not (loss < WILD and math.isfinite(theta @ theta)):
            self.broken = "network"

    def gradient(self, xt: Array, t: Array, target: Array) -> float:
        """∂/∂θ of the mean of w_t ‖target − f_θ(x_t, t)‖² into the network's `grad`; that mean."""
        model = self.model
        a, s = model.signal[t][:, None], model.sigma[t][:, None]
        tape = model.net.forward(model.inputs(xt, t))
        error = model.guess(xt, a, s) + tape.out - target
        weighed = self.weights[t][:, None] * error
        loss = float(np.vdot(weighed, error)) / len(xt)
        model.net.backward(tape, weighed * self.dtype(2 / len(xt)))
        return loss

    def next_line(self) -> None:
        """The next line of Algorithm 1; the last of them is the step."""
        line = self.line % LINES + 1
        if line == LINES:
            self.advance()
        self.line = line

    def coming(self) -> tuple[Array, Array, Array]:
        """x_0, t and ε of the next step, which will draw the same."""
        before = self.rng.bit_generator.state
        drawn = self.draw()
        self.rng.bit_generator.state = before
        return drawn

    def save(self) -> State:
        """Copies of everything on which the next step depends."""
        arrays = {name: array.copy() for name, array in self._arrays().items()}
        return State(self.options, self.step, self.line, self.loss, arrays, self.rng.bit_generator.state)

    def restore(self, state: State) -> None:
        """Back to a saved state of a network of the same size."""
        for name, array in self._arrays().items():
            array[:] = state.arrays[name]
        self.step = self.moves.steps = state.step
        self.line, self.loss, self.broken = state.line, state.loss, None
        self.rng.bit_generator.state = state.rng
        self.change(**state.options.plain())

    def _arrays(self) -> dict[str, Array]:
        return {
            "theta": self.model.net.theta,
            "mean": self.mean.net.theta,
            "first": self.moves.first,
            "second": self.moves.second,
        }

    def trouble(self) -> str:
        """Why it blew up, in words."""
        rate = self.options.rate
        why = f"At step {self.step:,} the loss ran out of range, above {WILD:,.0f}. "
        if rate > FAST:
            return f"{why}The rate is {rate:g}, so each step leaps. Try 0.01 or less."
        return f"{why}Take a lower rate, a larger batch or equal weights over t."
