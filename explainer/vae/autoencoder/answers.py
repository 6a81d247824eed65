"""What the autoencoder section asks: two maps, two decoders, and what is measured between them."""

import math
from functools import cache, partial

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.atlas import atlas_data, exact_data, map_data
from explainer.kit.pack import pack
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, networks, own, theory
from explainer.vae.autoencoder import figures
from explainer.vae.autoencoder.settings import MODELS, START
from models import backend

KEYS = (("ae", "ae-mnist"), ("vae", "vae-mnist"))
NAMES = [str(i) for i in range(10)]
SHOWN = 32
FAR = 0.2  # rms of ink to the nearest of 10,000 real digits: beyond it a picture is unlike all of them
ONLY = {"upload": ("picture", "own"), "drawing": ("picture", "drawing")}


def plane(name):
    """Codes of 5,000 test pictures and their classes."""
    kept = atlas.shipped(name)
    backend.warm(name)
    middle = theory.centres(kept["points"], kept["labels"])
    return map_data(kept["low"], kept["high"], kept["points"], kept["labels"], NAMES, NAMES, middle)


def pages(name):
    """The decoded pictures on the nodes of a grid over the map."""
    kept = atlas.shipped(name)
    return atlas_data(name, kept["xs"], kept["ys"], kept["atlas"])


def exact(name, rested):
    """The network's own picture at the place where the hand rests."""
    text = START if rested is None else rested
    try:
        share = np.array([float(part) for part in str(text).split(",")])
    except ValueError:
        share = np.zeros(0)
    if share.shape != (2,) or not all(math.isfinite(one) and abs(one) <= 1 for one in share):
        raise BadArgument("place", f"the place is {text!r}; allowed are two numbers from -1 to 1")
    kept = atlas.shipped(name)
    z = ((kept["low"] + kept["high"]) / 2 + share * (kept["high"] - kept["low"]) / 2)[None]
    pixels = 255 * theory.ink(networks.decoder(name)(z)).reshape(28, 28)
    gap = float(np.abs(atlas.blend(atlas.atlas(name), z)[0] - pixels).max())
    said = f"decoded by the network; the blend was off by at most {gap:.0f} of 255 here"
    return exact_data(name, text, np.rint(pixels), said)


def both(picture, upload, drawing, invert):
    """A picture through both networks, with ‖X − G(F(X))‖² of each."""
    try:
        x, advice = own.ink(picture, upload, drawing, invert)
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None
    out, rows = {"given": pack(np.rint(255 * x).reshape(1, 28, 28), "u1")}, []
    for key, name in KEYS:
        logits = networks.decoder(name)
        code = networks.encoded(name, x[None])[0]
        back = logits(code)
        error = float(((x - theory.ink(back)[0]) ** 2).sum())
        out[key] = pack(theory.grey(back), "u1")
        out[f"{key}_code"] = pack(code)
        out[f"{key}_error"] = error
        rows.append(
            [MODELS[name], f"({code[0, 0]:.2f}, {code[0, 1]:.2f})", f"{error:.2f}", f"{mean_error(name):.2f}"]
        )
    head = ["", "code", "‖X − G(F(X))‖²", "mean of 5,000 test pictures"]
    return out | {"rows": {"head": head, "rows": rows, "notes": [advice] if advice else []}}


@cache
def mean_error(name) -> float:
    """‖X − G(F(X))‖² over the shipped test pictures; the VAE's code is its μ."""
    x = atlas.shipped("mnist")["pictures"].reshape(-1, 784) / 255
    back = theory.ink(networks.decoder(name)(atlas.shipped(name)["points"]))
    return float(((x - back) ** 2).sum(1).mean())


def samples(seed):
    """z from N(0, I), decoded by both; and what the judge reads in 1,000 of each."""
    arguments.seed(seed)
    z = np.random.default_rng(seed).standard_normal((SHOWN, 2))
    shown = {key: pack(theory.grey(networks.decoder(name)(z)), "u1") for key, name in KEYS}
    read = [np.bincount(one, minlength=10) for one in atlas.shipped("lines")["prior_read"]]
    return shown | {"figure": figures.read_as(read, list(MODELS.values()))}


@cache
def lines():
    """Off the codes: the judge's confidence and the distance to the nearest real digit."""
    kept = atlas.shipped("lines")
    titles = list(MODELS.values())
    curves = {
        f"{key}_figure": figures.along(kept[f"line_{key}"].mean(1), titles, title, span)
        for key, title, span in (
            ("sure", "the judge's confidence", [0, 1.05]),
            ("near", "distance to a real digit", [0, 0.2]),
        )
    }
    said = (
        ("confidence along the lines", kept["line_sure"].mean((1, 2)), ".3f"),
        ("confidence at any place of the codes' box", kept["box_sure"].mean(1), ".3f"),
        ("distance along the lines", kept["line_near"].mean((1, 2)), ".3f"),
        ("distance at any place of the codes' box", kept["box_near"].mean(1), ".3f"),
        (f"places of the box further than {FAR}", (kept["box_near"] > FAR).mean(1), ".1%"),
    )
    rows = [[name, *(format(float(one), form) for one in values)] for name, values, form in said]
    note = (
        f"{len(kept['pairs'])} straight lines between codes of two classes, 1,000 places drawn evenly; distance: "
        "root mean square of ink to the nearest of 10,000 training digits."
    )
    return curves | {"rows": {"head": ["", *titles], "rows": rows, "notes": [note]}}


PLANES = [Source(f"{key}_map", partial(plane, name), (), slow=True) for key, name in KEYS]
PAGES = [Source(f"{key}_atlas", partial(pages, name), (), slow=True) for key, name in KEYS]
EXACT = [Source(f"{key}_exact", partial(exact, name), ("rested",), slow=True) for key, name in KEYS]
BOTH = Source("both", both, ("picture", "upload", "drawing", "invert"), slow=True, only=ONLY)
SAMPLES = Source("samples", samples, ("seed",), slow=True)
LINES = Source("lines", lines, (), slow=True)
