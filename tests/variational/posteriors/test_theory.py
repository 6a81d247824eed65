"""ln p(x) = ELBO + KL, each of the three by its own way, on every model and any q."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from explainer.maths.arguments import BadArgument
from explainer.variational.families.one_number import Gaussian
from explainer.variational.families.two_numbers import FAMILIES, FullCovariance, MeanField, families_for, make_q
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.search.best import best, judge

POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}
PAIRS = [(m, f) for m, model in MODELS.items() for f in families_for(model.dim)]

mean, std = st.floats(-30, 30), st.floats(-3, 1.47).map(lambda e: 10.0**e)
rho = st.floats(-0.9999, 0.9999)
SHAPES, ONE = ("gaussian", "laplace", "student"), ("gaussian", "coin", "logistic", "clusters")
Q1 = st.one_of(
    st.builds(make_q, st.sampled_from(SHAPES), mean, std),
    st.builds(lambda *a: make_q("mixture", *a), st.floats(1e-6, 1 - 1e-6), mean, std, mean, std),
)
Q2 = st.one_of(st.builds(MeanField, mean, mean, std, std), st.builds(FullCovariance, mean, mean, std, std, rho))


def check(post, q):
    t = terms(post, q)
    size = max(1.0, abs(t.elbo))
    assert abs(t.mass - 1) < 1e-10
    assert t.kl >= 0 and t.kl_prior > -1e-12
    assert t.elbo <= t.log_evidence + 1e-12 * size
    assert abs(t.mismatch) < 1e-7
    assert abs(t.log_weight - t.elbo) < 1e-12 * size
    assert abs(t.log_likelihood - t.kl_prior - t.elbo) < 1e-7


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.sampled_from(ONE), Q1)
def test_elbo_plus_kl_is_the_evidence_and_kl_never_negative_for_any_q_over_one_number(name, q):
    check(POSTERIORS[name], q)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.sampled_from(("line", "banana")), Q2)
def test_elbo_plus_kl_is_the_evidence_and_kl_never_negative_for_any_q_over_two(name, q):
    check(POSTERIORS[name], q)


point = st.floats(-20, 20)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(("gaussian", "coin", "logistic", "clusters")),
    st.lists(point, min_size=1, max_size=30),
    Q1,
)
def test_bars_meet_the_line_on_any_data(name, points, q):
    model = MODELS[name]
    outcomes = [float(x > 0) for x in points]
    data = list(zip(points, outcomes, strict=True)) if model.PAIRS else outcomes if model.BINARY else points
    check(posterior(model, data), q)


def quad(f, q, post):
    """∫ f by SciPy's adaptive rule, over q's reach, cut at its mean and at the model's kink."""
    lo, hi = q.mean - 60 * q.std, q.mean + 60 * q.std
    cuts = sorted(
        {lo, hi, q.mean, *(q.mean + s * q.std for s in (-8, -3, 3, 8)), *([0.0] if lo < 0 < hi else [])}
    )
    pairs = zip(cuts, cuts[1:], strict=False)
    return sum(integrate.quad(f, a, b, epsabs=1e-12, epsrel=1e-11, limit=200)[0] for a, b in pairs)


@pytest.mark.parametrize("name", ["gaussian", "coin", "logistic", "clusters"])
@pytest.mark.parametrize("family", ["gaussian", "laplace"])
def test_each_term_equals_scipys_adaptive_quadrature(name, family):
    post = POSTERIORS[name]
    q = make_q(family, 0.9, 0.6)
    frozen = stats.norm(0.9, 0.6) if family == "gaussian" else stats.laplace(0.9, 0.6 / 2**0.5)
    t, model = terms(post, q), post.model
    wanted = {
        "log_q": frozen.logpdf,
        "log_prior": model.log_prior,
        "log_likelihood": lambda z: model.log_likelihood(np.array(z), post.x),
        "kl": lambda z: frozen.logpdf(z) - post.log_density(np.array(z)),
        "kl_prior": lambda z: frozen.logpdf(z) - model.log_prior(np.array(z)),
    }
    for field, integrand in wanted.items():
        expected = quad(lambda z, g=integrand: float(frozen.pdf(z) * g(z)), q, post)
        assert getattr(t, field) == pytest.approx(expected, abs=1e-9), field


def gaussian_kl(m, cov, m0, cov0):
    """D(N(m, cov) ‖ N(m0, cov0)) in closed form."""
    m, m0, cov, cov0 = (np.atleast_1d(a) for a in (m, m0, cov, cov0))
    cov, cov0 = np.atleast_2d(cov), np.atleast_2d(cov0)
    inv, r = np.linalg.inv(cov0), m - m0
    logs = np.linalg.slogdet(cov0)[1] - np.linalg.slogdet(cov)[1]
    return 0.5 * (np.trace(inv @ cov) + r @ inv @ r - len(m) + logs)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.floats(-5, 5), st.floats(0.05, 5))
def test_kl_to_a_conjugate_posterior_equals_its_closed_form(m, s):
    post = POSTERIORS["gaussian"]
    m0, s0 = post.model.posterior_moments(post.x)
    expected = gaussian_kl(m, s * s, m0, s0 * s0)
    t = terms(post, Gaussian(m, s))
    assert t.kl == pytest.approx(expected, rel=1e-10, abs=1e-12)
    closed = stats.multivariate_normal.logpdf(post.x, cov=np.eye(len(post.x)) + 4)
    assert t.elbo == pytest.approx(closed - expected, rel=1e-11)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.05, 4), st.floats(0.05, 4), rho)
def test_kl_to_the_correlated_posterior_equals_its_closed_form(m1, m2, s1, s2, r):
    post, q = POSTERIORS["line"], FullCovariance(m1, m2, s1, s2, r)
    expected = gaussian_kl(q.mean, q.cov, *post.model.posterior_moments(post.x))
    assert terms(post, q).kl == pytest.approx(expected, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("shift", [0.0, 1e-12, 1e-8, 1e-5, 1e-3])
def test_kl_keeps_its_digits_down_to_equality(shift):
    # At a distance d the divergence is d²/(2 s²): a difference of two ELBOs would lose it all.
    post = POSTERIORS["gaussian"]
    m0, s0 = post.model.posterior_moments(post.x)
    kl = terms(post, Gaussian(m0 + shift, s0)).kl
    assert kl >= 0
    assert kl == pytest.approx(shift**2 / (2 * s0**2), rel=1e-3, abs=1e-27)


def test_elbo_equals_the_evidence_at_the_posterior():
    post = POSTERIORS["gaussian"]
    t = terms(post, Gaussian(*post.model.posterior_moments(post.x)))
    assert abs(t.elbo - t.log_evidence) < 1e-12
    post = POSTERIORS["line"]
    t = terms(post, best(post, FullCovariance).q)
    assert abs(t.elbo - t.log_evidence) < 1e-10


@pytest.mark.parametrize("name, family", PAIRS)
def test_the_gap_that_a_family_leaves_is_the_one_that_its_bars_show(name, family):
    post = POSTERIORS[name]
    found = best(post, FAMILIES[family])
    assert found.kl == pytest.approx(post.log_evidence - found.elbo, abs=1e-10)
    assert judge(post, found.q) == found


def test_entropy_by_quadrature_equals_the_closed_form_where_there_is_one():
    for family in ("gaussian", "laplace", "student"):
        q = make_q(family, 1.0, 0.4)
        assert terms(POSTERIORS["logistic"], q).entropy == pytest.approx(q.entropy(), abs=1e-11)


def test_a_q_over_the_wrong_number_of_latents_is_refused():
    sentence = "'full', which is over 2 latent numbers; allowed for the model 'coin' is one over 1"
    with pytest.raises(BadArgument, match=sentence):
        terms(POSTERIORS["coin"], FullCovariance())


def test_the_same_question_has_the_same_answer_and_the_data_is_not_kept():
    model, data = MODELS["gaussian"], np.array([1.0, 2.0])
    first = posterior(model, data).log_evidence
    data[0] = -5.0
    assert posterior(model, [1.0, 2.0]).log_evidence == first
    assert posterior(model, data).log_evidence != first


@pytest.mark.parametrize("m, s", [(-20.0, 30.0), (2.0, 0.001), (0.0, 5.0)])
def test_both_divergences_see_a_narrow_posterior_under_a_wide_q_and_a_needle_under_it(m, s):
    post = posterior(MODELS["gaussian"], [1.0, 3.0] * 100)
    m0, s0 = post.model.posterior_moments(post.x)
    q = Gaussian(m, s)
    assert terms(post, q).kl == pytest.approx(gaussian_kl(m, s * s, m0, s0 * s0), rel=1e-9)
    forward = gaussian_kl(m0, s0 * s0, m, s * s)
    assert judge(post, q).forward_kl == pytest.approx(forward, rel=1e-9)
