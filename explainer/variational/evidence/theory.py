"""Bayes' rule over one latent number, as the curves that a figure draws."""

from dataclasses import dataclass

import numpy as np

from explainer.maths.arguments import BadArgument
from explainer.variational.posteriors.base import Array
from explainer.variational.posteriors.theory import Posterior


@dataclass(frozen=True)
class Bayes:
    """Prior, likelihood, their product and the posterior on a grid of one latent number, (n,) each.

    The product is usually tiny: `joint` is p(x, z)·e^−shift and `evidence` the area under it, so
    that both can be drawn; ln p(x) = ln evidence + shift. The maximum of `likelihood` is scaled to 1.
    """

    grid: Array
    prior: Array
    likelihood: Array
    joint: Array
    posterior: Array
    evidence: float
    shift: float
    log_evidence: float


def bayes(post: Posterior, grid: Array, shift: float | None = None) -> Bayes:
    """Bayes' rule on `grid` (n,); without `shift` the maximum of `joint` is 1.

    BadArgument about "model" unless it has one latent number.
    """
    model = post.model
    if model.dim != 1:
        raise BadArgument("model", f"the model is {model.NAME!r}; allowed are those with one latent number")
    log_prior, log_likelihood = model.log_prior(grid), model.log_likelihood(grid, post.x)
    shift = float(np.max(log_prior + log_likelihood)) if shift is None else shift
    return Bayes(
        grid=grid,
        prior=np.exp(log_prior),
        likelihood=np.exp(log_likelihood - log_likelihood.max()),
        joint=np.exp(log_prior + log_likelihood - shift),
        posterior=np.exp(post.log_density(grid)),
        evidence=float(np.exp(post.log_evidence - shift)),
        shift=shift,
        log_evidence=post.log_evidence,
    )
