"""The posterior, the evidence and every term of the ELBO and the gap, each by quadrature."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.arguments import BadArgument
from explainer.variational.families.one_number import Family
from explainer.variational.posteriors.base import Array, Model
from explainer.variational.posteriors.rules import (
    TRAPEZOID,
    composite,
    divergence,
    merge,
    panels,
    windows,
    with_kink,
)


@dataclass(frozen=True, eq=False)
class Posterior:
    """p(z | x) on quadrature nodes z, (n,) or (n, 2), with the probability `mass` (n,) of each.

    `edges` are the panel edges of the first latent number; `log_evidence` is ln p(x) in nats.
    """

    model: Model
    x: Array
    z: Array
    mass: Array
    edges: Array
    log_evidence: float

    @property
    def mean(self) -> Array:
        """E[z | x], a number or (2,)."""
        return self.mass @ self.z

    @property
    def std(self) -> Array:
        """Standard deviation of each latent number."""
        return np.sqrt(self.mass @ (self.z - self.mean) ** 2)

    @property
    def cov(self) -> Array:
        """Covariance (2, 2), two latent numbers."""
        r = self.z - self.mean
        return (self.mass[:, None] * r).T @ r

    def log_density(self, z: Array) -> Array:
        """ln p(z | x) = ln p(x, z) − ln p(x)."""
        return self.model.log_joint(z, self.x) - self.log_evidence


def posterior(model: Model, data: ArrayLike) -> Posterior:
    """p(z | x) and ln p(x) by quadrature over p(x, z); BadArgument from the data's check."""
    x = model.check(data)
    return _posterior(model, tuple(map(tuple, x.tolist())) if x.ndim > 1 else tuple(x.tolist()))


@lru_cache(maxsize=64)  # a pure function of its arguments: dragging q doesn't change the data
def _posterior(model: Model, data: tuple) -> Posterior:
    x = np.array(data)
    lo, hi, curvature = model.bracket(x)
    if model.dim == 1:
        edges = panels(windows(lambda z: model.log_joint(z, x), lo, hi, curvature))
        edges = with_kink(edges, model.kink(x))
        z, weights = composite(edges)
    else:
        edges = panels(windows(lambda z1: _marginal(model, z1, x), lo, hi, curvature))
        z1, outer = composite(edges)
        z, weights = _fibres(model, z1, outer, x)
    log_joint = model.log_joint(z, x)
    top = log_joint.max()
    scaled = weights * np.exp(log_joint - top)
    total = scaled.sum()
    mass = scaled / total
    for array in (x, z, mass, edges):
        array.flags.writeable = False  # shared by all calls that ask for this posterior
    return Posterior(model, x, z, mass, edges, float(top + np.log(total)))


def _fibres(model: Model, z1: Array, outer: Array, x: Array) -> tuple[Array, Array]:
    """Nodes (n m, 2) and weights (n m,): for each z1 a trapezoid rule over z2's mass."""
    centre, width = model.conditional(z1, x)
    z2 = centre[:, None] + width * TRAPEZOID
    z = np.stack([np.broadcast_to(z1[:, None], z2.shape), z2], axis=-1)
    step = width * (TRAPEZOID[1] - TRAPEZOID[0])
    return z.reshape(-1, 2), np.repeat(outer * step, len(TRAPEZOID))


def _marginal(model: Model, z1: Array, x: Array) -> Array:
    """ln ∫ p(x, z1, z2) dz2, of z1's shape."""
    flat = z1.ravel()
    z, weights = _fibres(model, flat, np.ones_like(flat), x)
    log_joint = model.log_joint(z, x).reshape(len(flat), -1)
    top = log_joint.max(axis=1)
    area = np.sum(weights.reshape(log_joint.shape) * np.exp(log_joint - top[:, None]), axis=1)
    return (top + np.log(area)).reshape(z1.shape)


@dataclass(frozen=True)
class Terms:
    """Every expectation under one q that the chapter uses, in nats; E is the mean under q."""

    log_evidence: float  # ln p(x)
    mass: float  # ∫ q(z) dz
    log_q: float  # E[ln q(z)]
    log_joint: float  # E[ln p(x, z)]
    log_prior: float  # E[ln p(z)]
    log_likelihood: float  # E[ln p(x | z)]
    log_posterior: float  # E[ln p(z | x)]
    log_ratio: float  # E[ln q(z)/p(z | x)], as one integral
    log_weight: float  # E[ln p(x, z)/q(z)], as one integral: the ELBO by its definition
    mean_evidence: float  # E[ln p(x)], the mean of a constant
    kl: float  # D(q ‖ p(z | x)), by an integrand that is nowhere negative
    kl_prior: float  # D(q ‖ p(z)), likewise

    @property
    def entropy(self) -> float:
        """H[q] = −E[ln q(z)]."""
        return -self.log_q

    @property
    def elbo(self) -> float:
        """L(q) = E[ln p(x, z)] − E[ln q(z)]."""
        return self.log_joint - self.log_q

    @property
    def mismatch(self) -> float:
        """L(q) + D(q ‖ p(z | x)) − ln p(x): 0 up to the quadrature's error."""
        return self.elbo + self.kl - self.log_evidence


def rule(post: Posterior, q: Family, finer: int = 1) -> tuple[Array, Array]:
    """Nodes and weights for integrals under q, which also resolve the posterior and its kinks.

    `finer` divides each panel (each step, for two latent numbers) into that many. Raises
    BadArgument about "q" where q and the model differ in dimension.
    """
    if q.DIM != post.model.dim:
        raise BadArgument(
            "q",
            f"the family is {q.NAME!r}, which is over {q.DIM} latent numbers; "
            f"allowed for the model {post.model.NAME!r} is one over {post.model.dim}",
        )
    if q.DIM == 2:
        steps = np.linspace(TRAPEZOID[0], TRAPEZOID[-1], finer * (len(TRAPEZOID) - 1) + 1)
        t = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
        cell = (steps[1] - steps[0]) ** 2 * np.linalg.det(q.root)
        return q.mean + t @ q.root.T, np.full(len(t), cell)
    edges = with_kink(merge(q.edges(), post.edges), post.model.kink(post.x))
    if finer > 1:
        edges = np.unique(np.linspace(edges[:-1], edges[1:], finer + 1))
    return composite(edges)


def terms(post: Posterior, q: Family) -> Terms:
    """All terms at q by one rule; BadArgument where q and the model differ in dimension."""
    z, weights = rule(post, q)
    log_q = q.log_density(z)
    log_prior = post.model.log_prior(z)
    log_likelihood = post.model.log_likelihood(z, post.x)
    log_joint = log_prior + log_likelihood
    log_posterior = log_joint - post.log_evidence
    under = weights * np.exp(log_q)

    def mean(values: Array) -> float:
        return float(under @ values)

    return Terms(
        log_evidence=post.log_evidence,
        mass=float(under.sum()),
        log_q=mean(log_q),
        log_joint=mean(log_joint),
        log_prior=mean(log_prior),
        log_likelihood=mean(log_likelihood),
        log_posterior=mean(log_posterior),
        log_ratio=mean(log_q - log_posterior),
        log_weight=mean(log_joint - log_q),
        mean_evidence=mean(np.full_like(log_q, post.log_evidence)),
        kl=divergence(weights, log_q, log_posterior),
        kl_prior=divergence(weights, log_q, log_prior),
    )
