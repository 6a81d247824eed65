"""Two games of one seed on the same data, side by side: step for step, whatever each of them costs.

A `Pair` goes where a `Game` goes in `game.play`, a `PairObserver` where an `Observer` does.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.gan.game import Game, State
from explainer.gan.observe import Frame, Observer
from explainer.gan.settings import Settings
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud

NAMES = ("Game A", "Game B")


class Pair:
    """Games A and B. With the same seed they draw the same numbers, as far as their settings let them."""

    def __init__(self, a: Game, b: Game) -> None:
        if a.step != b.step:
            raise BadArgument("state", f"the games stand at steps {a.step:,} and {b.step:,}, not at one")
        if a.data is not b.data:
            raise BadArgument("data", "the games have different data; two side by side share theirs")
        self.games = (a, b)
        for name, game in zip(NAMES, self.games, strict=True):
            game.called = f"{name}: "

    @property
    def data(self) -> Cloud:
        """What both imitate."""
        return self.games[0].data

    @property
    def step(self) -> int:
        """How many steps both have taken."""
        return self.games[0].step

    @property
    def worse(self) -> Game:
        """The game that has blown up; A where neither has."""
        return next((game for game in self.games if game.broken), self.games[0])

    @property
    def broken(self) -> str | None:
        """The network that was first no number, in either game."""
        return self.worse.broken

    @property
    def called(self) -> str:
        """The name of the game that has blown up."""
        return self.worse.called

    @property
    def settings(self) -> Settings:
        """Those of the game that has blown up."""
        return self.worse.settings

    def step_both(self) -> None:
        """One step of each game."""
        for game in self.games:
            game.step_both()

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
    """What is seen of both games at the same step; `trouble` says why the run ended, if one blew up."""

    a: Frame
    b: Frame
    trouble: str | None = None

    @property
    def step(self) -> int:
        """Of both."""
        return self.a.step

    @property
    def finite(self) -> bool:
        """Whether everything drawn is a number."""
        return self.a.finite and self.b.finite


class PairObserver:
    """An observer for each: the same real points; the same z, too, where both have the same noise."""

    truth = False

    def __init__(self, data: Cloud, a: Settings, b: Settings) -> None:
        self.data = data
        first = Observer(data, a, truth=False)
        same = (a.noise, a.noise_dim) == (b.noise, b.noise_dim)
        self.observers = (first, first if same else Observer(data, b, truth=False))

    def frame(self, pair: Pair) -> PairFrame:
        """Both games as they stand."""
        return PairFrame(*(one.frame(game) for one, game in zip(self.observers, pair.games, strict=True)))
