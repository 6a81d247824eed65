"""Experiments with one player still: D learns D*, G's gradient dies under one loss only."""

import numpy as np
import pytest
from scipy import integrate

from explainer.gan.game import losses
from explainer.gan.game.options import Options
from explainer.gan.lab import learning, truth
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import Mixture
from explainer.maths.toy2d import cloud

P = Mixture((0.5, 0.5), (-0.6, 0.5), (0.15, 0.15))
PAIRS = {
    "bell": Mixture((1.0,), (0.1,), (0.4,)),
    "drawn": truth.drawn_density([-1.2, -0.5, 0.2, 1.2], [0, 1, 0.4, 0]),
}
X = np.linspace(-1.2, 1.2, 121)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("loss", ["non-saturating", "least-squares"])
def test_a_learned_d_comes_within_three_hundredths_of_the_best(name, loss):
    """Tolerances: E|D − D*| ≤ 0.03 under both densities, V short of V(D*) by ≤ 0.03 nats."""
    q = PAIRS[name]
    frames = list(learning.learn_d(P, q, X, Options(batch=256, loss=loss), 1500, every=250))
    first, last = frames[0], frames[-1]
    weight = P.pdf(X) + q.pdf(X)
    gap = weight / weight.sum() @ np.abs(last.d - losses.optimal_d(P.pdf(X), q.pdf(X)))
    assert gap <= 0.03
    assert all(f.short >= -1e-6 for f in frames)
    assert last.short <= 0.03 < 0.3 < first.short
    assert [f.step for f in frames] == [0, 250, 500, 750, 1000, 1250, 1500]
    assert first.v + first.short == pytest.approx(truth.best_value(P, q), abs=1e-9)


def test_the_v_of_a_learned_d_is_scipys_integral_of_its_curve():
    q, x = PAIRS["bell"], np.linspace(-3, 3, 6001)
    last = list(learning.learn_d(P, q, x, Options(), 60, every=60))[-1]
    v = integrate.simpson(P.pdf(x) * np.log(last.d) + q.pdf(x) * np.log1p(-last.d), x=x)
    assert last.v == pytest.approx(v, abs=1e-4)


def test_learning_is_the_same_bit_for_bit_with_the_same_seed():
    one, two = (list(learning.learn_d(P, PAIRS["bell"], X, Options(seed=3), 40, 20)) for _ in range(2))
    assert [f.d.tobytes() for f in one] == [f.d.tobytes() for f in two]


def test_as_d_gets_better_the_saturating_gradient_dies_and_the_other_grows():
    for seed in range(3):
        run = list(learning.vanishing(cloud("8-gaussians"), Options(seed=seed), 600, 100))
        first, last = run[0], run[-1]
        assert first.saturating == pytest.approx(first.non_saturating, rel=0.1)  # D is undecided
        assert first.v == pytest.approx(-2 * np.log(2), abs=0.1) and last.v > -0.01
        assert last.saturating < first.saturating / 10
        assert last.non_saturating > 5 * first.non_saturating
        assert (np.diff([r.saturating for r in run[2:]]) < 0).all()


def test_a_critic_without_probability_and_endless_runs_are_refused():
    with pytest.raises(
        BadArgument, match="the loss is 'hinge', whose critic is no probability; allowed are minimax"
    ):
        next(learning.learn_d(P, P, X, Options(loss="hinge"), 10))
    with pytest.raises(
        BadArgument, match="the number of steps is 60000; allowed is a whole number from 1 to 50,000"
    ):
        next(learning.learn_d(P, P, X, Options(), 60_000))
    with pytest.raises(BadArgument, match="the number of steps is 0"):
        next(learning.vanishing(cloud("ring"), Options(), 0))
