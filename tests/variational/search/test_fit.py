"""Fits climb to the best q of their family, say how they ended, and keep the path when they don't."""

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from explainer.variational.families.mixture import Mixture
from explainer.variational.families.one_number import Gaussian, Laplace, Student
from explainer.variational.families.two_numbers import FAMILIES, FullCovariance, MeanField, families_for, make_q
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.search.best import best, forward, forward_kl, landscape
from explainer.variational.search.fit import fit

POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}
PAIRS = [(m, f) for m, model in MODELS.items() for f in families_for(model.dim)]


@pytest.mark.parametrize("kind", ["exact", "pathwise", "score"])
def test_fit_on_the_conjugate_model_reaches_the_posterior(kind):
    post = POSTERIORS["gaussian"]
    path = list(fit(post, Gaussian(-2, 0.3), kind, rate=0.05, steps=800, samples=100))
    assert len(path) == 801 and [p.step for p in path] == list(range(801))
    assert path[0].q == Gaussian(-2, 0.3) and path[-1].kl < 0.02 < path[0].kl
    assert all(abs(p.elbo + p.kl - post.log_evidence) < 1e-9 and p.kl >= 0 for p in path)
    assert path[-1].words and not path[-1].diverged
    assert not any(p.words for p in path[:-1])


@pytest.mark.parametrize("name, family", PAIRS)
def test_exact_fit_ends_at_an_optimum_no_better_than_the_best(name, family):
    post, kind = POSTERIORS[name], FAMILIES[family]
    start = forward(post, kind).q
    *_, last = fit(post, start, "exact", rate=0.02, steps=400)
    assert last.elbo >= terms(post, start).elbo - 1e-9
    assert last.elbo <= best(post, kind).elbo + 1e-9


def test_fit_follows_its_seed():
    post = POSTERIORS["logistic"]
    runs = [[p.q for p in fit(post, Gaussian(), "score", steps=20, seed=s)] for s in (3, 3, 4)]
    assert runs[0] == runs[1] != runs[2]


@pytest.mark.parametrize("name, family", PAIRS)
def test_a_rate_of_100_ends_in_words_with_the_path_kept(name, family):
    post = POSTERIORS[name]
    path = list(fit(post, FAMILIES[family](), "exact", rate=100, steps=50))
    last = path[-1]
    assert last.diverged and "rate 100" in last.words and "blew up" in last.words
    assert last.q == path[-2].q and np.isfinite([p.elbo for p in path]).all()


def test_a_run_that_ends_below_its_start_says_so():
    # Ten draws of the noisiest gradient, from the optimum: it can only go down.
    post = POSTERIORS["logistic"]
    *_, last = fit(post, best(post, Gaussian).q, "score", rate=0.3, steps=10, samples=1)
    assert "below its start" in last.words
    *_, last = fit(post, best(post, Gaussian).q, "exact", rate=1e-6, steps=2)
    assert "settled" in last.words


@pytest.mark.parametrize(
    "change, words",
    [
        ({"kind": "newton"}, "gradient is 'newton'; allowed are exact, pathwise, score"),
        ({"rate": 0}, "the rate is 0; allowed is a number from 1e-06 to 1000"),
        ({"rate": float("nan")}, "the rate is nan"),
        ({"steps": 0}, "steps is 0; allowed is a whole number from 1 to 5000"),
        ({"steps": 10**6}, "steps is 1000000"),
        ({"samples": 0}, "samples is 0"),
        ({"seed": 1.5}, "seed is 1.5"),
        ({"start": FullCovariance()}, "over 2 latent numbers"),
    ],
)
def test_bad_arguments_are_refused_at_the_call_not_at_the_first_step(change, words):
    with pytest.raises(ValueError, match=words):
        fit(**{"post": POSTERIORS["gaussian"], "start": Gaussian(), **change})


def test_best_gaussian_for_logistic_equals_scipys_search_over_scipys_integrals():
    post = POSTERIORS["logistic"]
    z = np.linspace(-25, 25, 20_001)
    log_joint = post.model.log_joint(z, post.x)

    def minus_elbo(theta):
        q = stats.norm(theta[0], np.exp(theta[1]))
        return -integrate.simpson(q.pdf(z) * log_joint, x=z) - q.entropy()

    found = optimize.minimize(minus_elbo, [1, 0], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12})
    q = best(post, Gaussian).q
    assert [q.mean, np.log(q.std)] == pytest.approx(found.x, abs=1e-5)
    assert -best(post, Gaussian).elbo == pytest.approx(found.fun, abs=1e-9)


def test_mean_field_is_too_narrow_by_the_known_amount_and_full_covariance_holds_the_posterior():
    post = POSTERIORS["line"]
    mean, cov = post.model.posterior_moments(post.x)
    narrow = best(post, MeanField)
    # Bishop, "Pattern recognition and machine learning", section 10.1.2: 1/precision, not variance.
    assert np.diag(narrow.q.cov) == pytest.approx(1 / np.diag(np.linalg.inv(cov)), rel=1e-6)
    rho = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
    assert narrow.kl == pytest.approx(-0.5 * np.log(1 - rho**2), abs=1e-9)
    full = best(post, FullCovariance)
    assert full.kl < 1e-12 and full.q.cov == pytest.approx(cov, abs=1e-6)


def test_each_direction_of_kl_prefers_its_own_fit():
    for name, family in PAIRS:
        post, kind = POSTERIORS[name], FAMILIES[family]
        seeking, covering = best(post, kind), forward(post, kind)
        assert seeking.kl <= covering.kl + 1e-9
        assert covering.forward_kl <= seeking.forward_kl + 1e-9


def test_forward_fits_match_the_posteriors_moments():
    post = POSTERIORS["banana"]
    q = forward(post, FullCovariance).q
    assert q.mean == pytest.approx(post.mean, abs=1e-9) and q.cov == pytest.approx(post.cov, abs=1e-9)
    assert np.diag(forward(post, MeanField).q.cov) == pytest.approx(np.diag(post.cov), abs=1e-9)


@pytest.mark.parametrize("family", ["laplace", "student", "mixture"])
def test_forward_fit_is_where_the_cross_entropy_is_flat(family):
    # Stationary by differences of D(p‖q) that SciPy integrates on a grid of its own.
    post = POSTERIORS["coin"]
    q = forward(post, FAMILIES[family]).q
    z = np.linspace(-12, 16, 60_001)
    p = np.exp(post.log_density(z))

    def cross(theta):
        return -integrate.simpson(p * type(q).from_theta(theta).log_density(z), x=z)

    steps = np.eye(len(q.theta)) * 1e-3
    assert all(cross(q.theta + s * step) > cross(q.theta) - 1e-9 for step in steps for s in (1, -1))
    entropy = -integrate.simpson(p * post.log_density(z), x=z)
    assert forward_kl(post, q) == pytest.approx(cross(q.theta) - entropy, abs=1e-7)


def test_one_gaussian_seeks_a_mode_and_a_mixture_holds_both():
    post = POSTERIORS["clusters"]
    seeking, covering, both = best(post, Gaussian), forward(post, Gaussian), best(post, Mixture)
    assert seeking.q.std < 0.6 and abs(seeking.q.mean) > 1.5
    assert covering.q.std > 1.5 and abs(covering.q.mean) < 1
    assert both.kl < 0.002 < seeking.kl


def test_full_covariance_beats_mean_field_on_the_banana_but_leaves_a_gap():
    post = POSTERIORS["banana"]
    assert 0.5 < best(post, FullCovariance).kl < best(post, MeanField).kl - 0.1


@pytest.mark.parametrize("name", ["gaussian", "coin", "logistic", "clusters"])
@pytest.mark.parametrize("family", [Gaussian, Laplace, Student])
def test_landscape_equals_the_elbo_at_every_q_of_it(name, family):
    post = POSTERIORS[name]
    means, stds = np.linspace(-4, 5, 7), np.geomspace(0.02, 6, 6)
    field = landscape(post, family, means, stds)
    expected = [[terms(post, family(float(m), float(s))).elbo for m in means] for s in stds]
    assert field == pytest.approx(np.array(expected), rel=1e-9, abs=1e-8)


def test_landscape_refuses_what_is_out_of_range():
    with pytest.raises(ValueError, match="the width of q is 0.0"):
        landscape(POSTERIORS["coin"], Gaussian, np.linspace(-1, 1, 3), np.array([0.0, 1.0]))


def test_best_stays_finite_on_data_that_is_hard():
    for name, data in (
        ("logistic", [(20.0, 1.0)] * 200),
        ("coin", [1.0] * 200),
        ("clusters", [20.0, -20.0]),
    ):
        post = posterior(MODELS[name], data)
        for family in families_for(1):
            found = best(post, FAMILIES[family])
            assert 0 <= found.kl < 5 and make_q(family, *found.q.parameters) == found.q
    post = posterior(MODELS["line"], [(20.0, 20.0)] * 200)
    assert best(post, FullCovariance).kl < 1e-6
