"""What the autoencoder section asks: two maps, two decoders, and what is measured between them."""

from functools import cache, partial
from math import ceil

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.atlas import exact_data
from explainer.kit.pack import pack
from explainer.maths import arguments
from explainer.vae import atlas, theory
from explainer.vae.answers import atlas_of, classes, decoded, plane, point
from explainer.vae.autoencoder import figures
from explainer.vae.autoencoder.settings import MODELS, START
from explainer.vae.encoder_input import ink
from explainer.vae.settings import ONLY_CHOSEN, PICTURE_KEYS
from models import coders

KEYS = (("ae", "ae-mnist"), ("vae", "vae-mnist"))
SHOWN = 32
FAR = 0.2  # rms of ink to the nearest of 10,000 real digits: beyond it a picture is unlike all of them


def marked(name):
    """The codes of 5,000 test pictures, each digit its own mark."""
    return plane(name, classes(name))


def exact(name, rested):
    """The network's own picture of the point where the hand rests."""
    text = START if rested is None else rested
    share, shipped = point("place", text, 1), atlas.shipped(name)
    z = (shipped["low"] + shipped["high"]) / 2 + share * (shipped["high"] - shipped["low"]) / 2
    pixels, gap = decoded(name, z)
    return exact_data(
        name, text, pixels, f"decoded exactly; the preview differed by at most {ceil(gap)} grey levels"
    )


def both(picture, upload, drawing, invert):
    """A picture through both networks, with ‖X − G(F(X))‖² of each."""
    x, advice = ink(picture, upload, drawing, invert)
    out, rows = {"given": pack(np.rint(255 * x).reshape(1, 28, 28), "u1")}, []
    for key, name in KEYS:
        code = coders.encoded(name, x[None])[0]
        back = coders.decoder(name)(code)
        error = float(((x - theory.ink(back)[0]) ** 2).sum())
        out[key] = pack(theory.grey(back), "u1")
        out[f"{key}_code"] = pack(code)
        out[f"{key}_error"] = error
        rows.append(
            [MODELS[name], f"({code[0, 0]:.2f}, {code[0, 1]:.2f})", f"{error:.2f}", f"{mean_error(name):.2f}"]
        )
    head = ["", "code", r"$\|X-G(F(X))\|^2$", "mean of 5,000 test pictures"]
    return out | {"rows": {"head": head, "rows": rows, "notes": [advice] if advice else []}}


@cache
def mean_error(name) -> float:
    """‖X − G(F(X))‖² over the shipped test pictures; the VAE's code is its μ."""
    x = atlas.shipped("mnist")["pictures"].reshape(-1, 784) / 255
    back = theory.ink(coders.decoder(name)(atlas.shipped(name)["points"]))
    return float(((x - back) ** 2).sum(1).mean())


def samples(seed):
    """z from N(0, I) decoded by both, and what the judge reads in 1,000 samples of each."""
    z = np.random.default_rng(arguments.seed(seed)).standard_normal((SHOWN, 2))
    shown = {key: pack(theory.grey(coders.decoder(name)(z)), "u1") for key, name in KEYS}
    read = [np.bincount(digits, minlength=10) for digits in atlas.shipped("lines")["prior_read"]]
    return shown | {"figure": figures.read_as(read, list(MODELS.values()))}


@cache
def lines():
    """Off the codes: the judge's confidence and the distance to the nearest real digit."""
    shipped = atlas.shipped("lines")
    titles = list(MODELS.values())
    curves = {
        f"{key}_figure": figures.along(shipped[f"line_{key}"].mean(1), titles, title, span)
        for key, title, span in (
            ("sure", "the judge's confidence", [0, 1.05]),
            ("near", "distance to a real digit", [0, 0.2]),
        )
    }
    measured = (
        ("confidence along the lines", shipped["line_sure"].mean((1, 2)), ".3f"),
        ("confidence at any place of the codes' box", shipped["box_sure"].mean(1), ".3f"),
        ("distance along the lines", shipped["line_near"].mean((1, 2)), ".3f"),
        ("distance at any place of the codes' box", shipped["box_near"].mean(1), ".3f"),
        (f"places of the box further than {FAR}", (shipped["box_near"] > FAR).mean(1), ".1%"),
    )
    rows = [[name, *(format(float(value), form) for value in values)] for name, values, form in measured]
    note = (
        f"{len(shipped['pairs'])} straight lines between codes of two classes, 1,000 places drawn evenly; "
        "distance: root mean square of ink to the nearest of 10,000 training digits."
    )
    return curves | {"rows": {"head": ["", *titles], "rows": rows, "notes": [note]}}


SOURCES = {
    source.name: source
    for source in (
        *(Source(f"{key}_map", partial(marked, name), (), slow=True) for key, name in KEYS),
        *(Source(f"{key}_atlas", partial(atlas_of, name), (), slow=True) for key, name in KEYS),
        *(Source(f"{key}_exact", partial(exact, name), ("rested",), slow=True) for key, name in KEYS),
        Source("both", both, PICTURE_KEYS, slow=True, only=ONLY_CHOSEN),
        Source("samples", samples, ("seed",), slow=True),
        Source("lines", lines, (), slow=True),
    )
}
