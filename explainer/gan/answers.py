"""What the GAN's page asks: a shipped game, and one that is played, stepped and changed live."""

import base64
import binascii
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from explainer.gan import figures, runs, shipped, stored
from explainer.gan.game import Game
from explainer.gan.observe import SHOWN, Frame, Observer
from explainer.gan.settings import FIXED, Settings
from explainer.kit.live import live_frame
from explainer.kit.replay import replay_film
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud, Scaling, cloud, own_points


@lru_cache(maxsize=8)
def _own(points: str) -> tuple[Cloud, Scaling]:
    try:
        text = base64.b64decode(points, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise BadArgument("points", "the file is no text of numbers") from None
    return own_points(text)


def cloud_of(data: str, points: str | None) -> Cloud:
    """The data that are played on; BadArgument beside the control otherwise."""
    try:
        if data != "own":
            return cloud(data)
        if not points:
            raise BadArgument(
                "data", "there are no points of your own yet: draw some, or choose a file under More"
            )
        return _own(points)[0]
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None


def real(data: str, points: str | None) -> dict[str, Any]:
    """As many real points as generated ones are shown."""
    import numpy as np

    chosen = cloud_of(data, points)
    answer = figures.cloud(chosen.sample(SHOWN, np.random.default_rng(7)))
    words = (
        str(_own(points)[1]).replace("), then", "),\nthen").replace(", moved", ",\nmoved")
        if data == "own"
        else ""
    )
    return answer | {"words": words}


def settings_of(values: dict[str, Any]) -> Settings:
    """The game's settings; BadArgument beside the control that is wrong."""
    try:
        whole = {k: float(v) if isinstance(getattr(Settings, k), float) else v for k, v in values.items()}
        return Settings(**whole)
    except BadArgument as bad:
        raise BadArgument(bad.argument, str(bad)) from None


def game_steps(
    move: str, saved: str | None, data: str, points: str | None, pace: str, **values: Any
) -> Iterator[dict[str, Any]]:
    """Frames of a game that begins anew, takes one step, or plays on from where the page has it."""
    chosen, where = settings_of(values), cloud_of(data, points)
    game = Game(where, chosen) if move == "new" or not saved else resumed(saved, where, chosen)
    observer = Observer(where, game.settings)
    yield from runs.run(
        game,
        observer,
        move,
        pace,
        lambda: stored.dump(game.save()),
        lambda frame, kept: told(frame, game, kept),
    )


def resumed(saved: str, where: Cloud, chosen: Settings) -> Game:
    """The saved game, with the settings of now; BadArgument where it does not fit."""
    try:
        game = stored.load(saved, where)
        game.change(**{k: v for k, v in chosen.plain().items() if k not in FIXED})
    except BadArgument as bad:
        raise BadArgument("", str(bad)) from None
    return game


def told(frame: Frame, game: Game, saved: str | None) -> dict[str, Any]:
    """A frame as the page keeps it."""
    return _kept(frame, game.settings, saved)


def _kept(frame: Frame, settings: Settings, saved: str | None = None) -> dict[str, Any]:
    words = f"step {frame.step:,}. {figures.goal(frame)}"
    return live_frame(
        figures.seen(frame, settings),
        {"step": frame.step, "progress": words},
        figures.tracks(frame),
        words,
        saved,
        frame.trouble,
        {"span": figures.span(frame.step)},
    )


def film() -> dict[str, Any]:
    """The game that is shipped, and what it needs to go on from its last frame."""
    frames, state = shipped.load()
    made = [_kept(frame, shipped.SETTINGS) | {"t": i} for i, frame in enumerate(frames)]
    return replay_film(made) | {"saved": state}


def seen() -> dict[str, Any]:
    """The last frame of the shipped game."""
    return figures.seen(shipped.load()[0][-1], shipped.SETTINGS)


def axes(span: int | None) -> dict[str, Any]:
    """Two plots over the steps so far, on axes that stand still while the game goes on."""
    return figures.axes(int(span or shipped.STEPS))
