"""What the chain and its targets ask: shipped chains, and fresh ones streamed step by step."""

import time
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.diffusion.reverse import theory
from explainer.diffusion.reverse.answers import pixel
from explainer.diffusion.reverse.chain import figures
from explainer.diffusion.reverse.chain.settings import CLOTHES, DIGITS, MIXED, SAMPLERS
from explainer.diffusion.schedule import Schedule
from explainer.kit.asked import Source
from explainer.kit.film import film_data, film_frame
from explainer.kit.stream import Stream
from explainer.maths import arguments, chains
from explainer.maths.arguments import BadArgument
from models import backend

REFRESH = 1 / 50  # seconds
PICTURES = 16
MIDDLE = 14
MIX = (3, 1, 4, 0, 5, 9, 2, 6, 8, 7, 4, 8, 2, 3, 5, 7)


def network(wanted: str) -> tuple[str, tuple[int, ...]]:
    """The network for a class of the page, and the 16 labels it is given; BadArgument if unknown."""
    arguments.text("class", wanted, 40, name="the class")
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


def shipped_name(wanted: str) -> tuple[str, str]:
    """The network of a class and its shipped chain: a digit's own, else the mixed one of the data set."""
    model, _ = network(wanted)
    return model, f"reverse/{model}-{wanted if wanted in DIGITS else 'mixed'}"


@cache
def frames(name: str) -> dict[str, NDArray]:
    """The frames of a shipped chain in grey levels, shared by all visitors and so read-only."""
    shown = chains.as_grey(shipped.arrays(name))
    for array in shown.values():
        array.flags.writeable = False
    return shown


def chain(**settings) -> dict:
    """The shipped chain of the class."""
    model, name = shipped_name(settings["class"])
    warm(model)
    shown = frames(name)
    last = shown["xt"][-1:]
    x0_hat = np.concatenate([shown["x0_hat"], last])  # at t = 0 the picture is all there is to see
    return film_data(shown["t"], {"xt": shown["xt"], "x0_hat": x0_hat})


def targets(**settings) -> dict:
    """ε̂, μ and one pixel's numbers of one picture of a shipped chain, at every stored t but 0."""
    model, name = shipped_name(settings["class"])
    picked = arguments.whole("picked", settings["picked"], 0, PICTURES - 1, name="the picked")
    plan, place = backend.MODELS[model].schedule(), _pixel(settings)
    stored = chains.as_numbers(shipped.arrays(name))
    xts, x0_hats = stored["xt"][:-1, picked, None], stored["x0_hat"][:, picked, None]
    steps = zip(pairwise(stored["t"].tolist()), xts, x0_hats, strict=True)
    tracks = [_target_tracks(xt, x0_hat, t, s, plan, place) for (t, s), xt, x0_hat in steps]
    return figures.target_film(stored["t"][:-1], tracks)


@cache
def warm(model: str) -> None:
    """Load the network in the background, once per process: who looks at a chain will press Generate."""
    backend.warm(model)


def generate(**settings) -> Iterator[dict]:
    """A fresh chain: the network denoises 16 pictures, one film frame per step, the pictures at t = 0 last."""
    model, labels = network(settings["class"])
    sampler, place = checked(settings), _pixel(settings)
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
        tracks |= _target_tracks(xt, x0_hat, step.t, step.s, schedule, place)
        words = f"{done} of {of} frames, {ms:.0f} ms a step on {facts['device']} in {facts['dtype']}"
        yield film_frame(step.t, tracks, of=of, words=words)
        began = time.perf_counter()
    last = chains.grey(_numbers(step.xs))
    time.sleep(REFRESH)  # else the last step and what it made would fall into one refresh of the screen
    yield film_frame(0, {"xt": last, "x0_hat": last}, of=of)


def checked(settings: dict) -> str:
    """The sampler's name, once every setting is one that is allowed; BadArgument otherwise."""
    arguments.choice("sampler", settings["sampler"], SAMPLERS, name="the sampler")
    arguments.whole("steps", settings["steps"], 1, 1000)
    arguments.seed(settings["seed"])
    arguments.number("guidance", settings["guidance"], 0, 8)
    arguments.number("eta", settings["eta"], 0, 1)
    return settings["sampler"]


def _pixel(settings: dict) -> tuple[int, int]:
    """The chosen pixel; the middle until the page sends one."""
    return pixel(*(MIDDLE if settings[key] is None else settings[key] for key in ("row", "column")))


def _target_tracks(xt, x0_hat, t: int, s: int, plan: Schedule, place: tuple[int, int]) -> dict:
    found = theory.targets(xt, x0_hat, t, s, plan)
    return figures.target_tracks(xt, found, theory.coefficients(t, s, plan), place)


def _numbers(x) -> np.ndarray:
    return x.detach().float().cpu().numpy()[:, 0]


SOURCES = {
    source.name: source
    for source in (
        Source("chain", chain, ("class",), slow=True),
        Source("targets", targets, ("class", "picked", "row", "column"), slow=True),
    )
}
STREAMS = {
    stream.name: stream
    for stream in (
        Stream(
            "generate",
            backend.gpu(generate),
            ("class", "sampler", "steps", "guidance", "seed", "eta", "row", "column"),
            film="chain",
        ),
    )
}
