"""A picture that turns into noise, and curves of one frequency."""

import numpy as np

from explainer.kit import drawn
from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.kit.picture import coefficients_data, noise_data, picture_data
from explainer.maths.arguments import BadArgument

STEPS = 100
X = np.linspace(0, 2 * np.pi, 120)


def ramp():
    """A picture that is easy to check: a horizontal ramp."""
    return picture_data(np.tile(np.linspace(0, 255, 16), (16, 1)).astype(np.uint8)[..., None])


def still():
    """The same noise at every t."""
    return noise_data(np.random.default_rng(0).standard_normal(256), 256)


def fade():
    """From the picture to the noise in a straight line."""
    t = np.linspace(0, 1, STEPS + 1)
    return coefficients_data(1 - t, t)


def wave(frequency):
    """Curves, a table whose row follows t, and a heat map of it; refuses 7 to show how that looks."""
    if frequency == 7:
        raise BadArgument("frequency", "the frequency is 7; the gallery allows all others from 1 to 9")
    knots = np.arange(0, STEPS + 1, 10)
    table = np.array([np.sin(frequency * X + k / 10) for k in knots])
    rise = np.linspace(-1, 1, STEPS + 1)
    span = {"range": [-1.2, 1.2]}
    return {
        "curve_figure": drawn.figure(
            [drawn.line(np.arange(STEPS + 1), rise, "rise", "data")], "t", "value", yaxis=span
        ),
        "row_figure": drawn.figure([drawn.line(X, table[0], "row 0", "noise", "dash")], "x", "y", yaxis=span),
        "map_figure": drawn.figure([drawn.heatmap(knots, X, table.T, "rows")], "t", "x"),
        "rise": pack(rise),
        "table": pack(table),
        "knots": pack(knots, "i4"),
        "x": pack(X),
        "edges": pack(np.linspace(-2, 2, 33)),
    }


def rungs():
    """Five steps."""
    return {"t": pack(np.linspace(0, STEPS, 5).round(), "i4")}


SOURCES = {
    source.name: source
    for source in (
        Source("ramp", ramp, (), shipped=True),
        Source("still", still, (), shipped=True),
        Source("fade", fade, (), shipped=True),
        Source("wave", wave, ("frequency",)),
        Source("rungs", rungs, ()),
    )
}
