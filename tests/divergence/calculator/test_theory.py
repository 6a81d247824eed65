"""The calculator's curves and Monte Carlo path, against its own integrals, plain sums and scipy."""

from math import inf, sqrt

import numpy as np
import pytest
from scipy import stats

from explainer.divergence.calculator import theory
from explainer.divergence.distributions.from_text import distribution


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


def test_the_monte_carlo_path_funnels_onto_the_truth():
    path = theory.monte_carlo_path("normal()", "laplace(1, 2)", 50_000, seed=2)
    truth = theory.table("normal()", "laplace(1, 2)").best("kl_pq").value
    inside = np.abs(path.estimate - truth) <= 2 * path.error
    assert inside[path.n > 20].mean() > 0.6
    assert abs(path.estimate[-1] - truth) < 4 * path.error[-1]
    draws = distribution("normal()").sample(np.random.default_rng(2), 50_000)
    terms = stats.norm.logpdf(draws) - stats.laplace(1, 2).logpdf(draws)
    i = 120
    first = terms[: int(path.n[i])]
    assert path.estimate[i] == pytest.approx(first.mean(), rel=1e-10)
    assert path.error[i] == pytest.approx(first.std(ddof=1) / sqrt(len(first)), rel=1e-8)
