"""What the section's page asks: shipped arrays, and the atlas of an own drawing by the network itself."""

import threading
from functools import cache

from explainer.diffusion.unet import figures, shipped
from explainer.diffusion.unet.settings import DRAWING, PICTURES, cut_labels
from explainer.kit.asked import Source
from explainer.maths import pictures
from explainer.maths.arguments import BadArgument
from models import backend

MODEL = "unet-mnist"
SEED = 4
_alone = threading.Lock()


def diagram() -> dict:
    """The network's blocks in their places."""
    return figures.diagram(shipped.diagram(), (1, pictures.SMALL, pictures.SMALL))


def atlas(picture, drawing) -> dict:
    """Feature maps along t: shipped for a shipped picture, by the network now for an own drawing."""
    warm()
    if picture in PICTURES:
        return figures.atlas(shipped.arrays(picture))
    if picture != DRAWING:
        allowed = ", ".join([*PICTURES, DRAWING])
        raise BadArgument("picture", f"the picture is {picture!r}; allowed are {allowed}")
    try:
        pixels = pictures.drawing(drawing)
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None
    return figures.atlas(observed(pixels))


def observed(pixels) -> dict:
    """The atlas of a picture (28, 28, 1) of bytes that is told no class, on the shipped channels."""
    import torch

    from explainer.diffusion.unet import atlas
    from models.unet import NO_CLASS

    like = shipped.arrays(next(iter(PICTURES)))
    x0 = torch.from_numpy(pixels[None, None, ..., 0] / 127.5 - 1).float()
    plan = backend.MODELS[MODEL].schedule()
    times = [like[key].tolist() for key in ("t", "attention_t")]
    with _alone:  # hooks read what flows: no two visitors at once
        return atlas.atlas(network(), x0, NO_CLASS, SEED, *times, plan, atlas.shades_of(like))


@cache
def network():
    """A copy of the network for this section alone: hooks on the shared one would see other visitors' runs."""
    import torch

    return backend.read(MODEL).to(memory_format=torch.channels_last)


@cache
def warm() -> None:
    """Load the network in the background, once a process: who looks at the maps will draw a digit."""
    threading.Thread(target=network, daemon=True).start()


def embedding() -> dict:
    """The time embedding over t."""
    kept = shipped.arrays("embedding")
    return figures.embedding(kept["t"], kept["waves"], kept["learned"])


def cuts(cut) -> dict:
    """What a cut does to the loss and to x̂_0, measured beforehand."""
    labels = cut_labels()
    if cut not in labels:
        raise BadArgument("cut", f"the cut is {cut!r}; allowed are {', '.join(labels)}")
    return figures.cuts(shipped.arrays("cuts"), cut, labels)


DIAGRAM = Source("diagram", diagram, (), shipped=True)
ATLAS = Source("atlas", atlas, ("picture", "drawing"), slow=True, only={"drawing": ("picture", DRAWING)})
EMBEDDING = Source("embedding", embedding, ())
CUTS = Source("cuts", cuts, ("cut",))
