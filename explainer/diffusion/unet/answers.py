"""What the section's page asks: shipped arrays, and the atlas of an own drawing by the network itself."""

import threading
from functools import cache

from explainer import shipped
from explainer.diffusion.unet import figures
from explainer.diffusion.unet.settings import BLOCKS, DRAWING, PICTURES, cut_labels
from explainer.kit.asked import Source
from explainer.maths import arguments, pictures
from models import backend

MODEL = "unet-mnist"
SEED = 4
_alone = threading.Lock()


def diagram() -> dict:
    """The network's blocks, laid out."""
    if not BLOCKS:
        raise FileNotFoundError("assets/unet/diagram.json is missing or damaged")
    return figures.diagram(list(BLOCKS.values()), (1, pictures.SMALL, pictures.SMALL))


def atlas(picture, drawing) -> dict:
    """Feature maps along t: shipped for a shipped picture, by the network now for an own drawing."""
    warm()
    arguments.choice("picture", picture, [*PICTURES, DRAWING], name="the picture")
    if picture == DRAWING:
        return figures.atlas(observed(pictures.drawing(drawing)))
    return figures.atlas(shipped.arrays(f"unet/{picture}"))


def observed(pixels) -> dict:
    """The atlas of a picture (28, 28, 1) of bytes, given no class, on the shipped channels."""
    import torch

    from explainer.diffusion.unet import atlas
    from models.unet import NO_CLASS

    like = shipped.arrays(f"unet/{next(iter(PICTURES))}")
    x0 = torch.from_numpy(pixels[None, None, ..., 0] / 127.5 - 1).float()
    plan = backend.MODELS[MODEL].schedule()
    times = [like[key].tolist() for key in ("t", "attention_t")]
    with _alone:  # hooks read what the network computes: no two visitors at once
        return atlas.atlas(network(), x0, NO_CLASS, SEED, *times, plan, atlas.shades_of(like))


@cache
def network():
    """A copy of the network for this section alone: hooks on the shared one would see other visitors' runs."""
    import torch

    return backend.read(MODEL).to(memory_format=torch.channels_last)


@cache
def warm() -> None:
    """Load the network in the background, once per process: who looks at the maps will draw a digit."""
    backend.warm(MODEL, prepare=lambda _: network())


def embedding() -> dict:
    """The time embedding over t."""
    stored = shipped.arrays("unet/embedding")
    return figures.embedding(stored["t"], stored["waves"], stored["learned"])


def cuts(cut) -> dict:
    """What a cut does to the loss and to x̂_0, measured beforehand."""
    labels = cut_labels()
    arguments.choice("cut", cut, labels, name="the cut")
    return figures.cuts(shipped.arrays("unet/cuts"), cut, labels)


SOURCES = {
    source.name: source
    for source in (
        Source("diagram", diagram, (), shipped=True),
        Source("atlas", atlas, ("picture", "drawing"), slow=True, only={"drawing": ("picture", DRAWING)}),
        Source("embedding", embedding, ()),
        Source("cuts", cuts, ("cut",)),
    )
}
