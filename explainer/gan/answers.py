"""What the answers of several parts share: frames and shipped games as the page keeps them."""

from collections.abc import Iterable
from typing import Any

from explainer.gan.figures import span
from explainer.kit.live import live_frame
from explainer.kit.replay import replay_film


def message(frame, figures, saved: str | None, prefix: str = "") -> dict[str, Any]:
    """A frame as the page keeps it; `saved` is all that the game needs to go on from there.

    `figures` is the part's module, which draws the frame; `prefix` begins the part's keys.
    """
    words = figures.words(frame)
    return live_frame(
        figures.snapshot(frame),
        {f"{prefix}step": frame.step, f"{prefix}progress": words},
        figures.tracks(frame),
        words,
        saved,
        frame.trouble,
        {f"{prefix}span": span(frame.step)},
    )


def recording(frames: Iterable, figures, saved: str, prefix: str = "") -> dict[str, Any]:
    """A shipped game, and what it needs to go on from its last frame."""
    messages = [message(frame, figures, None, prefix) | {"t": t} for t, frame in enumerate(frames)]
    return replay_film(messages) | {"saved": saved}
