"""What the three experiments ask: numbers by quadrature, paths by Runge and Kutta, a D that learns."""

from functools import lru_cache
from typing import Any

import numpy as np

from explainer.gan import dirac, lab, lab_figures, truth
from explainer.gan.lab_controls import D_KEYS, FIELD, KNOTS, Q_KEYS, REACH
from explainer.gan.settings import Settings
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import Mixture
from explainer.maths.toy2d import cloud

P = Mixture((0.45, 0.55), (-1.4, 1.2), (0.45, 0.6))
X = np.linspace(-REACH, REACH, 321)
TIME, FLOW_STEPS = 25.0, 400
GAPS = np.linspace(0, 12, 121)
LEARNER = Settings(width_d=32, depth_d=2, rate_d=5e-3, batch=256, loss="minimax")


def generated(g_shape: str, g_mean: float, g_std: float, heights: tuple[float, ...]) -> truth.Density:
    """p_g under the hand; BadArgument beside the control otherwise."""
    if g_shape == "drawn":
        try:
            return truth.drawn_density(KNOTS, heights)
        except BadArgument as bad:
            raise BadArgument("g_shape", str(bad)) from None
    if g_shape != "bell":
        raise BadArgument("g_shape", f"the shape of p_g is {g_shape!r}; allowed are bell, drawn")
    if not -REACH <= g_mean <= REACH:
        raise BadArgument("g_mean", f"the mean of p_g is {g_mean!r}; allowed is a number from −4 to 4")
    if not 0.05 <= g_std <= 4:
        raise BadArgument("g_std", f"the width of p_g is {g_std!r}; allowed is a number from 0.05 to 4")
    return Mixture((1.0,), (float(g_mean),), (float(g_std),))


def dstar(g_shape: str, g_mean: float, g_std: float, **heights: float) -> dict[str, Any]:
    """p, p_g, D* and the drawn D with what V makes of both, in nats."""
    q = generated(g_shape, g_mean, g_std, tuple(heights[key] for key in Q_KEYS))
    try:
        d = truth.drawn_d(KNOTS, [heights[key] for key in D_KEYS])
    except BadArgument as bad:
        raise BadArgument("", str(bad)) from None
    tallest = max(heights[key] for key in Q_KEYS)
    scale = float(q.curve.y.max()) / tallest if isinstance(q, truth.Drawn) else 1.0
    return lab_figures.dstar(truth.verdict(P, q, X, d), d(X), float(q.pdf(np.array(g_mean + g_std))), scale)


@lru_cache(maxsize=32)
def _learned(g_shape: str, g_mean: float, g_std: float, heights: tuple[float, ...], steps: int) -> lab.Learning:
    return list(lab.learn_d(P, generated(g_shape, g_mean, g_std, heights), X, LEARNER, steps, steps))[-1]


def network(g_shape: str, g_mean: float, g_std: float, net_steps: int, **heights: float) -> dict[str, Any]:
    """D as a network learns it from samples; nothing to draw at 0 steps."""
    if not net_steps:
        return lab_figures.network(X[:0], None)
    try:
        drawn = tuple(float(heights[key]) for key in Q_KEYS)
        return lab_figures.network(X, _learned(g_shape, float(g_mean), float(g_std), drawn, int(net_steps)))
    except BadArgument as bad:
        raise BadArgument("net_steps", str(bad)) from None


def flow_field(flow_loss: str, flow_r1: float, flow_gp: float) -> dict[str, Any]:
    """Where both numbers go from every place of the plane."""
    side = np.linspace(-FIELD, FIELD, 15)
    theta, psi = np.meshgrid(side, side)
    return lab_figures.flow_field(theta, psi, dirac.field(theta, psi, flow_loss, flow_r1, flow_gp))


def flow(
    flow_loss: str, flow_r1: float, flow_gp: float, flow_rate: float, turns: bool, theta0: float, psi0: float
) -> dict[str, Any]:
    """The path from the dot in continuous time, the real steps beside it, and what becomes of it."""
    try:
        path = dirac.path(theta0, psi0, flow_loss, flow_r1, flow_gp, TIME, FLOW_STEPS)
        real = dirac.updates(
            theta0,
            psi0,
            flow_loss,
            flow_rate,
            max(2, min(2500, round(TIME / flow_rate))),
            bool(turns),
            flow_r1,
            flow_gp,
        )
    except BadArgument as bad:
        raise BadArgument("flow_rate", str(bad)) from None
    return lab_figures.flow(path, real, flow_rate, dirac.fate(flow_loss, flow_r1, flow_gp))


def slopes() -> dict[str, Any]:
    """How long G's gradient is against D*, exactly, by how far the two densities are apart."""
    return lab_figures.slopes(GAPS, truth.slopes_at_best(GAPS))


def slope_at(apart: float) -> dict[str, Any]:
    """The same at the hand's distance."""
    if not 0 <= apart <= 40:
        raise BadArgument("apart", f"the distance is {apart!r}; allowed is a number from 0 to 40")
    saturating, other = truth.slopes_at_best([apart])
    return lab_figures.slope_at(apart, float(saturating[0]), float(other[0]))


@lru_cache(maxsize=1)
def dying() -> dict[str, Any]:
    """A network D that learns on while G waits: G's gradient under both losses, and V."""
    settings = Settings(rate_d=5e-3)
    return lab_figures.dying(list(lab.vanishing(cloud("8-gaussians"), settings, 400, 10)))
