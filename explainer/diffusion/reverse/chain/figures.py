"""How the targets beside the chain look: ε̂ and μ as pictures, and each target in one pixel's numbers."""

from typing import Any

import numpy as np

from explainer.diffusion.reverse.figures import line, number
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
    """Each target in a row: its formula from the others, and the same with one pixel's numbers.

    A line has as many digits as its arithmetic needs to come out at the result.
    """
    root = c.alpha**0.5
    return [
        ["$x_t$, the noisy picture", number(xt)],
        [
            r"$\hat x_0=(x_t-\sqrt{1-\bar\alpha_t}\,\hat\varepsilon)/\sqrt{\bar\alpha_t}$",
            line("({} − {} · {}) / {}", lambda x, n, e, s: (x - n * e) / s, x0, xt, c.noise, eps, c.signal),
        ],
        [
            r"$\hat\varepsilon=(x_t-\sqrt{\bar\alpha_t}\,\hat x_0)/\sqrt{1-\bar\alpha_t}$",
            line("({} − {} · {}) / {}", lambda x, s, y, n: (x - s * y) / n, eps, xt, c.signal, x0, c.noise),
        ],
        [
            r"$\hat v=\sqrt{\bar\alpha_t}\,\hat\varepsilon-\sqrt{1-\bar\alpha_t}\,\hat x_0$",
            line("{} · {} − {} · {}", lambda s, e, n, y: s * e - n * y, v, c.signal, eps, c.noise, x0),
        ],
        [
            r"$\mu=(x_t-\beta\,\hat\varepsilon/\sqrt{1-\bar\alpha_t})/\sqrt{\alpha}$",
            line(
                "({} − {} · {} / {}) / {}",
                lambda x, b, e, n, r: (x - b * e / n) / r,
                *(mean, xt, c.beta, eps, c.noise, root),
            ),
        ],
        [
            r"$\mu=c_0\,\hat x_0+c_t\,x_t$",
            line("{} · {} + {} · {}", lambda a, y, b, x: a * y + b * x, mean, c.c0, x0, c.ct, xt),
        ],
    ]
