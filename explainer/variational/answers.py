"""The posterior and the q that the controls of this chapter describe, for the answers of all parts."""

import numpy as np

from explainer.maths import arguments
from explainer.variational.families.one_number import Family, LocationScale
from explainer.variational.families.two_numbers import make_q
from explainer.variational.posteriors.base import MAX_POINTS, Array
from explainer.variational.posteriors.theory import Posterior, posterior
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.settings import MOST, ON_A_LINE, REACH, SHAPES

# the axis of z, which stays the same while data and q move
FRAMES = {"gaussian": (-6, 6), "coin": (-6, 6), "logistic": (-6, 8), "clusters": (-6, 6)}


def posterior_of(model, **typed) -> Posterior:
    """The posterior of a model with one latent number given the data in the controls.

    BadArgument about "model" or about the control whose data are refused.
    """
    model_named(model)
    key, data = _data_of(model, typed)
    with arguments.renamed(data=key):
        return posterior(MODELS[model], data)


def model_named(model):
    """The model with one latent number of that name; BadArgument about "model" otherwise."""
    return MODELS[arguments.choice("model", model, ON_A_LINE, name="the model")]


def _data_of(model: str, typed: dict) -> tuple[str, list]:
    """The model's data, and the key of the control beside which the model may refuse them."""
    if model == "coin":
        heads, tails = (arguments.whole(key, typed[key], 0, MOST) for key in ("heads", "tails"))
        return "heads", [1.0] * heads + [0.0] * tails
    if model == "logistic":
        yes, no = (_numbers(key, typed[key]) for key in ("yes", "no"))
        return "yes", [(t, 1.0) for t in yes] + [(t, 0.0) for t in no]
    key = f"{model}_x"
    return key, _numbers(key, typed[key])


def _numbers(key: str, text) -> list[float]:
    return arguments.numbers(key, text, -REACH, REACH, most=MAX_POINTS, name="data point")


def q_of(family, q_mean, q_std) -> LocationScale:
    """The q that the controls describe; BadArgument about the one that is wrong."""
    arguments.choice("family", family, SHAPES, name="the family")
    with arguments.renamed(mean="q_mean", std="q_std"):
        return make_q(family, q_mean, q_std)


def curve(q: Family, low: float, high: float, points: int) -> tuple[Array, Array, float]:
    """q's density for a plot from `low` to `high`: z and density (points + 2,), dense around the mean.

    The last value is the density at one standard deviation from the mean, where the handle is.
    """
    near = q.mean + q.std * np.linspace(-6, 6, points)
    z = np.concatenate([[min(low, near[0])], near, [max(high, near[-1])]])
    return z, np.exp(q.log_density(z)), float(np.exp(q.log_density(np.array(q.mean + q.std))))
