"""From D(q ‖ p(Z|X)) to ln p(X) = L(q) + D(q ‖ p(Z|X)) step by step, and three ways to write L(q)."""

from dataclasses import dataclass

from explainer.maths.derivation import Line, Step, Term, evaluate
from explainer.variational.families.one_number import Family
from explainer.variational.posteriors.theory import Posterior, Terms, terms

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
        r"The mean under q is an integral over Z, and $\ln p(X)$ doesn't depend on Z: it can be taken out of the "
        "integral.",
    ),
    Step(
        "q integrates to one",
        (KL,),
        (LOG_Q, -LOG_JOINT, EVIDENCE.new),
        r"q is a density, so the integral of $q(Z)\,dZ$ is 1, whatever q is.",
    ),
    Step(
        "solve for the evidence",
        (EVIDENCE.new,),
        (LOG_JOINT.new, -LOG_Q.new, KL.new),
        r"Add and subtract on both sides until $\ln p(X)$ stands alone: only signs change.",
    ),
    Step(
        "name the bound",
        (EVIDENCE,),
        (ELBO.new, KL),
        "The two means that can be computed without $p(X)$ get a name: the evidence lower bound, "
        r"the mean of $\ln p(X,Z)/q(Z)$ under q. What is left over is the gap.",
    ),
)

CONSEQUENCE = Step(
    "drop the gap",
    (EVIDENCE,),
    (ELBO.new,),
    "A divergence is never below 0, and is 0 where q is the posterior: without it the right side "
    r"can only be smaller. $\ln p(X)$ doesn't move with q, so raising the bound closes the gap.",
    relation="≥",
)
LINES = (*STEPS, CONSEQUENCE)


def derivation(post: Posterior, q: Family) -> tuple[Line, ...]:
    """The eight equalities with both sides in nats at q."""
    return evaluate(STEPS, terms(post, q))


def consequence(post: Posterior, q: Family) -> Line:
    """ln p(X) ≥ L(q) with its numbers; the difference is the gap."""
    return evaluate((CONSEQUENCE,), terms(post, q))[0]


@dataclass(frozen=True)
class Face:
    """One way to write the ELBO as two signed terms, in nats."""

    first: float
    second: float

    @property
    def total(self) -> float:
        """Their sum, the ELBO."""
        return self.first + self.second


def faces(t: Terms) -> tuple[Face, Face, Face]:
    """The ELBO as energy and entropy, as reconstruction and price, as evidence and gap.

    E_q[ln p(x, z)] + H[q]; E_q[ln p(x | z)] − D(q ‖ p(z)); ln p(x) − D(q ‖ p(z | x)).
    """
    return (
        Face(t.log_joint, t.entropy),
        Face(t.log_likelihood, -t.kl_prior),
        Face(t.log_evidence, -t.kl),
    )
