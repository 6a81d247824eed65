"""The targets beside the chain: what ε̂, v̂ and μ are at each frame, as pictures and at one pixel."""

from typing import Any

import numpy as np

from explainer.diffusion.reverse import figures, theory
from explainer.diffusion.schedule import Schedule
from explainer.kit.film import film_data
from explainer.maths import chains
from explainer.maths.arguments import BadArgument

NOISE_SPAN = 3.0  # ε̂ from −3 to 3 is black to white
SIDE = 28


def checked(key: str, value: Any, most: int) -> int:
    """A whole number from 0 to `most`; BadArgument beside its control otherwise."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadArgument(key, f"the {key} is {value!r}; allowed is a whole number from 0 to {most}")
    return value


def frame(xt, x0_hat, t: int, s: int, schedule: Schedule, place: tuple[int, int]) -> dict[str, Any]:
    """The tracks `eps`, `mean` (n, 28, 28) and `rows`, n tables of the pixel at `place`, of one step."""
    told = theory.targets(xt, x0_hat, t, s, schedule)
    c = theory.coefficients(t, s, schedule)
    row, column = place
    at = [np.asarray(one)[:, row, column] for one in (xt, x0_hat, told.eps, told.v, told.mean)]
    return {
        "eps": chains.grey(np.asarray(told.eps) / NOISE_SPAN),
        "mean": chains.grey(np.asarray(told.mean)),
        "rows": [figures.conversions(c, *map(float, numbers)) for numbers in zip(*at, strict=True)],
    }


def shipped(name: str, schedule: Schedule, picked: int, place: tuple[int, int]) -> dict[str, Any]:
    """The film of the same for one picture of a shipped chain, at every t that is kept but 0."""
    kept = chains.values(name)
    ts = kept["t"].tolist()
    frames = [
        frame(xt[picked : picked + 1], x0[picked : picked + 1], t, s, schedule, place)
        for t, s, xt, x0 in zip(ts[:-1], ts[1:], kept["xt"][:-1], kept["x0_hat"], strict=True)
    ]
    film = film_data(kept["t"][:-1], {key: np.stack([one[key] for one in frames]) for key in ("eps", "mean")})
    film["tracks"]["rows"] = [one["rows"] for one in frames]
    return film
