"""The points that a visitor chose: one of the data sets, or points of their own."""

import base64
import binascii
from functools import lru_cache

from explainer.maths.arguments import BadArgument
from explainer.maths.own_points import Scaling, own_points
from explainer.maths.toy2d import Cloud, cloud


def chosen(data: str, points: str | None) -> tuple[Cloud, Scaling | None]:
    """The data set called `data`, or "own": `points`, a text in base64, and how they were scaled.

    BadArgument for "data" or for "points".
    """
    if data != "own":
        return cloud(data), None
    if not points:
        raise BadArgument("data", "there are no points of your own yet: draw some, or choose a file under More")
    return _own(points)


@lru_cache(maxsize=8)
def _own(points: str) -> tuple[Cloud, Scaling]:
    try:
        text = base64.b64decode(points, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise BadArgument("points", "the file is no text of numbers; allowed are two numbers per line") from None
    return own_points(text)
