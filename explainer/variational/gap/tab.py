"""The gap: what a family, a noisy slope or one network for every x leaves, and how to close it."""

from explainer.kit import page
from explainer.kit.figure import Figure
from explainer.kit.leads import Leads
from explainer.kit.plot import Curve, Plot, Says
from explainer.kit.replay import Replay
from explainer.variational.families.two_numbers import ellipse
from explainer.variational.gap import theory as gap
from explainer.variational.gap.answers import SOURCES, STREAMS
from explainer.variational.gap.settings import DIRECTION, NET, NET_STEP, PLANE
from explainer.variational.search import amortised, best, gradients, tighter
from explainer.variational.settings import FAMILY, MODEL, SECTION, SEED, q_mean, q_std

TITLE = "The gap"


def build() -> None:
    """The figures in the order of the talk."""
    families()
    planes()
    noise()
    amortise()
    tight()


def families() -> None:
    """The best q of each family, and how much is missing."""
    Figure(
        SECTION,
        "families",
        title="The gap belongs to the family",
        try_this="choose the two clusters. Which family has room for both?",
        panels=[
            Plot(source="families", figure="curves_figure", label="Each family's best q", aspect=1.5),
            Plot(source="families", figure="gaps_figure", label="Each family's gap", aspect=1.5),
            Leads(source="families"),
        ],
        sources=[SOURCES["families"]],
        controls=[MODEL, DIRECTION],
        reflects=("model", "direction"),
        code=[gap.compare, best.best, best.forward],
        layout="compare",
        answer=r"Only the mixture. $D(q\,\|\,p)$ is infinite where q has mass and p none, so its best q stays "
        r"inside one mode; $D(p\,\|\,q)$ is the mirror image, and its best Gaussian takes the posterior's mean "
        "and width.",
    )  # fmt: skip


def planes() -> None:
    """Mean field against a full covariance, on a correlated and on a bent posterior."""
    Figure(
        SECTION,
        "plane",
        title="Mean field gives up the correlation",
        try_this="change the divergence. What becomes of the mean-field ellipse?",
        answer="It grows from too narrow to too wide.",
        panels=[
            Plot(source="plane", figure="mean_field_figure", label="Mean field on the posterior", aspect=1.25),
            Plot(source="plane", figure="full_figure", label="Full covariance on the posterior", aspect=1.25),
        ],
        sources=[SOURCES["plane"]],
        controls=[PLANE, DIRECTION],
        reflects=("plane", "direction"),
        code=[best.best, best.forward, ellipse],
        layout="compare",
        caption="Ellipses at one and two standard deviations of q over the exact posterior. On the line "
        "the full covariance holds the posterior: gap 0. On the banana neither does.",
    )


def noise() -> None:
    """Single draws of the two estimators of the gradient, and the exact one."""
    Figure(
        SECTION,
        "noise",
        title="Two ways to estimate the gradient",
        try_this="move q onto the posterior and watch both spreads. Which of the two needs fewer draws?",
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
        try_this="train with 0, 2 and 16 hidden units. What does one network for all x cost?",
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
        streams=STREAMS,
        scrubbers=[NET_STEP],
        controls=[NET[0], MODEL, *NET[1:]],
        reflects=("model", "hidden", "net_t"),
        code=[amortised.train, amortised.encode, amortised.backward],
        layout="compare",
        answer="The orange gap is its price. A VAE's encoder is this network: it is trained once, for all "
        "pictures, instead of searching a q for each. What it loses against each x's own best is the "
        "amortisation gap.",
    )  # fmt: skip


def tight() -> None:
    """The importance-weighted bound over K."""
    Figure(
        SECTION,
        "tighter",
        title="More samples, a tighter bound",
        try_this="widen or narrow q. Which one needs many samples for a tight bound?",
        answer="A narrow one: it seldom draws where most of the evidence is. A wide one needs few.",
        panels=[Plot(source="tighter", label="The importance-weighted bound over K")],
        sources=[SOURCES["tighter"]],
        controls=[MODEL, FAMILY, q_mean(), q_std(), SEED],
        reflects=("model", "q_mean", "q_std", "seed"),
        code=[tighter.bound, tighter.bounds],
        layout="wide",
        caption="$L_K$ is the expected log of the average of K importance weights $p(x, z)/q(z)$. K = 1 is the "
        "ELBO; it "
        r"rises with K and never passes $\ln p(x)$ (Burda et al. 2016). The line is exact, by quadrature.",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
