"""Gradients of E_q[f]: exact ones against SciPy and closed forms; estimators against them."""

import numpy as np
import pytest
from scipy import integrate, stats

from explainer.vae.reparameterization.estimates import theory
from explainer.vae.reparameterization.estimates.theory import estimates, exact, variances
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.integrands import FUNCTIONS

POINTS = [(0.7, 0.9), (-1.3, 0.4), (0.2, 1.5)]


def mean(f, mu, sigma):
    """E_q[g] by SciPy's own quadrature, cut at the jumps."""
    density = stats.norm(mu, sigma).pdf
    low, high = mu - 14 * sigma, mu + 14 * sigma
    edges = [low, *(jump for jump in f.jumps if low < jump < high), high]
    parts = (
        integrate.quad(lambda z: float(f.g(np.array(z))) * density(z), a, b, epsabs=1e-13, limit=400)[0]
        for a, b in zip(edges, edges[1:], strict=False)
    )
    return sum(parts)


@pytest.mark.parametrize("place", POINTS)
@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_exact_gradient_is_the_difference_quotient_of_the_mean(f, place):
    mu, sigma = place
    found, h = exact(f, mu, sigma), 1e-4
    assert found.mean == pytest.approx(mean(f, mu, sigma), abs=1e-10)
    along = [
        (mean(f, mu + h, sigma) - mean(f, mu - h, sigma)) / (2 * h),
        (mean(f, mu, sigma + h) - mean(f, mu, sigma - h)) / (2 * h),
    ]
    assert found.gradient == pytest.approx(along, abs=2e-7)


@pytest.mark.parametrize("mu, sigma", POINTS)
def test_the_exact_gradient_is_the_closed_form(mu, sigma):
    fall = np.exp(-2 * sigma**2)
    known = {
        "quadratic": (2 * (mu - 1), 2 * sigma),
        "cosine": (-2 * np.sin(2 * mu) * fall, -4 * sigma * np.cos(2 * mu) * fall),
        "step": (stats.norm.pdf(mu / sigma) / sigma, -mu / sigma**2 * stats.norm.pdf(mu / sigma)),
    }
    for name, f in FUNCTIONS.items():
        assert exact(f, mu, sigma).gradient == pytest.approx(known[name], abs=1e-12)


@pytest.mark.parametrize("dim", [1, 5])
@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
def test_estimators_are_unbiased_but_the_pathwise_one_at_a_jump(f, dim):
    mu, sigma, repeats = 0.4, 0.7, 20_000
    truth = exact(f, mu, sigma).gradient
    rows = estimates(f, mu, sigma, 3, dim, repeats, np.random.default_rng(5))
    for kind in NAMES:
        error = rows[kind].std(0, ddof=1) / repeats**0.5
        if f.jumps and kind == "pathwise":
            assert not rows[kind].any() and truth[0] > 0.3
            continue
        assert (np.abs(rows[kind].mean(0) - truth) < 4 * error).all(), kind
        assert (error < 0.15).all()  # sharp enough to see a wrong factor or sign


@pytest.mark.parametrize("n, dim", [(2, 1), (5, 1), (4, 6)])
@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
def test_variances_by_quadrature_are_those_of_many_estimates(f, n, dim):
    known = variances(exact(f, 0.4, 0.7), n, dim)
    rows = estimates(f, 0.4, 0.7, n, dim, 20_000, np.random.default_rng(3))
    for kind in NAMES:
        for place in (0, 1):
            found = theory.spread(rows[kind][:, place])
            assert abs(found.variance - known[kind][place]) <= 4.5 * found.variance_error, (kind, place)


def test_variances_of_the_quadratic_are_the_hand_derived_ones():
    # g = (z − 1)², z = μ + σ ε: the slope is 2(μ − 1 + σ ε), so Var ∂μ = 4σ²/n; with μ = 1 also
    # g = σ² ε², so that E[(g ε/σ)²] = σ² E ε⁶ = 15 σ², and less the mean E[σ ε³] = 0.
    sigma, n = 0.7, 8
    found = variances(exact(FUNCTIONS["quadratic"], 1.0, sigma), n)
    assert found["pathwise"][0] == pytest.approx(4 * sigma**2 / n, rel=1e-12)
    assert found["score"][0] == pytest.approx(15 * sigma**2 / n, rel=1e-12)
    # the baseline: E[(ε² − 1)² ε²] = 10 of 15, and Var g · E s² = 2σ⁴/σ² in the cross term
    assert found["baseline"][0] == pytest.approx(10 * sigma**2 / n + 2 * sigma**2 / (n * (n - 1)), rel=1e-12)


def test_dimension_hurts_the_score_function_and_leaves_the_path_alone():
    moments = exact(FUNCTIONS["quadratic"], 0.5, 1.0)
    one, many = (variances(moments, 10, dim) for dim in (1, 64))
    assert many["score"][0] > 300 * one["score"][0]  # as dim²: the mean stays in f
    assert 10 * one["baseline"][0] < many["baseline"][0] < 100 * one["baseline"][0]  # as dim
    assert many["pathwise"] == pytest.approx(one["pathwise"], abs=0)


def test_the_path_is_not_always_the_quieter_way():
    wide, narrow = (variances(exact(FUNCTIONS["cosine"], 0.6, sigma), 10) for sigma in (1.5, 0.2))
    assert wide["score"][0] < wide["pathwise"][0]
    assert narrow["pathwise"][0] < narrow["score"][0]


def test_for_the_quadratic_the_path_is_quieter_everywhere_by_15_to_4_at_least():
    ratios = []
    for mu in np.linspace(-2, 2, 9):
        for sigma in (0.1, 0.8, 1.5):
            known = variances(exact(FUNCTIONS["quadratic"], float(mu), sigma), 10)
            ratios.append(known["score"] / known["pathwise"])
    assert np.min(ratios) == pytest.approx(15 / 4, rel=1e-9)  # in μ at μ = 1, where E[(g s)²] = 15 σ²


def test_spread_of_a_normal_row_has_the_errors_of_the_textbook():
    row = np.random.default_rng(1).normal(2, 3, 200_000)
    found = theory.spread(row)
    assert found.variance == pytest.approx(np.var(row, ddof=1), rel=1e-12)
    assert found.mean_error == pytest.approx(3 / len(row) ** 0.5, rel=0.01)
    assert found.variance_error == pytest.approx(9 * (2 / len(row)) ** 0.5, rel=0.03)


def test_more_draws_than_a_block_are_the_same_kind_of_estimates():
    rows = estimates(FUNCTIONS["cosine"], 0.1, 0.5, 256, 64, 300, np.random.default_rng(0))
    known = variances(exact(FUNCTIONS["cosine"], 0.1, 0.5), 256, 64)
    for kind in NAMES:
        assert len(rows[kind]) == 300
        assert rows[kind][:, 0].var(ddof=1) == pytest.approx(known[kind][0], rel=0.4)
