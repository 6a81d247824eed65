"""The figures of the calculator: two distributions, their numbers, Monte Carlo and their middle."""

from explainer.divergence.calculator import theory
from explainer.divergence.calculator.answers import SOURCES
from explainer.divergence.calculator.settings import BY_CHANCE, MAIN, handles
from explainer.divergence.quantities import monte_carlo
from explainer.divergence.settings import SECTION, UNIT
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Plot, Says


def _curve(name: str, color: str, **more) -> Curve:
    return Curve(x=f"curves.drawn.{name}.x", y=f"curves.drawn.{name}.y", color=color, **more)


def _density(key: str) -> Curve:
    bell = (f"{key}_place0", f"{key}_width0", f"curves.{key}_held.place", f"curves.{key}_held.width")
    return _curve(key, key, fill=True, dash=key == "q", ground=0.0, moved=bell)


def _integrand(name: str, color: str, says: str) -> Plot:
    return Plot(
        source="curves",
        figure=f"{name}_figure",
        label=f"The integrand of {says}: the filled area is the number",
        overlays=(
            _curve(f"{name}_up", color, fill=True, ground=0.0),
            _curve(f"{name}_down", "noise", fill=True, ground=0.0),
            _curve(f"{name}_lost", "wrong", fill=True, ground=0.0),
            Says(text=f"table.kl_{name}_says", right=True),
        ),
        aspect=1.8,
    )


def calculator() -> None:
    """Two densities that can be dragged, and the integrands of both directions beside them."""
    Figure(
        SECTION,
        "figure",
        title="The divergence calculator",
        try_this="drag a dot in the left plot. The shaded areas are the two divergences. Which one reacts "
        "more strongly?",
        panels=[
            Plot(
                source="curves",
                figure="density_figure",
                label="The densities of p and q; drag their positions and widths",
                overlays=(_density("p"), _density("q"), Says(text="curves.note")),
                handles=(*handles("p"), *handles("q")),
                aspect=1.8,
            ),
            _integrand("pq", "p", r"$D(p\|q)$"),
            _integrand("qp", "q", r"$D(q\|p)$"),
        ],
        sources=[SOURCES["curves"], SOURCES["table"]],
        reflects=("p", "q", "unit"),
        reports=(("klPq", "table.kl_pq"), ("klQp", "table.kl_qp"), ("js", "table.js")),
        code=[theory.table, theory.curves],
        layout="compare",
        controls=MAIN,
        caption="Grey areas are negative: there the other density is larger. Vermillion "
        "marks where p > 0 = q: there the integral is ∞.",
    )


def numbers() -> None:
    """All divergences with their methods and errors."""
    Figure(
        SECTION,
        "numbers",
        title="All the numbers, and how they are known",
        try_this="choose bits, then a preset of the calculator that is known to break.",
        panels=[
            Numbers(
                source="table",
                beside="chance.column",
                label="Divergences of p and q with their errors and methods, and by random draws",
            )
        ],
        sources=[SOURCES["table"], SOURCES["chance"]],
        controls=[UNIT, *BY_CHANCE],
        reflects=("p", "q", "unit", "draws", "seed"),
        code=[theory.table, monte_carlo.estimates],
        layout="wide",
        caption="The error of a value by quadrature is estimated from two rules of different order, and "
        "holds the rounding of both densities. The last column is a Monte Carlo estimate with its standard "
        "error, computed when you stop dragging; $W_1$ compares sorted draws, and its error holds their bias. "
        "What draws hardly ever meet, as a narrow spike, is not in these errors.",
    )


def funnel() -> None:
    """Monte Carlo as it converges to the value by quadrature."""
    Figure(
        SECTION,
        "funnel",
        title="The same number by Monte Carlo",
        try_this="press New a few times. How often does the estimate end within one standard error of the truth?",
        answer="In about two of three runs: 68% of them, as for a Gaussian, where the terms have a variance.",
        panels=[
            Plot(
                source="funnel",
                label="Running mean of ln p/q with its funnel against the value by quadrature",
                overlays=(Says(text="funnel.says", right=True),),
            )
        ],
        sources=[SOURCES["funnel"]],
        reflects=("p", "q", "unit", "draws", "seed"),
        code=[theory.monte_carlo_path, monte_carlo.running_kl],
        controls=[UNIT, *BY_CHANCE],
        layout="wide",
        caption=r"$D(p\|q)$ is the mean of $\ln p(x)/q(x)$ over draws x from p. The funnel narrows like "
        r"$1/\sqrt n$. "
        "p and q are those of the calculator.",
    )


def middle() -> None:
    """Jensen–Shannon: the middle of p and q, and both halves as areas."""
    Figure(
        SECTION,
        "js",
        title="Jensen–Shannon: both against their average",
        try_this="pull p and q apart. How far does JS grow?",
        answer="To $\\ln 2$, which is 1 bit, and no further, because M covers both.",
        panels=[
            Plot(
                source="curves",
                figure="middle_figure",
                label="p, q and their middle M",
                overlays=(
                    _curve("p", "p"),
                    _curve("q", "q", dash=True),
                    _curve("m", "text", fill=True, ground=0.0),
                ),
                handles=(*handles("p"), *handles("q")),
                aspect=1.6,
            ),
            Plot(
                source="curves",
                figure="halves_figure",
                label="The integrands of both halves of JS",
                overlays=(
                    _curve("js_p", "p", fill=True, ground=0.0),
                    _curve("js_q", "q", fill=True, ground=0.0, dash=True),
                    Says(text="table.js_says", right=True),
                ),
                aspect=1.6,
            ),
        ],
        sources=[SOURCES["curves"], SOURCES["table"]],
        controls=[UNIT],
        reflects=("p", "q", "unit"),
        code=[theory.table, theory.curves],
        layout="compare",
        caption=r"$\mathrm{JS}=\tfrac12D(p\,\|\,M)+\tfrac12D(q\,\|\,M)$ with $M=(p+q)/2$. M covers both, so "
        "it is always finite, it is the same both ways, at most $\\ln 2$ (1 bit), and its root is a true "
        "distance.",
    )
