"""From D(q ‖ p(Z|X)) to ln p(X) = L(q) + D(q ‖ p(Z|X)), a step at a time, and the slides' slips."""

from dataclasses import dataclass

import numpy as np

from explainer.maths.derivation import Line, Step, Term, evaluate
from explainer.variational.families import Family
from explainer.variational.rules import divergence
from explainer.variational.theory import Posterior, Terms, terms

KL = Term(r"D(q\,\|\,p(Z\mid X))", lambda t: t.kl)
RATIO = Term(r"\mathbb{E}_q\!\left[\ln\frac{q(Z)}{p(Z\mid X)}\right]", lambda t: t.log_ratio)
LOG_Q = Term(r"\mathbb{E}_q[\ln q(Z)]", lambda t: t.log_q)
LOG_POSTERIOR = Term(r"\mathbb{E}_q[\ln p(Z\mid X)]", lambda t: t.log_posterior)
BAYES = Term(r"\mathbb{E}_q\!\left[\ln\frac{p(X,Z)}{p(X)}\right]", lambda t: t.log_posterior)
LOG_JOINT = Term(r"\mathbb{E}_q[\ln p(X,Z)]", lambda t: t.log_joint)
MEAN_EVIDENCE = Term(r"\mathbb{E}_q[\ln p(X)]", lambda t: t.mean_evidence)
EVIDENCE_MASS = Term(r"\ln p(X)\int q(Z)\,dZ", lambda t: t.log_evidence * t.mass)
EVIDENCE = Term(r"\ln p(X)", lambda t: t.log_evidence)
ELBO = Term(r"\mathcal{L}(q)", lambda t: t.log_weight)

STEPS: tuple[Step, ...] = (
    Step(
        "the gap",
        (KL,),
        (RATIO.new,),
        "What we want small: how far q is from the posterior. By definition it is the mean, under "
        "q, of the logarithm of the quotient.",
    ),
    Step(
        "split the quotient",
        (KL,),
        (LOG_Q.new, -LOG_POSTERIOR.new),
        "The logarithm of a quotient is a difference, and the mean of a difference is the "
        "difference of the means.",
    ),
    Step(
        "Bayes",
        (KL,),
        (LOG_Q, -BAYES.new),
        "Bayes' rule: the posterior is the joint density divided by the evidence. The joint is "
        "known at every z; the evidence isn't.",
    ),
    Step(
        "split again",
        (KL,),
        (LOG_Q, -LOG_JOINT.new, MEAN_EVIDENCE.new),
        "Again the logarithm of a quotient; minus times minus makes the last sign a plus.",
    ),
    Step(
        "take the constant out",
        (KL,),
        (LOG_Q, -LOG_JOINT, EVIDENCE_MASS.new),
        "The mean under q is an integral over Z, and ln p(X) doesn't depend on Z: it may stand "
        "before the integral.",
    ),
    Step(
        "q integrates to one",
        (KL,),
        (LOG_Q, -LOG_JOINT, EVIDENCE.new),
        "q is a density, so the integral of q(Z) dZ is 1, whatever q is.",
    ),
    Step(
        "solve for the evidence",
        (EVIDENCE.new,),
        (LOG_JOINT.new, -LOG_Q.new, KL.new),
        "Add and subtract on both sides until ln p(X) stands alone: signs turn, nothing else.",
    ),
    Step(
        "name the bound",
        (EVIDENCE,),
        (ELBO.new, KL),
        "The two means that can be computed without p(X) get a name: the evidence lower bound, "
        "the mean of ln p(X,Z)/q(Z) under q. What is left over is the gap.",
    ),
)

CONSEQUENCE = Step(
    "drop the gap",
    (EVIDENCE,),
    (ELBO.new,),
    "A divergence is never below 0, and is 0 where q is the posterior: without it the right side "
    "can only be smaller. ln p(X) doesn't move with q, so raising the bound closes the gap.",
    relation="≥",
)


def derivation(post: Posterior, q: Family) -> tuple[Line, ...]:
    """The eight equalities with both sides in nats at that q."""
    return evaluate(STEPS, terms(post, q))


def consequence(post: Posterior, q: Family) -> Line:
    """ln p(X) ≥ L(q) with its numbers; the difference is the gap."""
    return evaluate((CONSEQUENCE,), terms(post, q))[0]


@dataclass(frozen=True)
class Slip:
    """What a slide says and what is right, each a line with the numbers it gives at one q.

    `slide_holds` tells whether the slide's line happens to be true of these numbers.
    """

    row: str  # of the talk: 2c or 2d
    slide: str  # LaTeX
    right: str  # LaTeX
    why: str
    slide_left: float
    slide_right: float
    right_left: float
    right_right: float
    slide_holds: bool


def slips(post: Posterior, q: Family) -> tuple[Slip, ...]:
    """The slides' wrong lines of the derivation and of the ELBO, evaluated at that q, in nats."""
    t = terms(post, q)
    return (_mass(t), _signs(t), _struck(t), _strict(post), _sum(t))


def _mass(t: Terms) -> Slip:
    with np.errstate(invalid="ignore"):
        value = float(np.multiply(t.log_evidence, np.inf))
    return Slip(
        "2c",
        r"\mathbb{E}[\ln p(X)] = \ln p(X)\int q(Z\mid X,Z)\,dZ",
        r"\mathbb{E}_q[\ln p(X)] = \ln p(X)\int q(Z)\,dZ",
        "The integral is over q(Z), which is 1. Given Z itself nothing of Z is left open: read "
        "literally, q(Z|X,Z) is certain at every Z, and its integral over the whole axis is "
        "infinite.",
        t.mean_evidence,
        value,
        t.mean_evidence,
        t.log_evidence * t.mass,
        False,
    )


def _signs(t: Terms) -> Slip:
    wrong = t.log_q - t.log_joint + t.kl
    return Slip(
        "2c",
        r"\ln p(X) \ge \mathbb{E}[\ln q(Z)] - \mathbb{E}[\ln p(X,Z)] + D(q\,\|\,p(Z\mid X))",
        r"\ln p(X) = \mathbb{E}_q[\ln p(X,Z)] - \mathbb{E}_q[\ln q(Z)] + D(q\,\|\,p(Z\mid X))",
        "Both signs are turned round, and before the divergence is dropped it is an equality.",
        t.log_evidence,
        wrong,
        t.log_evidence,
        t.elbo + t.kl,
        t.log_evidence >= wrong,
    )


def _struck(t: Terms) -> Slip:
    wrong = t.log_q - t.log_joint
    return Slip(
        "2c",
        r"\ln p(X) \ge \mathbb{E}[\ln q(Z)] - \mathbb{E}[\ln p(X,Z)]",
        r"\ln p(X) \ge \mathbb{E}_q[\ln p(X,Z)] - \mathbb{E}_q[\ln q(Z)]",
        "With the divergence struck out, the slide's right side is minus the ELBO.",
        t.log_evidence,
        wrong,
        t.log_evidence,
        t.elbo,
        t.log_evidence >= wrong,
    )


def _strict(post: Posterior) -> Slip:
    log_p = post.log_density(post.z)
    inside = post.mass > 0
    log_p = log_p[inside]
    own = divergence(post.mass[inside] / np.exp(log_p), log_p, log_p)
    return Slip(
        "2c",
        r"D(q\,\|\,p(Z\mid X)) > 0",
        r"D(q\,\|\,p(Z\mid X)) \ge 0",
        "Where q is the posterior itself the divergence is exactly 0: that is the case to reach.",
        own,
        0.0,
        own,
        0.0,
        own > 0,
    )


def _sum(t: Terms) -> Slip:
    wrong = t.log_weight + t.log_prior
    return Slip(
        "2d",
        r"D(q\,\|\,p(Z\mid X)) = \mathcal{L}(q) + \ln p(Z)",
        r"\ln p(X) = \mathcal{L}(q) + D(q\,\|\,p(Z\mid X))",
        "p(Z) is the prior and moves with Z (its mean under q stands here); the evidence ln p(X) "
        f"is meant, and the bound is taken from it: D = ln p(X) − L(q). Even L(q) + ln p(X) would "
        f"be {t.log_weight + t.log_evidence:.4f}, not {t.kl:.4f}.",
        t.kl,
        wrong,
        t.log_evidence,
        t.log_weight + t.kl,
        abs(t.kl - wrong) < 1e-7,
    )
