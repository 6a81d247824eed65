"""A game on the line: its sums are the integrals, and the theorem holds at every frame."""

from types import SimpleNamespace

import numpy as np
import pytest

from explainer.gan import line_answers, shipped, stored, truth
from explainer.gan.figures import LN2
from explainer.gan.game import Game, play
from explainer.gan.lab_controls import LINE_KEYS
from explainer.gan.line import TWO_BUMPS, LineObserver
from explainer.gan.losses import LOSSES
from explainer.gan.settings import Settings
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import Mixture
from explainer.maths.toy2d import cloud

P = Mixture((0.5, 0.5), (-0.6, 0.5), (0.15, 0.15))
Q = Mixture((1.0,), (0.1,), (0.3,))
LINE = {f"line_{key}": getattr(line_answers.FILM.settings, key) for key in LINE_KEYS}
SMALL = Settings(noise_dim=1, width_g=8, width_d=8, batch=32, loss="minimax")


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
    np.testing.assert_allclose(frame.best[inside], truth.optimal_d(P.pdf(x), Q.pdf(x))[inside], atol=0.01)
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
        game.step_both()
    frame = LineObserver(TWO_BUMPS).frame(game)
    rng = np.random.default_rng(1)
    real = TWO_BUMPS.sample(200_000, rng, np.float32)
    fake = game.g(rng.standard_normal((200_000, 1)).astype(np.float32))
    d_real, d_fake = (1 / (1 + np.exp(-game.d(x).astype(np.float64))) for x in (real, fake))
    assert frame.v == pytest.approx(np.log(d_real).mean() + np.log(1 - d_fake).mean(), abs=3e-3)
    assert frame.g_loss == pytest.approx(np.log(1 - d_fake).mean(), abs=3e-3)


def test_what_is_not_on_the_line_or_has_no_probability_is_refused():
    with pytest.raises(BadArgument, match="the data have 2 dimensions; the line has 1"):
        LineObserver(cloud("ring"))
    with pytest.raises(BadArgument, match="'hinge', whose critic is no probability"):
        LineObserver(TWO_BUMPS).frame(Game(TWO_BUMPS, SMALL.changed(loss="hinge")))


def test_the_shipped_game_on_the_line_is_that_of_its_recipe_and_ends_near_the_floor():
    frames, state = shipped.load("line")
    film = shipped.FILMS["line"]
    assert [f.step for f in frames] == list(range(0, film.steps + 1, film.every))
    game = Game(TWO_BUMPS, film.settings)
    observer = LineObserver(TWO_BUMPS)
    for kept in frames[:2]:
        while game.step < kept.step:
            game.step_both()
        made = observer.frame(game)
        assert kept.v == pytest.approx(made.v, abs=1e-3) and kept.js == pytest.approx(made.js, abs=1e-3)
        assert np.abs(kept.d - made.d).max() < 5e-3
    assert frames[-1].js < 0.05 < frames[0].js and abs(frames[-1].v + 2 * LN2) < 0.05
    assert all(f.v <= f.best_v + 1e-12 for f in frames)
    assert stored.load(state, TWO_BUMPS).step == film.steps


def test_while_g_waits_v_climbs_towards_what_the_best_d_reaches():
    game = stored.load(shipped.load("line")[1], TWO_BUMPS)
    game.change(rate_g=0.0)
    before, after = play(game, 1000, 1000, np.inf, LineObserver(TWO_BUMPS))
    assert after.js == before.js
    assert after.best_v - after.v < 0.6 * (before.best_v - before.v)


def test_the_page_plays_on_exactly_and_changes_settings_under_way():
    (first,) = line_answers.game_steps("new", None, **LINE)
    (second,) = line_answers.game_steps("step", first["saved"], **(LINE | {"line_d_steps": 2}))
    game = Game(TWO_BUMPS, line_answers.FILM.settings.changed(d_steps=2))
    game.step_both()
    assert second["saved"] == stored.dump(game.save()) and second["values"]["line_step"] == 1
    seen = second["answer"]
    assert seen["v"] <= seen["best_v"] and seen["best_v"] == pytest.approx(2 * seen["js"] - 2 * LN2)


@pytest.mark.parametrize(
    "changes, key",
    [
        ({"line_rate_d": 1000.0}, "line_rate_d"),
        ({"line_d_steps": 0}, "line_d_steps"),
        ({"line_loss": "cats"}, "line_loss"),
    ],
)
def test_bad_settings_are_refused_beside_their_control(changes, key):
    with pytest.raises(BadArgument) as refused:
        list(line_answers.game_steps("new", None, **(LINE | changes)))
    assert refused.value.argument == key


def test_a_saved_game_of_the_plane_is_no_game_on_the_line():
    other = stored.dump(Game(TWO_BUMPS, Settings(noise_dim=2)).save())
    with pytest.raises(BadArgument, match="has 2 numbers of noise; on the line it is 1"):
        list(line_answers.game_steps("step", other, **LINE))
