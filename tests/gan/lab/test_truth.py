"""D*, V and JS against SciPy's quadrature, numerical maximisation and closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from explainer.gan.game.losses import optimal_d
from explainer.gan.lab import truth
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import Mixture

LN2 = np.log(2)
P = Mixture((0.5, 0.5), (-0.6, 0.5), (0.15, 0.15))
TENT = truth.drawn_density([-1, 0, 0.4, 2], [0, 3, 1, 0])
OTHERS = {
    "wide": Mixture((1.0,), (0.1,), (0.4,)),
    "far": Mixture((1.0,), (9.0,), (0.2,)),
    "needle": Mixture((0.99, 0.01), (-0.6, 3.0), (0.15, 1e-3)),
    "same": P,
    "drawn": TENT,
}


def quad(f, q):
    cuts = [-0.6, 0.5, 0.1, 9.0, 3.0, 0.0, 0.4, 2.0, -1.0, 2.99, 2.998, 3.002, 3.01]
    ends = sorted({-12, 12, *cuts})
    return sum(integrate.quad(f, a, b, limit=200, epsabs=1e-10)[0] for a, b in zip(ends, ends[1:], strict=False))


def plogp(a, over):
    return a * np.log(a / over) if a > 0 else 0.0


@pytest.mark.parametrize("name", OTHERS)
def test_v_at_the_best_d_is_two_js_minus_two_ln_two(name):
    """Row 4f; JS by SciPy from its definition, V(D*) by ours from D*'s."""
    q = OTHERS[name]

    def js(x):
        a, b = float(P.pdf(x)), float(q.pdf(x))
        return (plogp(a, (a + b) / 2) + plogp(b, (a + b) / 2)) / 2

    expected = quad(js, q)
    assert truth.js(P, q) == pytest.approx(expected, abs=1e-8)
    assert truth.best_value(P, q) == pytest.approx(2 * expected - 2 * LN2, abs=1e-6)
    assert -1e-12 <= truth.js(P, q) <= LN2 + 1e-12


def test_js_is_zero_and_v_on_its_floor_only_where_the_densities_agree():
    assert truth.js(P, P) == pytest.approx(0, abs=1e-12)
    assert truth.best_value(P, P) == pytest.approx(-2 * LN2, abs=1e-10)
    assert truth.best_value(P, OTHERS["far"]) == pytest.approx(0, abs=1e-10)


@given(
    mean=st.floats(-3, 3),
    std=st.floats(0.05, 2),
    heights=st.lists(st.floats(0.001, 0.999), min_size=5, max_size=5),
)
@settings(max_examples=40, deadline=None)
def test_no_drawn_d_beats_the_best(mean, std, heights):
    q = Mixture((1.0,), (mean,), (std,))
    d = truth.drawn_d(np.linspace(-2, 2, 5), heights)
    assert truth.verdict(P, q, [0.0], d).short >= -1e-9


@pytest.mark.parametrize("name", ["wide", "drawn"])
def test_a_free_d_on_a_grid_that_maximises_v_is_the_best_d(name):
    """Row 4d: L-BFGS on the logits knows nothing of p/(p + q)."""
    q, x = OTHERS[name], np.linspace(-1.2, 1.2, 61)
    a, b = P.pdf(x), q.pdf(x)
    scale = a.sum() + b.sum()

    def minus_v(logit):
        d = 1 / (1 + np.exp(-logit))
        v = (-a * np.logaddexp(0, -logit) - b * np.logaddexp(0, logit)).sum()
        return -v / scale, -(a * (1 - d) - b * d) / scale

    best = optimize.minimize(minus_v, np.zeros(61), jac=True, options={"gtol": 1e-9, "maxiter": 5000})
    weight = (a + b) / scale
    assert weight @ np.abs(1 / (1 + np.exp(-best.x)) - optimal_d(a, b)) < 1e-4


def test_v_of_a_drawn_d_is_scipys_integral():
    d = truth.drawn_d([-1, 0, 0.3, 1], [0.9, 0.2, 0.7, 1.0])
    q = OTHERS["wide"]

    def v(x):
        return P.pdf(x) * np.log(d(x)) + q.pdf(x) * np.log(1 - d(x))

    ends = [-12, -1, 0, 0.3, 1, 12]
    expected = sum(
        integrate.quad(v, a, b, limit=500, points=[m for m in (-0.6, 0.5, 0.1) if a < m < b])[0]
        for a, b in zip(ends, ends[1:], strict=False)
    )
    got = truth.verdict(P, q, np.linspace(-1, 1, 5), d)
    assert got.v == pytest.approx(expected, abs=1e-7)
    assert got.short == pytest.approx(truth.best_value(P, q) - expected, abs=1e-7)
    assert got.short > 0.1


def test_an_undecided_d_has_minus_two_ln_two_whatever_the_densities():
    d = truth.drawn_d([-1, 1], [0.5, 0.5])
    assert truth.verdict(P, OTHERS["far"], [0.0], d).v == pytest.approx(-2 * LN2, abs=1e-9)


def test_a_drawn_density_has_area_one_and_its_samples_have_its_cdf():
    x = np.linspace(-1.5, 2.5, 400_001)
    pdf = TENT.pdf(x)
    cdf = integrate.cumulative_trapezoid(pdf, x, initial=0)
    assert cdf[-1] == pytest.approx(1, abs=1e-6)
    draws = TENT.sample(20_000, np.random.default_rng(0))
    assert stats.kstest(draws, lambda at: np.interp(at, x, cdf)).pvalue > 1e-3


def test_a_flat_piece_and_a_piece_from_zero_are_sampled_too():
    flat = truth.drawn_density([0, 1, 2, 3], [1, 1, 0, 0])
    draws = flat.sample(20_000, np.random.default_rng(1))
    assert np.isfinite(draws).all() and 0 <= draws.min() and draws.max() <= 2
    assert (draws < 1).mean() == pytest.approx(2 / 3, abs=0.015)


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        ([0, 1], [-1, 2], "the density is -1 somewhere; allowed is 0 or more"),
        ([0, 1], [0, 0], "the density is 0 everywhere"),
        ([0, 0], [1, 2], "the curve's places must increase"),
        ([0, 1], [1, np.nan], "all its numbers be finite"),
        ([0], [1], r"allowed are 2 to 400 of each"),
        ([0, 1, 2], [1, 2], r"has \(3,\) places and \(2,\) heights"),
        (["a", "b"], [1, 2], "the curve's knots are no numbers"),
    ],
)
def test_a_curve_that_is_none_is_refused_in_words(x, y, sentence):
    with pytest.raises(BadArgument, match=sentence):
        truth.drawn_density(x, y)


@pytest.mark.parametrize("distance", [0.0, 0.5, 2.0, 6.0])
def test_slopes_at_the_best_d_are_finite_differences_of_gs_loss(distance):
    """G's loss over a grid fine enough for eight digits, moved a little each way under a still D."""
    std, h = 0.8, 1e-4
    z, dz = np.linspace(-10, 10, 4001, retstep=True)
    weight = np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * dz

    def logit(x):
        return (stats.norm(0, std).logpdf(x) - stats.norm(distance, std).logpdf(x)).astype(float)

    def slope(f):
        return (weight @ f(logit(distance + h + std * z)) - weight @ f(logit(distance - h + std * z))) / (2 * h)

    saturating, other = truth.slopes_at_best([distance], std)
    assert saturating[0] == pytest.approx(abs(slope(lambda a: -np.logaddexp(0, a))), abs=1e-7, rel=1e-5)
    assert other[0] == pytest.approx(abs(slope(lambda a: np.logaddexp(0, -a))), abs=1e-7, rel=1e-5)


def test_the_saturating_slope_dies_with_distance_while_the_other_grows():
    saturating, other = truth.slopes_at_best(np.array([2.0, 4.0, 8.0, 16.0]))
    assert (np.diff(saturating) < 0).all() and saturating[-1] < 1e-12
    assert (np.diff(other) > 0).all() and other[-1] == pytest.approx(16, rel=1e-9)
