"""What the section's figures share: the chosen picture, the network asked about it, and a look at it."""

import threading
from functools import cache, lru_cache

import numpy as np

from explainer import shipped
from explainer.diffusion.bound import shown
from explainer.diffusion.bound.question import Look, Question, look
from explainer.diffusion.bound.settings import DRAWING, UPLOAD
from explainer.diffusion.bound.terms import prior_terms
from explainer.diffusion.reverse.steps import respace, timesteps
from explainer.maths import pictures
from models import backend, denoisers

OWN = ("picture", "drawing", "upload")
ONLY = {"drawing": ("picture", DRAWING), "upload": ("picture", UPLOAD)}
ALONE = threading.Lock()  # of first looks: two sources of a figure ask for the same one at once
NETWORK = "unet-mnist-bound"  # of the figures that show where the bits are
ROUNDS = 2  # of a first look


def pixels(picture, drawing, upload) -> np.ndarray:
    """Grey levels (28, 28) of what is chosen; BadArgument for a name, drawing or file that is none."""
    if picture == DRAWING:
        return pictures.drawing(drawing)[..., 0]
    if picture == UPLOAD:
        return np.round(pictures.grey(upload)).astype(np.uint8)
    return shown.picture(picture)


def question(network, sigma, chain, label, raw: bytes) -> Question:
    """The network, the picture and the chain, ready to be asked; loads torch."""
    import torch

    from models.unet import NO_CLASS

    plan = backend.MODELS[network].schedule()
    ts = timesteps(plan.T, chain)
    levels = np.frombuffer(raw, np.uint8).reshape(1, 1, pictures.SMALL, pictures.SMALL)
    return Question(
        denoisers.x0_model(network),
        torch.from_numpy(levels / 127.5 - 1).float(),
        torch.tensor([NO_CLASS if label is None else label]),
        np.array(ts[::-1]),
        respace(plan, ts),
        sigma,
        shipped.arrays(f"bound/{network}")["best"] if sigma == "best" else None,
    )


def looked(picture, drawing, upload) -> tuple[np.ndarray, Look]:
    """The picture and where its bits are under the network trained by the bound: shipped, or by a first look."""
    levels = pixels(picture, drawing, upload)
    if picture in shown.MEASURED[NETWORK]:
        return levels, _shipped(picture)
    with ALONE:
        return levels, _first(levels.tobytes())


@lru_cache(maxsize=16)
def _first(raw: bytes) -> Look:
    return look(question(NETWORK, "learned", shown.STEPS, None, raw), shown.KNOTS, ROUNDS, 0)


@cache
def _shipped(picture: str) -> Look:
    stored, row = shipped.arrays(f"bound/{NETWORK}"), shown.MEASURED[NETWORK].index(picture)
    shades, scales = stored["maps"][row] / 255.0, stored["scales"][row].astype(np.float64)
    plan = backend.MODELS[NETWORK].schedule()
    last = float(prior_terms(shown.picture(picture) / 127.5 - 1, plan).mean() / np.log(2))
    return Look(
        np.array(shown.KNOTS), scales[:, None, None] * shades**2, stored["whole"][row], stored["x0_hat"][row],
        stored[f"bits_{shown.STEPS}"][row, -1].astype(np.float64), stored["square"][row].astype(np.float64), last,
    )  # fmt: skip
