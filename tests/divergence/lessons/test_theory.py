"""What the lessons compute, against plain sums, autograd, torch and the calculator's quadrature."""

from math import inf, log, sqrt

import numpy as np
import pytest
import torch

from explainer.divergence.calculator.theory import table
from explainer.divergence.lessons import theory


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


def test_normals_are_equally_far_both_ways_only_at_equal_width():
    s, forward, backward = theory.asymmetry(0.5, [0.5, 1.0, 2.0])
    for i, scale in enumerate(s):
        t = table("normal(0, 1)", f"normal(0.5, {scale})")
        assert (forward[i], backward[i]) == pytest.approx((t.best("kl_pq").value, t.best("kl_qp").value))
    assert forward[1] == backward[1] and forward[0] > backward[0] and forward[2] < backward[2]


def test_three_normals_break_the_triangle_for_kl_and_keep_it_for_the_root_of_js():
    t = theory.triangle((0, 1), (1, 1), (2, 1))
    assert t.kl == pytest.approx((0.5, 0.5, 2.0)) and not t.kl_holds and t.js_holds
    assert t.js_distance[2] == pytest.approx(
        table("normal(0, 1)", "normal(2, 1)").best("js_distance").value, rel=1e-10
    )


def test_pulled_apart_js_stops_at_ln_2_with_no_slope_while_wasserstein_grows_on():
    d = np.array([0, 1e-4, 0.3, 1.0, 2.5, 6.0, 20.0])
    a = theory.apart(d, width=0.5)
    for i, distance in enumerate(d[1:], 1):
        t = table("normal(0, 0.5)", f"normal({distance}, 0.5)")
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
    t = table("uniform(0, 1)", "uniform(0.25, 1.25)")
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
    cov_p, cov_q = theory.turned(2, 0.5, 0.4), theory.turned(1, 0.8, -1.1)
    plane = theory.gaussian_2d([0, 1], cov_p, [1, -1], cov_q)
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
        theory.gaussian_2d([0, 0], [[1, 2], [2, 1]], [0, 0], np.eye(2))
