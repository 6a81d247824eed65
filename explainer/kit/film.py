"""Films: pictures along t, shipped or streamed, which the page keeps and scrubs."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from explainer.kit.pack import pack


@dataclass(frozen=True, kw_only=True)
class Film:
    """A track of a film at the value of `t`: `columns` of grey pictures side by side on one canvas.

    `film` names a source that answers `film_data`, or that streams fill with `film_frame`s. `pick` names
    the value, the number of a picture, that a click sets. `only` shows the picked one alone. `rest` names
    the film that is shown where `film` lacks the track. `size` is a share of the full size. `heads` stand over
    the columns.
    """

    film: str
    track: str
    label: str
    t: str = "t"
    columns: int = 4
    pick: str | None = None
    only: bool = False
    rest: str | None = None
    size: float = 1.0
    heads: tuple[str, ...] = ()
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "film", **asdict(self)}


def film_data(times: np.ndarray, tracks: dict[str, np.ndarray]) -> dict[str, Any]:
    """A whole film: times (frames,), falling or rising, and tracks of uint8 (frames, n, height, width)."""
    return {
        "times": pack(times, "i4"),
        "tracks": {name: pack(track, "u1") for name, track in tracks.items()},
    }


def film_frame(t: int, tracks: dict[str, np.ndarray], *, of: int, words: str | None = None) -> dict[str, Any]:
    """One frame of a run of `of` frames: tracks of uint8 (n, height, width), or of rows of text.

    `words` are shown as the progress; without them the frames are counted.
    """
    packed = {
        name: pack(track, "u1") if isinstance(track, np.ndarray) else track for name, track in tracks.items()
    }
    return {"t": t, "tracks": packed, "of": of, "words": words}
