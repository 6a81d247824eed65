"""The game itself: two networks, their steps, and a generator of frames while they train.

min_G max_D E_pdata[ln D(x)] + E_z[ln(1 − D(G(z)))] (Goodfellow et al. 2014, algorithm 1), with the
other losses in its place. A `Game` belongs to one call; nothing here outlives it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.gan import losses, trouble
from explainer.gan.nets import Net, Optimiser
from explainer.gan.observe import Frame, Observer
from explainer.gan.settings import FIXED, Settings, words
from explainer.gan.turns import Turns
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]
MAX_STEPS = 200_000
TURNS = Turns()
TURN = 0.005  # seconds: short enough for two games to have a frame each at every refresh of a screen


@dataclass(frozen=True, eq=False)
class State:
    """Everything a game needs to go on exactly as it would have: copies, safe to keep."""

    settings: Settings
    step: int
    arrays: dict[str, Array]
    counts: tuple[int, int]
    rng: dict[str, Any]


class Game:
    """G and D on one data set. float32 for speed; float64 to be compared with other libraries."""

    called = ""  # by what name its trouble is told, where two games run side by side

    def __init__(self, data: Cloud, settings: Settings | None = None, dtype: type = np.float32) -> None:
        self.data, self.settings, self.dtype = data, settings or Settings(), dtype
        s = self.settings
        # A stream each: another width of D leaves G's first weights and all the draws as they were.
        for_g, for_d, self.rng = (np.random.default_rng([s.seed, i]) for i in range(3))
        hidden_g, hidden_d = (s.width_g,) * s.depth_g, (s.width_d,) * s.depth_d
        self.g = Net((s.noise_dim, *hidden_g, data.dim), s.activation_g, for_g, dtype)
        self.d = Net((data.dim, *hidden_d, 1), s.activation_d, for_d, dtype)
        self.g_moves = Optimiser(self.g.theta.size, dtype)
        self.d_moves = Optimiser(self.d.theta.size, dtype)
        self.step = 0
        self.broken: str | None = None  # "G" or "D", the first whose weights were no numbers
        self._spectral(s.spectral_norm)

    @property
    def loss(self) -> losses.Loss:
        """The loss in force."""
        return losses.LOSSES[self.settings.loss]

    def change(self, data: Cloud | None = None, **changes: Any) -> None:
        """Other settings or data from the next step on; BadArgument for what needs a new game."""
        for name in changes:
            if name in FIXED and changes[name] != getattr(self.settings, name):
                raise BadArgument(name, f"{words(name)} cannot change while the game runs; reset it first")
        if data is not None and data.dim != self.data.dim:
            raise BadArgument("data", f"the data have {data.dim} dimensions; this game has {self.data.dim}")
        new = self.settings.changed(**changes)
        if new.optimiser != self.settings.optimiser:
            self.g_moves = Optimiser(self.g.theta.size, self.dtype)
            self.d_moves = Optimiser(self.d.theta.size, self.dtype)
        if new.spectral_norm != self.settings.spectral_norm:
            self._spectral(new.spectral_norm)
        self.data, self.settings = data or self.data, new

    def noise(self, n: int) -> Array:
        """z (n, noise_dim) from N(0, I) or from U(−1, 1)."""
        shape = n, self.settings.noise_dim
        if self.settings.noise == "normal":
            return self.rng.standard_normal(shape, dtype=self.dtype)
        return 2 * self.rng.random(shape, dtype=self.dtype) - 1

    def step_d(self) -> None:
        """One descent of D's loss on a fresh batch of real and generated points."""
        s = self.settings
        self.d_gradient(self.data.sample(s.batch, self.rng, self.dtype), self.g(self.noise(s.batch)))
        self.d_moves.step(self.d.theta, self.d.grad, s.rate_d, s.momentum, s.optimiser)
        self._check("D", self.d)

    def step_g(self) -> None:
        """One descent of G's loss on fresh noise."""
        s = self.settings
        self.g_gradient(self.noise(s.batch))
        self.g_moves.step(self.g.theta, self.g.grad, s.rate_g, s.momentum, s.optimiser)
        self._check("G", self.g)

    def step_both(self) -> None:
        """Algorithm 1 of the paper: k steps of D, then one of G."""
        for _ in range(self.settings.d_steps):
            self.step_d()
        self.step_g()
        self.step += 1

    def d_gradient(self, real: Array, fake: Array) -> None:
        """∂/∂ψ of D's loss and penalty on these points (n, d) each, into `d.grad`."""
        s, loss, n = self.settings, self.loss, len(real)
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
        return self.settings.loss == "wasserstein" and self.settings.gradient_penalty > 0

    def g_gradient(self, z: Array, loss: losses.Loss | None = None) -> float:
        """∂/∂θ of G's loss (the one in force, or another) at noise z, into `g.grad`; its norm."""
        self.d.normalise(0)
        made = self.g.forward(z)
        tape = self.d.forward(made.out)
        delta = (loss or self.loss).g_slope(tape.out) / self.dtype(len(z))
        self.g.backward(made, self.d.backward(tape, delta, params=False, inputs=True))
        return float(np.linalg.norm(self.g.grad.astype(np.float64)))

    def pull(self, x: Array) -> Array:
        """−∂L_G/∂x of each point x (n, d): where D tells it to go."""
        self.d.normalise(0)
        tape = self.d.forward(x)
        return -self.d.backward(tape, self.loss.g_slope(tape.out), params=False, inputs=True)

    def save(self) -> State:
        """A copy of everything that the next step depends on."""
        arrays = {name: array.copy() for name, array in self._arrays().items()}
        counts = self.g_moves.steps, self.d_moves.steps
        return State(self.settings, self.step, arrays, counts, self.rng.bit_generator.state)

    def restore(self, state: State) -> None:
        """Back to a saved state; ValueError where its arrays do not fit this game's networks."""
        mine = self._arrays()
        for name, array in mine.items():
            if name not in state.arrays or state.arrays[name].shape != array.shape:
                raise ValueError(f"the saved game's {name} does not fit networks of these sizes")
        for name, array in mine.items():
            array[:] = state.arrays[name]
        self.settings, self.step, self.broken = state.settings, state.step, None
        self.g_moves.steps, self.d_moves.steps = state.counts
        self.rng.bit_generator.state = state.rng
        self.d.spectral = state.settings.spectral_norm
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

    def _check(self, who: str, net: Net) -> None:
        # a sum of squares is no finite number as soon as one weight is not, or is beyond 1e19
        if self.broken is None and not math.isfinite(net.theta @ net.theta):
            self.broken = who


def play(
    game: Game,
    steps: int,
    every: int = 20,
    seconds: float = 0.05,
    observer: Observer | None = None,
) -> Iterator[Frame]:
    """A frame at once, then one after `every` steps, or sooner: one every `seconds`.

    Between frames the caller may `change` the game. Weights that are no numbers any more end it: the
    last frame carries `trouble`, and the game stands at its last good frame. `seconds=inf` makes
    the frames, and not the steps alone, the same every time.
    """
    if not isinstance(steps, int) or not 0 <= steps <= MAX_STEPS:
        raise BadArgument("steps", f"the steps are {steps!r}; allowed are 0 to {MAX_STEPS:,}")
    if not isinstance(every, int) or every < 1:
        raise BadArgument("every", f"a frame is due every {every!r} steps; allowed is 1 or more")
    observer = observer or Observer(game.data, game.settings)
    end = game.step + steps
    frame = observer.frame(game)
    good = game.save()
    yield frame
    due = time.monotonic() + seconds / 4  # what was changed is seen at once
    while game.step < end:
        with np.errstate(all="ignore"):  # trouble is told in words, below
            _advance(game, min(game.step + every, end), due)
        if observer.data is not game.data:
            observer = Observer(game.data, game.settings, observer.truth)
        with np.errstate(all="ignore"), TURNS:
            seen = None if game.broken else observer.frame(game)
        if seen is None or not seen.finite:
            why = trouble.told(game)
            game.restore(good)
            yield replace(frame, trouble=why)
            return
        frame, good = seen, game.save()
        yield frame
        # what looking and sending took is made up for, but half of the time is always the game's
        due = max(due + seconds, time.monotonic() + seconds / 2)


def _advance(game: Game, until: int, due: float) -> None:
    """A step, and more up to the step `until` while it is not yet `due`, in turns with other games."""
    now = 0.0
    while not game.broken and game.step < until and now <= due:
        with TURNS:
            over = min(due, time.monotonic() + TURN)
            while not game.broken and game.step < until and now <= over:
                game.step_both()
                now = time.monotonic()
