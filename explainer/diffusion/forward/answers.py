"""What the forward section's page asks: its settings in, packed arrays and Plotly dicts out."""

import numpy as np

from explainer.diffusion import process
from explainer.diffusion.forward import figures, theory
from explainer.diffusion.schedule import SCHEDULES, Schedule, make
from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.kit.picture import coefficients_data, noise_data, picture_data
from explainer.maths import arguments, pictures

SCHEDULE_KEYS = ("schedule", "steps", "beta_start", "beta_end")
RUNS = 1000
GRID = np.linspace(-3.2, 3.2, 129)


def chosen(name, steps, beta_start, beta_end) -> Schedule:
    """The schedule that the controls describe; BadArgument names the control that is wrong."""
    with arguments.renamed(name="schedule", T="steps", start="beta_start", end="beta_end"):
        return make(name, steps, beta_start, beta_end)


def chosen_rival(name, steps) -> Schedule:
    """The schedule to compare with, at its own end points; BadArgument names the control that is wrong."""
    with arguments.renamed(name="rival", T="steps"):
        return make(name, steps)


def coefficients(schedule, steps, beta_start, beta_end):
    """√ᾱ_t and √(1 − ᾱ_t) of the chosen schedule."""
    return coefficients_data(*process.jump(chosen(schedule, steps, beta_start, beta_end)))


def rival_coefficients(rival, steps):
    """√ᾱ_t and √(1 − ᾱ_t) of the schedule to compare with."""
    return coefficients_data(*process.jump(chosen_rival(rival, steps)))


def picture(picture, upload, drawing):
    """The chosen picture as x_0: a shipped one by name, an upload or a drawing."""
    if picture == "own":
        return picture_data(pictures.upload(upload))
    if picture == "drawing":
        return picture_data(pictures.drawing(drawing))
    return picture_data(pictures.shipped(picture))


def noise(picture, seed, fresh):
    """ε for a picture of that size: the same at every t, or a new one for each t."""
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
    other = chosen_rival(rival, steps)
    names = (SCHEDULES[schedule].title, f"{SCHEDULES[rival].title} (right)")
    return figures.schedule_curves(ours, other, names)


def frame():
    """Axes of the two density figures."""
    return figures.frame(*theory.bell(), np.linspace(-4, 4, 65))


def rungs(schedule, steps, beta_start, beta_end):
    """The ladder's timesteps."""
    return {"t": pack(theory.rungs(chosen(schedule, steps, beta_start, beta_end)), "i4")}


def jump_and_walk(schedule, steps, beta_start, beta_end, start, seed):
    """Many runs of single steps and of the jump: moments and histograms, beside the closed form."""
    arguments.number("start", start, -1, 1, name="x_0")
    plan = chosen(schedule, steps, beta_start, beta_end)
    both = theory.jump_and_walk(plan, start, RUNS, arguments.seed(seed))
    edges = np.linspace(-4, 4, 49)
    signal, sigma = process.jump(plan)
    exact = [theory.normal_bins(signal[t] * start, sigma[t], edges) for t in both.knots]
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
    arguments.seed(seed)
    plan = chosen(schedule, steps, beta_start, beta_end)
    return figures.variance_growth(
        theory.variance_with(plan),
        theory.variance_without(plan),
        theory.sampled_variance(plan, True, RUNS, seed),
        theory.sampled_variance(plan, False, RUNS, seed),
    )


def river(schedule, steps, beta_start, beta_end, data, seed):
    """The exact marginal over t, with sample paths."""
    arguments.choice("data", data, theory.RIVER_DATA, name="the data set")
    plan = chosen(schedule, steps, beta_start, beta_end)
    mixture = theory.RIVER_DATA[data]
    knots, density = theory.river(mixture, plan, GRID)
    return figures.river(knots, GRID, density, theory.walks(mixture, plan, 14, arguments.seed(seed)), 1.2)


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
