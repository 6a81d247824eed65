"""A game on the line: its sums are the integrals, and the theorem holds at every frame."""

from types import SimpleNamespace

import numpy as np
import pytest

from explainer.gan.game.game import Game
from explainer.gan.game.losses import LN2, LOSSES, optimal_d
from explainer.gan.game.options import Options
from explainer.gan.game.play import play
from explainer.gan.lab import truth
from explainer.gan.line.theory import TWO_BUMPS, LineObserver
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import Mixture
from explainer.maths.toy2d import cloud

P = Mixture((0.5, 0.5), (-0.6, 0.5), (0.15, 0.15))
Q = Mixture((1.0,), (0.1,), (0.3,))
SMALL = Options(noise_dim=1, width_g=8, width_d=8, batch=32, loss="minimax")


class Fixed:
    """A discriminator whose raw output is a function."""

    def __init__(self, raw):
        self.raw = raw

    def normalise(self, rounds):
        return None

    def __call__(self, x):
        return self.raw(x)


def still(raw, loss="minimax"):
    """A game in which G(z) = 0.1 + 0.3 z, so that p_g = Q, and D is as given."""
    return SimpleNamespace(loss=LOSSES[loss], d=Fixed(raw), g=lambda z: 0.1 + 0.3 * z, dtype=np.float64, step=7)


def test_against_the_best_d_the_sums_are_the_integrals_by_quadrature():
    """Tolerance 1e-3 nats: 240 cells and 1,000 pieces of z stand for the integrals."""
    frame = LineObserver(TWO_BUMPS).frame(still(lambda x: np.log(P.pdf(x) / Q.pdf(x))))
    assert frame.js == pytest.approx(truth.js(P, Q), abs=1e-3)
    assert frame.v == pytest.approx(truth.best_value(P, Q), abs=1e-3)
    assert frame.v == pytest.approx(2 * truth.js(P, Q) - 2 * LN2, abs=1e-3)
    x = LineObserver(TWO_BUMPS).x
    inside = np.abs(x) < 0.7  # beyond, one piece of z covers many cells
    np.testing.assert_allclose(frame.q[inside], Q.pdf(x)[inside], atol=0.02)
    np.testing.assert_allclose(frame.best[inside], optimal_d(P.pdf(x), Q.pdf(x))[inside], atol=0.01)
    assert frame.gap < 5e-3 and frame.step == 7


def test_an_undecided_d_has_the_value_of_the_floor_and_its_losses():
    frame = LineObserver(TWO_BUMPS).frame(still(lambda x: 0 * x))
    assert frame.v == pytest.approx(-2 * LN2) and frame.d_loss == pytest.approx(2 * LN2)
    assert frame.g_loss == pytest.approx(-LN2)  # the talk's ln(1 − ½)


@pytest.mark.parametrize("loss", ["minimax", "non-saturating", "least-squares"])
def test_v_never_exceeds_what_the_best_d_reaches(loss):
    game = Game(TWO_BUMPS, SMALL.changed(loss=loss, d_steps=3, rate_d=1e-2, rate_g=1e-2))
    frames = list(play(game, 80, 10, np.inf, LineObserver(TWO_BUMPS)))
    assert [f.step for f in frames] == list(range(0, 81, 10))
    assert all(f.v <= f.best_v + 1e-12 for f in frames)
    if loss != "least-squares":
        assert all(f.d_loss == pytest.approx(-f.v, abs=1e-5) for f in frames)


def test_the_numbers_are_the_means_over_many_draws():
    game = Game(TWO_BUMPS, SMALL)
    for _ in range(20):
        game.advance()
    frame = LineObserver(TWO_BUMPS).frame(game)
    rng = np.random.default_rng(1)
    real = TWO_BUMPS.sample(200_000, rng, np.float32)
    fake = game.g(rng.standard_normal((200_000, 1)).astype(np.float32))
    d_real, d_fake = (1 / (1 + np.exp(-game.d(x).astype(np.float64))) for x in (real, fake))
    assert frame.v == pytest.approx(np.log(d_real).mean() + np.log(1 - d_fake).mean(), abs=3e-3)
    assert frame.g_loss == pytest.approx(np.log(1 - d_fake).mean(), abs=3e-3)


def test_what_is_not_on_the_line_or_has_no_probability_is_refused():
    with pytest.raises(BadArgument, match="the data have 2 dimensions; allowed on the line is 1"):
        LineObserver(cloud("ring"))
    with pytest.raises(BadArgument, match="'hinge', whose critic is no probability"):
        LineObserver(TWO_BUMPS).frame(Game(TWO_BUMPS, SMALL.changed(loss="hinge")))
