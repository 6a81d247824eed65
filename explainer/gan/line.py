"""A whole game on the line, where p_g is known: nothing here is estimated from points.

The line is cut into cells. The data's share of each is exact, G's follows from pushing z through G, and
D is read in the middle of each, so that V is a sum. Cell by cell, p ln D + q ln(1 − D) is largest at
D* = p/(p + q): that V never exceeds V(D*) = 2 JS − 2 ln 2 holds here to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.gan import estimates, truth
from explainer.gan.observe import CELLS, VIEW
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud

if TYPE_CHECKING:
    from explainer.gan.game import Game

Array = NDArray[np.floating]

# Two bumps: G has to tear its one line of z in two, and shows where it does.
TWO_BUMPS = Cloud("two-bumps", np.array([[-0.6], [0.5]]), 0.15, np.array([[-0.6], [0.5]]))


@dataclass(frozen=True, eq=False)
class LineFrame:
    """The game at `step`: D(x), D*(x) and G's density q(x) at the cells' middles, each (240,).

    In nats: `v` = V(D, G), `best_v` = V(D*, G) and `js`, as sums over the cells; the losses, whose means
    are such sums, too. `gap` = E|D − D*| under both densities. `trouble` says why the run ended, if it blew up.
    """

    step: int
    d: Array
    best: Array
    q: Array
    v: float
    best_v: float
    js: float
    gap: float
    d_loss: float
    g_loss: float
    trouble: str | None = None

    @property
    def finite(self) -> bool:
        """Whether everything drawn is a number."""
        return bool(np.isfinite(self.d).all() and np.isfinite(self.q).all())


class LineObserver:
    """Looks at games on one data set on the line whose z is one number; draws nothing at random."""

    truth = True

    def __init__(self, data: Cloud, normal: bool = True) -> None:
        if data.dim != 1:
            raise BadArgument("data", f"the data have {data.dim} dimensions; the line has 1")
        self.data, self.normal = data, normal
        self.edges = np.linspace(-VIEW, VIEW, CELLS[1] + 1)
        self.x = (self.edges[1:] + self.edges[:-1]) / 2
        self.width = float(self.edges[1] - self.edges[0])
        self.p = data.cell_mass(self.edges)

    def frame(self, game: Game) -> LineFrame:
        """The game as it stands. BadArgument for a loss whose critic is no probability."""
        loss = game.loss
        if loss.prob is None:
            raise BadArgument("loss", f"the loss is {loss.name!r}, whose critic is no probability")
        game.d.normalise(0)
        raw = game.d(self.x[:, None].astype(game.dtype))[:, 0].astype(np.float64)
        d = np.clip(loss.prob(raw), truth.SURE, 1 - truth.SURE)
        p, q = self.p, estimates.pushed(game.g, self.edges, self.normal)
        best = truth.optimal_d(p, q)
        js = estimates.js_cells(p, q)
        return LineFrame(
            step=game.step,
            d=d,
            best=best,
            q=q / self.width,
            v=float(p @ np.log(d) + q @ np.log1p(-d)),
            best_v=2 * js - 2 * truth.LN2,
            js=js,
            gap=float((p + q) @ np.abs(d - best)) / 2,
            d_loss=float(p @ loss.real(raw) + q @ loss.fake(raw)),
            g_loss=float(q @ loss.g(raw)),
        )
