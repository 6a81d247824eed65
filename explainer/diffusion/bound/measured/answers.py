"""What the measured bound asks: shipped terms at once, and the network on request."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion.bound import running, shown
from explainer.diffusion.bound.answers import ALONE, ONLY, pixels, question
from explainer.diffusion.bound.measured import figures, theory
from explainer.diffusion.bound.sigmas import SIGMAS
from explainer.diffusion.bound.terms import prior_terms
from explainer.diffusion.reverse.steps import timesteps
from explainer.kit.asked import Source
from explainer.kit.replay import replay_frame
from explainer.kit.stream import Stream
from explainer.maths import arguments, pictures
from explainer.maths.arguments import BadArgument
from models import backend

KEYS = ("network", "picture", "sigma", "chain", "told", "draw_seed", "drawing", "upload")
CHAINS = [str(count) for count in (shown.STEPS, *shown.FEWER)]
FIRST = 2  # rounds of a first look at what does not ship


def checked(network, picture, sigma, chain, told, draw_seed, drawing, upload) -> tuple:
    """The settings, hashable and with the picture's bytes; BadArgument names the control that is wrong."""
    arguments.choice("network", network, shown.NETWORKS, name="the network")
    arguments.choice("sigma", sigma, SIGMAS, name="Σ")
    arguments.choice("chain", chain, CHAINS, name="the number of steps")
    arguments.choice("told", told, (False, True), name="“class given”")
    arguments.seed(draw_seed, "draw_seed")
    if sigma == "learned" and backend.MODELS[network].kind != "bound":
        sentence = f"Σ is learned, but {network} was taught none; allowed are β̃ₜ, βₜ and the best number a step"
        raise BadArgument("sigma", sentence)
    found = pixels(picture, drawing, upload)
    label = None
    if told:
        kind = pictures.DIGITS if backend.MODELS[network].data == "mnist" else pictures.CLOTHES
        if picture not in kind:
            sentence = f"“class given” is on, but {network} knows no class of this picture; allowed is off"
            raise BadArgument("told", sentence)
        label = shown.LABELS[picture]
    return network, picture, sigma, int(chain), label, draw_seed, found.tobytes()


def measuring(settings: tuple, rounds: int) -> Iterator[tuple[theory.Terms, int, int]]:
    """What is known after each batch of questions, how many were asked, and of how many."""
    import torch

    network, _, sigma, chain, label, seed, raw = settings
    asked = question(network, sigma, chain, label, raw)
    batches = list(running.rounds(chain, np.random.default_rng(seed), rounds))
    run, source = running.Running(chain, asked.last), torch.Generator().manual_seed(seed)
    done = 0
    for places in batches:
        run.add(places, asked.bits(places, source))
        done += len(places)
        yield theory.so_far(asked.ts, run), done, sum(map(len, batches))


@lru_cache(maxsize=32)
def first_look(settings: tuple) -> theory.Terms:
    """A few questions to the network about what does not ship."""
    *_, (found, _, _) = measuring(settings, FIRST)
    return found


def known(settings: tuple) -> theory.Terms:
    """The shipped terms of these settings, or a first look at them."""
    network, picture, sigma, chain, label, _, _ = settings
    if picture not in shown.MEASURED[network] or label is not None:
        with ALONE:  # both sources of the figure ask at once
            return first_look(settings)
    stored = shipped.arrays(f"bound/{network}")
    row, column = shown.MEASURED[network].index(picture), list(SIGMAS).index(sigma)
    plan = backend.MODELS[network].schedule()
    last = float(prior_terms(shown.picture(picture) / 127.5 - 1, plan).mean() / np.log(2))
    bits, error = (stored[f"{what}_{chain}"][row, column] for what in ("bits", "errors"))
    return theory.beforehand(np.array(timesteps(plan.T, chain)[::-1]), bits, last, float(error))


@cache
def warm(network: str) -> None:
    """Load the network in the background, once per process: who looks at its terms will press Measure."""
    backend.warm(network)


def terms(**settings) -> dict[str, Any]:
    """Every term over t and their running sum."""
    found = known(given := checked(**settings))
    warm(given[0])
    return figures.standing(found, theory.binned(found))


def measured(**settings) -> dict[str, Any]:
    """The bound and its parts as numbers."""
    return told_of(known(given := checked(**settings)), given, False)


def told_of(found: theory.Terms, settings: tuple, now: bool) -> dict[str, Any]:
    """What is known as numbers, beside what a test set gives under the same settings."""
    network, picture, sigma, chain, label, _, _ = settings
    test = None
    if chain == shown.STEPS and label is None:
        test = shipped.facts("bound/test")[network][sigma] | {"pictures": shown.TESTED}
    beforehand = picture in shown.MEASURED[network] and label is None
    words = "Measured beforehand." if beforehand else "A first look, by a few questions to the network."
    return figures.now(found, "Measured now." if now else words, test, now)


def film(**settings) -> dict[str, Any]:
    """A film without steps: a measurement is streamed."""
    return {"times": [0], "tracks": {}, "answers": [], "values": []}


def measure(**settings) -> Iterator[dict[str, Any]]:
    """The network is asked batch after batch; each frame is the bound as it is known by then."""
    given = checked(**settings)
    for count, (found, done, of) in enumerate(measuring(given, running.ROUNDS), 1):
        words = f"{done} of {of} questions"
        if found.total is not None:
            error = "" if found.error is None else f" ± {found.error:.4f}"
            words += f": {found.total:.4f}{error} bits a pixel"
        yield replay_frame(count, told_of(found, given, True), {}, tracks={"done": done}, of=of, words=words)


SOURCES = {
    source.name: source
    for source in (
        Source("terms", terms, KEYS, slow=True, only=ONLY),
        Source("measured", measured, KEYS, slow=True, only=ONLY),
        Source("measuring", film, KEYS, only=ONLY),
    )
}
STREAMS = (Stream("measure", backend.gpu(measure), KEYS, film="measuring", prefix="measure_"),)
