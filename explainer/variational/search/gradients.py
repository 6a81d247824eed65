"""Three gradients of the ELBO over q's unconstrained parameters: exact, pathwise, score."""

import numpy as np

from explainer.variational.families.one_number import Family
from explainer.variational.posteriors.base import Array
from explainer.variational.posteriors.theory import Posterior, rule

# exact: by quadrature, no noise; pathwise: z = g(ε; θ), the sample moves with q and its slope is followed;
# score: the slope of ln q at a sample, weighted by ln p(x, z) − ln q(z), much noise
GRADIENTS = ("exact", "pathwise", "score")
MAX_SAMPLES = 10_000


def elbo_and_gradient(post: Posterior, q: Family) -> tuple[float, Array]:
    """L(q) in nats and ∂L/∂theta (P,), by quadrature: E_q[(ln p(x, z) − ln q) ∂ ln q]."""
    z, weights = rule(post, q)
    log_q = q.log_density(z)
    under = weights * np.exp(log_q)
    worth = post.model.log_joint(z, post.x) - log_q
    elbo = float(under @ worth)
    # E_q[∂ ln q/∂theta] = 0: any constant may be subtracted; the mean keeps rounding small
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
    """∂L/∂theta (P,) by one of GRADIENTS: exact, or the mean of `samples` draws."""
    if kind == "exact":
        return elbo_and_gradient(post, q)[1]
    return draws(post, q, kind, samples, rng).mean(axis=0)
