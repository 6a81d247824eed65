"""What the section `elbo` asks: the derivation, the three faces and the slips, evaluated at one q."""

import numpy as np

from explainer.kit.derivation import derivation_data
from explainer.maths.arguments import BadArgument
from explainer.variational import elbo_figures as figures
from explainer.variational.derivation import consequence, derivation
from explainer.variational.derivation import slips as evaluated_slips
from explainer.variational.families2d import make_q
from explainer.variational.lessons import ellipse, faces, field, view
from explainer.variational.planar import MODELS
from explainer.variational.theory import posterior, terms

LIMITS = {"q_mean": ("the mean of q", -6, 8), "q_std": ("the width of q", 0.05, 6)}


def chosen(model, q_mean, q_std):
    """The model's example with its posterior, and q: in a plane alike in both numbers, independent."""
    if model not in MODELS:
        raise BadArgument("model", f"the model is {model!r}; allowed are {', '.join(MODELS)}")
    for key, value in (("q_mean", q_mean), ("q_std", q_std)):
        name, low, high = LIMITS[key]
        if not isinstance(value, int | float) or not low <= value <= high:
            raise BadArgument(key, f"{name} is {value!r}; allowed is a number from {low} to {high}")
    post = posterior(MODELS[model], MODELS[model].EXAMPLE)
    if post.model.dim == 1:
        return post, make_q("gaussian", q_mean, q_std)
    return post, make_q("mean-field", q_mean, q_mean, q_std, q_std)


def steps(model, q_mean, q_std):
    """Every line of the derivation with both sides, and the inequality at its end."""
    post, q = chosen(model, q_mean, q_std)
    return derivation_data((*derivation(post, q), consequence(post, q)))


def q(model, q_mean, q_std):
    """q as a curve over one number, as an ellipse over two, with the posterior to be met."""
    post, q = chosen(model, q_mean, q_std)
    if post.model.dim == 2:
        curve = ellipse(q)
        return figures.plane(post.model, field(post, 60), curve, q_mean)
    (low, high) = view(post)[0]
    low, high = min(low, -6.0), max(high, 6.0)
    grid = np.linspace(low, high, 301)
    near = q_mean + q_std * np.linspace(-6, 6, 121)
    x = np.concatenate([[min(low, near[0])], near, [max(high, near[-1])]])
    side = float(np.exp(q.log_density(np.array(q_mean + q_std))))
    densities = np.exp(post.log_density(grid)), np.exp(q.log_density(x))
    return figures.line(post.model, grid, x, *densities, side)


def three(model, q_mean, q_std):
    """The ELBO written in three ways, each as two parts that end at the same number."""
    return figures.faces(faces(terms(*chosen(model, q_mean, q_std))))


def wrong(model, q_mean, q_std):
    """The slides' lines and the right ones with the numbers that they give here."""
    return figures.slips(evaluated_slips(*chosen(model, q_mean, q_std)))
