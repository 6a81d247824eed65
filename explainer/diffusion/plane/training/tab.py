"""The figure of Algorithm 1, live."""

from explainer.diffusion.plane.distance import Judge
from explainer.diffusion.plane.figures import level
from explainer.diffusion.plane.settings import DATA, SCHEDULE, SECTION, STEPS, T
from explainer.diffusion.plane.training import settings
from explainer.diffusion.plane.training.answers import SOURCES, STREAMS
from explainer.diffusion.plane.training.denoiser import Denoiser
from explainer.diffusion.plane.training.observe import Observer
from explainer.diffusion.plane.training.training import Training
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure
from explainer.kit.listing import Listing
from explainer.kit.plot import Curve, Marker, Plot, Says
from explainer.kit.replay import Replay

LEVELS = tuple(level(share) for share in (0.02, 0.2, 0.6))


def build() -> None:
    """Algorithm 1 as it runs, and the same training measured."""
    algorithm()
    measured()


def algorithm() -> None:
    """Samples and field as they form, the loss, and the lines that run."""
    Figure(
        SECTION,
        "training",
        title="Algorithm 1, live: a field forms",
        try_this="press Reset, then Train. Then pause, and press “One line” five times: that is all there is.",
        panels=[
            Field(
                label=r"samples on their way at t, and $-\hat\varepsilon$ of the network",
                size=0.85,
                knots="train_ground.knots",
                shade="train_ground.shade",
                levels=LEVELS,
                anchors="train_ground.anchors",
                arrows="trained.arrows",
                clouds=(
                    Cloud(points="trained.points", label="samples", color="model", size=2.8),
                    Cloud(points="trained.batch", label="the batch", color="p", mark="cross", size=3.2),
                ),
            ),
            Plot(
                source="train_axes",
                figure="loss_figure",
                label="Loss over the steps, and the best that any network can reach",
                aspect=2.0,
                overlays=(
                    Curve(x="training.tracks.step", y="training.tracks.loss", color="model"),
                    Marker(at="train_step"),
                ),
            ),
            Listing(source="algorithm1", label="Algorithm 1 and the code that runs", at="train_line"),
            Replay(film="training", source="trained", t="train_t", alone=True),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[settings.FRAME, T],
        controls=[settings.PLAY, DATA, *settings.TRAINING[1:], SCHEDULE, STEPS],
        reflects=("train_step", "train_state", "train_line", "target", "data", "t"),
        reports=(("loss", "trained.loss"), ("sw", "trained.sw"), ("ratio", "trained.ratio")),
        code=[Training, Denoiser, Observer],
        layout="compare",
        caption="Crosses are the batch that a line has drawn. Samples follow the running average of the network "
        "from 160 points of noise, the same ones every time. The loss cannot reach 0: from $x_t$ nobody can tell "
        r"$\varepsilon$ for certain, and the dotted line is what remains if $\mathbb E[\varepsilon\mid x_t]$ is "
        r"known exactly. The network corrects a linear guess, $\sqrt{1-\bar\alpha_t}\,x_t$ for $\varepsilon$, so "
        "an untrained one already makes a Gaussian.",
    )


def measured() -> None:
    """Where the field is wrong, and how far samples are from the data."""
    Figure(
        SECTION,
        "field-error",
        title="The same training: where its field is wrong",
        try_this="drag t at the last frame. Where is the error, and are there any points?",
        panels=[
            Field(
                label=r"its error $\|\hat\varepsilon-\mathbb E[\varepsilon\mid x_t]\|$, and where data are",
                size=1.25,
                knots="train_ground.knots",
                shade="trained.gap",
                color="wrong",
                clouds=(Cloud(points="train_ground.noised", label="points at t", color="data", size=1.8),),
            ),
            Plot(
                source="train_axes",
                figure="distance_figure",
                label="Sliced Wasserstein distance of samples from the data over the steps",
                aspect=2.0,
                overlays=(
                    Curve(x="training.tracks.step", y="training.tracks.sw", color="model"),
                    Marker(at="train_step"),
                    Says(text="train_ground.words", size=14),
                ),
            ),
            Plot(
                source="train_axes",
                figure="error_figure",
                label="Mean squared error of the network over t",
                aspect=2.0,
                sets="t",
                overlays=(
                    Curve(x="train_ground.times", y="trained.where_data_are", color="right"),
                    Curve(x="train_ground.times", y="trained.everywhere", color="wrong", dash=True),
                    Marker(),
                ),
            ),
            Replay(film="training", source="trained", t="train_t", alone=True),
        ],
        sources=[SOURCES[name] for name in ("trained", "train_ground", "training", "train_axes")],
        scrubbers=[settings.FRAME, T],
        controls=[DATA],
        reflects=("train_step", "t"),
        reports=(("sw", "trained.sw"),),
        code=[Observer, Judge],
        layout="compare",
        caption="Full colour is an error of 1 or more. Where points are likely at this t the network was taught, "
        "elsewhere it was not. The distance of 2,000 samples is judged again each time the run is a quarter "
        "longer, at the latest after 2,000 steps; the goal is 1.5 times what 2,000 real points have.",
    )
