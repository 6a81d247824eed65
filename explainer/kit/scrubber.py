"""The scrubber: a native range with play, step, speed, loop and a box for the exact value."""

from dataclasses import dataclass
from typing import ClassVar

from explainer.kit.controls import Number


@dataclass(frozen=True, kw_only=True)
class Scrubber(Number):
    """Whole numbers from `minimum` to `maximum` (or to the value of `maximum_key`) of `symbol`.

    Arrows, page up and down, home and end move it; space plays. `backwards` plays towards the minimum.
    The id of the play button ends with `play`. What is shown and typed is the value over `per`, a power of
    ten, in `unit`.
    """

    type: ClassVar[str] = "range"
    symbol: str = "t"
    minimum: float = 0
    whole: bool = True
    backwards: bool = False
    play: str = "play"
    per: int = 1
    unit: str = ""
