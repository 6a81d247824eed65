"""V at D* = 2 JS − 2 ln 2, line by line on the line; Goodfellow et al. 2014, proposition 1 and theorem 1.

The data are two bumps, G(z) = m + s z of z ~ N(0, 1), so p_g = N(m, s²), and D = p/(p + r p_g), which is
the best one for r = 1. Every mean is an integral by itself.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special

from explainer.maths import arguments
from explainer.maths.derivation import Line, Step, Term, evaluate
from explainer.maths.gaussians import Mixture
from explainer.maths.quadrature import integrate

Array = NDArray[np.float64]
DATA = Mixture((0.5, 0.5), (-1.0, 1.2), (0.5, 0.5))
X = np.linspace(-16, 16, 1601)
Z = np.linspace(-9, 9, 721)
MEANS, WIDTHS, BENDS = (-2.0, 2.0), (0.4, 2.0), (-3.0, 3.0)


def log_normal(x: Array, mean: float, std: float) -> Array:
    """ln N(x; mean, std²)."""
    return -0.5 * ((x - mean) / std) ** 2 - np.log(std * np.sqrt(2 * np.pi))


def log_data(x: Array) -> Array:
    """ln p_data(x), also where p_data itself is below the smallest float."""
    parts = zip(DATA.weights, DATA.means, DATA.stds, strict=True)
    return special.logsumexp([np.log(w) + log_normal(x, m, s) for w, m, s in parts], axis=0)


@dataclass(frozen=True)
class Game:
    """G's mean and width, and ln r of D; BadArgument where one is out of its range."""

    mean: float = 0.3
    std: float = 0.9
    bend: float = 1.0

    def __post_init__(self) -> None:
        arguments.number("proof_mean", self.mean, *MEANS, name="the mean of p_g")
        arguments.number("proof_std", self.std, *WIDTHS, name="the width of p_g")
        arguments.number("proof_bend", self.bend, *BENDS, name="ln r")

    def log_d(self, x: Array, bend: float) -> tuple[Array, Array]:
        """ln D and ln(1 − D) at x."""
        p, q = log_data(x), bend + log_normal(x, self.mean, self.std)
        both = np.logaddexp(p, q)
        return p - both, q - both

    @cached_property
    def p(self) -> Array:
        """p_data on the grid."""
        return np.exp(log_data(X))

    @cached_property
    def q(self) -> Array:
        """p_g on the grid."""
        return np.exp(log_normal(X, self.mean, self.std))

    def over_x(self, values: Array) -> float:
        """∫ values dx over the grid."""
        return float(values.sum() * (X[1] - X[0]))

    def over_z(self, bend: float) -> float:
        """E_z[ln(1 − D(G(z)))], over z."""
        values = self.log_d(self.mean + self.std * Z, bend)[1]
        return float((np.exp(log_normal(Z, 0.0, 1.0)) * values).sum() * (Z[1] - Z[0]))

    def v(self, bend: float) -> float:
        """V of that D by adaptive quadrature."""

        def both(x: Array) -> Array:
            log_d, log_not = self.log_d(x, bend)
            return DATA.pdf(x) * log_d + np.exp(log_normal(x, self.mean, self.std)) * log_not

        return float(integrate(both, (-16.0, -1.0, 0.0, 1.2, 16.0), 1e-11).value)

    def real(self, bend: float) -> float:
        """E_{x ~ p_data}[ln D(x)]."""
        return self.over_x(self.p * self.log_d(X, bend)[0])

    def made(self, bend: float) -> float:
        """E_{x ~ p_g}[ln(1 − D(x))]."""
        return self.over_x(self.q * self.log_d(X, bend)[1])

    def quotient(self, density: Array, times: float) -> float:
        """E under a density of the logarithm of it over (p_data + p_g)/times."""
        return self.over_x(special.rel_entr(density, (self.p + self.q) / times))

    @cached_property
    def js(self) -> float:
        """JS(p_data ‖ p_g) by entropies: that of the middle less the mean of both."""
        middle, p, q = (self.over_x(special.entr(f)) for f in ((self.p + self.q) / 2, self.p, self.q))
        return middle - (p + q) / 2


DATA_MEAN = r"\mathbb{E}_{x\sim p_\mathrm{data}}\!\left[%s\right]"
MADE_MEAN = r"\mathbb{E}_{x\sim p_g}\!\left[%s\right]"
V = Term(r"V(D,G)", lambda g: g.v(g.bend))
V_BEST = Term(r"V(D^*,G)", lambda g: g.v(0.0))
REAL = Term(DATA_MEAN % r"\ln D(x)", lambda g: g.real(g.bend))
OVER_Z = Term(r"\mathbb{E}_{z}\big[\ln(1-D(G(z)))\big]", lambda g: g.over_z(g.bend))
MADE = Term(MADE_MEAN % r"\ln(1-D(x))", lambda g: g.made(g.bend))
ONE = Term(
    r"\int\big(p_\mathrm{data}\ln D+p_g\ln(1-D)\big)\,dx",
    lambda g: g.over_x(g.p * g.log_d(X, g.bend)[0] + g.q * g.log_d(X, g.bend)[1]),
)
BEST = Term(
    r"\int\max_{0<d<1}\big(p_\mathrm{data}\ln d+p_g\ln(1-d)\big)\,dx",
    lambda g: g.over_x(g.p * g.log_d(X, 0.0)[0] + g.q * g.log_d(X, 0.0)[1]),
)
SUM = r"p_\mathrm{data}+p_g"
REAL_BEST = Term(DATA_MEAN % rf"\ln\frac{{p_\mathrm{{data}}}}{{{SUM}}}", lambda g: g.quotient(g.p, 1))
MADE_BEST = Term(MADE_MEAN % rf"\ln\frac{{p_g}}{{{SUM}}}", lambda g: g.quotient(g.q, 1))
REAL_HALF = Term(DATA_MEAN % rf"\ln\frac{{p_\mathrm{{data}}}}{{({SUM})/2}}", lambda g: g.quotient(g.p, 2))
MADE_HALF = Term(MADE_MEAN % rf"\ln\frac{{p_g}}{{({SUM})/2}}", lambda g: g.quotient(g.q, 2))
KL_REAL = Term(r"D\big(p_\mathrm{data}\,\|\,m\big)", lambda g: g.quotient(g.p, 2))
KL_MADE = Term(r"D\big(p_g\,\|\,m\big)", lambda g: g.quotient(g.q, 2))
TWO_LN2 = Term(r"2\ln 2", lambda g: 2 * np.log(2))
JS = Term(r"2\,\mathrm{JS}(p_\mathrm{data}\,\|\,p_g)", lambda g: 2 * g.js)

LINES = (
    Step("the value of the game", (V,), (REAL.new, OVER_Z.new),
         "D is rewarded for calling data real and what G makes of z false; G for the opposite."),
    Step("from z to x", (V,), (REAL, MADE.new),
         "x = G(z) with z from its prior is what “x is drawn from $p_g$” means. So a mean over z of anything "
         "that depends on G(z) is a mean over x under $p_g$; no Jacobian is needed."),
    Step("one integral", (V,), (ONE.new,),
         "Both means are integrals over the same x."),
    Step("the best D at each x", (V,), (BEST.new,),
         "a ln d + b ln(1 − d) is largest at d = a/(a + b): its slope a/d − b/(1 − d) is 0 there. D may choose "
         r"at each x by itself, so the best is $D^*=p_\text{data}/(p_\text{data}+p_g)$. "
         "The slide says “maximize our "
         "generator”; it is D that is chosen, for a fixed G.", relation="≤"),
    Step("put $D^*$ in", (V_BEST.new,), (REAL_BEST.new, MADE_BEST.new),
         r"$1-D^*=p_g/(p_\text{data}+p_g)$. From here on D is $D^*$; what is left depends on G alone."),
    Step("a factor of 2", (V_BEST,), (REAL_HALF.new, MADE_HALF.new, -TWO_LN2.new),
         "Halving the denominator adds ln 2 to each logarithm; both are taken off again. Half the sum is a "
         "density, which the sum is not."),
    Step("as divergences", (V_BEST,), (KL_REAL.new, KL_MADE.new, -TWO_LN2),
         r"Each mean is a divergence from the middle $m=(p_\text{data}+p_g)/2$."),
    Step("Jensen–Shannon", (V_BEST,), (JS.new, -TWO_LN2),
         "JS is the mean of the two, so their sum is 2 JS. Here JS is computed by entropies instead."),
    Step("the floor", (V_BEST,), (-TWO_LN2,),
         r"JS is never below 0, and 0 only where $p_g=p_\text{data}$. Then $D^*=½$ everywhere.", relation="≥"),
)  # fmt: skip


def proof(game: Game) -> tuple[Line, ...]:
    """Every line with both sides in nats for that G and D."""
    return evaluate(LINES, game)
