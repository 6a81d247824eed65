"""What several parts of the latent section ask: the map and the atlas of the chosen network."""

from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.vae.answers import atlas_of, plane
from explainer.vae.latent.settings import MARKS, MODELS


def known(model: str) -> str:
    """The model's name; BadArgument unless it is one of the section's."""
    return arguments.choice("model", model, MODELS, name="the model")


def latent_map(model):
    """Where the encoder puts 5,000 test pictures, their classes, and the aggregate posterior."""
    return plane(known(model), MARKS[model], density=True)


def atlas(model):
    """The decoded pictures on the nodes of a grid over the map."""
    return atlas_of(known(model))


SOURCES = {
    source.name: source
    for source in (
        Source("map", latent_map, ("model",), slow=True),
        Source("atlas", atlas, ("model",), slow=True),
    )
}
