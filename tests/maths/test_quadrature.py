"""Quadrature against mpmath, scipy.integrate.quad and integrals known in closed form."""

import mpmath
import numpy as np
import pytest
from numpy.polynomial.legendre import leggauss
from scipy import integrate as scipy_integrate
from scipy import special

from explainer.maths.quadrature import GAUSS, KRONROD, NODES, integrate, integrate2

INF = float("inf")


def test_kronrod_rule_is_exact_to_degree_31_and_not_beyond_32():
    for degree in range(0, 32, 2):
        assert KRONROD @ NODES**degree == pytest.approx(2 / (degree + 1), rel=1e-14)
    assert abs(KRONROD @ NODES**34 - 2 / 35) > 1e-15


def test_gauss_rule_is_numpys_ten_points():
    x, w = leggauss(10)
    inside = GAUSS > 0
    assert np.allclose(NODES[inside], x, atol=1e-15, rtol=0)
    assert np.allclose(GAUSS[inside], w, atol=1e-15, rtol=0)


@pytest.mark.parametrize(
    ("f", "g", "edges"),
    [
        (lambda x: np.exp(-x * x / 2), lambda x: mpmath.exp(-x * x / 2), (-INF, INF)),
        (lambda x: 1 / (1 + x * x), lambda x: 1 / (1 + x * x), (-INF, INF)),
        (
            lambda x: np.exp(-x) * np.cos(3 * x),
            lambda x: mpmath.exp(-x) * mpmath.cos(3 * x),
            (0, INF),
        ),
        (lambda x: np.exp(x) / (1 + x**4), lambda x: mpmath.exp(x) / (1 + x**4), (-INF, 2)),
        (lambda x: np.sin(40 * x) ** 2, lambda x: mpmath.sin(40 * x) ** 2, (0, 1)),
        (lambda x: 1 / (1e-6 + x * x), lambda x: 1 / (mpmath.mpf("1e-6") + x * x), (-1, 2)),
    ],
)
def test_agrees_with_mpmath(f, g, edges):
    with mpmath.workdps(30):
        ends = [mpmath.mpf(e) for e in edges]
        points = [ends[0], 0, 0.5, ends[1]] if ends[0] < 0 else [ends[0], 0.5, ends[1]]
        truth = float(mpmath.quad(g, points, maxdegree=10))
    got = integrate(f, edges)
    assert got.value == pytest.approx(truth, rel=1e-10)
    assert abs(got.value - truth) <= got.error + 1e-13 * abs(truth)


@pytest.mark.parametrize("power", [-0.5, -0.9, -0.97])
def test_poles_at_an_end_are_integrated(power):
    got = integrate(lambda x: x**power, (0, 3), poles=(0,))
    assert got.value == pytest.approx(3 ** (power + 1) / (power + 1), rel=1e-8)


def test_logarithmic_pole_inside_and_poles_at_both_ends():
    inside = integrate(lambda x: np.log(np.abs(x)), (-1, 0, 2), poles=(0,))
    assert inside.value == pytest.approx(2 * np.log(2) - 3, rel=1e-11)
    both = integrate(lambda x: x**-0.4 * (1 - x) ** -0.3, (0, 1), poles=(0, 1))
    assert both.value == pytest.approx(special.beta(0.6, 0.7), rel=1e-9)


def test_heavy_algebraic_tail_is_integrated():
    got = integrate(lambda x: (1 + x) ** -1.2, (0, INF))
    assert got.value == pytest.approx(5, rel=1e-10)


def test_agrees_with_quad_on_a_kink_and_a_narrow_peak():
    def f(x):
        return np.abs(x - 0.3) + np.exp(-0.5 * ((x - 0.7) / 1e-3) ** 2)

    truth = scipy_integrate.quad(f, 0, 1, points=[0.3, 0.695, 0.7, 0.705], epsabs=0, epsrel=1e-12)[0]
    got = integrate(f, (0, 0.3, 0.695, 0.7, 0.705, 1))
    assert got.value == pytest.approx(truth, rel=1e-10)


def test_a_kink_off_the_edges_is_found_by_halving():
    got = integrate(lambda x: np.abs(x - 1 / np.pi), (0, 1), rtol=1e-12)
    assert got.value == pytest.approx((1 / np.pi**2 + (1 - 1 / np.pi) ** 2) / 2, rel=1e-12)


def test_rows_share_nodes_and_each_meets_its_tolerance():
    def rows(x):
        return np.stack([np.exp(-x), 1e-12 * np.cos(200 * x), np.sqrt(x)])

    got = integrate(rows, (0, 1), rtol=1e-9)
    truth = [1 - np.exp(-1), 1e-12 * np.sin(200) / 200, 2 / 3]
    assert np.allclose(got.value, truth, rtol=1e-9, atol=0)
    assert got.error.shape == (3,)


def test_an_integral_that_cancels_to_zero_ends_and_stays_within_its_error():
    got = integrate(np.sin, (-3, 3))
    assert abs(got.value) <= got.error <= 1e-12


def test_the_error_owns_up_when_the_limit_is_reached():
    got = integrate(lambda x: np.sin(1 / x), (0, 1), rtol=1e-12, limit=20)
    truth = np.sin(1) - special.sici(1)[1]
    assert 1e-12 < abs(got.value - truth) <= got.error


def test_two_dimensions_agree_with_the_bivariate_gaussian_and_a_quadrant():
    rho = 0.6

    def density(x, y):
        det = 1 - rho * rho
        return np.exp(-(x * x - 2 * rho * x * y + y * y) / (2 * det)) / (2 * np.pi * np.sqrt(det))

    whole = integrate2(density, (-INF, INF), (-INF, INF))
    assert whole.value == pytest.approx(1, rel=1e-9)
    quadrant = integrate2(density, (0, INF), (0, INF))
    assert quadrant.value == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), rel=1e-9)


def test_two_dimensions_agree_with_dblquad_and_take_rows():
    def f(x, y):
        return np.exp(x * y) * np.cos(5 * x - y)

    truth = scipy_integrate.dblquad(lambda y, x: f(x, y), 0, 2, -1, 1, epsrel=1e-11)[0]
    got = integrate2(lambda x, y: np.stack([f(x, y), x * y * y]), (0, 2), (-1, 1), atol=1e-12)
    assert got.value == pytest.approx([truth, 4 / 3], rel=1e-9)


@pytest.mark.parametrize("edges", [(1,), (1, 0), (0, 0), (0, float("nan"), 1), (0, INF, 1)])
def test_bad_edges_are_named(edges):
    with pytest.raises(ValueError, match="edges are"):
        integrate(np.sin, edges)


def test_a_pole_off_the_edges_and_values_that_are_not_finite_are_named():
    with pytest.raises(ValueError, match="pole 0.5"):
        integrate(np.sin, (0, 1), poles=(0.5,))
    with pytest.raises(ValueError, match="not finite at 0.5"):
        integrate(lambda x: np.where(x == 0.5, np.nan, x), (0, 1))
