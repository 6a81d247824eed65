"""The gallery's map: three clouds of points, an atlas of shades between them, a pair and stops."""

import zlib

import numpy as np

from explainer.kit import controls
from explainer.kit.asked import Source
from explainer.kit.atlas import Decoded, Hand, Map, atlas_data, map_data
from explainer.kit.figure import Figure

NODES = np.linspace(-2, 2, 5)
CENTRES = np.array([[-1.0, -1], [1, -1], [0, 1]])


def clouds():
    """Thirty points round each of three centres."""
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1, 2], 30)
    points = CENTRES[labels] + 0.2 * rng.standard_normal((90, 2))
    return map_data((-2, -2), (2, 2), points, labels, ["red", "green", "blue"], ["r", "g", "b"], CENTRES)


def shades():
    """Grey that rises to the right, a bright square that moves up."""
    pictures = np.zeros((5, 5, 28, 28), np.uint8)
    for row in range(5):
        for column in range(5):
            pictures[row, column] = 40 * column
            pictures[row, column, 22 - 5 * row : 27 - 5 * row, 10:18] = 255
    steps = np.diff(pictures, axis=1, prepend=np.zeros_like(pictures[:, :1]))
    return atlas_data("shades", NODES, NODES, np.frombuffer(zlib.compress(steps.tobytes()), np.uint8))


def over_a_map(section: str) -> None:
    """A hand over the map, and the picture at the place."""
    Figure(
        section,
        "plane",
        title="A map and its atlas",
        try_this="drag on the map; press a chip; type a pair.",
        panels=[
            Map(
                source="clouds", label="a map", hands=(Hand(key="spot", label="place"),), circles=(1,), chips=True
            ),
            Decoded(atlas="shades", label="blended", at="spot", size=0.7),
        ],
        sources=[Source("clouds", clouds, ()), Source("shades", shades, ())],
        controls=[
            controls.Pair(key="spot", label="Place", help="Two numbers.", value="0,0", minimum=-2, maximum=2),
            controls.Stops(key="stop", label="Stops", help="Some numbers only.", value=1, stops=(0.1, 1, 10)),
        ],
        reflects=("spot", "stop"),
        layout="compare",
    )
