"""Ways through the plane: a path between two places, and sums of the classes' centres."""

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.pack import pack
from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, networks, theory
from explainer.vae.latent.answers import known, place
from explainer.vae.latent.settings import CLASSES

WAYS = {"line": theory.straight, "sphere": theory.spherical}
MOST_PLACES = 200
STRIP = np.linspace(0, 100, 11).astype(int)


def walk(model, way, a, b, stroke):
    """101 places of the path, and the network's pictures at eleven of them."""
    path = stroked(stroke) if way == "drawn" else between(way, place("a", a), place("b", b))
    pictures = theory.grey(networks.decoder(known(model))(path[STRIP]))
    return {
        "path": pack(path),
        "strip": pack(pictures, "u1"),
        "length": float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum()),
    }


def between(way, a, b) -> np.ndarray:
    """The path of that name from a to b; BadArgument if there is none."""
    if way not in WAYS:
        raise BadArgument("way", f"the path is {way!r}; allowed are line, sphere, drawn")
    return WAYS[way](a, b)


def stroked(stroke) -> np.ndarray:
    """A hand's stroke "x,y x,y …" as 101 places at even distances; BadArgument if there is none."""
    words = str(stroke or "").split()
    if not 2 <= len(words) <= MOST_PLACES:
        raise BadArgument("way", "no path has been drawn yet; press on the map, draw, and let go")
    try:
        return theory.along(np.array([place("way", word) for word in words]))
    except BadArgument:
        raise
    except ValueError:
        raise BadArgument("way", "the path has no length; press on the map, draw, and let go") from None


def centre_sum(model, plus, minus, more_of):
    """centre(plus) − centre(minus) + centre(more_of), the places and what they decode to."""
    kept = atlas.shipped(known(model))
    names = CLASSES[model]
    chosen = []
    for key, value in (("plus", plus), ("minus", minus), ("more_of", more_of)):
        if str(value) not in map(str, range(10)):
            raise BadArgument(key, f"the class is {value!r}; allowed are 0 to 9")
        chosen.append(int(value))
    middle = theory.centres(kept["points"].astype(np.float64), kept["labels"])
    a, b, c = middle[chosen]
    places = np.array([a, b, c, a - b + c])
    pictures = theory.grey(networks.decoder(model)(places))
    titles = [*(f"{sign}{names[i]}" for sign, i in zip(("", "− ", "+ "), chosen, strict=True)), "= the sum"]
    rows = [[name, f"{at[0]:.2f}", f"{at[1]:.2f}"] for name, at in zip(titles, places, strict=True)]
    return {
        "terms": pack(places[:3]),
        "result": pack(places[3:]),
        "square": pack(places[[1, 0, 3, 2, 1]]),
        "pictures": pack(pictures, "u1"),
        "rows": {"head": ["class mean", "z₁", "z₂"], "rows": rows, "notes": []},
    }


WALK = Source("walk", walk, ("model", "way", "a", "b", "stroke"), slow=True)
SUM = Source("sum", centre_sum, ("model", "plus", "minus", "more_of"), slow=True)
