"""The section `forward`: a picture at every t, schedules, densities, jump and walk, the river."""

from pathlib import Path

import numpy as np

from explainer.diffusion import process, schedule
from explainer.diffusion.forward import figures, theory
from explainer.kit import controls, page
from explainer.kit.asked import Refused, Source
from explainer.kit.figure import Figure
from explainer.kit.picture import Ladder, Picture, coefficients_data, noise_data, picture_data
from explainer.kit.plot import Bell, Counts, Marker, Plot, Row
from explainer.kit.scrubber import Scrubber
from explainer.maths import gaussians, pictures
from explainer.maths.arguments import BadArgument

TITLE = "Forward"
SECTION = "forward"
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
    """The schedule that the controls describe; Refused beside the control that is wrong."""
    try:
        return schedule.make(schedule_name, steps, beta_start, beta_end)
    except BadArgument as bad:
        keys = dict(zip(("name", "T", "start", "end"), SCHEDULE_KEYS, strict=True))
        raise Refused(keys[bad.argument], str(bad)) from None


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
    """A shipped picture by name, or the visitor's own; Refused beside the control that is wrong."""
    try:
        if picture == "own":
            return pictures.upload(upload)
        if picture == "drawing":
            return pictures.drawing(drawing)
        return pictures.shipped(picture)
    except BadArgument as bad:
        raise Refused(bad.argument, str(bad)) from None


def noise(picture, seed, fresh):
    """ε for a picture of that size: the same at every t, or cut anew for each."""
    large = picture == "own" or picture in pictures.PHOTOGRAPHS
    count = 3 * pictures.LARGE**2 if large else pictures.SMALL**2
    if not isinstance(seed, int) or not 0 <= seed <= 999_999:
        raise Refused("seed", f"the seed is {seed!r}; allowed is a whole number from 0 to 999999")
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
    from explainer.kit.pack import pack

    return {"t": pack(theory.rungs(chosen(schedule, steps, beta_start, beta_end)), "i4")}


def jump_and_walk(schedule, steps, beta_start, beta_end, start, seed):
    """Many runs of both ways to x_t, their moments and histograms, and the closed form."""
    if not isinstance(start, int | float) or not -1 <= start <= 1:
        raise Refused("start", f"x_0 is {start!r}; allowed is a number from -1 to 1")
    now = chosen(schedule, steps, beta_start, beta_end)
    both = theory.jump_and_walk(now, start, RUNS, seed)
    edges = np.linspace(-4, 4, 49)
    middles = (edges[:-1] + edges[1:]) / 2
    signal, sigma = process.jump(now)
    exact = [
        gaussians.normal_pdf(middles, signal[t] * start, max(sigma[t], 1e-3)) for t in both.knots
    ]
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
        raise Refused("data", f"the data set is {data!r}; allowed are {allowed}")
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

T = Scrubber(
    key="t",
    label="Timestep t",
    help="How many noise steps the picture has taken: more is noisier, T is noise alone.",
    value=250,
    maximum=1000,
    maximum_key="steps",
)


def _sources(*names):
    return [SOURCES[name] for name in names]


def build() -> None:
    """The section's lesson and its figures, in the order of the talk."""
    page.lesson(Path(__file__).parent)
    scrub()
    schedules()
    densities()
    jump_beside_walk()
    why_scale()
    river_of_densities()
    ladder()


def scrub() -> None:
    """A picture at every t, blended in the page."""
    groups = (
        (pictures.DIGITS, "Digits"),
        (pictures.CLOTHES, "Clothes"),
        (pictures.PHOTOGRAPHS, "Photographs"),
        ({"own": "My upload", "drawing": "My drawing"}, "My own"),
    )
    choices = tuple((value, text, group) for names, group in groups for value, text in names.items())
    Figure(
        SECTION,
        "figure",
        title="A picture at every t",
        try_this="drag t from 0 to T. When can you no longer tell what it is?",
        panels=[Picture(name="screen", terms=("x₀, the picture", "ε, the noise"), label="x_t")],
        sources=_sources("coefficients", "picture", "noise"),
        scrubbers=[T],
        reflects=("t", "schedule", "picture", "steps", "seed"),
        code=[coefficients, process.jump, theory.noise, theory.fresh_noise],
        controls=[
            controls.Select(
                key="picture",
                label="Picture",
                help="The picture x₀ that is noised.",
                value="digit-3",
                choices=choices,
            ),
            controls.Select(
                key="schedule",
                label="Schedule",
                help="How β_t grows with t: where along t the picture is lost.",
                value="linear",
                choices=tuple(SCHEDULE_NAMES.items()),
            ),
            controls.Number(
                key="steps",
                label="Steps T",
                help="How many steps the process has. With the same β, more steps leave less picture.",
                value=1000,
                minimum=1,
                maximum=schedule.MAX_STEPS,
                whole=True,
                step=100,
            ),
            controls.Number(
                key="seed",
                label="Seed",
                help="Which noise ε is drawn: the same seed gives the same noise everywhere.",
                value=0,
                minimum=0,
                maximum=999_999,
                whole=True,
                dice=True,
            ),
            controls.Upload(
                key="upload",
                label="Own picture",
                help="A picture file of your own. It is cropped to a square, and never kept.",
                accept="image/*",
                limit=40_000_000,
                sets=("picture", "own"),
            ),
            controls.Draw(
                key="drawing",
                label="Draw a digit",
                help="Draw a digit with mouse, pen or finger; it is centred as the training digits are.",
                sets=("picture", "drawing"),
            ),
            controls.Switch(
                key="fresh",
                label="Fresh ε at each t",
                help="Off: one ε, scaled up along t, so that neighbours in t look alike. On: each t "
                "draws its own ε, as training does; the picture flickers, its distribution is the same.",
                more=True,
            ),
            controls.Number(
                key="beta_start",
                label="β at t = 1",
                help="The first step's variance (linear, sigmoid). Empty: the schedule's own.",
                minimum=1e-6,
                maximum=0.999,
                step=1e-4,
                optional="own",
                more=True,
            ),
            controls.Number(
                key="beta_end",
                label="β at t = T",
                help="The last step's variance (cosine: the largest allowed). Empty: the schedule's own.",
                minimum=1e-6,
                maximum=0.999,
                step=1e-3,
                optional="own",
                more=True,
            ),
        ],
    )


def schedules() -> None:
    """β, ᾱ and SNR of two schedules, and the same picture under both."""
    both = [
        Plot(
            source="curves",
            figure=f"{key}_figure",
            label=f"{title} of both schedules over t",
            sets="t",
            aspect=1.3,
            overlays=(Marker(curves=((f"curves.ours.{key}", "data"), (f"curves.rival.{key}", "model"))),),
        )
        for key, title in (("beta", "β"), ("alpha_bar", "ᾱ"), ("snr", "signal-to-noise ratio"))
    ]
    Figure(
        SECTION,
        "schedules",
        title="Two schedules on the same picture",
        try_this="press on a curve and drag. Which schedule keeps the picture longer?",
        panels=[
            Picture(label="your schedule"),
            Picture(label="the other", coefficients="rival"),
            *both,
        ],
        sources=_sources("coefficients", "rival", "picture", "noise", "curves"),
        scrubbers=[T],
        reflects=("t", "schedule", "rival", "steps"),
        code=[schedule.linear, schedule.cosine, schedule.sigmoid, schedule.constant],
        layout="compare",
        controls=[
            controls.Select(
                key="rival",
                label="Compare with",
                help="The schedule of the right picture and of the dashed curves.",
                value="cosine",
                choices=tuple(SCHEDULE_NAMES.items()),
            )
        ],
        caption="The linear schedule has spent nearly all of the picture well before T; the cosine one "
        "was made to lose it evenly (Nichol & Dhariwal 2021).",
    )


def densities() -> None:
    """The histogram of all pixels, and one pixel's q(x_t | x_0)."""
    pick = ("row", "column")
    index = {"minimum": 0, "maximum": pictures.SMALL - 1, "whole": True}
    Figure(
        SECTION,
        "densities",
        title="From the picture's histogram to N(0, 1)",
        try_this="click a pixel, then drag t: its curve slides to 0 and widens to 1.",
        panels=[
            Picture(name="small", label="x_t: click a pixel", pick=pick),
            Plot(
                source="frame",
                figure="histogram_figure",
                label="Histogram of all pixels of x_t against N(0, 1)",
                overlays=(Counts(panel="small", edges="frame.edges", color="data"),),
            ),
            Plot(
                source="frame",
                figure="pixel_figure",
                label="q(x_t | x_0) of the clicked pixel against N(0, 1)",
                overlays=(
                    Bell(
                        panel="small",
                        z="frame.z",
                        density="frame.density",
                        signal="coefficients.signal",
                        sigma="coefficients.sigma",
                        color="data",
                        picks=pick,
                    ),
                ),
            ),
        ],
        sources=_sources("coefficients", "picture", "noise", "frame"),
        scrubbers=[T],
        reflects=("t", "row", "column"),
        code=[theory.bell, gaussians.normal_pdf, process.q_sample],
        layout="compare",
        controls=[
            controls.Number(
                key="row", label="Pixel row", help="Row of the pixel, from the top.", value=13, **index
            ),
            controls.Number(
                key="column", label="column", help="Column of the pixel, from the left.", value=15, **index
            ),
        ],
        caption="One pixel's curve is N(√ᾱ_t x₀, 1 − ᾱ_t): it does not depend on the ε that was drawn. "
        "The dashed line is its mean.",
    )


def jump_beside_walk() -> None:
    """t single steps and one jump, many runs of each."""
    exact = (("mean", "jump.exact_mean"), ("variance", "jump.exact_var"))
    rows = (("walk", "model"), ("jump", "data"), ("exact", "text"))
    Figure(
        SECTION,
        "jump",
        title="The jump lands where the walk goes",
        try_this="drag t: the walkers' histogram and the jumpers' are the same curve.",
        panels=[
            *(
                Plot(
                    source="jump",
                    figure=f"{'mean' if name == 'mean' else 'var'}_figure",
                    label=f"{name} of x_t of walk, jump and closed form over t",
                    sets="t",
                    aspect=1.3,
                    overlays=(Marker(curves=((path, "text"),)),),
                )
                for name, path in exact
            ),
            Plot(
                source="jump",
                figure="slice_figure",
                label="Histograms of x_t by walk and by jump with the closed form",
                aspect=1.3,
                overlays=tuple(
                    Row(
                        table=f"jump.{name}", knots="jump.knots", grid="jump.middles", color=color,
                        fill=name != "exact",
                    )
                    for name, color in rows
                ),
            ),
        ],
        sources=_sources("jump"),
        scrubbers=[T],
        reflects=("t", "start"),
        code=[theory.jump_and_walk, process.q_step, process.q_sample],
        layout="compare",
        controls=[
            controls.Range(
                key="start",
                label="x₀ of the pixel",
                help="Where all runs start: −1 is black, 1 is white.",
                value=0.9,
                minimum=-1,
                maximum=1,
                step=0.05,
            )
        ],
        caption="1,000 walkers take t single steps; 1,000 others jump once. Both must have mean "
        "√ᾱ_t x₀ and variance 1 − ᾱ_t.",
    )


def why_scale() -> None:
    """The variance with and without √(1 − β_t)."""
    Figure(
        SECTION,
        "variance",
        title="Why √(1 − β)",
        try_this="set T to 4000 above and see which curve leaves the picture.",
        panels=[
            Plot(
                source="variance",
                label="Variance of x_t over t with and without the scaling",
                sets="t",
                overlays=(
                    Marker(curves=(("variance.with", "right"), ("variance.without", "wrong"))),
                ),
            )
        ],
        sources=_sources("variance"),
        scrubbers=[T],
        reflects=("t", "steps"),
        code=[theory.variance_with, theory.variance_without, theory.sampled_variance],
        layout="wide",
        caption="Adding noise alone adds β_t to the variance at every step, without bound. Shrinking by "
        "√(1 − β_t) first takes away exactly as much as the noise adds: data of variance 1 stay at 1.",
    )


def river_of_densities() -> None:
    """The exact marginal of 1-D data over t, walks on it, and the slice at t."""
    Figure(
        SECTION,
        "river",
        title="The river: every data set flows into the same sea",
        try_this="choose other data: the right end does not change.",
        panels=[
            Plot(
                source="river",
                figure="river_figure",
                label="Heat map of q(x_t) over t with sample paths",
                sets="t",
                overlays=(Marker(),),
            ),
            Plot(
                source="river",
                figure="slice_figure",
                label="q(x_t) at the slider's t",
                overlays=(
                    Row(
                        table="river.density", knots="river.knots", grid="river.grid", color="data",
                        fill=True,
                    ),
                ),
            ),
        ],
        sources=_sources("river"),
        scrubbers=[T],
        reflects=("t", "data"),
        code=[theory.marginal, theory.river, theory.walks],
        layout="compare",
        controls=[
            controls.Select(
                key="data",
                label="Data",
                help="The distribution q(x₀) on the line that is noised.",
                value="two",
                choices=(
                    ("two", "Two peaks"),
                    ("three", "Three peaks"),
                    ("narrow", "One narrow peak"),
                    ("wide", "N(0, 1)"),
                ),
            )
        ],
        caption="Bright is dense; the density is exact, the thin lines are 14 walks of single steps. "
        "Peaks above 1.2 are cut off.",
    )


def ladder() -> None:
    """Ten timesteps as one picture for slides."""
    Figure(
        SECTION,
        "ladder",
        title="A ladder for your slides",
        try_this="save it as PNG; it follows picture, schedule and seed above.",
        panels=[Ladder(rungs="rungs")],
        sources=_sources("coefficients", "picture", "noise", "rungs"),
        reflects=("schedule", "picture", "steps"),
        code=[theory.rungs, process.q_sample],
        layout="wide",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
