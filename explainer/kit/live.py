"""Live: a run that goes on until it is paused, is stepped by hand, and changes under way."""

from dataclasses import dataclass
from typing import Any, ClassVar

from explainer.kit.controls import Control
from explainer.kit.replay import replay_frame
from explainer.kit.stream import Stream


@dataclass(frozen=True)
class Live(Stream):
    """A stream without an end, whose state the page keeps and brings along: the server holds none.

    `run` gets, besides `keys`, `move` and `saved`. `move` is "new" (yields the first frame), the name
    of one of the buttons' steps (one frame), or "play" (frames until it is closed; a slice of some
    seconds, after which the page asks for the next, so that visitors take turns). `saved` is the text
    of the last `live_frame` that had one. A change of a key in `fixed` begins anew, any other goes on
    from the last saved frame. The film `film` has frames of `live_frame`, t being their number.
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
    """One frame; `saved` is all that the run needs to go on from it. `trouble` says why it broke off.

    With trouble the frame shown last stays, and `saved` is the state to go back to. `grows` are
    values of the section that only rise while the game goes on, such as the end of an axis.
    """
    frame = replay_frame(0, answer, values, tracks=tracks, of=0, words=words)
    return frame | {"saved": saved, "trouble": trouble, "grows": grows or {}}


@dataclass(frozen=True, kw_only=True)
class Player(Control):
    """Play and pause of the `Live` stream `stream`, its steps, reset, and the way back from trouble.

    `steps` are (move, text, what it does); the buttons' ids are the figure's stem with "play", the
    moves, "reset" and "back".
    """

    type: ClassVar[str] = "player"
    linked: bool = False
    stream: str
    steps: tuple[tuple[str, str, str], ...] = ()
