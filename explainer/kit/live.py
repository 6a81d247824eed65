"""Live: a run that goes on until it is paused, can be stepped by hand, and takes changes under way."""

from dataclasses import dataclass
from typing import Any, ClassVar

from explainer.kit.controls import Control
from explainer.kit.replay import replay_frame
from explainer.kit.scrubber import Scrubber
from explainer.kit.stream import Stream


@dataclass(frozen=True)
class Live(Stream):
    """A stream without an end, whose state the page keeps and sends along: the server keeps none.

    `run` gets `move` and `saved` besides `keys`. `move` is "new" (yields the first frame), the name of a
    step of the `Player` (yields one frame), or "play" (yields frames until it is closed; it ends after
    some seconds and the page asks again, so that visitors take turns). `saved` is the text of the last
    `live_frame` that had one. A change of a key in `fixed` starts a new run; any other change goes on from
    the last saved frame. The film `film` consists of `live_frame`s; their number is t.
    """

    fixed: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """The stream as the page reads it."""
        return {**super().spec(), "live": {"fixed": self.fixed}}

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """The keys' values, the move, and the state to go on from."""
        return {**super().arguments(values), "move": values.get("move"), "saved": values.get("saved")}


def live_frame(
    answer: dict[str, Any],
    values: dict[str, Any],
    tracks: dict[str, Any],
    words: str,
    saved: str | None = None,
    trouble: str | None = None,
    grows: dict[str, float] | None = None,
) -> dict[str, Any]:
    """One frame. `saved` is all that the run needs to go on from it. `trouble` says why it broke off.

    After trouble the last frame stays, and `saved` is the state to go back to. `grows` are values of the
    section that only rise while the run goes on, such as the end of an axis.
    """
    frame = replay_frame(0, answer, values, tracks=tracks, of=0, words=words)
    return frame | {"saved": saved, "trouble": trouble, "grows": grows or {}}


def timeline(label: str, prefix: str = "") -> Scrubber:
    """The slider through the frames of the live run whose values have that prefix."""
    return Scrubber(
        key=f"{prefix}t",
        label=label,
        help="Every frame of it is kept here: scrub it, nothing is asked.",
        symbol="frame",
        value=0,
        maximum=1,
        maximum_key=f"{prefix}last",
        linked=False,
        play="replay",
    )


@dataclass(frozen=True, kw_only=True)
class Player(Control):
    """Play and pause of the `Live` stream `stream`, its steps, reset, and the way back from trouble.

    `steps` are (move, text, what it does). The buttons' ids are the figure's stem followed by "play", the
    moves, "reset" and "back".
    """

    type: ClassVar[str] = "player"
    linked: bool = False
    stream: str
    steps: tuple[tuple[str, str, str], ...] = ()
