"""What the figures that edit, fill in and mix ask: shipped films, and fresh ones streamed."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.reverse import edit_runs
from explainer.diffusion.reverse.edit_settings import BRUSHED, DRAWING, SHIPPED
from explainer.kit.asked import Source
from explainer.kit.film import film_data, film_frame
from explainer.kit.pack import pack
from explainer.kit.stream import Stream
from explainer.maths import chains, pictures
from explainer.maths.arguments import BadArgument
from models import backend

FOLDER = Path(__file__).parents[3] / "assets" / "edits"
MODEL = "unet-mnist"
STRENGTHS = range(0, 1001, 50)  # of an own run, the quickest first
PLACES = range(0, 101, 10)
HIDDEN = 128  # the grey of a hole


@dataclass(frozen=True)
class Options:
    """What `edit_runs` needs to know of a run."""

    seed: int
    other: int = 0
    steps: int = 25
    guidance: float = 1.0
    pictures: int = 9
    resample: int = 1


@cache
def kept(name: str) -> dict[str, NDArray]:
    """The arrays of `assets/edits/NAME.npz`."""
    with np.load(FOLDER / f"{name}.npz") as file:
        return dict(file)


def edit(edit_picture, edit_drawing) -> dict:
    """A shipped picture's film over strengths, or the drawing alone until it is run."""
    if edit_picture in SHIPPED:
        film = kept(f"edit-{edit_picture}")
        return film_data(film["t"], {"noised": film["noised"][:, None], "result": film["result"]})
    pixels = pixels_of("edit", edit_picture, edit_drawing)[None, None]
    return film_data([0], {"noised": pixels, "result": pixels.repeat(edit_runs.CLASSES, 1)})


def denoise(edit_picture, edit_drawing, edit_guidance, edit_seed) -> Iterator[dict]:
    """The picture at every strength from 0 up, denoised as each of the ten digits."""
    x0 = edit_runs.unit(pixels_of("edit", edit_picture, edit_drawing))
    options = Options(
        seed=number("edit_seed", edit_seed, 0, 999_999, whole=True),
        guidance=float(number("edit_guidance", edit_guidance, 0, 8)),
    )
    model, plan = _network()
    for strength in STRENGTHS:
        began = time.perf_counter()
        xt, result = edit_runs.as_classes(model, x0, strength, plan, options)
        words = f"strength {strength} of {plan.T}: {1000 * (time.perf_counter() - began):.0f} ms for ten digits"
        yield film_frame(
            strength, {"noised": _grey(xt[:1]), "result": _grey(result)}, of=len(STRENGTHS), words=words
        )


def given(fill_picture, fill_drawing, fill_hole, fill_region) -> dict:
    """The picture, and the same with the hole in it."""
    pixels = pixels_of("fill", fill_picture, fill_drawing)
    open_ = hole(fill_hole, fill_region) == 0
    return {"picture": pack(pixels[None], "u1"), "holed": pack(np.where(open_, HIDDEN, pixels)[None], "u1")}


def fill(fill_picture, fill_drawing) -> dict:
    """The shipped filling of a shipped picture's lower half, or the drawing alone until it is run."""
    if fill_picture in SHIPPED:
        film = kept(f"fill-{fill_picture}")
        return film_data(film["t"], {"xt": film["xt"]})
    return film_data([0], {"xt": pixels_of("fill", fill_picture, fill_drawing)[None, None].repeat(9, 1)})


def fill_in(fill_picture, fill_drawing, fill_hole, fill_region, fill_resample, fill_seed) -> Iterator[dict]:
    """Nine fillings of the hole, one film frame a step, the pictures at t = 0 last."""
    pixels, known = pixels_of("fill", fill_picture, fill_drawing), hole(fill_hole, fill_region)
    options = Options(
        seed=number("fill_seed", fill_seed, 0, 999_999, whole=True),
        resample=number("fill_resample", fill_resample, 1, 20, whole=True),
        steps=50,
    )
    model, plan = _network()
    for step in edit_runs.filled(model, pixels, known, plan, options):
        yield film_frame(step.t, {"xt": _grey(step.xt)}, of=options.steps + 1)
    yield film_frame(0, {"xt": _grey(step.xs)}, of=options.steps + 1)


def mix() -> dict:
    """The shipped film between two seeds."""
    film = kept("mix")
    return film_data(film["t"], {"result": film["result"]})


def between(mix_first, mix_second) -> Iterator[dict]:
    """The digits 0 to 9 at places of the arc between two seeds' noises."""
    ends = [
        number(key, value, 0, 999_999, whole=True)
        for key, value in (("mix_first", mix_first), ("mix_second", mix_second))
    ]
    model, plan = _network()
    for place in PLACES:
        made = edit_runs.mixed(model, place / 100, plan, Options(*ends))
        yield film_frame(place, {"result": _grey(made)}, of=len(PLACES))


def pixels_of(figure: str, picture, drawn) -> NDArray[np.uint8]:
    """The chosen digit, bytes (28, 28); BadArgument beside the control of that figure."""
    try:
        if picture == DRAWING:
            return pictures.drawing(drawn)[..., 0]
    except BadArgument as bad:
        raise BadArgument(f"{figure}_drawing", str(bad)) from None
    if picture not in SHIPPED:
        allowed = ", ".join([*SHIPPED, DRAWING])
        raise BadArgument(f"{figure}_picture", f"the picture is {picture!r}; allowed are {allowed}")
    return pictures.shipped(picture)[..., 0]


def hole(name, region) -> NDArray[np.float32]:
    """1 where the picture is kept, 0 in the hole, (28, 28); BadArgument beside its control."""
    try:
        if name == BRUSHED:
            return 1 - pictures.region(region).astype(np.float32)
    except BadArgument as bad:
        raise BadArgument("fill_region", str(bad)) from None
    try:
        return edit_runs.known(name)
    except ValueError as bad:
        raise BadArgument("fill_hole", f"{bad}, {BRUSHED}") from None


def number(key: str, value, low: float, high: float, whole: bool = False):
    """The value, once it is a number from low to high; BadArgument beside its control."""
    fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not fine or not low <= value <= high or (whole and int(value) != value):
        kind = "a whole number" if whole else "a number"
        raise BadArgument(key, f"{key.split('_')[1]} is {value!r}; allowed is {kind} from {low} to {high}")
    return int(value) if whole else value


def _network():
    return backend.eps_model(MODEL), backend.MODELS[MODEL].schedule()


def _grey(x) -> NDArray[np.uint8]:
    return chains.grey(x.detach().float().cpu().numpy()[:, 0])


EDIT_KEYS = ("edit_picture", "edit_drawing")
FILL_KEYS = ("fill_picture", "fill_drawing")
EDIT = Source("edit", edit, EDIT_KEYS, slow=True, only={"edit_drawing": ("edit_picture", DRAWING)})
DENOISE = Stream(
    "edit", backend.gpu(denoise), (*EDIT_KEYS, "edit_guidance", "edit_seed"), film="edit", prefix="edit_"
)
GIVEN = Source(
    "given", given, (*FILL_KEYS, "fill_hole", "fill_region"), slow=True,
    only={"fill_drawing": ("fill_picture", DRAWING), "fill_region": ("fill_hole", BRUSHED)},
)  # fmt: skip
FILL = Source("fill", fill, FILL_KEYS, slow=True, only={"fill_drawing": ("fill_picture", DRAWING)})
FILL_IN = Stream(
    "fill", backend.gpu(fill_in), (*GIVEN.keys, "fill_resample", "fill_seed"), film="fill", prefix="fill_"
)
MIX = Source("mix", mix, ())
BETWEEN = Stream("mix", backend.gpu(between), ("mix_first", "mix_second"), film="mix", prefix="mix_")
