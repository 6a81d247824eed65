"""What the figures that edit, fill in and mix ask: shipped films, and fresh ones streamed."""

import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.diffusion.reverse.answers import MODEL, PLAN
from explainer.diffusion.reverse.edit import runs
from explainer.diffusion.reverse.edit.runs import Options
from explainer.diffusion.reverse.edit.settings import BRUSHED, DRAWING, SHIPPED
from explainer.kit.asked import Source
from explainer.kit.film import film_data, film_frame
from explainer.kit.pack import pack
from explainer.kit.stream import Stream
from explainer.maths import arguments, pictures
from models import backend, data

STRENGTHS = range(0, 1001, 50)  # of a visitor's run, the quickest first
PLACES = range(0, 101, 10)
HIDDEN = 128  # the grey of a hole


def edit(edit_picture, edit_drawing) -> dict:
    """A shipped picture at every strength, or the drawing alone until it is run."""
    if edit_picture in SHIPPED:
        stored = shipped.arrays(f"edits/edit-{edit_picture}")
        return film_data(stored["t"], {"noised": stored["noised"][:, None], "result": stored["result"]})
    pixels = pixels_of("edit", edit_picture, edit_drawing)[None, None]
    return film_data([0], {"noised": pixels, "result": pixels.repeat(runs.CLASSES, 1)})


def denoise(edit_picture, edit_drawing, edit_guidance, edit_seed) -> Iterator[dict]:
    """The picture at every strength from 0 up, denoised as each of the ten digits."""
    x0 = data.to_unit(pixels_of("edit", edit_picture, edit_drawing)[None])
    options = Options(
        seed=arguments.seed(edit_seed, "edit_seed"),
        guidance=float(arguments.number("edit_guidance", edit_guidance, 0, 8, name="guidance")),
    )
    model = backend.eps_model(MODEL)
    for strength in STRENGTHS:
        began = time.perf_counter()
        xt, result = runs.as_classes(model, x0, strength, PLAN, options)
        words = f"strength {strength} of {PLAN.T}: {1000 * (time.perf_counter() - began):.0f} ms for ten digits"
        tracks = {"noised": data.to_bytes(xt[:1]), "result": data.to_bytes(result)}
        yield film_frame(strength, tracks, of=len(STRENGTHS), words=words)


def given(fill_picture, fill_drawing, fill_hole, fill_region) -> dict:
    """The picture, and the same with the hole in it."""
    pixels = pixels_of("fill", fill_picture, fill_drawing)
    hidden = mask_of(fill_hole, fill_region) == 0
    return {"picture": pack(pixels[None], "u1"), "holed": pack(np.where(hidden, HIDDEN, pixels)[None], "u1")}


def fill(fill_picture, fill_drawing) -> dict:
    """The shipped filling of a shipped picture's lower half, or the drawing alone until it is run."""
    if fill_picture in SHIPPED:
        stored = shipped.arrays(f"edits/fill-{fill_picture}")
        return film_data(stored["t"], {"xt": stored["xt"]})
    return film_data([0], {"xt": pixels_of("fill", fill_picture, fill_drawing)[None, None].repeat(9, 1)})


def fill_in(fill_picture, fill_drawing, fill_hole, fill_region, fill_resample, fill_seed) -> Iterator[dict]:
    """Nine fillings of the hole, one film frame per step, the pictures at t = 0 last."""
    pixels, mask = pixels_of("fill", fill_picture, fill_drawing), mask_of(fill_hole, fill_region)
    options = Options(
        seed=arguments.seed(fill_seed, "fill_seed"),
        resample=arguments.whole("fill_resample", fill_resample, 1, 20, name="resample"),
        steps=50,
    )
    for step in runs.filled(backend.eps_model(MODEL), data.to_unit(pixels[None]), mask, PLAN, options):
        yield film_frame(step.t, {"xt": data.to_bytes(step.xt)}, of=options.steps + 1)
    yield film_frame(0, {"xt": data.to_bytes(step.xs)}, of=options.steps + 1)


def mix() -> dict:
    """The shipped digits between two seeds."""
    stored = shipped.arrays("edits/mix")
    return film_data(stored["t"], {"result": stored["result"]})


def between(mix_first, mix_second) -> Iterator[dict]:
    """The digits 0 to 9 at points of the arc between two seeds' noises."""
    options = Options(arguments.seed(mix_first, "mix_first"), arguments.seed(mix_second, "mix_second"))
    model = backend.eps_model(MODEL)
    for place in PLACES:
        made = runs.mixed(model, place / 100, PLAN, options)
        yield film_frame(place, {"result": data.to_bytes(made)}, of=len(PLACES))


def pixels_of(figure: str, picture, drawn) -> NDArray[np.uint8]:
    """The chosen digit, bytes (28, 28); BadArgument names the control of that figure that is wrong."""
    arguments.choice(f"{figure}_picture", picture, [*SHIPPED, DRAWING], name="the picture")
    if picture != DRAWING:
        return pictures.shipped(picture)[..., 0]
    with arguments.renamed(drawing=f"{figure}_drawing"):
        return pictures.drawing(drawn)[..., 0]


def mask_of(hole, region) -> NDArray[np.float32]:
    """1 where the picture is kept, 0 in the hole, (28, 28); BadArgument names the control that is wrong."""
    arguments.choice("fill_hole", hole, [*runs.HOLES, BRUSHED], name="the hole")
    if hole != BRUSHED:
        return runs.known(hole)
    with arguments.renamed(region="fill_region"):
        return 1 - pictures.region(region).astype(np.float32)


EDIT = ("edit_picture", "edit_drawing")
FILL = ("fill_picture", "fill_drawing")
HOLE = ("fill_hole", "fill_region")
SOURCES = {
    source.name: source
    for source in (
        Source("edit", edit, EDIT, slow=True, only={"edit_drawing": ("edit_picture", DRAWING)}),
        Source(
            "given",
            given,
            (*FILL, *HOLE),
            slow=True,
            only={"fill_drawing": ("fill_picture", DRAWING), "fill_region": ("fill_hole", BRUSHED)},
        ),
        Source("fill", fill, FILL, slow=True, only={"fill_drawing": ("fill_picture", DRAWING)}),
        Source("mix", mix, ()),
    )
}
STREAMS = {
    stream.name: stream
    for stream in (
        Stream(
            "edit",
            backend.gpu(denoise),
            (*EDIT, "edit_guidance", "edit_seed"),
            film="edit",
            prefix="edit_",
        ),
        Stream(
            "fill",
            backend.gpu(fill_in),
            (*FILL, *HOLE, "fill_resample", "fill_seed"),
            film="fill",
            prefix="fill_",
        ),
        Stream("mix", backend.gpu(between), ("mix_first", "mix_second"), film="mix", prefix="mix_"),
    )
}
