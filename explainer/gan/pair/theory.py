"""Two games of one seed on the same data, side by side, step for step.

`play` takes a `Pair` in place of a `Game`, and a `PairObserver` in place of an `Observer`.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.gan.game.game import Game, State
from explainer.gan.game.observe import Frame, Observer
from explainer.gan.game.options import Options
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud

NAMES = ("Game A", "Game B")


class Pair:
    """Games A and B. With the same seed they draw the same numbers as far as their options allow."""

    MOVES = {"step": "advance"}

    def __init__(self, a: Game, b: Game) -> None:
        if a.step != b.step:
            raise BadArgument(
                "state", f"the games stand at steps {a.step:,} and {b.step:,}; allowed are games at the same step"
            )
        if a.data is not b.data:
            raise BadArgument("data", "the games have different data; allowed are games on the same data")
        self.games = (a, b)
        for name, game in zip(NAMES, self.games, strict=True):
            game.label = f"{name}: "

    @property
    def data(self) -> Cloud:
        """The data of both."""
        return self.games[0].data

    @property
    def step(self) -> int:
        """The number of steps that both have taken."""
        return self.games[0].step

    @property
    def worse(self) -> Game:
        """The game that has blown up; A where neither has."""
        return next((game for game in self.games if game.broken), self.games[0])

    @property
    def broken(self) -> str | None:
        """The network of either game whose weights were the first to be no numbers."""
        return self.worse.broken

    def advance(self) -> None:
        """One step of each game."""
        for game in self.games:
            game.advance()

    def trouble(self) -> str:
        """Why the game that has blown up did, in words."""
        return self.worse.trouble()

    def save(self) -> tuple[State, State]:
        """Both states."""
        a, b = self.games
        return a.save(), b.save()

    def restore(self, states: tuple[State, State]) -> None:
        """Both back to saved states."""
        for game, state in zip(self.games, states, strict=True):
            game.restore(state)


@dataclass(frozen=True, eq=False)
class PairFrame:
    """Frames of both games at the same step; `trouble` says why the run ended, if one blew up."""

    a: Frame
    b: Frame
    trouble: str | None = None

    @property
    def step(self) -> int:
        """The step of both."""
        return self.a.step

    @property
    def finite(self) -> bool:
        """Whether everything drawn is a number."""
        return self.a.finite and self.b.finite


class PairObserver:
    """An observer per game: the same real points, and the same z where both have the same noise."""

    def __init__(self, data: Cloud, a: Options, b: Options) -> None:
        first = Observer(data, a, truth=False)
        same = (a.noise, a.noise_dim) == (b.noise, b.noise_dim)
        self.observers = (first, first if same else Observer(data, b, truth=False))

    def frame(self, pair: Pair) -> PairFrame:
        """A frame of both games at their current step."""
        both = zip(self.observers, pair.games, strict=True)
        return PairFrame(*(observer.frame(game) for observer, game in both))
