"""The divergence of two coins, term by term, and why it is never below 0."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from explainer.maths import arguments
from explainer.maths.derivation import Line, Step, Term, evaluate

LEAST = 0.01  # of a chance: at 0 and 1 a term is ∞ or has nothing to show


@dataclass(frozen=True)
class Coins:
    """The chance of heads under p and under q; BadArgument where one is 0, 1 or beyond."""

    p: float
    q: float

    def __post_init__(self) -> None:
        arguments.number("sum_p", self.p, LEAST, 1 - LEAST, name="heads under p")
        arguments.number("sum_q", self.q, LEAST, 1 - LEAST, name="heads under q")

    @property
    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """(heads, tails) under p and under q."""
        return np.array([self.p, 1 - self.p]), np.array([self.q, 1 - self.q])

    @property
    def by_scipy(self) -> float:
        """D(p‖q) by `scipy.special.rel_entr`."""
        return float(special.rel_entr(*self.sides).sum())

    @property
    def entropy(self) -> float:
        """H(p) by `scipy.special.entr`."""
        return float(special.entr(self.sides[0]).sum())

    @property
    def cross(self) -> float:
        """H(p, q) = −Σ p ln q."""
        p, q = self.sides
        return float(-(p @ np.log(q)))


D = Term(r"D(p\,\|\,q)", lambda c: c.by_scipy)
SUM = Term(
    r"\sum_x p(x)\ln\frac{p(x)}{q(x)}",
    lambda c: sum(float(a) * np.log(float(a) / float(b)) for a, b in zip(*c.sides, strict=True)),
)
HEADS = Term(r"p(1)\ln\frac{p(1)}{q(1)}", lambda c: c.p * np.log(c.p / c.q))
TAILS = Term(r"p(0)\ln\frac{p(0)}{q(0)}", lambda c: (1 - c.p) * np.log((1 - c.p) / (1 - c.q)))
HEADS_P = Term(r"p\ln\frac pq", lambda c: c.p * np.log(c.p / c.q))
TAILS_P = Term(r"(1-p)\ln\frac{1-p}{1-q}", lambda c: (1 - c.p) * (np.log1p(-c.p) - np.log1p(-c.q)))
PARTS = (
    Term(r"p\ln p", lambda c: c.p * np.log(c.p)).new,
    -Term(r"p\ln q", lambda c: c.p * np.log(c.q)).new,
    Term(r"(1-p)\ln(1-p)", lambda c: (1 - c.p) * np.log1p(-c.p)).new,
    -Term(r"(1-p)\ln(1-q)", lambda c: (1 - c.p) * np.log1p(-c.q)).new,
)
CROSS = Term(r"H(p,q)", lambda c: c.cross)
ENTROPY = Term(r"H(p)", lambda c: c.entropy)
JENSEN = Term(r"\ln\sum_x p(x)\frac{q(x)}{p(x)}", lambda c: np.log(c.sides[1].sum()))

LINES = (
    Step("the definition", (D,), (SUM.new,),
         "The mean, under p, of how much more likely p makes what is seen than q does. The left side is "
         "SciPy's own function."),
    Step("a coin has two sides", (D,), (HEADS.new, TAILS.new),
         "The sum has two terms: heads, $x = 1$, and tails, $x = 0$."),
    Step("one number a coin", (D,), (HEADS_P.new, TAILS_P.new),
         "$p(1) = p$ and $p(0) = 1 - p$, and q likewise. One term may be below 0; their sum never is."),
    Step("quotients as differences", (D,), PARTS,
         "The logarithm of a quotient is the difference of logarithms."),
    Step("gather by logarithm", (D,), (CROSS.new, -ENTROPY.new),
         "What is left of q is the cross entropy, the cost of coding p's throws by q's code; the rest is p's own "
         "entropy. So D is what the wrong code costs on top."),
    Step("never below 0", (D,), (-JENSEN.new,),
         r"$-\ln$ is convex, so the mean of $-\ln(q/p)$ is at least $-\ln$ of the mean of $q/p$ (Jensen). "
         r"That mean is $\sum q(x) = 1$, and $\ln 1 = 0$.", relation="≥"),
)  # fmt: skip


def derivation(coins: Coins) -> tuple[Line, ...]:
    """Every line with both sides in nats."""
    return evaluate(LINES, coins)
