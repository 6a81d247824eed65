"""The section `reparameterization`: one draw through both graphs, a thousand estimates, two VAEs trained."""

from pathlib import Path

from explainer.kit import page
from explainer.kit.asked import Source
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Box, Curve, Marker, Plot, Says
from explainer.kit.replay import Replay
from explainer.kit.stream import Stream
from explainer.vae.reparameterization import answers, network, settings, theory, training
from explainer.vae.reparameterization.figures import ROLES, ROWS
from explainer.vae.reparameterization.graph_figures import PLACES

TITLE = "Reparameterization"
SECTION = "reparameterization"
HERE = Path(__file__).parent

Q_KEYS = ("f", "mu", "sigma")
RUN_KEYS = ("rival", "data", "noise", "rate", "steps", "batch", "samples", "seed")


def build() -> None:
    """The lesson, the figures in the order of the talk, the slides' slips."""
    page.lesson(HERE)
    graph()
    measure()
    scale()
    train()
    page.slips(HERE)


def _box(name: str, role: str) -> Box:
    x0, x1, y0, y1 = PLACES[name]
    return Box(x0=x0, x1=x1, y0=y0, y1=y1, color=role, text=f"draw.{name}")


def _label(x: float, y: float, text: str) -> Box:
    """A live text at a place: a box of no height."""
    return Box(x0=x, x1=x, y0=y, y1=y, color="text", text=f"draw.{text}")


def graph() -> None:
    """The graph twice: a die in the way of the gradient, and the die moved aside."""
    nodes = (_box("mu", "q"), _box("sigma", "q"), _box("z", "data"), _box("f", "accent"))
    Figure(
        SECTION,
        "graph",
        title="One draw, forward and back",
        try_this="drag the blue dot along ε, then the orange ones, μ at ε = 0 and σ at ε = 1.",
        panels=[
            Plot(
                source="boards",
                figure="sampled_figure",
                label="The graph with z sampled: the gradient of f stops at z",
                aspect=1.9,
                overlays=(
                    *nodes,
                    _label(3.2, 1.24, "slope"),
                    _label(2.1, 0.5, "score_mu"),
                    _label(2.1, 0.08, "score_sigma"),
                ),
            ),
            Plot(
                source="boards",
                figure="moved_figure",
                label="The graph with z = μ + σ ε: the gradient of f flows to μ and σ",
                aspect=1.9,
                overlays=(
                    *nodes,
                    _box("epsilon", "noise"),
                    _label(3.2, 1.24, "slope"),
                    _label(1.45, 2.78, "path_mu"),
                    _label(1.45, 0.72, "path_sigma"),
                ),
            ),
            Plot(
                source="boards",
                figure="map_figure",
                label="z over ε: the line z = μ + σ ε, both densities, and the draw",
                aspect=1.9,
                overlays=(
                    Curve(x="draw.eps_x", y="draw.eps_y", color="noise", fill=True),
                    Curve(x="draw.q_x", y="draw.q_y", color="q", dash=True),
                    Curve(x="draw.line_x", y="draw.line_y", color="q"),
                    Curve(x="draw.up_x", y="draw.up_y", color="data", dash=True),
                    Curve(x="draw.over_x", y="draw.over_y", color="data", dash=True),
                ),
                handles=(
                    Handle(label="Mean μ", y="mu", at_x=0.0, color="q"),
                    Handle(label="Width σ", y="sigma", y_from="mu", at_x=1.0, color="q"),
                    Handle(label="Draw ε", x="epsilon", at_y="draw.z_value", color="data"),
                ),
            ),
        ],
        sources=[
            Source("boards", answers.boards, (), shipped=True),
            Source("draw", answers.draw, (*Q_KEYS, "epsilon"), shipped=True),
        ],
        controls=[settings.EPSILON, settings.MU, settings.SIGMA, settings.F],
        reflects=("f", "mu", "sigma", "epsilon"),
        reports=(("z", "draw.z_value"),),
        code=[theory.draw],
        layout="compare",
        caption="Left, z comes out of a die whose faces depend on μ and σ: f's slope ends at z, and only the "
        "detour by ln q, the score function, is left. Right, the die is ε, and the chain rule goes through.",
    )


def measure() -> None:
    """A thousand estimates of the same gradient by each way."""
    outlines = tuple(
        Curve(
            x=f"measured.rows.{kind}.x",
            y=f"measured.rows.{kind}.y",
            color=ROLES[kind],
            fill=True,
            ground=ROWS[kind],
        )
        for kind in ROWS
    )
    on_q = {"color": "q", "yaxis": "yaxis2"}
    bell = Curve(x="measured.z", y="measured.density", fill=True, dash=True, **on_q)
    Figure(
        SECTION,
        "figure",
        title="A thousand estimates of one gradient",
        try_this="make q wide under the cosine: who is quieter now? Then choose the step.",
        panels=[
            Plot(
                source="measured",
                figure="f_figure",
                label="f and q over z",
                aspect=1.7,
                overlays=(bell,),
                handles=(
                    Handle(label="Mean of q", x="mu", line=True, **on_q),
                    Handle(label="Width of q", x="sigma", x_from="mu", at_y="measured.side", **on_q),
                ),
            ),
            Plot(
                source="measured",
                figure="histograms_figure",
                label="Histograms of 1,000 estimates by each estimator round the exact gradient",
                aspect=1.7,
                overlays=outlines,
            ),
            Numbers(source="measured", rows="table", label="Means and variances of the estimates"),
        ],
        sources=[
            Source("measured", answers.measured, (*Q_KEYS, "n", "dim", "by", "estimator", "seed"), shipped=True,
                   slow=True),
        ],
        controls=[settings.F, settings.ESTIMATOR, settings.BY, settings.N, settings.DIM, settings.MU,
                  settings.SIGMA, settings.SEED],
        reflects=("f", "mu", "sigma", "n", "dim", "by", "estimator", "seed"),
        reports=(
            ("varianceScore", "measured.variance_score"),
            ("varianceBaseline", "measured.variance_baseline"),
            ("variancePathwise", "measured.variance_pathwise"),
            ("exact", "measured.exact"),
        ),
        code=[theory.estimates, theory.exact, theory.variances],
        layout="compare",
        caption="The dashed line is the exact gradient, by quadrature; each row has its own height. All three "
        "estimators get the same draws. The baseline takes from each f the mean f of the estimate's other draws.",
    )  # fmt: skip


def scale() -> None:
    """Variances over draws and over dimensions."""
    Figure(
        SECTION,
        "scaling",
        title="More draws, more dimensions",
        try_this="in 64 dimensions, how many draws does the score function need for what the path does with 10?",
        panels=[
            Plot(source="scaling", figure="draws_figure", label="Variance over draws an estimate", aspect=1.6),
            Plot(source="scaling", figure="dims_figure", label="Variance over dimensions of z", aspect=1.6),
        ],
        sources=[Source("scaling", answers.scaling, (*Q_KEYS, "n", "dim", "by", "seed"), slow=True)],
        controls=[settings.F, settings.BY],
        reflects=("f", "by"),
        code=[theory.variances],
        layout="compare",
        caption="Lines are exact, by quadrature in one coordinate; dots are the variance of 1,000 estimates, ± 2 "
        "standard errors. f sums over all coordinates, as a picture's ln p(x | z) sums over pixels: the other "
        "coordinates' f is noise to the score function, and nothing to the path.",
    )


def train() -> None:
    """Two tiny VAEs, the same but for the encoder's gradient."""

    def plane(name: str, role: str) -> Plot:
        return Plot(
            source="dots",
            figure=f"{name}_figure",
            label=f"The data and the decoder's curve, {name}",
            aspect=1.35,
            overlays=(
                Curve(x=f"trained.{name}.x", y=f"trained.{name}.y", color=role),
                Says(text=f"trained.{name}.says", color=role, size=15),
            ),
        )

    Figure(
        SECTION,
        "training",
        title="A tiny VAE, trained both ways",
        try_this="drag the step: when has either found all eight? Press Train, or choose a preset first.",
        panels=[
            plane("path", "right"),
            plane("rival", "wrong"),
            Plot(
                source="trained",
                figure="loss_figure",
                label="The loss of both over the steps",
                aspect=1.35,
                overlays=(
                    Curve(x="run.tracks.step", y="run.tracks.rival", color=ROLES["score"], dash=True),
                    Curve(x="run.tracks.step", y="run.tracks.path", color=ROLES["pathwise"]),
                    Marker(),
                ),
            ),
            Replay(film="run", source="trained"),
        ],
        sources=[
            Source("dots", answers.dots, ("shown",)),
            Source("trained", answers.trained, ()),
            Source("run", answers.film, ()),
        ],
        streams=[Stream("train", answers.train_steps, RUN_KEYS, film="run")],
        scrubbers=[settings.STEP],
        controls=settings.TRAINING,
        reflects=("t", "state", "rival"),
        reports=(("path", "trained.path.loss"), ("rival", "trained.rival.loss")),
        code=[training.train, network.gradient, network.terms],
        layout="compare",
        caption="One latent number; p(x | z) = N(x̂(z), s²), and the curve is x̂(z) for z from −2.5 to 2.5. Both "
        "start from the same weights and see the same points and ε. −ELBO is told on 256 other points, its "
        "mean over q by Gauss–Hermite nodes: no noise of the measurement hides who is ahead.",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
