"""Training with G held still: D learns D* on the line, and G's gradient dies as D learns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.gan.game import losses
from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.gan.lab import truth
from explainer.gan.lab.truth import Density
from explainer.gan.line.theory import TWO_BUMPS
from explainer.maths import arguments
from explainer.maths.toy2d import Cloud

Array = NDArray[np.float64]
MAX_STEPS = 50_000
CALM = 0.25  # the share of the steps, at the end, over which D's rate falls to 0


@dataclass(frozen=True, eq=False)
class Learning:
    """D after `step` steps: D(x) at the points (n,), V(D) and how far it falls short of V(D*), in nats."""

    step: int
    d: Array
    v: float
    short: float


def learn_d(
    p: Density, q: Density, x: ArrayLike, options: Options, steps: int, every: int = 50
) -> Iterator[Learning]:
    """A network learns to tell samples of p from samples of q; V is computed by quadrature, not on a batch.

    The rate falls to 0 over the last quarter of the steps. BadArgument for bad `steps` and for a loss
    without D(x).
    """
    arguments.whole("steps", steps, 1, MAX_STEPS, name="the number of steps")
    x = np.asarray(x, dtype=np.float64)
    game = Game(TWO_BUMPS, options)  # for its networks: the data are p and q
    best = truth.best_value(p, q)

    def d(at: Array) -> Array:
        raw = game.d(at[:, None].astype(np.float32))[:, 0].astype(np.float64)
        return losses.probability(game.loss, raw)

    # one fixed rule for all frames, since a network has no kinks that need an adaptive one
    nodes, weights = _rule(p, q)
    p_mass, q_mass = weights * p.pdf(nodes), weights * q.pdf(nodes)
    for step in range(steps + 1):
        if step % every == 0 or step == steps:
            height = d(nodes)
            v = float(p_mass @ np.log(height) + q_mass @ np.log1p(-height))
            yield Learning(step, d(x), v, best - v)
        real, fake = (side.sample(options.batch, game.rng)[:, None].astype(np.float32) for side in (p, q))
        game.d_gradient(real, fake)
        rate = options.rate_d * min(1.0, (steps - step) / max(1.0, CALM * steps))
        game.d_moves.step(game.d.theta, game.d.grad, rate, options.momentum, options.optimiser)


def _rule(p: Density, q: Density) -> tuple[Array, Array]:
    """Gauss–Legendre nodes and weights, 12 per piece, over all the mass of p and q."""
    cuts = np.array(truth.edges(p, q)[1:-1])
    t, w = np.polynomial.legendre.leggauss(12)
    half = np.diff(cuts)[:, None] / 2
    return (cuts[:-1, None] + half * (t + 1)).ravel(), (half * w).ravel()


@dataclass(frozen=True)
class Vanishing:
    """‖∂L_G/∂θ‖ under both losses after `d_steps` steps of D while G waits; V in nats."""

    d_steps: int
    v: float
    saturating: float
    non_saturating: float


def vanishing(data: Cloud, options: Options, steps: int, every: int = 20) -> Iterator[Vanishing]:
    """D trains while G waits: V climbs towards 0; the saturating gradient dies, the other does not.

    G is a small cloud in the middle, clear of the eight blobs: its last layer is scaled to a quarter.
    BadArgument for bad `steps`.
    """
    arguments.whole("steps", steps, 1, MAX_STEPS, name="the number of steps")
    game = Game(data, options)
    game.g.weights[-1] *= 0.25
    z = game.noise(512)
    real = data.sample(512, game.rng, np.float32)
    fake = game.g(z)
    both = losses.LOSSES["minimax"], losses.LOSSES["non-saturating"]
    for step in range(steps + 1):
        if step % every == 0 or step == steps:
            raw = game.d(real)[:, 0], game.d(fake)[:, 0]
            v = sum(losses.value(both[0], *raw))
            yield Vanishing(step, v, *(game.g_gradient(z, loss) for loss in both))
        game.step_d()
