"""What the posterior by Bayes asks: all steps at once, so that a step costs no question."""

from typing import Any

from explainer.diffusion.bound.bayes import figures, theory
from explainer.diffusion.bound.bayes.settings import ENDS
from explainer.diffusion.bound.derivation.exact_chain import PLACES, STEPS
from explainer.kit.asked import Source
from explainer.maths import arguments


def bayes(T, x0, xt) -> dict[str, Any]:
    """Prior, likelihood, product and closed form for every t, with their numbers."""
    arguments.whole("T", T, *STEPS)
    arguments.number("x0", x0, *PLACES, name="x₀")
    arguments.number("xt", xt, *ENDS, name="xₜ")
    plan = theory.plan(T)
    found = theory.bayes(x0, xt, plan)
    return figures.bayes(found, theory.GRID, theory.moments(found.product), plan.alpha_bar, (x0, xt))


def weights(T) -> dict[str, Any]:
    """The factors of x_0 and x_t in the posterior's mean over t."""
    arguments.whole("T", T, *STEPS)
    return figures.weights(*theory.weights(theory.plan(T)))


SOURCES = {
    source.name: source
    for source in (Source("bayes", bayes, ("T", "x0", "xt")), Source("weights", weights, ("T",)))
}
