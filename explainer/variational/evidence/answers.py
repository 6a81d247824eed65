"""What the page asks about the evidence: Bayes' rule drawn, the data's axis, the cost in more dimensions."""

import numpy as np

from explainer.kit.asked import Source
from explainer.variational.answers import FRAMES, model_named, posterior_of
from explainer.variational.evidence import figures, theory
from explainer.variational.evidence.cost import cost
from explainer.variational.posteriors.grids import view
from explainer.variational.settings import DATA_KEYS, REACH

POINTS = 400  # of a curve


def bayes(**data):
    """Prior, likelihood, their product, its area and the posterior."""
    post = posterior_of(**data)
    near = theory.bayes(post, np.linspace(*view(post)[0], POINTS))  # resolves the maxima, however narrow
    drawn = theory.bayes(post, np.linspace(*FRAMES[data["model"]], POINTS), near.shift)
    return figures.bayes(post.model, drawn, float(near.posterior.max()))


def strip(model):
    """The axis of the data; their dots are the page's own handles."""
    return figures.strip(model_named(model), REACH)


def intractable(again):
    """The quadrature's cost over the number of latent dimensions, measured when it is asked."""
    return figures.cost(list(cost()))


SOURCES = {
    source.name: source
    for source in (
        Source("bayes", bayes, DATA_KEYS),
        Source("strip", strip, ("model",)),
        Source("cost", intractable, ("again",), slow=True),
    )
}
