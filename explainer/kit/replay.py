"""Replay: a run whose steps carry their answers, so that scrubbing it asks nothing."""

from dataclasses import asdict, dataclass
from typing import Any

from explainer.kit.pack import pack


@dataclass(frozen=True, kw_only=True)
class Replay:
    """The frame of the film `film` at the value of `t` answers for the source `source`, and sets values.

    The film is a source of `replay_film`, or a stream's `replay_frame`s; its times rise. `alone` means that
    the source has no answers but the film's, so that a saved page opens on the frame at `t`. `ends` means
    that the source's own answer is the film's last: when another film comes, its frame at `t` is shown.
    `along` means that `t` is a value that another run sets, such as its step.
    """

    film: str
    source: str
    t: str = "t"
    alone: bool = False
    ends: bool = False
    along: bool = False
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel, which shows nothing of its own, as the page reads it."""
        return {"type": "replay", **asdict(self)}


def replay_frame(
    t: int,
    answer: dict[str, Any],
    values: dict[str, Any],
    *,
    tracks: dict[str, Any],
    of: int,
    words: str | None = None,
) -> dict[str, Any]:
    """One step of a run of `of`: what the source would answer, the section's values, and tracks.

    A track collects one number or packed array per step. `words` are shown as the progress.
    """
    frame = {"t": t, "answer": answer, "values": values, "tracks": tracks, "of": of}
    return frame | ({"words": words} if words else {})


def replay_film(frames: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole run of `replay_frame`s, as a source answers it."""
    return {
        "times": pack([frame["t"] for frame in frames], "i4"),
        "answers": [frame["answer"] for frame in frames],
        "values": [frame["values"] for frame in frames],
        "tracks": {name: [frame["tracks"][name] for frame in frames] for name in frames[0]["tracks"]},
    }
