"""What two games side by side ask: the shipped pair, and one that is played on, step for step."""

import json
from collections.abc import Iterator
from typing import Any

from explainer.gan import answers, figures, pair_figures, runs, shipped, stored
from explainer.gan.game import Game
from explainer.gan.pair import Pair, PairFrame, PairObserver
from explainer.gan.pair_controls import NAMES, SIDES
from explainer.gan.settings import Settings
from explainer.kit.live import live_frame
from explainer.kit.replay import replay_film
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud

SHIPPED = (shipped.NAME, "mode-collapse")


def cloud_of(pair_data: str, points: str | None) -> Cloud:
    """The data of both; BadArgument beside the control otherwise."""
    try:
        return answers.cloud_of(pair_data, points)
    except BadArgument as bad:
        raise BadArgument("pair_data", str(bad)) from None


def real(pair_data: str, points: str | None) -> dict[str, Any]:
    """As many real points as generated ones are shown."""
    cloud_of(pair_data, points)  # what it refuses stands beside this figure's control
    return answers.real(pair_data, points)


def settings_of(side: str, seed: int, values: dict[str, Any]) -> Settings:
    """One game's settings; BadArgument beside the control that is wrong."""
    try:
        return answers.settings_of({name: values[f"{side}_{name}"] for name in NAMES} | {"seed": seed})
    except BadArgument as bad:
        key = "pair_seed" if bad.argument == "seed" else f"{side}_{bad.argument}"
        raise BadArgument(key, str(bad)) from None


def game_steps(
    move: str,
    saved: str | None,
    pair_data: str,
    points: str | None,
    pair_seed: int,
    pair_pace: str,
    **values: Any,
) -> Iterator[dict[str, Any]]:
    """Frames of both games, which begin anew, take one step, or play on from where the page has them."""
    where = cloud_of(pair_data, points)
    chosen = [settings_of(side, pair_seed, values) for side in SIDES]
    if move == "new" or not saved:
        games = [Game(where, one) for one in chosen]
    else:
        games = [answers.resumed(text, where, one) for text, one in zip(_parted(saved), chosen, strict=True)]
    try:
        pair = Pair(*games)
    except BadArgument as bad:
        raise BadArgument("", str(bad)) from None
    observer = PairObserver(where, *(game.settings for game in games))
    yield from runs.run(
        pair,
        observer,
        move,
        pair_pace,
        lambda: json.dumps([stored.dump(state) for state in pair.save()]),
        told,
    )


def _parted(saved: str) -> list[str]:
    """The two games' texts."""
    try:
        if len(saved) > 2 * stored.MAX_CHARACTERS:
            raise ValueError
        texts = json.loads(saved)
        if not (isinstance(texts, list) and [type(text) for text in texts] == [str, str]):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise BadArgument("", "the saved games cannot be read: they are not two") from None
    return texts


def told(frame: PairFrame, saved: str | None) -> dict[str, Any]:
    """A frame of both as the page keeps it."""
    words = pair_figures.words(frame)
    return live_frame(
        pair_figures.seen(frame),
        {"pair_step": frame.step, "pair_progress": words},
        pair_figures.tracks(frame),
        words,
        saved,
        frame.trouble,
        {"pair_span": figures.span(frame.step)},
    )


def shipped_pair() -> tuple[list[PairFrame], str]:
    """Frames of both shipped games at the steps that they share, and their states at the end."""
    (a, a_state), (b, b_state) = (shipped.load(name) for name in SHIPPED)
    at = {frame.step: frame for frame in a}
    return [PairFrame(at[frame.step], frame) for frame in b], json.dumps([a_state, b_state])


def film() -> dict[str, Any]:
    """The pair that is shipped, and what it needs to go on from its last frame."""
    frames, state = shipped_pair()
    return replay_film([told(frame, None) | {"t": i} for i, frame in enumerate(frames)]) | {"saved": state}


def seen() -> dict[str, Any]:
    """The last frame of the shipped pair."""
    return pair_figures.seen(shipped_pair()[0][-1])


def axes(pair_span: int | None) -> dict[str, Any]:
    """Axes over the steps so far that stand still while the games go on."""
    return pair_figures.axes(int(pair_span or shipped.STEPS))
