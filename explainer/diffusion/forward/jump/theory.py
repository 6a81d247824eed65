"""x_t as one jump: single steps put into one another, two and then any number; DDPM eq. 2 and 4.

Every line is evaluated on one point and one draw of the noises, so that both sides are the same number;
the noises that merge are compared by their variance, which is what stays of them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule, cosine
from explainer.maths import arguments
from explainer.maths.derivation import Line, Step, Term, evaluate

T = 12
PLACES = (-2.0, 2.0)


@dataclass(frozen=True)
class Walk:
    """t steps of a cosine schedule of 12 from x_0, by the seed's noises; BadArgument beyond the ranges."""

    x0: float = 1.0
    t: int = 4
    seed: int = 0

    def __post_init__(self) -> None:
        arguments.number("jump_x0", self.x0, *PLACES, name="$x_0$")
        arguments.whole("jump_t", self.t, 2, T, name="t")
        arguments.seed(self.seed, "jump_seed")

    @cached_property
    def plan(self) -> Schedule:
        """The schedule."""
        return cosine(T)

    @cached_property
    def eps(self) -> np.ndarray:
        """ε_1 … ε_T, the first entry unused, (T + 1,)."""
        return np.random.default_rng(self.seed).standard_normal(T + 1)

    @cached_property
    def x(self) -> list[float]:
        """x_0 … x_t, one step after the other."""
        found = [self.x0]
        for s in range(1, self.t + 1):
            found.append(float(process.q_step(found[-1], s, self.eps[s], self.plan)))
        return found

    def alpha(self, s: int) -> float:
        """α_s."""
        return float(self.plan.alpha[s])

    def beta(self, s: int) -> float:
        """β_s."""
        return float(self.plan.beta[s])

    @property
    def two(self) -> float:
        """α_t α_{t−1}."""
        return self.alpha(self.t) * self.alpha(self.t - 1)

    @property
    def merged(self) -> float:
        """The noise of the last two steps as one draw of variance 1."""
        both = np.sqrt(self.alpha(self.t) * self.beta(self.t - 1)) * self.eps[self.t - 1]
        return float((both + np.sqrt(self.beta(self.t)) * self.eps[self.t]) / np.sqrt(1 - self.two))

    @property
    def left(self) -> float:
        """ᾱ_t as a product."""
        return float(np.prod([self.alpha(s) for s in range(1, self.t + 1)]))

    def share(self, s: int) -> float:
        """β_s Π_{r > s} α_r: the variance of step s that is left at t."""
        return self.beta(s) * float(np.prod([self.alpha(r) for r in range(s + 1, self.t + 1)]))

    @property
    def all_noise(self) -> float:
        """Every step's noise as it stands at t, summed."""
        return float(sum(np.sqrt(self.share(s)) * self.eps[s] for s in range(1, self.t + 1)))

    @property
    def jump_eps(self) -> float:
        """ε̄_t: the same as one draw of variance 1."""
        return self.all_noise / float(np.sqrt(1 - self.plan.alpha_bar[self.t]))


X = Term(r"x_t", lambda w: w.x[-1])
STEP = (
    Term(r"\sqrt{\alpha_t}\,x_{t-1}", lambda w: np.sqrt(w.alpha(w.t)) * w.x[-2]),
    Term(r"\sqrt{\beta_t}\,\varepsilon_t", lambda w: np.sqrt(w.beta(w.t)) * w.eps[w.t]),
)
INSIDE = Term(
    r"\sqrt{\alpha_t}\big(\sqrt{\alpha_{t-1}}\,x_{t-2}+\sqrt{\beta_{t-1}}\,\varepsilon_{t-1}\big)",
    lambda w: np.sqrt(w.alpha(w.t)) * process.q_step(w.x[-3], w.t - 1, w.eps[w.t - 1], w.plan),
)
BEFORE = Term(r"\sqrt{\alpha_t\alpha_{t-1}}\,x_{t-2}", lambda w: np.sqrt(w.two) * w.x[-3])
EARLIER = Term(
    r"\sqrt{\alpha_t\beta_{t-1}}\,\varepsilon_{t-1}",
    lambda w: np.sqrt(w.alpha(w.t) * w.beta(w.t - 1)) * w.eps[w.t - 1],
)
VARIANCE = Term(
    r"\operatorname{Var}\big[\sqrt{\alpha_t\beta_{t-1}}\,\varepsilon_{t-1}+\sqrt{\beta_t}\,\varepsilon_t\big]",
    lambda w: w.alpha(w.t) * w.beta(w.t - 1) + w.beta(w.t),
)
ONE, TWO = Term("1", lambda w: 1.0), Term(r"\alpha_t\alpha_{t-1}", lambda w: w.two)
MERGED = Term(r"\sqrt{1-\alpha_t\alpha_{t-1}}\;\bar\varepsilon", lambda w: np.sqrt(1 - w.two) * w.merged)
FROM_START = Term(r"\sqrt{\alpha_t\cdots\alpha_1}\,x_0", lambda w: np.sqrt(w.left) * w.x0)
ALL_NOISE = Term(r"\sum_{s\le t}\sqrt{\beta_s\,\alpha_{s+1}\cdots\alpha_t}\;\varepsilon_s", lambda w: w.all_noise)
SUM = Term(r"\sum_{s\le t}\beta_s\,\alpha_{s+1}\cdots\alpha_t", lambda w: sum(map(w.share, range(1, w.t + 1))))
LEFT = Term(r"\bar\alpha_t", lambda w: w.left)
SIGNAL = Term(r"\sqrt{\bar\alpha_t}\,x_0", lambda w: process.jump(w.plan)[0][w.t] * w.x0)
NOISE = Term(r"\sqrt{1-\bar\alpha_t}\;\varepsilon", lambda w: process.jump(w.plan)[1][w.t] * w.jump_eps)

LINES = (
    Step("one step", (X,), (STEP[0].new, STEP[1].new),
         r"A step shrinks x by $\sqrt{\alpha_t}$, $\alpha_t=1-\beta_t$, and adds noise of variance $\beta_t$."),
    Step("put the step before into it", (X,), (INSIDE.new, STEP[1]),
         "$x_{t-1}$ was made in the same way from $x_{t-2}$."),
    Step("multiply out", (X,), (BEFORE.new, EARLIER.new, STEP[1]),
         "What the first of the two steps added is shrunk by the second."),
    Step("two noises are one", (VARIANCE.new,), (ONE, -TWO.new),
         "Both are independent and normal, so their sum is normal and its variance the sum of theirs: "
         r"$\alpha_t(1-\alpha_{t-1})+(1-\alpha_t)$. The middle cancels."),
    Step("as a single draw", (X,), (BEFORE, MERGED.new),
         "So one normal number in place of two, with that variance. Two steps look like one step."),
    Step("and so on down to 0", (X,), (FROM_START.new, ALL_NOISE.new),
         "Each earlier step is put in the same way; its noise is shrunk by all the steps after it."),
    Step("all noises are one", (SUM.new,), (ONE, -LEFT.new),
         r"$\beta_s=1-\alpha_s$, so the sum telescopes: $1-\bar\alpha_t$, with $\bar\alpha_t$ the product "
         "of all α up to t. This is why the variance does not explode."),
    Step("the jump", (X,), (SIGNAL.new, NOISE.new),
         "x at any t straight from $x_0$ and one draw of noise. One of the slides drops this ε."),
)  # fmt: skip


def derivation(walk: Walk) -> tuple[Line, ...]:
    """Every line with both sides."""
    return evaluate(LINES, walk)
