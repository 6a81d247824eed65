"""The further figures of the section `variational`, below q under your hand."""

from explainer.kit import controls
from explainer.kit.asked import Source
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle, Points
from explainer.kit.leads import Leads
from explainer.kit.plot import Curve, Plot, Says
from explainer.kit.replay import Replay
from explainer.kit.stream import Stream
from explainer.variational import amortised, answers, best, cost, gap_answers, gradients, lessons, theory, tighter
from explainer.variational.settings import (
    DATA,
    DATA_KEYS,
    DIRECTION,
    FAMILY,
    MODEL,
    NET,
    NET_STEP,
    PLANE,
    SEED,
    q_mean,
    q_std,
)

SECTION = "variational"
Q_KEYS = ("family", "q_mean", "q_std", *DATA_KEYS)
SOURCES = {
    source.name: source
    for source in (
        Source("bayes", answers.bayes, DATA_KEYS),
        Source("strip", answers.strip, ("model",)),
        Source("families", gap_answers.families, ("direction", *DATA_KEYS), slow=True),
        Source("plane", gap_answers.plane, ("plane", "direction"), slow=True),
        Source("tighter", gap_answers.tight, (*Q_KEYS, "seed"), slow=True),
        Source("noise", gap_answers.noise, (*Q_KEYS, "seed"), slow=True),
        Source("cost", gap_answers.intractable, ("again",), slow=True),
        Source("net", gap_answers.network, ("model",), slow=True),
        Source("net_path", gap_answers.network_film, ("model",)),
    )
}


def bayes() -> None:
    """Prior times likelihood, the area under it, the quotient; the data under the hand."""
    on = {"label": "Data point", "at_y": 0.0}
    points = (
        Points(key="gaussian_x", when=("model", "gaussian"), **on),
        Points(key="clusters_x", when=("model", "clusters"), **on),
        Points(key="yes", label="Yes", at_y=1.0, fewest=0, color="right", when=("model", "logistic")),
        Points(key="no", label="No", at_y=0.0, fewest=0, color="wrong", when=("model", "logistic")),
        Handle(label="Heads", y="heads", at_x=1.0, color="right", step=1, when=("model", "coin")),
        Handle(label="Tails", y="tails", at_x=0.0, color="wrong", step=1, when=("model", "coin")),
    )  # fmt: skip
    Figure(
        SECTION,
        "bayes",
        title="Bayes, drawn",
        try_this="drag a data point; double-click to add one, drop it above the plot to take it away.",
        panels=[
            Plot(source="strip", figure="strip_figure", label="The observed data", aspect=2.0, handles=points),
            Plot(
                source="bayes",
                figure="factors_figure",
                label="Prior and likelihood over z",
                aspect=2.0,
                overlays=(
                    Curve(x="bayes.grid", y="bayes.prior", color="noise", dash=True),
                    Curve(x="bayes.grid", y="bayes.likelihood", color="model"),
                ),
            ),
            Plot(
                source="bayes",
                figure="product_figure",
                label="Prior times likelihood; the area under it is the evidence",
                aspect=2.0,
                overlays=(
                    Curve(x="bayes.grid", y="bayes.joint", color="right", fill=True),
                    Says(text="bayes.area_text", color="right", size=15),
                ),
            ),
            Plot(
                source="bayes",
                figure="quotient_figure",
                label="The posterior: the product divided by its area",
                aspect=2.0,
                overlays=(Curve(x="bayes.grid", y="bayes.posterior", color="p", fill=True),),
            ),
        ],
        sources=[SOURCES["strip"], SOURCES["bayes"]],
        controls=[MODEL, *DATA],
        reflects=DATA_KEYS,
        reports=(("logEvidence", "bayes.log_evidence"),),
        code=[theory.posterior, lessons.bayes],
        layout="pairs",
        caption="The posterior has the product's shape; dividing by p(x), the product's area, makes its "
        "own area 1. That area is one number, and the only hard one.",
    )


def intractable() -> None:
    """What the same quadrature costs in more dimensions."""
    Figure(
        SECTION,
        "cost",
        title="Intractable, measured",
        try_this="press New to measure again on this machine; read off twenty dimensions.",
        panels=[Plot(source="cost", label="Seconds for the evidence over latent dimensions")],
        sources=[SOURCES["cost"]],
        controls=[
            controls.Number(
                key="again", label="Measurement", help="Measure again, here and now.", value=1,
                minimum=1, maximum=1000, whole=True, dice=True, linked=False,
            )
        ],
        reflects=("again",),
        code=[cost.cost, cost.log_evidence],
        layout="wide",
        caption="33 points an axis. One to four dimensions are run when you look; from there on each "
        "dimension multiplies the time by 33. A picture has hundreds of latent dimensions.",
    )  # fmt: skip


def families() -> None:
    """The best q of each family, and how much is missing."""
    Figure(
        SECTION,
        "families",
        title="The gap belongs to the family",
        try_this="choose the two clusters: only the mixture has room for both.",
        panels=[
            Plot(source="families", figure="curves_figure", label="Each family's best q", aspect=1.5),
            Plot(source="families", figure="gaps_figure", label="Each family's gap", aspect=1.5),
            Leads(source="families"),
        ],
        sources=[SOURCES["families"]],
        controls=[MODEL, DIRECTION],
        reflects=("model", "direction"),
        code=[lessons.compare, best.best, best.forward],
        layout="compare",
        caption="D(q ‖ p) is infinite where q has mass and p none, so its best q stays inside one mode; "
        "D(p ‖ q) is the mirror image, and its best Gaussian takes the posterior's mean and width.",
    )  # fmt: skip


def planes() -> None:
    """Mean field against a full covariance, on a correlated and on a bent posterior."""
    Figure(
        SECTION,
        "plane",
        title="Mean field gives up the correlation",
        try_this="change the divergence: the mean-field ellipse grows from too narrow to too wide.",
        panels=[
            Plot(source="plane", figure="mean_field_figure", label="Mean field on the posterior", aspect=1.25),
            Plot(source="plane", figure="full_figure", label="Full covariance on the posterior", aspect=1.25),
        ],
        sources=[SOURCES["plane"]],
        controls=[PLANE, DIRECTION],
        reflects=("plane", "direction"),
        code=[best.best, best.forward, lessons.ellipse],
        layout="compare",
        caption="Ellipses at one and two standard deviations of q over the exact posterior. On the line "
        "the full covariance holds the posterior: gap 0. On the banana neither does.",
    )


def noise() -> None:
    """Single draws of the two estimators of the gradient, and the exact one."""
    Figure(
        SECTION,
        "noise",
        title="Two ways to guess the slope",
        try_this="move q onto the posterior: the score function's draws stay wide, the pathwise ones don't.",
        panels=[
            Plot(source="noise", figure="mean_figure", label="Draws of the slope in the mean", aspect=1.6),
            Plot(source="noise", figure="width_figure", label="Draws of the slope in ln width", aspect=1.6),
        ],
        sources=[SOURCES["noise"]],
        controls=[MODEL, q_mean(), q_std(), SEED],
        reflects=("model", "q_mean", "q_std", "seed"),
        code=[gradients.draws, gradients.elbo_and_gradient],
        layout="compare",
        caption="Both have the exact slope (dashed) as their mean; they differ in spread, and with it in "
        "how many samples a step needs.",
    )


def amortise() -> None:
    """One network for all x beside each x's own best q."""
    Figure(
        SECTION,
        "amortised",
        title="One network for every x",
        try_this="train with 0, 2 and 16 hidden units: the orange gap is the price of one network for all.",
        panels=[
            Plot(
                source="net",
                figure="q_figure",
                label="Each x's own best q and the network's",
                aspect=1.6,
                overlays=(
                    Curve(x="net.x", y="net.mean", color="q"),
                    Curve(x="net.x", y="net.upper", color="q", dash=True),
                    Curve(x="net.x", y="net.lower", color="q", dash=True),
                ),
            ),
            Plot(
                source="net",
                figure="gap_figure",
                label="What is missing to the evidence for each x",
                aspect=1.6,
                overlays=(
                    Curve(x="net.x", y="net.total", color="q", fill=True, ground=0.0),
                    Says(text="net.says", color="q", right=True),
                ),
            ),
            Replay(film="net_path", source="net", t="net_t"),
        ],
        sources=[SOURCES["net"], SOURCES["net_path"]],
        streams=[
            Stream(
                "train", gap_answers.train_steps, ("model", "hidden", "net_rate", "net_steps", "seed"),
                film="net_path", prefix="net_",
            )
        ],
        scrubbers=[NET_STEP],
        controls=[NET[0], MODEL, *NET[1:]],
        reflects=("model", "hidden", "net_t"),
        code=[amortised.train, amortised.encode, amortised.backward],
        layout="compare",
        caption="A VAE's encoder is this network: it is trained once, for all pictures, instead of "
        "searching a q for each. What it loses against each x's own best is the amortisation gap.",
    )  # fmt: skip


def tight() -> None:
    """The importance-weighted bound over K."""
    Figure(
        SECTION,
        "tighter",
        title="More samples, a tighter bound",
        try_this="widen or narrow q: a wide one needs few samples, a narrow one many.",
        panels=[Plot(source="tighter", label="The importance-weighted bound over K")],
        sources=[SOURCES["tighter"]],
        controls=[MODEL, FAMILY, q_mean(), q_std(), SEED],
        reflects=("model", "q_mean", "q_std", "seed"),
        code=[tighter.bound, tighter.bounds],
        layout="wide",
        caption="L_K is the mean of ln of the average of K weights p(x, z)/q(z). K = 1 is the ELBO; it "
        "rises with K and never passes ln p(x) (Burda et al. 2016). The line is exact, by quadrature.",
    )
