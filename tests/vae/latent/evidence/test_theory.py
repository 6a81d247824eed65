"""ln p(x) and its bounds against SciPy's integral, against each other, and at their ends."""

import numpy as np
import pytest
from scipy import integrate, special

from explainer.maths.arguments import BadArgument
from explainer.vae.latent.evidence import theory
from explainer.vae.theory import kl_to_prior, reconstruction

RNG = np.random.default_rng(0)
WEIGHTS, SHIFT = RNG.normal(size=(2, 6)) * 1.5, RNG.normal(size=6)
X = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 0.0])


def logits(z):
    """A small decoder that bends, as a network does."""
    return np.tanh(np.asarray(z)) @ WEIGHTS + SHIFT


def joint(y, x):
    """p(X|z) p(z) at z = (x, y), from its definition."""
    p = special.expit(np.tanh([x, y]) @ WEIGHTS + SHIFT)
    return np.where(X == 1, p, 1 - p).prod() * np.exp(-(x * x + y * y) / 2) / (2 * np.pi)


def test_evidence_is_scipy_s_double_integral():
    expected = np.log(integrate.dblquad(joint, -6, 6, -6, 6, epsabs=1e-9)[0])
    assert theory.log_evidence(logits, X) == pytest.approx(expected, abs=1e-8)


def test_evidences_of_all_pictures_sum_to_one():
    every = np.array(np.meshgrid(*[[0.0, 1.0]] * 3)).reshape(3, -1).T
    total = sum(np.exp(theory.log_evidence(lambda z: logits(z)[:, :3], x)) for x in every)
    assert total == pytest.approx(1, abs=1e-8)


def test_a_narrow_posterior_between_the_nodes_is_not_missed():
    """A decoder so sharp that p(z|x) is 0.03 wide, at a place that no coarse node meets."""
    steep = lambda z: 40 * (np.asarray(z) - [0.43, -0.29]) @ np.array([[1.0, -1, 0, 0], [0, 0, 1, -1]])  # noqa: E731
    x = np.array([1.0, 1, 1, 1])
    coarse, fine = theory.log_evidence(steep, x), theory.log_evidence(steep, x, step=0.05, finer=10)
    assert coarse == pytest.approx(fine, abs=1e-6)


def test_bounds_rise_with_k_on_every_draw_and_end_at_the_evidence():
    truth = theory.log_evidence(logits, X)
    mu, logvar = np.array([0.5, 0.1]), np.array([-0.6, -0.6])
    eps = np.random.default_rng(2).standard_normal((2**14, 2))
    found = theory.bounds(theory.log_weights(logits, mu, logvar, X, eps))
    assert found.k.tolist() == [2**i for i in range(15)] and found.groups.tolist() == found.k.tolist()[::-1]
    assert (np.diff(found.mean) >= 0).all()
    assert found.mean[0] < truth - 0.01
    assert abs(found.mean[10] - truth) < 4 * found.error[10] + 0.01


def test_one_weight_on_average_is_the_elbo():
    mu, logvar = np.array([0.5, 0.1]), np.array([-0.6, -0.9])
    recon = reconstruction(logits, mu[None], logvar[None], X[None], 20)[0]
    elbo = recon - kl_to_prior(mu, logvar)
    eps = np.random.default_rng(3).standard_normal((2**16, 2))
    found = theory.bounds(theory.log_weights(logits, mu, logvar, X, eps))
    assert abs(found.mean[0] - elbo) < 4 * found.error[0]


def test_bounds_want_a_power_of_two():
    with pytest.raises(BadArgument, match="is 3; allowed are powers of two"):
        theory.bounds(np.zeros(3))


def test_growing_bounds_keep_what_was_drawn():
    mu, logvar = np.array([0.5, 0.1]), np.array([-0.6, -0.6])
    frames = list(theory.growing_bounds(logits, mu, logvar, X, 64, np.random.default_rng(4)))
    assert [frame.k[-1] for frame in frames] == [2, 4, 8, 16, 32, 64]
    rng = np.random.default_rng(4)
    eps = np.concatenate([rng.standard_normal((n, 2)) for n in (1, 1, 2, 4, 8, 16, 32)])
    whole = theory.bounds(theory.log_weights(logits, mu, logvar, X, eps))
    np.testing.assert_allclose(frames[-1].mean, whole.mean, rtol=1e-12)
