"""The best q of a family under each direction of KL, and the ELBO's landscape over (mean, std)."""

from dataclasses import dataclass

import numpy as np

from explainer.variational.families.mixture import Mixture
from explainer.variational.families.one_number import (
    MAX_MEAN,
    MAX_STD,
    MIN_STD,
    Family,
    Gaussian,
    Laplace,
    LocationScale,
)
from explainer.variational.families.two_numbers import MAX_CORRELATION, FullCovariance, MeanField
from explainer.variational.posteriors.base import Array
from explainer.variational.posteriors.rules import composite, divergence, merge, with_kink
from explainer.variational.posteriors.theory import Posterior, rule, terms
from explainer.variational.search.gradients import elbo_and_gradient


@dataclass(frozen=True)
class Best:
    """The best q of its family, its ELBO and both divergences in nats: D(q‖p) and D(p‖q)."""

    q: Family
    elbo: float
    kl: float
    forward_kl: float


def best(post: Posterior, family: type[Family]) -> Best:
    """argmax of the ELBO = argmin of D(q ‖ p(z|x)) over the family, from several starts."""

    def down(theta: Array) -> tuple[float, Array]:
        elbo, slope = elbo_and_gradient(post, family.from_theta(theta))
        return -elbo, -slope

    return judge(post, _minimise(down, starts(post, family), family))


def forward(post: Posterior, family: type[Family]) -> Best:
    """argmin of D(p(z|x) ‖ q) over the family: the posterior's moments for every Gaussian one."""
    if family is Gaussian:
        return judge(post, Gaussian(float(post.mean), float(post.std)))
    if family.DIM == 2:
        return judge(post, _moments2d(post, family))

    def down(theta: Array) -> tuple[float, Array]:
        q = family.from_theta(theta)
        z, weights = rule(post, q)
        p = weights * np.exp(post.log_density(z))
        return -float(p @ q.log_density(z)), -(q.score(z) @ p)

    return judge(post, _minimise(down, starts(post, family), family))


def judge(post: Posterior, q: Family) -> Best:
    """A q with its ELBO and both divergences."""
    t = terms(post, q)
    return Best(q, t.elbo, t.kl, forward_kl(post, q))


def forward_kl(post: Posterior, q: Family) -> float:
    """D(p(z|x) ‖ q) in nats, ≥ 0."""
    if q.DIM == 2:
        z, log_p = post.z, post.log_density(post.z)
        with np.errstate(divide="ignore", invalid="ignore"):
            weights = np.where(post.mass > 0, post.mass / np.exp(log_p), 0.0)
        return divergence(weights, log_p, q.log_density(z))
    z, weights = rule(post, q)
    return divergence(weights, post.log_density(z), q.log_density(z))


def starts(post: Posterior, family: type[Family]) -> list[Family]:
    """The starts of a search: the posterior's moments, and those of each of its modes."""
    if family.DIM == 2:
        sides = [_part(post, post.z[:, 0] < 0), _part(post, post.z[:, 0] >= 0)]
        return [_moments2d(post, family)] + [_moments2d(side, family) for side in sides if side]
    overall = _moments1d(post)
    modes = [_moments1d(part) for part in _basins(post)]
    if family is Mixture:
        mean, std = overall
        shifted = Mixture(0.5, _mean(mean - std / 2), std, _mean(mean + std / 2), std)
        nested = Mixture(0.5, mean, _std(std * 0.7), mean, _std(std * 1.3))
        if len(modes) < 2:
            return [shifted, nested]
        share = float(np.clip(_basins(post)[0].mass.sum(), 0.01, 0.99))
        return [Mixture(share, *modes[0], *modes[1]), shifted, nested]
    return [family(*moments) for moments in ([overall, *modes] if len(modes) > 1 else [overall])]


def landscape(post: Posterior, family: type[LocationScale], means: Array, stds: Array) -> Array:
    """L(q) in nats on a grid, (len(stds), len(means)), over one latent number; `means` increase.

    BadArgument about "mean" or "std" where the grid leaves the family's range.
    """
    means, stds = np.asarray(means, dtype=np.float64), np.asarray(stds, dtype=np.float64)
    for mean in means[[0, -1]]:
        for std in (stds.min(), stds.max()):
            family(float(mean), float(std))  # raises BadArgument where it is out of range
    kink = post.model.kink(post.x)
    rows = []
    for std in stds:
        q = family(float(means[0]), float(std))
        cuts = q.scale * family.CUTS
        count = int(np.ceil((means[-1] - means[0]) / (1.5 * q.scale)))
        middle = np.linspace(means[0], means[-1], count + 1)
        edges = merge(means[0] + cuts[cuts <= 0], middle, means[-1] + cuts[cuts >= 0])
        if family is Laplace:
            edges = merge(edges, means)  # it has a kink at each mean
        z, weights = composite(with_kink(edges, kink), lean=True)
        under = weights * np.exp(q.log_density(z - (means - means[0])[:, None]))
        rows.append(under @ post.model.log_joint(z, post.x) + q.entropy())
    return np.array(rows)


def _minimise(down, begin: list[Family], family: type[Family]) -> Family:
    """The q with the smallest `down` (value, slope) that L-BFGS-B finds from the starts."""
    from scipy.optimize import minimize

    wide, logs = (-MAX_MEAN, MAX_MEAN), (np.log(MIN_STD) + 1e-9, np.log(MAX_STD) - 1e-9)
    limits = {"ln": logs, "me": wide, "lo": (-13.0, 13.0)}
    limits["at"] = (-np.arctanh(MAX_CORRELATION) + 1e-9, np.arctanh(MAX_CORRELATION) - 1e-9)
    bounds = [limits[name[:2]] for name in family.THETA]
    options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500, "maxcor": 20}
    found = [minimize(down, q.theta, jac=True, method="L-BFGS-B", bounds=bounds, options=options) for q in begin]
    return family.from_theta(min(found, key=lambda result: result.fun).x)


def _moments1d(post: "Posterior | _Part") -> tuple[float, float]:
    return _mean(float(post.mean)), _std(float(post.std))


def _moments2d(post: "Posterior | _Part", family: type[Family]) -> Family:
    mean = [_mean(m) for m in post.mean.tolist()]
    std = [_std(s) for s in post.std.tolist()]
    if family is MeanField:
        return MeanField(*mean, *std)
    rho = float(post.cov[0, 1] / np.sqrt(post.cov[0, 0] * post.cov[1, 1]))
    return FullCovariance(*mean, *std, float(np.clip(rho, -MAX_CORRELATION, MAX_CORRELATION)))


def _mean(value: float) -> float:
    return float(np.clip(value, -MAX_MEAN, MAX_MEAN))


def _std(value: float) -> float:
    return float(np.clip(value, MIN_STD, MAX_STD))


class _Part(Posterior):
    """Some nodes of a posterior, with the moments of these alone."""

    @property
    def mean(self):
        return self.mass @ self.z / self.mass.sum()

    @property
    def std(self):
        return np.sqrt(self.mass @ (self.z - self.mean) ** 2 / self.mass.sum())

    @property
    def cov(self):
        r = self.z - self.mean
        return (self.mass[:, None] * r).T @ r / self.mass.sum()


def _part(post: Posterior, chosen: Array) -> "_Part | None":
    mass = np.where(chosen, post.mass, 0.0)
    if mass.sum() < 1e-6:
        return None
    return _Part(post.model, post.x, post.z, mass, post.edges, post.log_evidence)


def _basins(post: Posterior) -> list[_Part]:
    """The nodes of each mode of a posterior over one latent number, separated at its minima."""
    log_p = post.log_density(post.z)
    falls = np.diff(log_p) < 0
    valleys = np.flatnonzero(falls[:-1] & ~falls[1:]) + 1
    cuts = [-np.inf, *post.z[valleys], np.inf]
    parts = [_part(post, (post.z >= lo) & (post.z < hi)) for lo, hi in zip(cuts, cuts[1:], strict=False)]
    return [part for part in parts if part is not None]
