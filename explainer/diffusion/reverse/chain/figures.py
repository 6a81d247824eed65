"""How the targets beside the chain look: ε̂ and μ as pictures, and each target in one pixel's numbers."""

from typing import Any

import numpy as np

from explainer.diffusion.reverse.figures import bracket, number
from explainer.diffusion.reverse.theory import Coefficients, Targets
from explainer.kit.film import film_data
from explainer.maths.chains import grey

CONVERSIONS = ("target", "at this pixel")
NOISE_SPAN = 3.0  # ε̂ from −3 to 3 is black to white


def target_tracks(xt, targets: Targets, c: Coefficients, pixel: tuple[int, int]) -> dict[str, Any]:
    """One step's tracks: `eps`, `mean` uint8 (n, 28, 28) and `rows`, a table of the pixel per picture."""
    row, column = pixel
    fields = (xt, targets.x0, targets.eps, targets.v, targets.mean)
    at_pixel = [np.asarray(field)[:, row, column] for field in fields]
    return {
        "eps": grey(np.asarray(targets.eps) / NOISE_SPAN),
        "mean": grey(np.asarray(targets.mean)),
        "rows": [conversions(c, *map(float, numbers)) for numbers in zip(*at_pixel, strict=True)],
    }


def target_film(times, tracks: list[dict[str, Any]]) -> dict[str, Any]:
    """The film of `target_tracks` over the times."""
    film = film_data(times, {key: np.stack([track[key] for track in tracks]) for key in ("eps", "mean")})
    film["tracks"]["rows"] = [track["rows"] for track in tracks]
    return film


def conversions(c: Coefficients, xt: float, x0: float, eps: float, v: float, mean: float) -> list[list[str]]:
    """Each target in a row: its formula from the others, and the same with one pixel's numbers."""
    n = number
    return [
        ["$x_t$, the noisy picture", n(xt)],
        [
            r"$\hat x_0=(x_t-\sqrt{1-\bar\alpha_t}\,\hat\epsilon)/\sqrt{\bar\alpha_t}$",
            f"({n(xt)} − {n(c.noise)} · {bracket(eps)}) / {n(c.signal)} = {n(x0)}",
        ],
        [
            r"$\hat\epsilon=(x_t-\sqrt{\bar\alpha_t}\,\hat x_0)/\sqrt{1-\bar\alpha_t}$",
            f"({n(xt)} − {n(c.signal)} · {bracket(x0)}) / {n(c.noise)} = {n(eps)}",
        ],
        [
            r"$\hat v=\sqrt{\bar\alpha_t}\,\hat\epsilon-\sqrt{1-\bar\alpha_t}\,\hat x_0$",
            f"{n(c.signal)} · {bracket(eps)} − {n(c.noise)} · {bracket(x0)} = {n(v)}",
        ],
        [
            r"$\mu=(x_t-\beta\,\hat\epsilon/\sqrt{1-\bar\alpha_t})/\sqrt{\alpha}$",
            f"({n(xt)} − {n(c.beta)} · {bracket(eps)} / {n(c.noise)}) / {n(c.alpha**0.5)} = {n(mean)}",
        ],
        [r"$\mu=c_0\,\hat x_0+c_t\,x_t$", f"{n(c.c0)} · {bracket(x0)} + {n(c.ct)} · {bracket(xt)} = {n(mean)}"],
    ]
