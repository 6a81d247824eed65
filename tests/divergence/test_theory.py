"""What the lessons show, against plain sums, autograd, scipy and quadrature."""

from math import inf, log, sqrt

import numpy as np
import pytest
import torch
from scipy import integrate, special, stats

from explainer.divergence import presets, theory
from explainer.divergence.calculator import NAMES
from explainer.divergence.plane import gaussian_2d, turned


def test_the_coin_has_the_talks_number_and_its_terms():
    c = theory.coin(0.6, 0.7)
    assert f"{c.kl_pq:.7f}" == "0.0225824" and f"{c.kl_qp:.7f}" == "0.0216009"
    assert c.terms_pq == pytest.approx((0.4 * log(0.4 / 0.3), 0.6 * log(0.6 / 0.7)), rel=1e-15)
    assert c.terms_qp == pytest.approx((0.3 * log(0.3 / 0.4), 0.7 * log(0.7 / 0.6)), rel=1e-15)
    assert theory.coin(0.5, 0).kl_pq == inf and theory.coin(0, 0.5).kl_pq == log(2)
    assert theory.coin(0, 0).kl_pq == 0
    with pytest.raises(ValueError, match="q is 1.5"):
        theory.coin(0.5, 1.5)


def test_the_coins_curve_is_least_at_p_and_infinite_at_the_ends():
    q, forward, backward = theory.coin_curve(0.6, points=201)
    assert q[np.argmin(forward)] == q[np.argmin(backward)] == pytest.approx(0.6)
    assert forward[[0, -1]].tolist() == [inf, inf]
    assert backward[0] == pytest.approx(-log(0.4)) and backward[-1] == pytest.approx(-log(0.6))
    assert forward[140] == pytest.approx(theory.coin(0.6, 0.7).kl_pq, rel=1e-12)


def test_areas_under_the_drawn_terms_are_the_numbers():
    c = theory.curves("0.5*normal(-2, 0.7) + 0.5*normal(2, 0.7)", "normal(0, 2)", np.linspace(-20, 20, 8001))
    t = theory.table("0.5*normal(-2, 0.7) + 0.5*normal(2, 0.7)", "normal(0, 2)")
    assert np.trapezoid(c.p_term, c.x) == pytest.approx(t.best("kl_pq").value, rel=1e-9)
    assert np.trapezoid(c.q_term, c.x) == pytest.approx(t.best("kl_qp").value, rel=1e-9)
    assert np.trapezoid(c.js_p + c.js_q, c.x) == pytest.approx(t.best("js").value, rel=1e-9)
    assert np.allclose(c.m, (c.p + c.q) / 2)


def test_curves_choose_a_grid_that_sees_a_spike_a_jump_and_an_infinity():
    c = theory.curves("0.5*normal(-2, 0.7) + 0.5*normal(2, 0.001)", "uniform(-3, 1)")
    assert c.p.max() == pytest.approx(0.5 / (0.001 * sqrt(2 * np.pi)), rel=0.01)
    assert len(c.x) < 1500 and (np.diff(c.x) > 0).all()
    assert set(np.round(c.q, 12)) == {0, 0.25}
    assert c.p_term[c.x > 1.5].max() == inf and not np.isnan(c.p_term).any()
    inside = theory.curves("cauchy()", "normal()")
    assert np.isfinite(inside.x).all() and inside.x[-1] < 100


def test_curves_of_counts_are_probabilities():
    c = theory.curves("binomial(5, 0.3)", "bernoulli(0.5)")
    assert c.discrete and c.x.tolist() == [0, 1, 2, 3, 4, 5]
    assert np.allclose(c.p, stats.binom(5, 0.3).pmf(c.x)) and c.p_term[2] == inf
    with pytest.raises(ValueError, match="on the line"):
        theory.curves("mvn([0, 0], [[1, 0], [0, 1]])", "mvn([0, 0], [[1, 0], [0, 1]])")


def test_quantiles_are_scipys():
    p = theory.distribution("student_t(3, 1, 2)")
    levels = (0.02, 0.5, 0.9)
    assert p.quantiles(levels) == pytest.approx(stats.t(3, 1, 2).ppf(levels), abs=1e-6)


def test_the_monte_carlo_path_funnels_onto_the_truth():
    path = theory.monte_carlo_path("normal()", "laplace(1, 2)", 50_000, seed=2)
    truth = theory.table("normal()", "laplace(1, 2)").best("kl_pq").value
    inside = np.abs(path.estimate - truth) <= 2 * path.error
    assert inside[path.n > 20].mean() > 0.6
    assert abs(path.estimate[-1] - truth) < 4 * path.error[-1]
    draws = theory.distribution("normal()").sample(np.random.default_rng(2), 50_000)
    terms = stats.norm.logpdf(draws) - stats.laplace(1, 2).logpdf(draws)
    i = 120
    first = terms[: int(path.n[i])]
    assert path.estimate[i] == pytest.approx(first.mean(), rel=1e-10)
    assert path.error[i] == pytest.approx(first.std(ddof=1) / sqrt(len(first)), rel=1e-8)


def test_normals_are_equally_far_both_ways_only_at_equal_width():
    s, forward, backward = theory.asymmetry(0.5, [0.5, 1.0, 2.0])
    for i, scale in enumerate(s):
        t = theory.table("normal(0, 1)", f"normal(0.5, {scale})")
        assert (forward[i], backward[i]) == pytest.approx((t.best("kl_pq").value, t.best("kl_qp").value))
    assert forward[1] == backward[1] and forward[0] > backward[0] and forward[2] < backward[2]


def test_three_normals_break_the_triangle_for_kl_and_keep_it_for_the_root_of_js():
    t = theory.triangle((0, 1), (1, 1), (2, 1))
    assert t.kl == pytest.approx((0.5, 0.5, 2.0)) and not t.kl_holds and t.js_holds
    assert t.js_distance[2] == pytest.approx(
        theory.table("normal(0, 1)", "normal(2, 1)").best("js_distance").value, rel=1e-10
    )


def test_pulled_apart_js_stops_at_ln_2_with_no_slope_while_wasserstein_grows_on():
    d = np.array([0, 1e-4, 0.3, 1.0, 2.5, 6.0, 20.0])
    a = theory.apart(d, width=0.5)
    for i, distance in enumerate(d[1:], 1):
        t = theory.table("normal(0, 0.5)", f"normal({distance}, 0.5)")
        assert a.js[i] == pytest.approx(t.best("js").value, rel=1e-8)
        assert a.kl[i] == pytest.approx(t.best("kl_pq").value, rel=1e-12)
        assert a.wasserstein[i] == pytest.approx(t.best("wasserstein").value, rel=1e-12)
    assert a.js[0] == 0 and abs(a.js[-1] - log(2)) < 1e-12
    assert abs(a.js_slope[-1]) < 1e-12 < a.js_slope[3]


def test_the_slope_of_js_is_autograds():
    x = torch.linspace(-30, 30, 20_001, dtype=torch.float64)
    for distance in (0.4, 1.5, 4.0):
        d = torch.tensor(distance, dtype=torch.float64, requires_grad=True)
        p = torch.exp(-x * x / 2) / sqrt(2 * np.pi)
        q = torch.exp(-((x - d) ** 2) / 2) / sqrt(2 * np.pi)
        m = (p + q) / 2
        js = torch.trapezoid(torch.xlogy(p, p / m) + torch.xlogy(q, q / m), x) / 2
        (slope,) = torch.autograd.grad(js, d)
        assert theory.apart([distance]).js_slope[0] == pytest.approx(float(slope), rel=1e-8)


def test_uniforms_pulled_apart_are_infinitely_far_at_once():
    a = theory.apart([0, 0.25, 1, 3], width=1, shape="uniform")
    assert a.kl.tolist() == [0, inf, inf, inf]
    t = theory.table("uniform(0, 1)", "uniform(0.25, 1.25)")
    assert a.js[1] == pytest.approx(t.best("js").value, rel=1e-12)
    assert a.js[2:].tolist() == [log(2)] * 2 and a.js_slope.tolist() == [log(2), log(2), 0, 0]
    for bad in (
        {"distance": [-1.0]},
        {"distance": [1.0], "width": 0.0},
        {"distance": [1.0], "shape": "cone"},
    ):
        with pytest.raises(ValueError, match="distance|width|shape"):
            theory.apart(**bad)


def test_normals_in_the_plane_are_torchs_and_their_terms_add_up():
    cov_p, cov_q = turned(2, 0.5, 0.4), turned(1, 0.8, -1.1)
    plane = gaussian_2d([0, 1], cov_p, [1, -1], cov_q)
    normals = [
        torch.distributions.MultivariateNormal(torch.tensor(m, dtype=torch.float64), torch.tensor(c))
        for m, c in (([0, 1], cov_p), ([1, -1], cov_q))
    ]
    assert plane.kl_pq == pytest.approx(float(torch.distributions.kl_divergence(*normals)), rel=1e-12)
    assert plane.kl_qp == pytest.approx(float(torch.distributions.kl_divergence(*normals[::-1])), rel=1e-12)
    delta = np.array([1, -2])
    assert plane.shift_pq == pytest.approx(delta @ np.linalg.inv(cov_q) @ delta / 2)
    assert plane.shape_pq + plane.shift_pq == pytest.approx(plane.kl_pq)
    assert plane.ellipse_p == pytest.approx((0, 1, 2, 0.5, 0.4))
    assert plane.ellipse_q == pytest.approx((1, -1, 1, 0.8, np.pi - 1.1))
    with pytest.raises(ValueError, match="not positive definite"):
        gaussian_2d([0, 0], [[1, 2], [2, 1]], [0, 0], np.eye(2))


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda p: p.name)
def test_presets_break_exactly_where_they_say(preset):
    t = theory.table(preset.p, preset.q)
    values = {name: t.best(name).value for name in NAMES}
    if preset.good:
        assert np.isfinite(list(values.values())).all()
    else:
        broken = values["kl_pq"] == inf or values["kl_qp"] > 1e3
        assert broken and values["js"] <= log(2)
    assert preset.moral.endswith(".")


def test_the_morals_of_the_presets_quote_true_numbers():
    by_name = {p.name: theory.table(p.p, p.q) for p in presets.PRESETS}

    def value(preset, name):
        return by_name[preset].best(name).value

    assert round(value("two normals", "kl_pq"), 2) == 0.44
    assert round(value("two normals", "kl_qp"), 2) == 1.31
    assert round(value("the unfair coin", "kl_pq"), 7) == 0.0225824
    assert round(value("the unfair coin", "kl_qp"), 7) == 0.0216009
    assert value("near-identical", "kl_pq") == pytest.approx(5e-13, rel=1e-9)
    assert round(value("Cauchy against normal", "kl_qp"), 2) == 0.26
    assert round(value("a spike on a plain", "kl_pq"), 1) == 13.3
    assert value("a spike on a plain", "kl_qp") == pytest.approx(5e11, rel=1e-9)
    assert value("fifty apart", "kl_pq") == pytest.approx(1250, rel=1e-14)
    peaked = [p for p in presets.PRESETS if p.name == "peaked against round"][0]
    moments = [theory.distribution(t).moments for t in (peaked.p, peaked.q)]
    assert moments[0] == pytest.approx(moments[1], rel=1e-12)
    # What JS lacks to ln 2 is ∫ m·H(w), w = p/(p + q); about the middle y = x − 25 that is
    rest, _ = integrate.quad(
        lambda y: np.exp(-y * y / 2) * np.cosh(25 * y) * stats.bernoulli(special.expit(50 * y)).entropy(),
        -2,
        2,
    )
    assert 0 < rest * np.exp(-(25**2) / 2) / sqrt(2 * np.pi) < 1e-100
