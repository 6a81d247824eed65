"""What the game on the line asks: the shipped one, and one that is played on, with exact numbers."""

from collections.abc import Iterator
from typing import Any

from explainer.gan import answers, line_figures, runs, shipped, stored
from explainer.gan.figures import span
from explainer.gan.game import Game
from explainer.gan.lab_controls import LINE_KEYS
from explainer.gan.line import TWO_BUMPS, LineFrame, LineObserver
from explainer.gan.settings import Settings
from explainer.kit.live import live_frame
from explainer.kit.replay import replay_film
from explainer.maths.arguments import BadArgument

FILM = shipped.FILMS["line"]
OBSERVER = LineObserver(TWO_BUMPS)


def settings_of(values: dict[str, Any]) -> Settings:
    """The game's settings; BadArgument beside the control that is wrong."""
    try:
        given = {name: values[f"line_{name}"] for name in LINE_KEYS}
        whole = {k: float(v) if isinstance(getattr(FILM.settings, k), float) else v for k, v in given.items()}
        return FILM.settings.changed(**whole)
    except BadArgument as bad:
        raise BadArgument(f"line_{bad.argument}", str(bad)) from None


def game_steps(move: str, saved: str | None, **values: Any) -> Iterator[dict[str, Any]]:
    """Frames of a game that begins anew, takes one step, or plays on from where the page has it."""
    chosen = settings_of(values)
    new = move == "new" or not saved
    game = Game(TWO_BUMPS, chosen) if new else answers.resumed(saved, TWO_BUMPS, chosen)
    if game.settings.noise_dim != 1:
        raise BadArgument(
            "", f"the saved game has {game.settings.noise_dim} numbers of noise; on the line it is 1"
        )
    yield from runs.run(game, OBSERVER, move, "fast", lambda: stored.dump(game.save()), told)


def told(frame: LineFrame, saved: str | None) -> dict[str, Any]:
    """A frame as the page keeps it."""
    words = line_figures.words(frame)
    return live_frame(
        line_figures.seen(frame),
        {"line_step": frame.step, "line_progress": words},
        line_figures.tracks(frame),
        words,
        saved,
        frame.trouble,
        {"line_span": span(frame.step)},
    )


def film() -> dict[str, Any]:
    """The game that is shipped, and what it needs to go on from its last frame."""
    frames, state = shipped.load("line")
    return replay_film([told(frame, None) | {"t": i} for i, frame in enumerate(frames)]) | {"saved": state}


def seen() -> dict[str, Any]:
    """The last frame of the shipped game."""
    return line_figures.seen(shipped.load("line")[0][-1])


def axes(line_span: int | None) -> dict[str, Any]:
    """What stands still: the data's density, and axes over x and over the steps so far."""
    return line_figures.axes(OBSERVER.x, OBSERVER.p / OBSERVER.width, int(line_span or FILM.steps))
