"""From −ln p_θ(x_0) to L_T + Σ L_{t−1} + L_0 and on to L_simple, line by line, as the slides go."""

from explainer.diffusion.bound.derivation.exact_chain import Chain
from explainer.diffusion.bound.derivation.means import Means
from explainer.maths.derivation import Line, Step, Term, evaluate

AT = 2  # the step t whose L_{t−1} is followed from a divergence to a loss


def _log(over: str, under: str) -> str:
    return rf"\mathbb{{E}}_q\!\left[\ln\frac{{{over}}}{{{under}}}\right]"


def _later(values) -> float:
    """The sum over t ≥ 2."""
    return sum(values[2:])


PATH, PATH_MODEL, JOINT = r"q(x_{1:T}\mid x_0)", r"p_\theta(x_{1:T}\mid x_0)", r"p_\theta(x_{0:T})"
FORTH, BACK = r"q(x_t\mid x_{t-1})", r"p_\theta(x_{t-1}\mid x_t)"
TRUE = r"q(x_{t-1}\mid x_t,x_0)"
SUM = r"\sum_{t\ge2}"

SURPRISE = Term(r"-\ln p_\theta(x_0)", lambda m: -m.log_evidence)
ADDED = Term(rf"D\big({PATH}\,\|\,{PATH_MODEL}\big)", lambda m: m.kl_path)
RATIO = Term(_log(PATH, PATH_MODEL), lambda m: sum(m.steps) - m.path)
BAYES = Term(
    _log(rf"{PATH}\,p_\theta(x_0)", JOINT), lambda m: sum(m.steps) + m.mean_evidence - m.prior - sum(m.back)
)
TO_JOINT = Term(_log(PATH, JOINT), lambda m: sum(m.steps) - m.prior - sum(m.back))
EVIDENCE_MEAN = Term(r"\mathbb{E}_q[\ln p_\theta(x_0)]", lambda m: m.mean_evidence)
PRODUCTS = Term(
    _log(rf"\prod_{{t\ge1}} {FORTH}", rf"p(x_T)\,\prod_{{t\ge1}} {BACK}"),
    lambda m: sum(m.steps) - m.prior - sum(m.back),
)
PRIOR = Term(r"\mathbb{E}_q[\ln p(x_T)]", lambda m: m.prior)
SUMS = Term(rf"\sum_{{t\ge1}} {_log(FORTH, BACK)}", lambda m: sum(m.steps) - sum(m.back))
SUMS_LATER = Term(rf"{SUM} {_log(FORTH, BACK)}", lambda m: _later(m.steps) - _later(m.back))
FIRST = Term(_log(r"q(x_1\mid x_0)", r"p_\theta(x_0\mid x_1)"), lambda m: m.jumps[1] - m.back[1])
HERE, BEFORE = r"q(x_t\mid x_0)", r"q(x_{t-1}\mid x_0)"
CONDITIONED = Term(
    f"{SUM} " + _log(rf"{TRUE}\,{HERE}", rf"{BACK}\,{BEFORE}"),
    lambda m: _later(m.posterior) + _later(m.jumps) - sum(m.jumps[1:-1]) - _later(m.back),
)
STEPS_BACK = Term(rf"{SUM} {_log(TRUE, BACK)}", lambda m: _later(m.posterior) - _later(m.back))
CHAIN = Term(f"{SUM} " + _log(HERE, BEFORE), lambda m: _later(m.jumps) - sum(m.jumps[1:-1]))
ENDS = Term(_log(r"q(x_T\mid x_0)", r"q(x_1\mid x_0)"), lambda m: m.jumps[-1] - m.jumps[1])
LAST = Term(_log(r"q(x_T\mid x_0)", r"p(x_T)"), lambda m: m.jumps[-1] - m.prior)
DECODED = Term(r"\mathbb{E}_q[\ln p_\theta(x_0\mid x_1)]", lambda m: m.back[1])
KL_LAST = Term(r"D\big(q(x_T\mid x_0)\,\|\,p(x_T)\big)", lambda m: m.kl_prior)
KL_STEPS = Term(rf"{SUM} \mathbb{{E}}_q\,D\big({TRUE}\,\|\,{BACK}\big)", lambda m: _later(m.kl_steps))
L_T = Term("L_T", lambda m: m.kl_prior)
L_SUM = Term(rf"{SUM} L_{{t-1}}", lambda m: _later(m.kl_steps))
L_0 = Term(r"L_0", lambda m: -m.back[1])

L_AT = Term(rf"L_{{t-1}}\big|_{{t={AT}}}", lambda m: _later(m.posterior[: AT + 1]) - m.back[AT])
KL_AT = Term(rf"\mathbb{{E}}_q\,D\big({TRUE}\,\|\,{BACK}\big)", lambda m: m.kl_steps[AT])
WIDTHS = Term(r"C_t", lambda m: m.constant(AT))
GAP = Term(
    r"\frac{1}{2\sigma_t^2}\,\mathbb{E}_q\|\tilde\mu_t(x_t,x_0)-\mu_\theta(x_t,t)\|^2",
    lambda m: m.gap(AT) / (2 * m.chain.var(AT)),
)
MU_EPS = r"\frac{1}{\sqrt{\alpha_t}}\Big(x_t-\frac{\beta_t}{\sqrt{1-\bar\alpha_t}}\,%s\Big)"
MU_OF_EPS = MU_EPS % r"\varepsilon"
GAP_EPS = Term(
    rf"\frac{{1}}{{2\sigma_t^2}}\,\mathbb{{E}}_\varepsilon\Big\|{MU_OF_EPS}-\mu_\theta(x_t,t)\Big\|^2",
    lambda m: m.gap_by_eps(AT) / (2 * m.chain.var(AT)),
)
WEIGHTED = Term(
    r"\frac{\beta_t^2}{2\sigma_t^2\alpha_t(1-\bar\alpha_t)}\,"
    r"\mathbb{E}_\varepsilon\|\varepsilon-\varepsilon_\theta(x_t,t)\|^2",
    lambda m: m.weight(AT) * m.miss(AT),
)
FIRST_WEIGHTED = Term(
    r"\frac{\beta_1^2}{2\sigma_1^2\alpha_1(1-\bar\alpha_1)}\,"
    r"\mathbb{E}_\varepsilon\|\varepsilon-\varepsilon_\theta(x_1,1)\|^2",
    lambda m: m.weight(1) * m.miss(1),
)
FIRST_WIDTH = Term(r"\tfrac12\ln 2\pi\sigma_1^2", lambda m: m.constant(1))
SIMPLE = Term(
    r"\mathbb{E}_{t,\varepsilon}\|\varepsilon-\varepsilon_\theta(x_t,t)\|^2",
    lambda m: sum(m.miss(t) for t in m.chain.ts) / m.chain.T,
)
UNWEIGHTED = Term(
    r"\frac1T\sum_{t\ge1}\frac{2\sigma_t^2\alpha_t(1-\bar\alpha_t)}{\beta_t^2}\,(L_{t-1}-C_t)",
    lambda m: (
        sum(((-m.back[1] if t == 1 else m.kl_steps[t]) - m.constant(t)) / m.weight(t) for t in m.chain.ts)
        / m.chain.T
    ),
)


def _bound(name: str, right: tuple[Term, ...], reason: str) -> Step:
    return Step(name, (SURPRISE,), right, reason, relation="≤")


def _same(name: str, left: Term, right: tuple[Term, ...], reason: str) -> Step:
    return Step(name, (left,), right, reason)


TO_THE_BOUND = (
    _bound("add a divergence", (SURPRISE, ADDED.new),
           "The left side is an integral over every path. A divergence is never below 0, so adding one "
           "can only raise the right side. On the line both are known: right minus left is that divergence."),
    _bound("write it out", (SURPRISE, RATIO.new),
           "A divergence is the mean, under its first density, of the logarithm of the quotient. The slides "
           "drop this mean over q from here on; without it the line is no longer true of every path."),
    _bound("Bayes below", (SURPRISE, BAYES.new),
           "Bayes' rule in the denominator: the model's path given $x_0$ is its joint density over its "
           "evidence."),
    _bound("split", (SURPRISE, TO_JOINT.new, EVIDENCE_MEAN.new),
           "The logarithm of a product is a sum, and so is its mean."),
    _bound("the evidence cancels", (TO_JOINT,),
           "The evidence doesn't depend on the path: its mean is itself, and it cancels with the first term. "
           "What cannot be computed is gone."),
    _bound("joints as products", (PRODUCTS.new,),
           "Both chains are Markov: the forward path is a product of single steps, and so is the reverse one, "
           "which begins at the prior."),
    _bound("products to sums", (-PRIOR.new, SUMS.new),
           "The logarithm of a product is the sum of the logarithms."),
    _bound("take t = 1 out", (-PRIOR, SUMS_LATER.new, FIRST.new),
           "At t = 1 the true step back leads to $x_0$ itself, which is given: Bayes' rule would divide by "
           r"$q(x_0\mid x_0)$. So this step stays as it is."),
    _bound("Bayes, given $x_0$", (-PRIOR, CONDITIONED.new, FIRST),
           r"$q(x_t\mid x_{t-1})=q(x_{t-1}\mid x_t, x_0)\,q(x_t\mid x_0)/q(x_{t-1}\mid x_0)$. Conditioned "
           r"on $x_0$ every "
           "factor is a Gaussian that we know; without $x_0$ it would be the step back of all the data, "
           "which nobody knows."),
    _bound("split the sum", (-PRIOR, STEPS_BACK.new, CHAIN.new, FIRST),
           "The steps back into one sum, what is left of Bayes' rule into another."),
    _bound("the telescope", (-PRIOR, STEPS_BACK, ENDS.new, FIRST),
           r"In the second sum every $q(x_t\mid x_0)$ stands once above and once below: only both ends are "
           r"left."),
    _bound(r"$q(x_1\mid x_0)$ cancels", (LAST.new, STEPS_BACK, -DECODED.new),
           r"$\ln q(x_1\mid x_0)$ comes once with plus and once with minus; the prior moves below the last "
           r"jump."),
    _bound("as divergences", (KL_LAST.new, KL_STEPS.new, -DECODED),
           "Means of logarithms of quotients are divergences again. In the sum the inner one is over $x_{t-1}$, "
           "in closed form, and the outer one over $x_t$."),
    _bound("the three terms", (L_T.new, L_SUM.new, L_0.new),
           r"The first has no parameters: q is fixed and the prior is $\mathcal N(0, I)$, so training "
           r"leaves it out. The "
           "last is what the final step pays for $x_0$ itself."),
)  # fmt: skip
TO_THE_LOSS = (
    _same("one term", L_AT.new, (KL_AT.new,),
          f"Now one of the terms, t = {AT} here: a divergence of two Gaussians in $x_{{t-1}}$."),
    _same("two Gaussians", L_AT, (GAP.new, WIDTHS.new),
          r"q has mean $\tilde\mu_t$ and variance $\tilde\beta_t$, the model its own mean and a fixed "
          r"$\sigma_t^2$. The means give a "
          r"square; the widths give $C_t=D(\mathcal N(0, \tilde\beta_t)\|\mathcal N(0, \sigma_t^2))$, in "
          r"which nothing is learned."),
    _same("ε for $x_0$", L_AT, (GAP_EPS.new, WIDTHS),
          r"$x_0=(x_t-\sqrt{1-\bar\alpha_t}\,\varepsilon)/\sqrt{\bar\alpha_t}$, put into $\tilde\mu_t$. It is "
          r"$x_0$ that is replaced, not $x_t$. The mean is now "
          "over ε."),
    _same("the model's mean alike", L_AT, (WEIGHTED.new, WIDTHS),
          "The network is given $x_t$, so its mean may be written the same way, with its guess in place of "
          "ε. Then "
          "$x_t$ cancels, and the coefficient of ε comes out squared."),
    _same("t = 1 too", L_0.new, (FIRST_WEIGHTED.new, FIRST_WIDTH.new),
          r"As a density, this term has the same form: $\tilde\beta_1=0$ and $\tilde\mu_1=x_0$. For "
          r"pictures it is a product over "
          "grey levels instead (the discrete decoder), which the slides leave out of the loss."),
    _same("drop the weights", SIMPLE.new, (UNWEIGHTED.new,),
          "The loss is every term without its weight and its $C_t$, averaged over t. It is no bound any more: "
          "large t count more in it than in the likelihood."),
)  # fmt: skip
LINES = (*TO_THE_BOUND, *TO_THE_LOSS)


def derivation(chain: Chain) -> tuple[Line, ...]:
    """Every line with both sides in nats on that chain."""
    return evaluate(LINES, Means(chain))


def slack(chain: Chain) -> float:
    """What the bound gives away: the divergence that was added, D(q(x_{1:T}|x_0) ‖ p_θ(x_{1:T}|x_0))."""
    return Means(chain).kl_path
