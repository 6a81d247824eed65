"""What the section `elbo` asks: the derivation, the three faces and the slips, evaluated at one q."""

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.derivation import derivation_data
from explainer.maths import arguments
from explainer.variational import settings
from explainer.variational.answers import curve
from explainer.variational.elbo import figures
from explainer.variational.elbo import slips as slides
from explainer.variational.elbo.theory import consequence, derivation, faces
from explainer.variational.families.two_numbers import ellipse, make_q
from explainer.variational.posteriors.grids import field, view
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.posteriors.two_numbers import MODELS


def chosen(model, q_mean, q_std):
    """The posterior of the model's example, and q; over two numbers q is the same in both, independent."""
    arguments.choice("model", model, MODELS, name="the model")
    for control, value in ((settings.q_mean(), q_mean), (settings.q_std(), q_std)):
        name = f"the {control.label.lower()}"
        arguments.number(control.key, value, control.minimum, control.maximum, name=name)
    post = posterior(MODELS[model], MODELS[model].EXAMPLE)
    if post.model.dim == 1:
        return post, make_q("gaussian", q_mean, q_std)
    return post, make_q("mean-field", q_mean, q_mean, q_std, q_std)


def steps(model, q_mean, q_std):
    """Every line of the derivation with both sides, and the inequality at its end."""
    post, q = chosen(model, q_mean, q_std)
    return derivation_data((*derivation(post, q), consequence(post, q)))


def q(model, q_mean, q_std):
    """q as a curve over one number, as an ellipse over two, beside the posterior."""
    post, q = chosen(model, q_mean, q_std)
    if post.model.dim == 2:
        return figures.plane(post.model, field(post, 60), ellipse(q), q_mean)
    low, high = view(post)[0]
    low, high = min(low, -6.0), max(high, 6.0)
    grid = np.linspace(low, high, 301)
    return figures.line(post.model, grid, np.exp(post.log_density(grid)), *curve(q, low, high, points=121))


def three(model, q_mean, q_std):
    """The ELBO written in three ways, each as two parts that end at the same number."""
    return figures.faces(faces(terms(*chosen(model, q_mean, q_std))))


def wrong(model, q_mean, q_std):
    """The slides' lines and the right ones with the numbers that they give here."""
    return figures.slips(slides.slips(*chosen(model, q_mean, q_std)))


KEYS = ("model", "q_mean", "q_std")
SOURCES = {
    source.name: source
    for source in (
        Source("steps", steps, KEYS, shipped=True),
        Source("q", q, KEYS),
        Source("faces", three, KEYS),
        Source("slips", wrong, KEYS),
    )
}
