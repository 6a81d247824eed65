"""What the page asks of the experiments: numbers by quadrature, paths in the plane, a D that learns."""

from functools import lru_cache
from typing import Any

import numpy as np

from explainer.gan.game.options import Options
from explainer.gan.lab import dirac, figures, learning, truth
from explainer.gan.lab.settings import D_KEYS, FIELD, FIELD_KEYS, FLOW, FLOW_KEYS, G_KEYS, KNOTS, Q_KEYS, REACH
from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.maths.arguments import renamed
from explainer.maths.gaussians import Mixture
from explainer.maths.toy2d import cloud

P = Mixture((0.45, 0.55), (-1.4, 1.2), (0.45, 0.6))
X = np.linspace(-REACH, REACH, 321)
TIME, FLOW_STEPS = 25.0, 400
GAPS = np.linspace(0, 12, 121)
FLOW_CONTROLS = {control.key: control for control in FLOW}
NAMES = {"flow_rate": "the rate", **dict.fromkeys(("theta0", "psi0"), "the start")}
NAMES |= dict.fromkeys(("flow_r1", "flow_gp"), "the penalty")
LEARNER = Options(width_d=32, depth_d=2, rate_d=5e-3, batch=256, loss="minimax")


def generated(g_shape: str, g_mean: float, g_std: float, heights: tuple[float, ...]) -> truth.Density:
    """p_g as chosen or drawn; BadArgument beside the control that is wrong."""
    arguments.choice("g_shape", g_shape, ("bell", "drawn"), name="the shape of G's density")
    if g_shape == "drawn":
        with renamed(curve="g_shape"):
            return truth.drawn_density(KNOTS, heights)
    mean = arguments.number("g_mean", g_mean, -REACH, REACH, name="the mean of G's density")
    std = arguments.number("g_std", g_std, 0.05, 4, name="the width of G's density")
    return Mixture((1.0,), (float(mean),), (float(std),))


def dstar(g_shape: str, g_mean: float, g_std: float, **heights: float) -> dict[str, Any]:
    """p, p_g, D* and the drawn D with the V of both, in nats."""
    for key in Q_KEYS:
        arguments.number("g_shape", heights[key], name="a height of p_g")
    for key in D_KEYS:
        arguments.number("", heights[key], name="a height of D")
    q = generated(g_shape, g_mean, g_std, tuple(heights[key] for key in Q_KEYS))
    with renamed(curve=""):
        d = truth.drawn_d(KNOTS, [heights[key] for key in D_KEYS])
    tallest = max(heights[key] for key in Q_KEYS)
    scale = float(q.curve.y.max()) / tallest if isinstance(q, truth.Drawn) else 1.0
    return figures.dstar(truth.verdict(P, q, X, d), d(X), float(q.pdf(np.array(g_mean + g_std))), scale)


@lru_cache(maxsize=32)
def _learned(
    g_shape: str, g_mean: float, g_std: float, heights: tuple[float, ...], steps: int
) -> learning.Learning:
    q = generated(g_shape, g_mean, g_std, heights)
    return list(learning.learn_d(P, q, X, LEARNER, steps, steps))[-1]


def network(g_shape: str, g_mean: float, g_std: float, net_steps: int, **heights: float) -> dict[str, Any]:
    """D as a network learns it from samples; nothing to draw at 0 steps."""
    if not net_steps:
        return figures.network(X[:0], None)
    drawn = tuple(float(arguments.number("g_shape", heights[key], name="a height of p_g")) for key in Q_KEYS)
    with renamed(steps="net_steps"):
        return figures.network(X, _learned(g_shape, float(g_mean), float(g_std), drawn, int(net_steps)))


def flow_field(flow_loss: str, flow_r1: float, flow_gp: float) -> dict[str, Any]:
    """The direction of both numbers over the plane."""
    _within(flow_r1=flow_r1, flow_gp=flow_gp)
    side = np.linspace(-FIELD, FIELD, 15)
    theta, psi = np.meshgrid(side, side)
    with renamed(loss="flow_loss"):
        return figures.flow_field(theta, psi, dirac.field(theta, psi, flow_loss, flow_r1, flow_gp))


def flow(
    flow_loss: str, flow_r1: float, flow_gp: float, flow_rate: float, turns: bool, theta0: float, psi0: float
) -> dict[str, Any]:
    """The path from the dot in continuous time, the real steps beside it, and the fate of the game."""
    _within(flow_r1=flow_r1, flow_gp=flow_gp, flow_rate=flow_rate, theta0=theta0, psi0=psi0)
    held, rate = {"r1": flow_r1, "gradient_penalty": flow_gp}, flow_rate
    count = round(TIME / rate)
    with renamed(loss="flow_loss"):
        path = dirac.path(theta0, psi0, flow_loss, **held, time=TIME, steps=FLOW_STEPS)
        real = dirac.updates(theta0, psi0, flow_loss, rate, count, bool(turns), **held)
        return figures.flow(path, real, rate, dirac.fate(flow_loss, **held))


def _within(**values: float) -> None:
    """BadArgument for a value that its control does not allow: far out a path takes seconds, or overflows."""
    for key, value in values.items():
        control = FLOW_CONTROLS[key]
        arguments.number(key, value, control.minimum, control.maximum, name=NAMES[key])


def slopes() -> dict[str, Any]:
    """The exact length of G's gradient against D*, by the distance of the two densities."""
    return figures.slopes(GAPS, truth.slopes_at_best(GAPS))


def slope_at(apart: float) -> dict[str, Any]:
    """The same at the chosen distance."""
    distance = arguments.number("apart", apart, 0, 40, name="the distance")
    saturating, other = truth.slopes_at_best([distance])
    return figures.slope_at(distance, float(saturating[0]), float(other[0]))


@lru_cache(maxsize=1)
def dying() -> dict[str, Any]:
    """A network D that learns while G waits: G's gradient under both losses, and V."""
    options = Options(rate_d=5e-3)
    return figures.dying(list(learning.vanishing(cloud("8-gaussians"), options, 400, 10)))


SOURCES = {
    source.name: source
    for source in (
        Source("dstar", dstar, (*G_KEYS, *D_KEYS), shipped=True, slow=True),
        Source("net", network, (*G_KEYS, "net_steps"), slow=True),
        Source("field", flow_field, FIELD_KEYS, shipped=True),
        Source("flow", flow, FLOW_KEYS, shipped=True, slow=True),
        Source("slopes", slopes, (), slow=True),
        Source("slope", slope_at, ("apart",)),
        Source("dying", dying, (), slow=True),
    )
}
