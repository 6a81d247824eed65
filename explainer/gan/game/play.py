"""Playing a game: a generator of frames while it trains."""

from collections.abc import Iterator

from explainer.gan.game.game import Game
from explainer.gan.game.observe import Frame, Observer
from explainer.maths import play as runs


def play(game: Game, steps: int, every: int = 20, seconds: float = 0.05, observer=None) -> Iterator[Frame]:
    """The frames of `maths.play` with the game's own observer; of a `Pair` with the one given."""
    return runs.play(game, observer or Observer(game.data, game.options), steps, every, seconds)
