"""Three gradients of the ELBO over q's unconstrained parameters: exact, pathwise, score."""

from dataclasses import dataclass

import numpy as np

from explainer.variational.base import Array, choice, whole
from explainer.variational.families import Family
from explainer.variational.theory import Posterior, rule

GRADIENTS = {
    "exact": "by quadrature: no noise",
    "pathwise": "z = g(ε; θ): the sample moves with q, and its slope is followed",
    "score": "ln q's slope at a sample, weighted by what the sample is worth: high noise",
}
MAX_SAMPLES = 10_000


def elbo_and_gradient(post: Posterior, q: Family) -> tuple[float, Array]:
    """L(q) in nats and ∂L/∂theta (P,), by quadrature: E_q[(ln p(x, z) − ln q) ∂ ln q]."""
    z, weights = rule(post, q)
    log_q = q.log_density(z)
    under = weights * np.exp(log_q)
    worth = post.model.log_joint(z, post.x) - log_q
    elbo = float(under @ worth)
    # E_q[∂ ln q/∂theta] = 0, so that any constant may be taken off: the mean, against rounding.
    return elbo, q.score(z) @ (under * (worth - elbo))


def draws(post: Posterior, q: Family, kind: str, samples: int, rng: np.random.Generator) -> Array:
    """`samples` independent unbiased draws (samples, P) of ∂L/∂theta; kind pathwise or score."""
    model, x = post.model, post.x
    if kind == "pathwise":
        return q.pathwise(lambda z: (model.log_joint(z, x), model.grad_log_joint(z, x)), rng, samples)
    z = q.sample(rng, samples)
    worth = model.log_joint(z, x) - q.log_density(z)
    return (q.score(z) * worth).T


def gradient(post: Posterior, q: Family, kind: str, samples: int, rng: np.random.Generator) -> Array:
    """∂L/∂theta (P,) of the kind called exact, pathwise or score, the latter two over samples."""
    if kind == "exact":
        return elbo_and_gradient(post, q)[1]
    return draws(post, q, kind, samples, rng).mean(axis=0)


@dataclass(frozen=True)
class Noise:
    """One estimator at one q: per parameter (P,) the exact gradient, the draws' mean and std."""

    kind: str
    exact: Array
    mean: Array
    std: Array
    samples: int

    @property
    def z(self) -> Array:
        """(mean − exact) over its standard error: about N(0, 1) where the estimator is unbiased."""
        return (self.mean - self.exact) / (self.std / self.samples**0.5)


def gradient_noise(post: Posterior, q: Family, kind: str, samples: int = 2000, seed: int = 0) -> Noise:
    """Mean and spread of single draws of an estimator beside the exact gradient, seeded."""
    choice("gradient", kind, ("pathwise", "score"))
    samples = whole("samples", samples, 2, MAX_SAMPLES)
    g = draws(post, q, kind, samples, np.random.default_rng(whole("seed", seed, 0, 2**32 - 1)))
    exact = elbo_and_gradient(post, q)[1]
    return Noise(kind, exact, g.mean(axis=0), g.std(axis=0, ddof=1), samples)
