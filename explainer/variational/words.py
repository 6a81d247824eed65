"""A posterior and a q in the words of the divergence calculator, where it has words for them."""

from itertools import product

import numpy as np

from explainer.variational.families import Family, Gaussian, Laplace, LocationScale, Student
from explainer.variational.mixture import Mixture
from explainer.variational.models import Clusters, GaussianMean
from explainer.variational.theory import Posterior

MOST_PARTS = 64  # of the calculator's mixtures
MOST_POINTS = 14  # 2^14 parts are weighed, the heavy ones kept


def of_posterior(post: Posterior) -> str | None:
    """p(z | x) in words; None where the calculator has no family that holds it."""
    if isinstance(post.model, GaussianMean):
        return _call("normal", *post.model.posterior_moments(post.x))
    if isinstance(post.model, Clusters):
        return _clusters(post.model, post.x)
    return None


def of_q(q: Family) -> str:
    """q(z) in words."""
    if isinstance(q, Mixture):
        weights = q.weight, 1 - q.weight
        return " + ".join(f"{w:.12g}*{of_q(part)}" for w, part in zip(weights, q.parts, strict=True))
    if not isinstance(q, LocationScale):
        raise ValueError(f"the family is {q.NAME!r}; allowed are those over one latent number")
    names = {Gaussian: ("normal",), Laplace: ("laplace",), Student: ("student_t", Student.DF)}
    name, *first = names[type(q)]
    return _call(name, *first, q.mean, q.scale)


def _clusters(model: Clusters, x: np.ndarray) -> str | None:
    """Every x is from the cluster at z or at −z: the product of sums is a sum of 2ⁿ normals.

    All have the same width. None where the heaviest `MOST_PARTS` leave out more than 1e-12.
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
    kept = np.argsort(weights)[::-1][:MOST_PARTS]
    kept = kept[weights[kept] > 1e-15]
    if weights[kept].sum() < 1 - 1e-12:
        return None
    shares = weights[kept] / weights[kept].sum()
    std = float(precision**-0.5)
    parts = zip(shares.tolist(), means[kept].tolist(), strict=True)
    return " + ".join(f"{w:.12g}*{_call('normal', mean, std)}" for w, mean in parts)


def _call(name: str, *numbers: float) -> str:
    return f"{name}({', '.join(f'{value:.10g}' for value in numbers)})"
