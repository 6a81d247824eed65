"""Experiments with one player held still: D learning D* on the line, and G's gradient dying."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.gan import losses, truth
from explainer.gan.game import Game
from explainer.gan.line import TWO_BUMPS
from explainer.gan.settings import Settings
from explainer.gan.truth import Density
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud

Array = NDArray[np.float64]
MAX_STEPS = 50_000
CALM = 0.25  # the share of the steps, at the end, over which D's rate falls to 0


@dataclass(frozen=True, eq=False)
class Learning:
    """D after `step` steps: D(x) at the places (n,), V(D) and how far it falls short of V(D*), nats."""

    step: int
    d: Array
    v: float
    short: float


def learn_d(
    p: Density, q: Density, x: ArrayLike, settings: Settings, steps: int, every: int = 50
) -> Iterator[Learning]:
    """A network learns to tell samples of p from samples of q; its V is by quadrature, not by batch.

    The rate falls to 0 over the last quarter of the steps. BadArgument for a loss without D(x).
    """
    loss = losses.LOSSES[settings.loss]
    if loss.prob is None:
        raise BadArgument("loss", f"the loss is {loss.name!r}, whose critic is no probability")
    _check(steps)
    x = np.asarray(x, dtype=np.float64)
    game = Game(TWO_BUMPS, settings)
    best = truth.best_value(p, q)

    def d(at: Array) -> Array:
        raw = game.d(at[:, None].astype(np.float32))[:, 0].astype(np.float64)
        return np.clip(loss.prob(raw), truth.SURE, 1 - truth.SURE)

    # one fixed rule for all frames: a network has no kinks worth an adaptive search
    nodes, weights = _rule(p, q)
    p_mass, q_mass = weights * p.pdf(nodes), weights * q.pdf(nodes)
    for step in range(steps + 1):
        if step % every == 0 or step == steps:
            height = d(nodes)
            v = float(p_mass @ np.log(height) + q_mass @ np.log1p(-height))
            yield Learning(step, d(x), v, best - v)
        real, fake = (side.sample(settings.batch, game.rng)[:, None].astype(np.float32) for side in (p, q))
        game.d_gradient(real, fake)
        rate = settings.rate_d * min(1.0, (steps - step) / max(1.0, CALM * steps))
        game.d_moves.step(game.d.theta, game.d.grad, rate, settings.momentum, settings.optimiser)


def _rule(p: Density, q: Density) -> tuple[Array, Array]:
    """Gauss–Legendre nodes and weights, 12 a piece, over all the mass of p and q."""
    cuts = np.array(truth.edges(p, q)[1:-1])
    t, w = np.polynomial.legendre.leggauss(12)
    half = np.diff(cuts)[:, None] / 2
    return (cuts[:-1, None] + half * (t + 1)).ravel(), (half * w).ravel()


@dataclass(frozen=True)
class Vanishing:
    """‖∂L_G/∂θ‖ under both losses after `d_steps` steps of D against a G that stands still; V in nats."""

    d_steps: int
    v: float
    saturating: float
    non_saturating: float


def vanishing(data: Cloud, settings: Settings, steps: int, every: int = 20) -> Iterator[Vanishing]:
    """D trains on, G waits: V climbs towards 0 and the saturating gradient dies, the other does not.

    G is a small cloud in the middle (its last layer starts at a quarter), clear of the eight blobs.
    """
    _check(steps)
    game = Game(data, settings)
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


def _check(steps: int) -> None:
    if not isinstance(steps, int) or not 1 <= steps <= MAX_STEPS:
        raise BadArgument("steps", f"the steps are {steps!r}; allowed are 1 to {MAX_STEPS:,}")
