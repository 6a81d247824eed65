"""A frame of a game: points, D's field, arrows, the warped grid, and the numbers.

An observer fixes all its draws beforehand and takes none from the game's own stream. So observing
does not change a game, and successive frames differ by the training alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.gan.game import estimates, losses
from explainer.gan.game.options import Options
from explainer.maths.toy2d import Cloud

if TYPE_CHECKING:
    from explainer.gan.game.game import Game

Array = NDArray[np.floating]
VIEW = 1.5  # what is drawn and counted lies in [−1.5, 1.5]²
CELLS = {1: 240, 2: 40}
SHOWN, JUDGED, COUNTED = 256, 1024, 2048
GRID = 17
BLUR = 0.08


@dataclass(frozen=True, eq=False)
class Frame:
    """A game at `step`. Arrays: points (256, d), field (40, 40) as [y, x] or (240,), pull like points.

    `field` is D(x), or a critic's raw value where the loss has no D(x) ∈ [0, 1]; `middle` is the value
    at which it is undecided. `grid` is G over an even-probability grid of z, (17, 17, d) or (17, d),
    None for more than two noise dimensions. In nats: `real_term` = E[ln D(x)], `fake_term` =
    E[ln(1 − D(G(z)))], their sum `v` (None for a critic), the losses without penalties, `js` by
    histogram (exact where x and z are one number), `floor` = its value for a perfect generator,
    `best_v` = 2 JS − 2 ln 2. `d_grad`, `g_grad` are the norms of the last gradients; `sliced` and
    `sliced_floor` are lengths; `modes` of `of_modes` are covered; `quality` is the share of points
    near a mode. `best` is D* of the blurred densities, `gap` = E|D − D*| over both, `gap_floor` = its value
    for a perfect game. `trouble` says why the run ended, if it blew up.
    """

    step: int
    points: Array
    field: Array
    middle: float
    pull: Array
    grid: Array | None
    real_term: float | None
    fake_term: float | None
    v: float | None
    d_loss: float
    g_loss: float
    d_grad: float
    g_grad: float
    js: float
    floor: float
    best_v: float
    sliced: float
    sliced_floor: float
    modes: int | None
    of_modes: int | None
    quality: float | None
    best: Array | None = None
    gap: float | None = None
    gap_floor: float | None = None
    trouble: str | None = None

    @property
    def finite(self) -> bool:
        """Whether everything drawn is a number."""
        return all(np.isfinite(a).all() for a in (self.points, self.field, self.pull))


class Observer:
    """Makes frames of games on one data set with one kind of noise; `truth` adds D* and the gap to it."""

    def __init__(self, data: Cloud, options: Options, truth: bool = True) -> None:
        rng = np.random.default_rng(20_140_610)
        self.data = data
        n, shape = CELLS[data.dim], (COUNTED, options.noise_dim)
        normal = options.noise == "normal"
        self.z = (rng.standard_normal(shape) if normal else rng.uniform(-1, 1, shape)).astype(np.float32)
        self.z_grid, self.grid_shape = _even(options.noise_dim, normal)
        self.edges = np.linspace(-VIEW, VIEW, n + 1)
        self.axis = (self.edges[1:] + self.edges[:-1]) / 2
        mesh = np.meshgrid(*[self.axis] * data.dim, indexing="xy")
        self.middles = np.stack([m.ravel() for m in mesh], 1).astype(np.float32)
        self.real = data.sample(JUDGED, rng, np.float32)
        self.mass = data.cell_mass(self.edges)
        self.normal = normal
        self.exact = data.dim == 1 and options.noise_dim == 1  # then p_g is known, not sampled
        self.floor = 0.0 if self.exact else estimates.js_floor(self.mass, COUNTED)
        self.slicer = estimates.Slicer(data, rng)
        self.blurred = estimates.Blurred(data, self.middles, BLUR, VIEW) if truth else None
        self.gap_floor = self.blurred.floor(data, COUNTED, rng) if self.blurred else None

    def frame(self, game: Game) -> Frame:
        """A frame of the game at its current step."""
        loss, d = game.loss, game.d
        grads = [float(np.linalg.norm(net.grad.astype(np.float64))) for net in (d, game.g)]
        d.normalise(0)
        made = game.g(self.z.astype(game.dtype, copy=False))
        real = d(self.real.astype(game.dtype, copy=False))[:, 0]
        fake = d(made[:JUDGED])[:, 0]
        raw = d(self.middles.astype(game.dtype, copy=False))[:, 0]
        terms = losses.value(loss, real, fake)
        field = raw if loss.prob is None else loss.prob(raw)
        shape = (len(self.axis),) * self.data.dim
        if self.exact:
            share = estimates.pushed(game.g, self.edges, self.normal)
        else:
            share = estimates.histogram(made, self.edges)
        js = estimates.js_cells(self.mass, share)
        modes, quality = estimates.covered(self.data, made)
        best = gap = None
        if self.blurred is not None:
            best, weight = self.blurred.best(made)
            gap = None if loss.prob is None else float(weight @ np.abs(field - best))
            best = best.reshape(shape)
        grid = game.g(self.z_grid.astype(game.dtype, copy=False)) if self.z_grid is not None else None
        return Frame(
            step=game.step,
            points=made[:SHOWN],
            field=field.reshape(shape),
            middle=loss.middle if loss.prob is None else 0.5,
            pull=game.pull(made[:SHOWN]),
            grid=None if grid is None else grid.reshape(*self.grid_shape, -1),
            real_term=terms[0] if terms else None,
            fake_term=terms[1] if terms else None,
            v=sum(terms) if terms else None,
            d_loss=float(loss.real(real).mean() + loss.fake(fake).mean()),
            g_loss=float(loss.g(fake).mean()),
            d_grad=grads[0],
            g_grad=grads[1],
            js=js,
            floor=self.floor,
            best_v=2 * js - 2 * losses.LN2,
            sliced=self.slicer(made),
            sliced_floor=self.slicer.floor,
            modes=modes,
            of_modes=None if self.data.modes is None else len(self.data.modes),
            quality=quality,
            best=best,
            gap=gap,
            gap_floor=self.gap_floor,
        )


def _even(dim: int, normal: bool) -> tuple[Array | None, tuple[int, ...]]:
    """Noise on a grid whose cells all have the same probability, (n, dim), and the grid's shape."""
    if dim > 2:
        return None, ()
    u = (np.arange(GRID) + 0.5) / GRID
    if normal:
        from scipy.special import ndtri

        z = ndtri(u)
    else:
        z = 2 * u - 1
    mesh = np.meshgrid(*[z] * dim, indexing="ij")
    return np.stack([m.ravel() for m in mesh], 1).astype(np.float32), (GRID,) * dim


def real(cloud: Cloud) -> Array:
    """As many real points (256, 2) as generated ones are drawn, the same in every call."""
    return cloud.sample(SHOWN, np.random.default_rng(7))
