"""What the forward section's page asks: its settings in, packed arrays and Plotly dicts out."""

import numpy as np

from explainer.diffusion import process, schedule
from explainer.diffusion.forward import figures, theory
from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.kit.picture import coefficients_data, noise_data, picture_data
from explainer.maths import arguments, gaussians, pictures
from explainer.maths.arguments import BadArgument

SCHEDULE_KEYS = ("schedule", "steps", "beta_start", "beta_end")
SCHEDULE_NAMES = {
    "linear": "Linear (DDPM)",
    "cosine": "Cosine (Improved DDPM)",
    "sigmoid": "Sigmoid",
    "constant": "Constant",
}
RUNS = 1000
GRID = np.linspace(-3.2, 3.2, 129)


def chosen(schedule_name, steps, beta_start, beta_end) -> schedule.Schedule:
    """The schedule that the controls describe; BadArgument beside the control that is wrong."""
    try:
        return schedule.make(schedule_name, steps, beta_start, beta_end)
    except BadArgument as bad:
        keys = dict(zip(("name", "T", "start", "end"), SCHEDULE_KEYS, strict=True))
        raise BadArgument(keys[bad.argument], str(bad)) from None


def coefficients(schedule, steps, beta_start, beta_end):
    """√ᾱ_t and √(1 − ᾱ_t) of the chosen schedule."""
    return coefficients_data(*process.jump(chosen(schedule, steps, beta_start, beta_end)))


def rival_coefficients(rival, steps):
    """The same of the schedule to compare with, at its own end points."""
    return coefficients_data(*process.jump(chosen(rival, steps, None, None)))


def picture(picture, upload, drawing):
    """The chosen picture as x_0."""
    return picture_data(pixels_of(picture, upload, drawing))


def pixels_of(picture, upload=None, drawing=None):
    """A shipped picture by name, or the visitor's own; BadArgument beside the control that is wrong."""
    try:
        if picture == "own":
            return pictures.upload(upload)
        if picture == "drawing":
            return pictures.drawing(drawing)
        return pictures.shipped(picture)
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None


def noise(picture, seed, fresh):
    """ε for a picture of that size: the same at every t, or cut anew for each."""
    large = picture == "own" or picture in pictures.PHOTOGRAPHS
    count = 3 * pictures.LARGE**2 if large else pictures.SMALL**2
    arguments.seed(seed)
    if fresh:
        pool, offset = theory.fresh_noise(count, seed)
        return noise_data(pool, count, offset)
    return noise_data(theory.noise(count, seed), count)


def curves(schedule, steps, beta_start, beta_end, rival):
    """Both schedules' curves."""
    ours = chosen(schedule, steps, beta_start, beta_end)
    other = chosen(rival, steps, None, None)
    names = (SCHEDULE_NAMES[schedule], f"{SCHEDULE_NAMES[rival]} (right)")
    return figures.schedule_curves(ours, other, names)


def frame():
    """Axes of the two density figures."""
    return figures.frame(*theory.bell(), np.linspace(-4, 4, 65))


def rungs(schedule, steps, beta_start, beta_end):
    """The ladder's timesteps."""
    return {"t": pack(theory.rungs(chosen(schedule, steps, beta_start, beta_end)), "i4")}


def jump_and_walk(schedule, steps, beta_start, beta_end, start, seed):
    """Many runs of both ways to x_t, their moments and histograms, and the closed form."""
    if not isinstance(start, int | float) or not -1 <= start <= 1:
        raise BadArgument("start", f"x_0 is {start!r}; allowed is a number from -1 to 1")
    now = chosen(schedule, steps, beta_start, beta_end)
    both = theory.jump_and_walk(now, start, RUNS, seed)
    edges = np.linspace(-4, 4, 49)
    middles = (edges[:-1] + edges[1:]) / 2
    signal, sigma = process.jump(now)
    exact = [gaussians.normal_pdf(middles, signal[t] * start, max(sigma[t], 1e-3)) for t in both.knots]
    return figures.jump_beside_walk(
        both,
        signal * start,
        sigma**2,
        edges,
        np.array(exact),
        theory.histograms(both.walk_samples, edges),
        theory.histograms(both.jump_samples, edges),
        RUNS,
    )


def variance(schedule, steps, beta_start, beta_end, seed):
    """Var[x_t] with and without the scaling, exact and sampled."""
    now = chosen(schedule, steps, beta_start, beta_end)
    return figures.variance_growth(
        theory.variance_with(now),
        theory.variance_without(now),
        theory.sampled_variance(now, True, RUNS, seed),
        theory.sampled_variance(now, False, RUNS, seed),
    )


def river(schedule, steps, beta_start, beta_end, data, seed):
    """The exact marginal over t, with walks."""
    if data not in theory.RIVER_DATA:
        allowed = ", ".join(theory.RIVER_DATA)
        raise BadArgument("data", f"the data set is {data!r}; allowed are {allowed}")
    now = chosen(schedule, steps, beta_start, beta_end)
    mixture = theory.RIVER_DATA[data]
    knots, density = theory.river(mixture, now, GRID)
    return figures.river(knots, GRID, density, theory.walks(mixture, now, 14, seed), 1.2)


SOURCES = {
    source.name: source
    for source in (
        Source("coefficients", coefficients, SCHEDULE_KEYS, shipped=True),
        Source("rival", rival_coefficients, ("rival", "steps")),
        Source(
            "picture",
            picture,
            ("picture", "upload", "drawing"),
            shipped=True,
            slow=True,
            only={"upload": ("picture", "own"), "drawing": ("picture", "drawing")},
        ),
        Source("noise", noise, ("picture", "seed", "fresh"), shipped=True),
        Source("curves", curves, (*SCHEDULE_KEYS, "rival")),
        Source("frame", frame, ()),
        Source("rungs", rungs, SCHEDULE_KEYS),
        Source("jump", jump_and_walk, (*SCHEDULE_KEYS, "start", "seed"), slow=True),
        Source("variance", variance, (*SCHEDULE_KEYS, "seed"), slow=True),
        Source("river", river, (*SCHEDULE_KEYS, "data", "seed"), slow=True),
    )
}
