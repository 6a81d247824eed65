"""A posterior and a q as texts that the divergence calculator reads, such as "normal(0, 1)"."""

from itertools import product

import numpy as np

from explainer.maths.arguments import BadArgument
from explainer.variational.families.mixture import Mixture
from explainer.variational.families.one_number import Family, Gaussian, Laplace, LocationScale, Student
from explainer.variational.posteriors.one_number import Clusters, GaussianMean
from explainer.variational.posteriors.theory import Posterior

MOST_PARTS = 64  # of the calculator's mixtures
MOST_POINTS = 14  # of a posterior's 2^14 parts the heaviest are taken


def of_posterior(post: Posterior) -> str | None:
    """p(z | x) as text; None where the calculator has no family that holds it."""
    if isinstance(post.model, GaussianMean):
        return _call("normal", *post.model.posterior_moments(post.x))
    if isinstance(post.model, Clusters):
        return _clusters(post.model, post.x)
    return None


def of_q(q: Family) -> str:
    """q(z) as text; BadArgument where q is over two latent numbers."""
    if isinstance(q, Mixture):
        weights = q.weight, 1 - q.weight
        return " + ".join(f"{w:.12g}*{of_q(part)}" for w, part in zip(weights, q.parts, strict=True))
    if not isinstance(q, LocationScale):
        raise BadArgument("q", f"the family is {q.NAME!r}; allowed are those over one latent number")
    names = {Gaussian: ("normal",), Laplace: ("laplace",), Student: ("student_t", Student.DF)}
    name, *first = names[type(q)]
    return _call(name, *first, q.mean, q.scale)


def _clusters(model: Clusters, x: np.ndarray) -> str | None:
    """The product over the x of sums of two, for z and for −z, as a sum of 2ⁿ normals of one width.

    None where the heaviest `MOST_PARTS` leave out more than 1e-12.
    """
    if len(x) > MOST_POINTS:
        return None
    sides = np.array(list(product((1.0, -1.0), repeat=len(x))))
    precision = 1 / model.prior_std**2 + len(x) / model.noise_std**2
    means = sides @ x / model.noise_std**2 / precision
    odds = np.where(sides > 0, np.log(model.weight), np.log1p(-model.weight)).sum(1)
    logs = odds + 0.5 * precision * means**2
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    heavy = np.argsort(weights)[::-1][:MOST_PARTS]
    heavy = heavy[weights[heavy] > 1e-15]
    if weights[heavy].sum() < 1 - 1e-12:
        return None
    shares = weights[heavy] / weights[heavy].sum()
    std = float(precision**-0.5)
    parts = zip(shares.tolist(), means[heavy].tolist(), strict=True)
    return " + ".join(f"{w:.12g}*{_call('normal', mean, std)}" for w, mean in parts)


def _call(name: str, *numbers: float) -> str:
    return f"{name}({', '.join(f'{value:.10g}' for value in numbers)})"
