"""The importance-weighted bound against direct sums, its own promises, and Monte Carlo."""

import numpy as np
import pytest

from explainer.variational.families.two_numbers import make_q
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.search.tighter import bound, bounds

POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}
CASES = [
    ("gaussian", "gaussian", (0.0, 1.0)),
    ("gaussian", "gaussian", (1.5, 0.1)),
    ("gaussian", "student", (3.0, 2.0)),
    ("coin", "laplace", (0.0, 1.5)),
    ("logistic", "gaussian", (0.0, 2.0)),
    ("clusters", "gaussian", (2.0, 0.5)),
    ("clusters", "mixture", (0.2, -2.0, 1.0, 2.0, 1.0)),
    ("line", "full", (0.0, 0.0, 0.5, 0.5, -0.5)),
    ("banana", "mean-field", (0.0, 1.0, 1.0, 1.0)),
]


@pytest.mark.parametrize("name, family, numbers", CASES)
def test_bound_begins_at_the_elbo_rises_and_stays_below_the_evidence(name, family, numbers):
    post, q = POSTERIORS[name], make_q(family, *numbers)
    values = bound(post, q, np.array([1, 2, 3, 5, 10, 30, 100, 300, 1000]))
    assert values[0] == pytest.approx(terms(post, q).elbo, abs=1e-9)
    assert (np.diff(values) > 0).all()
    assert values[-1] < post.log_evidence


@pytest.mark.parametrize("name, family, numbers", [c for c in CASES if c[1] in ("gaussian", "mixture")])
def test_bound_at_two_and_three_equals_the_sum_over_all_pairs_and_triples(name, family, numbers):
    post, q = POSTERIORS[name], make_q(family, *numbers)
    centre, width = numbers if family == "gaussian" else (0.0, 1.5)
    z = centre + np.linspace(-8, 8, 201) * width
    p = np.exp(q.log_density(z))
    p = p / p.sum()
    log_w = post.model.log_joint(z, post.x) - q.log_density(z)
    pair = np.logaddexp(log_w[:, None], log_w)
    triple = np.logaddexp(pair[:, :, None], log_w)
    two = p @ (pair - np.log(2)) @ p
    three = float(np.einsum("i,j,k,ijk->", p, p, p, triple - np.log(3), optimize=True))
    assert bound(post, q, [2, 3]) == pytest.approx([two, three], abs=1e-7)


@pytest.mark.parametrize("name, family, numbers", CASES)
def test_monte_carlo_agrees_within_its_error(name, family, numbers):
    found = bounds(POSTERIORS[name], make_q(family, *numbers), top=100, repeats=2000, seed=5)
    assert (np.abs(found.estimate - found.exact) < 4.5 * found.error).all()
    assert found.ks[0] == 1 and found.ks[-1] == 100 and found.error.max() < 0.6


def test_at_the_posterior_every_k_gives_the_evidence():
    post = POSTERIORS["gaussian"]
    q = make_q("gaussian", *post.model.posterior_moments(post.x))
    found = bounds(post, q, 1000, 5)
    assert found.exact == pytest.approx(post.log_evidence, abs=1e-9)
    assert found.estimate == pytest.approx(post.log_evidence, abs=1e-9)


def test_a_far_or_wide_q_is_bounded_too():
    post = posterior(MODELS["gaussian"], [2.0] * 60)
    for q in (make_q("gaussian", 20, 0.01), make_q("gaussian", 2, 8), make_q("student", 3, 20)):
        values = bound(post, q, [1, 2, 10, 1000])
        assert values[0] == pytest.approx(terms(post, q).elbo, rel=1e-9)
        assert (np.diff(values) > 0).all() and values[-1] < post.log_evidence
    # All pairs of 3,001 points a side, by the plain sum.
    q = make_q("gaussian", 2, 8)
    z = 2 + 8 * np.linspace(-8, 8, 3001)
    p = np.exp(q.log_density(z)) / np.exp(q.log_density(z)).sum()
    log_w = post.model.log_joint(z, post.x) - q.log_density(z)
    expected = sum(p[i] * (p @ np.logaddexp(log_w[i], log_w)) for i in range(len(z))) - np.log(2)
    assert bound(post, q, [2])[0] == pytest.approx(expected, rel=1e-4)


def test_draws_whose_first_weights_are_hidden_by_later_ones_stay_finite():
    post = posterior(MODELS["gaussian"], [2.0] * 60)
    found = bounds(post, make_q("gaussian", 2, 8.0), top=200, repeats=100)
    assert np.isfinite(found.estimate).all()
    assert (np.diff(found.exact) > 0).all()


@pytest.mark.parametrize("ks", [[0], [1.5], [1001], [], [float("nan")]])
def test_bad_k_is_refused(ks):
    with pytest.raises(ValueError, match="allowed are whole numbers from 1 to 1000"):
        bound(POSTERIORS["coin"], make_q("gaussian", 0, 1), ks)


def test_bad_counts_are_refused():
    q = make_q("gaussian", 0, 1)
    with pytest.raises(ValueError, match="the largest K is 2000"):
        bounds(POSTERIORS["coin"], q, 2000)
    with pytest.raises(ValueError, match="repeats is 1"):
        bounds(POSTERIORS["coin"], q, 10, repeats=1)
