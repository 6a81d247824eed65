"""The section `forward`: a picture at every t, schedules, densities, jump and walk, the river."""

from pathlib import Path

from explainer.diffusion import process
from explainer.diffusion.forward import answers, theory
from explainer.diffusion.forward.answers import SOURCES
from explainer.diffusion.forward.jump import tab as jump
from explainer.diffusion.forward.settings import DATA, MAIN, PICTURE, PIXEL, PROCESS, RIVAL, START, T
from explainer.diffusion.schedule import SCHEDULES
from explainer.kit import page
from explainer.kit.figure import Figure
from explainer.kit.picture import Ladder, Picture
from explainer.kit.plot import Bell, Counts, Marker, Plot, Row
from explainer.maths import gaussians

TITLE = "Forward"
SECTION = "forward"


def _sources(*names):
    return [SOURCES[name] for name in names]


def build() -> None:
    """The section's lesson and its figures, in the order of the talk."""
    page.lesson(Path(__file__).parent)
    scrub()
    page.slips(Path(__file__).parent)
    schedules()
    densities()
    jump_beside_walk()
    jump.build(SECTION)
    why_scale()
    river_of_densities()
    ladder()


def scrub() -> None:
    """A picture at every t, blended in the page."""
    Figure(
        SECTION,
        "figure",
        title="A picture at every t",
        try_this="drag t from 0 to T. When can you no longer tell what it is?",
        panels=[Picture(name="screen", terms=("$x_0$, the picture", "ε, the noise"), label="$x_t$")],
        sources=_sources("coefficients", "picture", "noise"),
        scrubbers=[T],
        reflects=("t", "schedule", "picture", "steps", "seed"),
        code=[answers.coefficients, process.jump, theory.noise, theory.fresh_noise],
        controls=MAIN,
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
        for key, title in (("beta", "β"), ("alpha_bar", r"$\bar\alpha$"), ("snr", "signal-to-noise ratio"))
    ]
    Figure(
        SECTION,
        "schedules",
        title="Two schedules on the same picture",
        try_this="press on a curve and drag. Which schedule keeps the picture longer?",
        panels=[
            Picture(label="{schedule}"),
            Picture(label="{rival}", coefficients="rival"),
            *both,
        ],
        sources=_sources("coefficients", "rival", "picture", "noise", "curves"),
        scrubbers=[T],
        reflects=("t", "schedule", "rival", "steps"),
        code=[kind.function for kind in SCHEDULES.values()],
        layout="compare",
        controls=[PICTURE, *PROCESS, *RIVAL],
        answer="The linear schedule has destroyed almost all of the picture well before T; the cosine one "
        "was made to lose it evenly (Nichol & Dhariwal 2021).",
    )


def densities() -> None:
    """The histogram of all pixels, and one pixel's q(x_t | x_0)."""
    pick = ("row", "column")
    Figure(
        SECTION,
        "densities",
        title=r"From the picture's histogram to $\mathcal N(0, 1)$",
        try_this="click a pixel, then drag t. Where does its curve end, and how wide is it there?",
        answer="At 0, with width 1, whatever the pixel was, if T steps leave nothing of it.",
        panels=[
            Picture(name="small", label="$x_t$: click a pixel", pick=pick),
            Plot(
                source="frame",
                figure="histogram_figure",
                label=r"Histogram of all pixels of $x_t$ against $\mathcal N(0, 1)$",
                overlays=(Counts(panel="small", edges="frame.edges", color="data"),),
            ),
            Plot(
                source="frame",
                figure="pixel_figure",
                label=r"$q(x_t\mid x_0)$ of the clicked pixel against $\mathcal N(0, 1)$",
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
        controls=[PICTURE, *PROCESS, *PIXEL],
        caption=r"One pixel's curve is $\mathcal N(\sqrt{\bar\alpha_t}\,x_0, 1-\bar\alpha_t)$: it does not "
        r"depend on the ε that was drawn. "
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
        try_this="drag t. Do the walkers and the jumpers ever spread differently?",
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
                        table=f"jump.{name}",
                        knots="jump.knots",
                        grid="jump.middles",
                        color=color,
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
        controls=[*PROCESS, *START],
        caption="1,000 walkers take t single steps; 1,000 others jump once. Peaks above 1.6 are cut off.",
        answer=r"They do not: both have mean $\sqrt{\bar\alpha_t}\,x_0$ and variance $1-\bar\alpha_t$.",
    )


def why_scale() -> None:
    """The variance with and without √(1 − β_t)."""
    Figure(
        SECTION,
        "variance",
        title=r"Why $\sqrt{1-\beta}$",
        try_this="set T to 4000. Which curve stays at 1, and how far does the other one grow?",
        panels=[
            Plot(
                source="variance",
                label="Variance of x_t over t with and without the scaling",
                sets="t",
                overlays=(Marker(curves=(("variance.with", "right"), ("variance.without", "wrong"))),),
            )
        ],
        sources=_sources("variance"),
        scrubbers=[T],
        reflects=("t", "steps"),
        controls=PROCESS,
        code=[theory.variance_with, theory.variance_without, theory.sampled_variance],
        layout="wide",
        answer=r"Adding noise alone adds $\beta_t$ to the variance at every step, without bound. Shrinking by "
        r"$\sqrt{1-\beta_t}$ first takes away exactly as much as the noise adds: data of variance 1 stay at 1.",
    )


def river_of_densities() -> None:
    """The exact marginal of 1-D data over t, walks on it, and the slice at t."""
    Figure(
        SECTION,
        "river",
        title="The river: every data set flows into the same sea",
        try_this="choose other data. Does the right end change?",
        answer="It does not: where T steps leave nothing of the data, all of them end in the same Gaussian.",
        panels=[
            Plot(
                source="river",
                figure="river_figure",
                label="Heat map of $q(x_t)$ over t with sample paths",
                sets="t",
                overlays=(Marker(),),
            ),
            Plot(
                source="river",
                figure="slice_figure",
                label="$q(x_t)$ at the slider's t",
                overlays=(
                    Row(
                        table="river.density",
                        knots="river.knots",
                        grid="river.grid",
                        color="data",
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
        controls=[*PROCESS, *DATA],
        caption="Bright is dense; the density is exact, the thin lines are 14 walks of single steps. "
        "Peaks above 1.2 are cut off.",
    )


def ladder() -> None:
    """Ten timesteps as one picture for slides."""
    Figure(
        SECTION,
        "ladder",
        title="A strip for your slides",
        try_this="choose a picture and a schedule, then save the strip as PNG.",
        panels=[Ladder(rungs="rungs")],
        controls=[PICTURE, *PROCESS],
        sources=_sources("coefficients", "picture", "noise", "rungs"),
        reflects=("schedule", "picture", "steps"),
        code=[theory.rungs, process.q_sample],
        layout="wide",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
