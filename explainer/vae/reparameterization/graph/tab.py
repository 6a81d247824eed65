"""One draw through the computation graph, which stands there twice."""

from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.plot import Box, Curve, Plot
from explainer.vae.reparameterization.graph.answers import SOURCES
from explainer.vae.reparameterization.graph.figures import BOXES
from explainer.vae.reparameterization.graph.settings import EPSILON
from explainer.vae.reparameterization.graph.theory import draw
from explainer.vae.reparameterization.settings import MU, SECTION, SIGMA, F


def _box(name: str, role: str) -> Box:
    x0, x1, y0, y1 = BOXES[name]
    return Box(x0=x0, x1=x1, y0=y0, y1=y1, color=role, text=f"draw.{name}")


def _label(x: float, y: float, text: str) -> Box:
    """A live text at a point: a box of no height."""
    return Box(x0=x, x1=x, y0=y, y1=y, color="text", text=f"draw.{text}")


def build() -> None:
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
        sources=list(SOURCES.values()),
        controls=[EPSILON, MU, SIGMA, F],
        reflects=("f", "mu", "sigma", "epsilon"),
        reports=(("z", "draw.z_value"),),
        code=[draw],
        layout="compare",
        caption="Left, z comes out of a die whose faces depend on μ and σ: f's slope ends at z, and only the "
        "detour through $\\ln q$, the score function, remains. On the right the randomness is ε, and the chain "
        "rule goes through.",
    )
