"""What the figure of one step's distributions asks: shipped x̂_0 of known pictures, held against the truth."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process, schedule
from explainer.diffusion.reverse import known, step_figures, theory
from explainer.diffusion.reverse.targets import SIDE, checked
from explainer.kit.asked import Source
from explainer.kit.film import film_data
from explainer.kit.picture import coefficients_data, noise_data, picture_data
from explainer.maths import chains, gaussians, pictures
from explainer.maths.arguments import BadArgument

PLAN = schedule.cosine(1000)  # that of the U-Nets
U = np.linspace(-step_figures.SPAN, step_figures.SPAN, 201)


@cache
def seen() -> NDArray[np.float64]:
    """x̂_0 of each known picture at each knot, (pictures, knots, 28, 28)."""
    with np.load(chains.FOLDER / "known.npz") as kept:
        x0_hat = kept["x0_hat"].astype(np.float64)
    x0_hat.setflags(write=False)
    return x0_hat


def chosen(digit: str) -> str:
    """A known picture's name; BadArgument otherwise."""
    if digit not in known.DIGITS:
        raise BadArgument("digit", f"the picture is {digit!r}; allowed are {', '.join(known.DIGITS)}")
    return digit


def pair_at(digit: str, place: int, variance: str) -> theory.StepPair:
    """Both distributions of every pixel at a knot; BadArgument for an unknown variance."""
    x0_hat = seen()[list(known.DIGITS).index(chosen(digit)), place]
    t = known.KNOTS[place]
    try:
        return theory.step_pair(known.x0(digit), x0_hat, known.xt(digit, t, PLAN), t, PLAN, variance)
    except ValueError as bad:
        raise BadArgument("variance", str(bad)) from None


def picture(digit):
    """The known picture as x_0."""
    return picture_data(pictures.shipped(chosen(digit)))


def noise():
    """The one ε."""
    return noise_data(known.noise().ravel(), SIDE * SIDE)


def coefficients():
    """√ᾱ_t and √(1 − ᾱ_t) of the network's schedule."""
    return coefficients_data(*process.jump(PLAN))


def film(digit, variance):
    """x̂_0 and the divergence of each pixel at each knot, as pictures along t."""
    places = range(len(known.KNOTS))[::-1]
    kl = np.stack([pair_at(digit, place, variance).kl for place in places])[:, None]
    x0_hat = seen()[list(known.DIGITS).index(digit), ::-1][:, None]
    tracks = {"x0_hat": chains.grey(x0_hat), "kl": chains.grey(step_figures.brightness(kl))}
    return film_data(np.array(known.KNOTS)[::-1], tracks)


def step(digit, t, row, column, variance):
    """Both densities of one pixel in q's own units, their numbers and their divergence."""
    at = checked("row", row, SIDE - 1), checked("column", column, SIDE - 1)
    place = known.reached(checked("t", t, PLAN.T))
    pair = pair_at(digit, place, variance)
    std_q, std_p = np.sqrt(pair.var_q), np.sqrt(pair.var_p)
    shift, width = (pair.mean_p[at] - pair.mean_q[at]) / std_q, std_p / std_q
    numbers = {
        "mean_q": pair.mean_q[at],
        "std_q": std_q,
        "mean_p": pair.mean_p[at],
        "std_p": std_p,
        "x0": known.x0(digit)[at],
        "x0_hat": seen()[list(known.DIGITS).index(digit), place][at],
        "kl": pair.kl[at],
    }
    return {
        **step_figures.beside(
            U, gaussians.normal_pdf(U), gaussians.normal_pdf(U, shift, width), float(shift), numbers["kl"]
        ),
        "rows": step_figures.rows(numbers, float(pair.kl.sum()), known.KNOTS[place]),
        "kl": float(pair.kl[at]),
        "at": known.KNOTS[place],
    }


def along(digit, row, column, variance):
    """The divergence along t, of the pixel and of all."""
    at = checked("row", row, SIDE - 1), checked("column", column, SIDE - 1)
    kl = np.stack([pair_at(digit, place, variance).kl for place in range(len(known.KNOTS))])
    return step_figures.along(known.KNOTS, kl[:, *at], kl.sum((1, 2)))


PIXEL = ("row", "column")
SOURCES = [
    Source("known", picture, ("digit",)),
    Source("known_noise", noise, ()),
    Source("known_coefficients", coefficients, ()),
    Source("seen", film, ("digit", "variance"), slow=True),
    Source("axes", step_figures.axes, ()),
    Source("step", step, ("digit", "t", *PIXEL, "variance")),
    Source("along", along, ("digit", *PIXEL, "variance"), slow=True),
]
