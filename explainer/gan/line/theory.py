"""A whole game on the line, where p_g is known: nothing is estimated from points.

The line is cut into cells. The data's share of each cell is exact, G's follows from pushing z through G,
and D is evaluated in its middle, so that V is a sum. Cell by cell, p ln D + q ln(1 − D) is largest at
D* = p/(p + q): V never exceeds V(D*) = 2 JS − 2 ln 2, to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.gan.game import estimates, losses
from explainer.gan.game.observe import CELLS, VIEW
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud

if TYPE_CHECKING:
    from explainer.gan.game.game import Game

Array = NDArray[np.floating]

# two bumps, so that G has to tear its line of z in two
TWO_BUMPS = Cloud("two-bumps", np.array([[-0.6], [0.5]]), 0.15, np.array([[-0.6], [0.5]]))


@dataclass(frozen=True, eq=False)
class LineFrame:
    """The game at `step`: D(x), D*(x) and G's density q(x) at the cells' middles, each (240,).

    In nats, as sums over the cells: `v` = V(D, G), `best_v` = V(D*, G), `js` and the losses' means.
    `gap` = E|D − D*| under both densities. `trouble` says why the run ended, if it blew up.
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
    """Makes frames of games on data on the line whose z is one normal number; draws nothing at random."""

    def __init__(self, data: Cloud) -> None:
        if data.dim != 1:
            raise BadArgument("data", f"the data have {data.dim} dimensions; allowed on the line is 1")
        self.edges = np.linspace(-VIEW, VIEW, CELLS[1] + 1)
        self.x = (self.edges[1:] + self.edges[:-1]) / 2
        self.width = float(self.edges[1] - self.edges[0])
        self.p = data.cell_mass(self.edges)

    def frame(self, game: Game) -> LineFrame:
        """A frame of the game at its current step. BadArgument for a loss whose critic is no probability."""
        loss = game.loss
        game.d.normalise(0)
        raw = game.d(self.x[:, None].astype(game.dtype))[:, 0].astype(np.float64)
        d = losses.probability(loss, raw)
        p, q = self.p, estimates.pushed(game.g, self.edges, normal=True)
        best = losses.optimal_d(p, q)
        js = estimates.js_cells(p, q)
        return LineFrame(
            step=game.step,
            d=d,
            best=best,
            q=q / self.width,
            v=float(p @ np.log(d) + q @ np.log1p(-d)),
            best_v=2 * js - 2 * losses.LN2,
            js=js,
            gap=float((p + q) @ np.abs(d - best)) / 2,
            d_loss=float(p @ loss.real(raw) + q @ loss.fake(raw)),
            g_loss=float(q @ loss.g(raw)),
        )
