"""What walks and sums ask: a path between two points, and sums of the classes' centres."""

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, codes, paths, theory
from explainer.vae.answers import classes, point
from explainer.vae.latent.answers import known
from models import coders

BETWEEN = {"line": paths.straight, "sphere": paths.spherical}
CLASSES = [str(label) for label in range(10)]
MOST_POINTS = 200
STRIP = np.linspace(0, 100, 11).astype(int)


def walk(model, way, a, b, stroke):
    """101 points of the path, and the network's pictures at eleven of them."""
    arguments.choice("way", way, (*BETWEEN, "drawn"), name="the path")
    if way == "drawn":
        path = stroked(stroke)
    else:
        path = BETWEEN[way](_point("a", a), _point("b", b))
    pictures = theory.grey(coders.decoder(known(model))(path[STRIP]))
    return {
        "path": pack(path),
        "strip": pack(pictures, "u1"),
        "length": float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum()),
    }


def stroked(stroke) -> np.ndarray:
    """A hand's stroke "x,y x,y …" as 101 points at even distances; BadArgument if there is none."""
    words = str(stroke or "").split()
    if not 2 <= len(words) <= MOST_POINTS:
        raise BadArgument("way", "no path has been drawn yet; press on the map, draw, and let go")
    with arguments.renamed(corners="way"):
        return paths.along(np.array([_point("way", word) for word in words]))


def _point(key, text) -> np.ndarray:
    return point(key, text, atlas.REACH)


def centre_sum(model, plus, minus, more_of):
    """centre(plus) − centre(minus) + centre(more_of), the points and what they decode to."""
    shipped = atlas.shipped(known(model))
    for key, value in (("plus", plus), ("minus", minus), ("more_of", more_of)):
        arguments.choice(key, value, CLASSES, name="the class")
    chosen = [int(value) for value in (plus, minus, more_of)]
    a, b, c = codes.centres(shipped["points"].astype(np.float64), shipped["labels"])[chosen]
    points = np.array([a, b, c, a - b + c])
    pictures = theory.grey(coders.decoder(model)(points))
    names = [classes(model)[label] for label in chosen]
    titles = [*(f"{sign}{name}" for sign, name in zip(("", "− ", "+ "), names, strict=True)), "= the sum"]
    rows = [[title, f"{z[0]:.2f}", f"{z[1]:.2f}"] for title, z in zip(titles, points, strict=True)]
    return {
        "terms": pack(points[:3]),
        "result": pack(points[3:]),
        "square": pack(points[[1, 0, 3, 2, 1]]),
        "pictures": pack(pictures, "u1"),
        "heads": [*titles[:3], "="],
        "rows": {"head": ["class mean", "$z_1$", "$z_2$"], "rows": rows, "notes": []},
    }


SOURCES = {
    source.name: source
    for source in (
        Source("walk", walk, ("model", "way", "a", "b", "stroke"), slow=True),
        Source("sum", centre_sum, ("model", "plus", "minus", "more_of"), slow=True),
    )
}
