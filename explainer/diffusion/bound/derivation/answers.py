"""What the derivations ask: every line with both sides, on a chain on the line or on a real digit."""

from typing import Any

from explainer import shipped
from explainer.diffusion.bound import shown
from explainer.diffusion.bound.derivation import figures
from explainer.diffusion.bound.derivation.by_draws import FORMULAS, OUT_OF_REACH, Draws, sampled
from explainer.diffusion.bound.derivation.exact_chain import DATA, Chain
from explainer.diffusion.bound.derivation.means import Means
from explainer.diffusion.bound.derivation.path import DRAWS, PER_STEP, STEPS
from explainer.diffusion.bound.derivation.settings import REAL
from explainer.diffusion.bound.derivation.theory import LINES
from explainer.diffusion.reverse.steps import respace, timesteps
from explainer.diffusion.schedule import Schedule, cosine
from explainer.kit.asked import Source
from explainer.kit.derivation import derivation_data
from explainer.maths import arguments, pictures
from explainer.maths.derivation import evaluate

ON_A_DIGIT = ("real_picture", "real_draws")
KEYS = ("model", "T", "x0", "shift", "width", *ON_A_DIGIT)


def steps(model, T, x0, shift, width, real_picture, real_draws) -> dict[str, Any]:
    """Every line in nats, and the slack of the bound where it is known; BadArgument names the control."""
    arguments.choice("model", model, (*DATA, REAL), name="the data")
    if model == REAL:
        found = sampled(draws(real_picture, real_draws))
        return figures.every_line(found, OUT_OF_REACH, FORMULAS) | {"slack": None}
    means = Means(Chain(model, T, x0, shift, width))
    return derivation_data(evaluate(LINES, means)) | {"slack": means.kl_path, "surprise": -means.log_evidence}


def plan() -> Schedule:
    """The schedule of the chain on a digit: even steps of the network's own."""
    return respace(cosine(shown.STEPS), timesteps(shown.STEPS, STEPS))


def draws(picture, count) -> Draws:
    """The first `count` shipped paths of a digit; BadArgument names the control."""
    arguments.choice("real_picture", picture, pictures.DIGITS, name="the digit")
    arguments.whole("real_draws", count, 2, DRAWS, name="the number of paths")
    stored = shipped.arrays("bound/real")
    found = {name: stored[f"{picture}_{name}"] for name in (*PER_STEP, "prior")}
    return Draws(shown.picture(picture) / 127.5 - 1, plan(), found, count)


def lines(real_picture, real_draws) -> dict[str, Any]:
    """The lines from the bound on, in nats a pixel, with standard errors."""
    return figures.lines(sampled(draws(real_picture, real_draws)))


SOURCES = {
    source.name: source for source in (Source("steps", steps, KEYS), Source("real", lines, ON_A_DIGIT, slow=True))
}
