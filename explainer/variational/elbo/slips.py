"""The slides' wrong lines of the derivation and the right ones, evaluated at one q."""

from dataclasses import dataclass
from math import inf

import numpy as np

from explainer.variational.families.one_number import Family
from explainer.variational.posteriors.rules import divergence
from explainer.variational.posteriors.theory import Posterior, Terms, terms


@dataclass(frozen=True)
class Slip:
    """Both sides of a slide's line and of the right line at one q, in nats.

    `slide_holds` says whether the slide's line happens to be true of these numbers.
    """

    slide_left: float
    slide_right: float
    right_left: float
    right_right: float
    slide_holds: bool


def slips(post: Posterior, q: Family) -> tuple[Slip, ...]:
    """The five slips of the section's README, in its order, evaluated at q."""
    t = terms(post, q)
    return (_mass(t), _signs(t), _struck(t), _strict(post), _sum(t))


def _mass(t: Terms) -> Slip:
    """E[ln p(X)] = ln p(X) ∫ q(Z | X, Z) dZ instead of ln p(X) ∫ q(Z) dZ.

    Read literally, q(Z | X, Z) is certain at every Z, and its integral over the axis is infinite.
    """
    return Slip(t.mean_evidence, t.log_evidence * inf, t.mean_evidence, t.log_evidence * t.mass, False)


def _signs(t: Terms) -> Slip:
    """ln p(X) ≥ E[ln q(Z)] − E[ln p(X, Z)] + D: both signs are wrong, and it is an equality."""
    wrong = t.log_q - t.log_joint + t.kl
    return Slip(t.log_evidence, wrong, t.log_evidence, t.elbo + t.kl, t.log_evidence >= wrong)


def _struck(t: Terms) -> Slip:
    """The same without D: the slide's right side is minus the ELBO."""
    wrong = t.log_q - t.log_joint
    return Slip(t.log_evidence, wrong, t.log_evidence, t.elbo, t.log_evidence >= wrong)


def _strict(post: Posterior) -> Slip:
    """D(q ‖ p(Z | X)) > 0 instead of ≥ 0: at q = p(Z | X) it is exactly 0."""
    inside = post.mass > 0
    log_p = post.log_density(post.z)[inside]
    own = divergence(post.mass[inside] / np.exp(log_p), log_p, log_p)
    return Slip(own, 0.0, own, 0.0, own > 0)


def _sum(t: Terms) -> Slip:
    """D = L(q) + ln p(Z) instead of ln p(X) = L(q) + D; the mean of ln p(Z) under q stands for it."""
    wrong = t.log_weight + t.log_prior
    return Slip(t.kl, wrong, t.log_evidence, t.log_weight + t.kl, abs(t.kl - wrong) < 1e-7)
