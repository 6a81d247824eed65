"""What the figures ask for: Bayes drawn, the ELBO's three faces, the families side by side."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from explainer.variational.base import Array, Model, whole
from explainer.variational.best import Best, best, forward
from explainer.variational.families import Family
from explainer.variational.families2d import FAMILIES, families_for
from explainer.variational.models import Coin
from explainer.variational.theory import Posterior, Terms, posterior


@dataclass(frozen=True)
class Bayes:
    """Prior, likelihood, their product and the posterior over one latent number's grid, (n,) each.

    The product is tiny in general: `joint` is p(x, z)·e^−shift and `evidence` the area under it, so
    that both can be drawn; ln p(x) = ln evidence + shift. `likelihood` is drawn with its top at 1.
    """

    grid: Array
    prior: Array
    likelihood: Array
    joint: Array
    posterior: Array
    evidence: float
    shift: float
    log_evidence: float


def bayes(model: Model, data: ArrayLike, points: int = 400) -> Bayes:
    """Bayes' rule drawn for a model with one latent number; ValueError for another."""
    if model.dim != 1:
        raise ValueError(f"the model is {model.NAME!r}; allowed are those with one latent number")
    points, post = whole("points", points, 2, 10_000), posterior(model, data)
    grid = np.linspace(*view(post)[0], points)
    log_prior, log_likelihood = model.log_prior(grid), model.log_likelihood(grid, post.x)
    shift = float(np.max(log_prior + log_likelihood))
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


def view(post: Posterior) -> tuple[tuple[float, float], ...]:
    """For each latent number the interval (lo, hi) that a figure should show.

    The posterior's quantiles 1e−4 and 1 − 1e−4, and half of their distance to spare on each side.
    """
    columns = post.z[:, None] if post.z.ndim == 1 else post.z
    intervals = []
    for z in columns.T:
        order = np.argsort(z)
        below = np.cumsum(post.mass[order])
        lo, hi = (float(z[order][np.searchsorted(below, p)]) for p in (1e-4, 1 - 1e-4))
        intervals.append((lo - (hi - lo) / 2, hi + (hi - lo) / 2))
    return tuple(intervals)


@dataclass(frozen=True)
class Field:
    """The posterior over two latent numbers: its density (len(y), len(x)) on two axes."""

    x: Array
    y: Array
    density: Array


def field(post: Posterior, points: int = 80) -> Field:
    """p(z | x) on a grid for contours, two latent numbers; ValueError for one."""
    if post.model.dim != 2:
        raise ValueError(f"the model is {post.model.NAME!r}; allowed are those with two numbers")
    x, y = (np.linspace(*ends, whole("points", points, 2, 400)) for ends in view(post))
    z = np.stack(np.meshgrid(x, y), axis=-1)
    return Field(x, y, np.exp(post.log_density(z)))


def ellipse(q: Family, points: int = 73, reach: float = 1.0) -> Array:
    """The closed curve (points, 2) at `reach` standard deviations of a Gaussian q over two."""
    turn = np.linspace(0, 2 * np.pi, points)
    return q.mean + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1) @ q.root.T


@dataclass(frozen=True)
class Face:
    """One way to write the ELBO: its parts (name, LaTeX, signed value in nats) and their sum."""

    name: str
    parts: tuple[tuple[str, str, float], ...]

    @property
    def total(self) -> float:
        """The sum of the parts, the ELBO."""
        return sum(value for _, _, value in self.parts)


def faces(t: Terms) -> tuple[Face, Face, Face]:
    """The ELBO as energy and entropy, as reconstruction and price, as evidence and gap."""
    return (
        Face(
            "energy and entropy",
            (
                ("mean of the joint", r"\mathbb{E}_q[\ln p(x,z)]", t.log_joint),
                ("entropy of q", r"H[q]", t.entropy),
            ),
        ),
        Face(
            "fit and price",
            (
                ("how well z explains x", r"\mathbb{E}_q[\ln p(x\mid z)]", t.log_likelihood),
                ("how far q left the prior", r"-D(q\,\|\,p(z))", -t.kl_prior),
            ),
        ),
        Face(
            "evidence and gap",
            (
                ("the evidence", r"\ln p(x)", t.log_evidence),
                ("the gap", r"-D(q\,\|\,p(z\mid x))", -t.kl),
            ),
        ),
    )


@dataclass(frozen=True)
class Compared:
    """A family on one posterior: its best q under D(q‖p), and under D(p‖q); `holds` it: gap 0."""

    family: str
    title: str
    reverse: Best
    forward: Best
    holds: bool


def compare(model: Model, data: ArrayLike) -> tuple[Compared, ...]:
    """Every family for the model's number of latent numbers, both best q's beside one another."""
    post = posterior(model, data)
    found = []
    for name in families_for(model.dim):
        family = FAMILIES[name]
        reverse = best(post, family)
        found.append(Compared(name, family.TITLE, reverse, forward(post, family), reverse.kl < 1e-10))
    return tuple(found)


def chance_curves(model: Coin, curves: Bayes) -> tuple[Array, Array, Array]:
    """The coin's prior and posterior densities over the chance c itself: c, p(c), p(c | x).

    dc/dz = c (1 − c), by which a density over z is divided.
    """
    c = model.chance(curves.grid)
    slope = c * (1 - c)
    return c, curves.prior / slope, curves.posterior / slope
