"""What the diagram asks: a run of the network on the chosen picture."""

import numpy as np

from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.vae.encoder_input import ink
from explainer.vae.latent.answers import known
from explainer.vae.latent.network import figures
from explainer.vae.latent.settings import ENCODED_KEYS
from explainer.vae.settings import ONLY_CHOSEN
from models import coders


def network(model, picture, upload, drawing, invert, seed):
    """The layers with their sizes, and what each of them makes of the picture and of one ε."""
    x, _ = ink(picture, upload, drawing, invert)
    eps = np.random.default_rng(arguments.seed(seed)).standard_normal(2)
    made = coders.layers(known(model), x, eps) | {"eps": eps}
    return figures.diagram(made, coders.parameters(model))


SOURCES = {
    source.name: source
    for source in (Source("network", network, (*ENCODED_KEYS, "seed"), slow=True, only=ONLY_CHOSEN),)
}
