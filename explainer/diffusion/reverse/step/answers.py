"""What the figure of one step's distributions asks: shipped x̂_0 of known pictures beside the truth."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.diffusion import process
from explainer.diffusion.reverse.answers import PLAN, pixel
from explainer.diffusion.reverse.step import figures, known, theory
from explainer.kit.asked import Source
from explainer.kit.film import film_data
from explainer.kit.picture import coefficients_data, noise_data, picture_data
from explainer.maths import arguments, chains, gaussians, pictures

U = np.linspace(-figures.SPAN, figures.SPAN, 201)


@cache
def estimates(digit: str) -> NDArray[np.float64]:
    """x̂_0 of a known picture at each knot, (knots, 28, 28), read-only; BadArgument for another name."""
    arguments.choice("digit", digit, known.DIGITS, name="the picture")
    x0_hat = shipped.arrays("reverse/known")["x0_hat"][list(known.DIGITS).index(digit)].astype(np.float64)
    x0_hat.flags.writeable = False
    return x0_hat


def pair_at(digit: str, knot: int, variance: str) -> theory.StepPair:
    """Both distributions of every pixel at a knot; BadArgument for an unknown picture or variance."""
    x0_hat, t = estimates(digit)[knot], known.KNOTS[knot]
    return theory.step_pair(known.x0(digit), x0_hat, known.xt(digit, t, PLAN), t, PLAN, variance)


def picture(digit):
    """The known picture as x_0."""
    arguments.choice("digit", digit, known.DIGITS, name="the picture")
    return picture_data(pictures.shipped(digit))


def noise():
    """The one ε."""
    eps = known.noise()
    return noise_data(eps.ravel(), eps.size)


def coefficients():
    """√ᾱ_t and √(1 − ᾱ_t) of the network's schedule."""
    return coefficients_data(*process.jump(PLAN))


def maps(digit, variance):
    """x̂_0 and the divergence of each pixel at each knot, as pictures along t."""
    knots = range(len(known.KNOTS))[::-1]
    kl = np.stack([pair_at(digit, knot, variance).kl for knot in knots])[:, None]
    x0_hat = estimates(digit)[::-1][:, None]
    tracks = {"x0_hat": chains.grey(x0_hat), "kl": chains.grey(figures.brightness(kl))}
    return film_data(np.array(known.KNOTS)[::-1], tracks)


def step(digit, t, row, column, variance):
    """Both densities of one pixel in q's own units, their numbers and their divergence."""
    at = pixel(row, column)
    knot = known.reached(arguments.whole("t", t, 0, PLAN.T, name="the t"))
    pair = pair_at(digit, knot, variance)
    std_q, std_p = np.sqrt(pair.var_q), np.sqrt(pair.var_p)
    shift, width = (pair.mean_p[at] - pair.mean_q[at]) / std_q, std_p / std_q
    numbers = {
        "mean_q": pair.mean_q[at],
        "std_q": std_q,
        "mean_p": pair.mean_p[at],
        "std_p": std_p,
        "x0": known.x0(digit)[at],
        "x0_hat": estimates(digit)[knot][at],
    }
    kl = pair.kl
    return {
        **figures.beside(U, gaussians.normal_pdf(U), gaussians.normal_pdf(U, shift, width), float(shift), kl[at]),
        "rows": figures.rows(numbers, float(kl.sum()), known.KNOTS[knot]),
        "kl": float(kl[at]),
        "at": known.KNOTS[knot],
    }


def along(digit, row, column, variance):
    """The divergence along t, of the pixel and of all."""
    at = pixel(row, column)
    kl = np.stack([pair_at(digit, knot, variance).kl for knot in range(len(known.KNOTS))])
    return figures.along(known.KNOTS, kl[:, *at], kl.sum((1, 2)))


PIXEL = ("row", "column")
SOURCES = {
    source.name: source
    for source in (
        Source("known", picture, ("digit",)),
        Source("known_noise", noise, ()),
        Source("known_coefficients", coefficients, ()),
        Source("seen", maps, ("digit", "variance"), slow=True),
        Source("axes", figures.axes, ()),
        Source("step", step, ("digit", "t", *PIXEL, "variance")),
        Source("along", along, ("digit", *PIXEL, "variance"), slow=True),
    )
}
