"""What the page asks of the game on the line: the shipped one, and one that is played on."""

from collections.abc import Iterator
from typing import Any

from explainer.gan import shipped
from explainer.gan.answers import message, recording
from explainer.gan.game import stored
from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.gan.line import figures
from explainer.gan.line.settings import NAMES
from explainer.gan.line.theory import TWO_BUMPS, LineObserver
from explainer.kit.asked import Source
from explainer.kit.live import Live
from explainer.maths import runs
from explainer.maths.arguments import BadArgument, renamed

RECIPE = shipped.RECIPES["line"]
OBSERVER = LineObserver(TWO_BUMPS)
PREFIX = "line_"
KEYS = {name: f"{PREFIX}{name}" for name in NAMES}


def last_frame() -> dict[str, Any]:
    """The last frame of the shipped game."""
    return figures.snapshot(shipped.load("line")[0][-1])


def shipped_game() -> dict[str, Any]:
    """The shipped game, and what it needs to go on from its last frame."""
    frames, state = shipped.load("line")
    return recording(frames, figures, state, PREFIX)


def axes(line_span: int | None) -> dict[str, Any]:
    """The data's density, and axes over x and over the steps so far, which stay the same."""
    return figures.axes(OBSERVER.x, OBSERVER.p / OBSERVER.width, int(line_span or RECIPE.steps))


def steps(move: str, saved: str | None, **values: Any) -> Iterator[dict[str, Any]]:
    """Frames of a game that begins anew, takes one step, or plays on from the page's last frame."""
    with renamed(state="", **KEYS):
        options = RECIPE.options.changed(**Options.typed({name: values[key] for name, key in KEYS.items()}))
        if move == "new" or not saved:
            game = Game(TWO_BUMPS, options)
        else:
            game = stored.resumed(saved, TWO_BUMPS, options)
    if (dim := game.options.noise_dim) != 1:
        raise BadArgument("", f"the saved game has {dim} numbers of noise; allowed on the line is 1")
    for frame, state in runs.run(game, OBSERVER, move, "fast"):
        yield message(frame, figures, state and stored.dump(state), PREFIX)


SOURCES = {
    source.name: source
    for source in (
        Source("line_seen", last_frame, (), shipped=True),
        Source("line_film", shipped_game, (), slow=True),
        Source("line_axes", axes, ("line_span",)),
    )
}
STREAMS = (Live("line_play", steps, tuple(KEYS.values()), film="line_film", prefix=PREFIX, fixed=("line_seed",)),)
