"""What the reverse section's page asks: shipped chains, and fresh ones streamed step by step."""

import math
import time
from collections.abc import Iterator
from functools import cache

import numpy as np

from explainer.diffusion.reverse import targets as side
from explainer.diffusion.reverse.settings import CLOTHES, DIGITS, MIXED, SAMPLERS
from explainer.kit.asked import Source
from explainer.kit.film import film_data, film_frame
from explainer.kit.stream import Stream
from explainer.maths import chains
from explainer.maths.arguments import BadArgument
from models import backend

REFRESH = 1 / 50  # seconds
PICTURES = 16
MIDDLE = 14
MIX = (3, 1, 4, 0, 5, 9, 2, 6, 8, 7, 4, 8, 2, 3, 5, 7)


def network(wanted: str) -> tuple[str, tuple[int, ...]]:
    """The network for a class of the page, and the 16 labels it is given; BadArgument if unknown."""
    if wanted == MIXED:
        return "unet-mnist", MIX
    if wanted in DIGITS:
        return "unet-mnist", (int(wanted),) * PICTURES
    if wanted == "clothes":
        return "unet-fashion", MIX
    if wanted in CLOTHES:
        return "unet-fashion", (CLOTHES.index(wanted),) * PICTURES
    allowed = ", ".join([MIXED, *DIGITS, "clothes", *CLOTHES])
    raise BadArgument("class", f"the class is {wanted!r}; allowed are {allowed}")


def chain(**settings) -> dict:
    """The shipped chain of the class: its own for a digit, the mixed one of its data set else."""
    model, name = shipped(settings["class"])
    warm(model)
    kept = chains.shipped(name)
    last = kept["xt"][-1:]
    x0_hat = np.concatenate([kept["x0_hat"], last])  # at t = 0 the picture is all there is to see
    return film_data(kept["t"], {"xt": kept["xt"], "x0_hat": x0_hat})


def shipped(wanted: str) -> tuple[str, str]:
    """The network of a class and the name of its shipped chain; BadArgument if unknown."""
    model, _ = network(wanted)
    return model, f"{model}-{wanted if wanted in DIGITS else 'mixed'}"


def targets(**settings) -> dict:
    """ε̂, μ and one pixel's numbers of a shipped chain's picked picture, at every t that is kept."""
    model, name = shipped(settings["class"])
    picked = side.checked("picked", settings["picked"], PICTURES - 1)
    return side.shipped(name, backend.MODELS[model].schedule(), picked, pixel(settings))


def pixel(settings: dict) -> tuple[int, int]:
    """The chosen pixel (row, column), the middle until the page says; BadArgument beside its control."""
    wanted = {key: MIDDLE if settings[key] is None else settings[key] for key in ("row", "column")}
    return tuple(side.checked(key, value, side.SIDE - 1) for key, value in wanted.items())


@cache
def warm(model: str) -> None:
    """Load the network in the background, once a process: who looks at a chain will press Generate."""
    backend.warm(model)


def generate(**settings) -> Iterator[dict]:
    """A fresh chain: the network denoises 16 pictures, one film frame a step, the pictures at t = 0 last."""
    model, labels = network(settings["class"])
    sampler, place = checked(settings), pixel(settings)
    import torch

    from explainer.diffusion.reverse import samplers

    schedule = backend.MODELS[model].schedule()
    sources = samplers.generators(settings["seed"], PICTURES)
    options = {"guidance": float(settings["guidance"])}
    if sampler != "dpm":
        options["generators"] = sources
    if sampler == "ddim":
        options["eta"] = float(settings["eta"])
    steps = samplers.SAMPLERS[sampler](
        backend.eps_model(model),
        samplers.start((1, 28, 28), sources),
        torch.tensor(labels),
        schedule,
        samplers.timesteps(schedule.T, settings["steps"]),
        **options,
    )
    of = settings["steps"] + 1
    facts = backend.info()
    began = time.perf_counter()
    for done, step in enumerate(steps, 1):
        ms = 1000 * (time.perf_counter() - began)
        xt, x0_hat = _numbers(step.xt), _numbers(step.x0_hat)
        tracks = {"xt": chains.grey(xt), "x0_hat": chains.grey(x0_hat)}
        tracks |= side.frame(xt, x0_hat, step.t, step.s, schedule, place)
        words = f"{done} of {of} frames, {ms:.0f} ms a step on {facts['device']} in {facts['dtype']}"
        yield film_frame(step.t, tracks, of=of, words=words)
        began = time.perf_counter()
    last = chains.grey(_numbers(step.xs))
    time.sleep(REFRESH)  # else the last step and what it made would fall into one refresh of the screen
    yield film_frame(0, {"xt": last, "x0_hat": last}, of=of)


def checked(settings: dict) -> str:
    """The sampler's name, once every setting is one that is allowed; BadArgument beside its control."""
    if settings["sampler"] not in SAMPLERS:
        raise BadArgument("sampler", f"the sampler is {settings['sampler']!r}; allowed are {', '.join(SAMPLERS)}")
    for key, low, high, whole in (
        ("steps", 1, 1000, True),
        ("seed", 0, 999_999, True),
        ("guidance", 0, 8, False),
        ("eta", 0, 1, False),
    ):
        value = settings[key]
        number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not number or not low <= value <= high or (whole and int(value) != value):
            kind = "a whole number" if whole else "a number"
            raise BadArgument(key, f"{key} is {value!r}; allowed is {kind} from {low} to {high}")
    return settings["sampler"]


def _numbers(x) -> np.ndarray:
    return x.detach().float().cpu().numpy()[:, 0]


CHAIN = Source("chain", chain, ("class",), slow=True)
TARGETS = Source("targets", targets, ("class", "picked", "row", "column"), slow=True)
GENERATE = Stream(
    "generate",
    backend.gpu(generate),
    ("class", "sampler", "steps", "guidance", "seed", "eta", "row", "column"),
    film="chain",
)
