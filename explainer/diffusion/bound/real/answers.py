"""What the derivation on a real digit asks: every line by the shipped paths."""

from typing import Any

from explainer import shipped
from explainer.diffusion.bound import shown
from explainer.diffusion.bound.real import figures
from explainer.diffusion.bound.real.path import DRAWS, PER_STEP, STEPS
from explainer.diffusion.bound.real.theory import Draws, sampled
from explainer.diffusion.reverse.steps import respace, timesteps
from explainer.diffusion.schedule import Schedule, cosine
from explainer.kit.asked import Source
from explainer.maths import arguments, pictures

NETWORK = "unet-mnist"


def plan() -> Schedule:
    """The chain's schedule: even steps of the network's own."""
    return respace(cosine(shown.STEPS), timesteps(shown.STEPS, STEPS))


def draws(picture, count) -> Draws:
    """The first `count` shipped paths of a digit; BadArgument names the control."""
    arguments.choice("real_picture", picture, pictures.DIGITS, name="the digit")
    arguments.whole("real_draws", count, 2, DRAWS, name="the number of paths")
    stored = shipped.arrays("bound/real")
    found = {name: stored[f"{picture}_{name}"] for name in (*PER_STEP, "prior")}
    return Draws(shown.picture(picture) / 127.5 - 1, plan(), found, count)


def lines(real_picture, real_draws) -> dict[str, Any]:
    """Every line in nats a pixel, with standard errors."""
    return figures.lines(sampled(draws(real_picture, real_draws)))


SOURCES = {source.name: source for source in (Source("real", lines, ("real_picture", "real_draws"), slow=True),)}
