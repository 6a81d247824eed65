"""What the copies ask: shipped samples of networks that were trained on n points, and how near they are."""

from functools import lru_cache
from typing import Any

from explainer import shipped
from explainer.diffusion.plane.copying import figures, theory
from explainer.diffusion.plane.copying.settings import CAPACITY, COUNT
from explainer.kit.asked import Source
from explainer.maths import arguments

NAME, DATA = "plane/copies", "moons"


def _width(capacity: str) -> int:
    return int(arguments.choice("capacity", capacity, [value for value, _ in CAPACITY.choices], name="the width"))


@lru_cache(maxsize=1)
def _known() -> tuple[dict[int, list[theory.Nearness]], list[theory.Nearness]]:
    """By width, and of fresh points: the nearness at each count."""
    file, fresh = shipped.arrays(NAME), theory.fresh(DATA)
    sets = [theory.training_set(DATA, count) for count in theory.COUNTS]
    made = {
        width: [theory.nearness(x, points) for x, points in zip(file[f"made-{width}"], sets, strict=True)]
        for width in theory.WIDTHS
    }
    return made, [theory.nearness(fresh, points) for points in sets]


def copies(capacity: str) -> dict[str, Any]:
    """What networks of one width and the exact denoiser make of each training set."""
    width, file = _width(capacity), shipped.arrays(NAME)
    made, fresh = _known()
    shares = {one: [found.copied for found in made[one]] for one in theory.WIDTHS}
    chance = [found.copied for found in fresh]
    stops = {one: theory.stops_at(theory.COUNTS, share, chance) for one, share in shares.items()}
    training = theory.training_set(DATA, max(theory.COUNTS))
    drawn = file[f"made-{width}"][:, : theory.EXACT]
    return figures.copies(theory.COUNTS, training, drawn, file["exact"], shares, chance, stops, width)


def distances(capacity: str, count: int) -> dict[str, Any]:
    """How near the samples of one network are to its training points."""
    at = theory.COUNTS.index(arguments.choice("count", count, COUNT.stops, name="the number of points"))
    made, fresh = _known()
    found = made[_width(capacity)][at]
    return figures.distances(found.nearest, fresh[at].nearest, found.copied)


SOURCES = {
    source.name: source
    for source in (
        Source("copies", copies, ("capacity",), slow=True),
        Source("distances", distances, ("capacity", "count"), slow=True),
        Source("distance_frame", figures.frame, (), shipped=True),
    )
}
