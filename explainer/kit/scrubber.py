"""The scrubber: a native range with play, step, speed, loop and a box for the exact value."""

from dataclasses import dataclass
from typing import ClassVar

from explainer.kit.controls import Number


@dataclass(frozen=True, kw_only=True)
class Scrubber(Number):
    """Whole numbers from `minimum` to `maximum` (or to the value of `maximum_key`) of `symbol`.

    Keys: arrows, page, home and end move; space plays. `backwards` plays towards the minimum;
    `play` ends the id of the play button.
    """

    type: ClassVar[str] = "range"
    symbol: str = "t"
    minimum: float = 0
    whole: bool = True
    backwards: bool = False
    play: str = "play"
