"""The figures of many samples: how strongly the class is insisted on, and how many steps are enough."""

from explainer.diffusion.reverse.measured import answers
from explainer.diffusion.reverse.measured.answers import SOURCES
from explainer.diffusion.reverse.measured.figures import NAMES
from explainer.diffusion.reverse.settings import SECTION, T
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Plot


def guided() -> None:
    """One seed in a row of guidance weights, and what 200 samples of each are worth."""
    plots = {
        "accuracy": "Share of samples that a classifier reads as the class asked for, over w",
        "diversity": "Mean distance of two samples of one class, over w",
        "frechet": "Fréchet distance to the training set, over w",
    }
    Figure(
        SECTION,
        "guided",
        title="Guidance: enforcing the class, and overdoing it",
        try_this="drag t from 1000 to 0 and compare the columns. What do w = 5 and 8 gain, and lose?",
        panels=[
            Film(
                film="guided",
                track="x0_hat",
                columns=7,
                size=2.2,
                label=r"$\hat x_0$: a seed per row, a weight w per column",
                heads=("w = 0", "0.5", "1", "2", "3", "5", "8"),
            ),
            *(
                Plot(source="guided", figure=f"{key}_figure", label=text, aspect=1.7)
                for key, text in plots.items()
            ),
        ],
        sources=[SOURCES["guided"]],
        scrubbers=[T],
        reflects=("t",),
        code=[answers.guided],
        layout="many",
        caption=r"$(1+w)\,\varepsilon_\theta(x_t, t, y)-w\,\varepsilon_\theta(x_t, t)$: w = 0 is the plain "
        r"conditional model. 200 samples a "
        "weight, 20 of each digit, from the same seeds, by DDIM in 12 steps, beside 200 real test "
        "pictures. Distances are root mean squares of grey levels; bars show one standard error. The "
        "Fréchet distance of so few pictures comes out too high: compare with the dashed line, the value for "
        "real pictures.",
    )


def budget() -> None:
    """One seed by three samplers in 1000 to 5 steps, with time and Fréchet distance."""
    Figure(
        SECTION,
        "budget",
        title="How many steps?",
        try_this="go along each row to the right: where does a sampler begin to break, and what has it saved?",
        panels=[
            *(
                Film(
                    film="budget",
                    track=name,
                    columns=6,
                    size=4,
                    label=f"{text}, by the number of steps",
                    heads=("1000", "250", "50", "20", "10", "5"),
                )
                for name, text in NAMES.items()
            ),
            Plot(
                source="budget",
                figure="frechet_figure",
                label="Fréchet distance over the number of steps, of three samplers",
            ),
            Plot(
                source="budget",
                figure="seconds_figure",
                label="CPU seconds a picture over the number of steps, of three samplers",
            ),
            Numbers(source="budget", label="Seconds and Fréchet distance of every sampler and number of steps"),
        ],
        sources=[SOURCES["budget"]],
        code=[answers.budget],
        layout="many",
        caption="Every cell starts from the same noise. DDPM adds fresh noise in each step, the other two add "
        "none: they reach the same picture as long as the steps are small enough to follow the flow.",
    )


def build() -> None:
    """Both figures."""
    guided()
    budget()
