"""What the page asks of the live game: a shipped game, and one that is played, stepped and changed."""

from collections.abc import Iterator
from typing import Any

from explainer.gan import shipped
from explainer.gan.answers import message, recording
from explainer.gan.figures import real as real_points
from explainer.gan.game import observe, stored
from explainer.gan.game.game import Game
from explainer.gan.game.observe import Observer
from explainer.gan.game.options import Options
from explainer.gan.live import figures
from explainer.gan.live.settings import BEGIN_ANEW, DATA_KEYS, KEYS
from explainer.kit.asked import Source
from explainer.kit.live import Live
from explainer.maths import runs
from explainer.maths.arguments import renamed
from explainer.maths.own_points import chosen


def last_frame() -> dict[str, Any]:
    """The last frame of the shipped game."""
    return figures.snapshot(shipped.load()[0][-1])


def real(data: str, points: str | None) -> dict[str, Any]:
    """As many real points as generated ones are drawn."""
    cloud, scaling = chosen(data, points)
    return real_points(observe.real(cloud), scaling)


def shipped_game() -> dict[str, Any]:
    """The shipped game, and what it needs to go on from its last frame."""
    frames, state = shipped.load()
    return recording(frames, figures, state)


def axes(span: int | None) -> dict[str, Any]:
    """Plots over the steps so far, on axes that stay the same while the game goes on."""
    return figures.axes(int(span or shipped.STEPS))


def steps(
    move: str, saved: str | None, data: str, points: str | None, pace: str, **values: Any
) -> Iterator[dict[str, Any]]:
    """Frames of a game that begins anew, takes one step, or plays on from the page's last frame."""
    options, (cloud, _) = Options(**Options.typed(values)), chosen(data, points)
    if move == "new" or not saved:
        game = Game(cloud, options)
    else:
        with renamed(state=""):
            game = stored.resumed(saved, cloud, options)
    for frame, state in runs.run(game, Observer(cloud, game.options), move, pace):
        yield message(frame, figures, state and stored.dump(state))


SOURCES = {
    source.name: source
    for source in (
        Source("seen", last_frame, (), shipped=True),
        Source("real", real, DATA_KEYS, slow=True),
        Source("game", shipped_game, (), slow=True),
        Source("axes", axes, ("span",)),
    )
}
STREAMS = (Live("play", steps, (*DATA_KEYS, "pace", *KEYS), film="game", fixed=BEGIN_ANEW),)
