"""What the page asks of two games side by side: the shipped pair, and one that is played on."""

import json
from collections.abc import Iterator
from typing import Any

from explainer.gan import shipped
from explainer.gan.answers import message, recording
from explainer.gan.figures import real as real_points
from explainer.gan.game import observe, stored
from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.gan.pair import figures
from explainer.gan.pair.settings import BEGIN_ANEW, DATA_KEYS, KEYS, NAMES, SIDES
from explainer.gan.pair.theory import Pair, PairFrame, PairObserver
from explainer.kit.asked import Source
from explainer.kit.live import Live
from explainer.maths import runs
from explainer.maths.arguments import BadArgument, renamed
from explainer.maths.own_points import Scaling, chosen
from explainer.maths.toy2d import Cloud

SHIPPED = (shipped.NAME, "mode-collapse")
PREFIX = "pair_"


def shipped_pair() -> tuple[list[PairFrame], str]:
    """Frames of both shipped games at the steps that they share, and their states at the last."""
    (a, a_state), (b, b_state) = (shipped.load(name) for name in SHIPPED)
    at = {frame.step: frame for frame in a}
    return [PairFrame(at[frame.step], frame) for frame in b], json.dumps([a_state, b_state])


def last_frame() -> dict[str, Any]:
    """The last frame of the shipped pair."""
    return figures.snapshot(shipped_pair()[0][-1])


def shipped_games() -> dict[str, Any]:
    """The shipped pair, and what it needs to go on from its last frame."""
    frames, states = shipped_pair()
    return recording(frames, figures, states, PREFIX)


def data_of(pair_data: str, points: str | None) -> tuple[Cloud, Scaling | None]:
    """The data of both games, and how own points were scaled; what is refused stands beside `pair_data`."""
    with renamed(data="pair_data", points="pair_data"):
        return chosen(pair_data, points)


def real(pair_data: str, points: str | None) -> dict[str, Any]:
    """As many real points as generated ones are drawn."""
    cloud, scaling = data_of(pair_data, points)
    return real_points(observe.real(cloud), scaling)


def axes(pair_span: int | None) -> dict[str, Any]:
    """A plot over the steps so far, on axes that stay the same while the games go on."""
    return figures.axes(int(pair_span or shipped.STEPS))


def options_of(side: str, seed: int, values: dict[str, Any]) -> Options:
    """The options of one game; BadArgument beside the control that is wrong."""
    keys = {name: f"{side}_{name}" for name in NAMES}
    with renamed(seed="pair_seed", **keys):
        return Options(**Options.typed({name: values[key] for name, key in keys.items()}), seed=seed)


def steps(
    move: str,
    saved: str | None,
    pair_data: str,
    points: str | None,
    pair_seed: int,
    pair_pace: str,
    **values: Any,
) -> Iterator[dict[str, Any]]:
    """Frames of both games, which begin anew, take one step, or play on from the page's last frame."""
    cloud, _ = data_of(pair_data, points)
    options = [options_of(side, pair_seed, values) for side in SIDES]
    with renamed(state=""):
        pair = Pair(*_games(move, saved, cloud, options))
    observer = PairObserver(cloud, *(game.options for game in pair.games))
    with renamed(pace="pair_pace"):
        for frame, states in runs.run(pair, observer, move, pair_pace):
            texts = states and json.dumps([stored.dump(state) for state in states])
            yield message(frame, figures, texts, PREFIX)


def _games(move: str, saved: str | None, cloud: Cloud, options: list[Options]) -> list[Game]:
    if move == "new" or not saved:
        return [Game(cloud, chosen) for chosen in options]
    return [stored.resumed(text, cloud, chosen) for text, chosen in zip(_parted(saved), options, strict=True)]


def _parted(saved: str) -> list[str]:
    """The texts of both games."""
    try:
        if len(saved) > 2 * stored.MAX_CHARACTERS:
            raise ValueError
        texts = json.loads(saved)
        if not (isinstance(texts, list) and [type(text) for text in texts] == [str, str]):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise BadArgument("state", "the saved games cannot be read: allowed is a list of two") from None
    return texts


SOURCES = {
    source.name: source
    for source in (
        Source("pair_seen", last_frame, (), shipped=True),
        Source("pair_real", real, DATA_KEYS, slow=True),
        Source("pair", shipped_games, (), slow=True),
        Source("pair_axes", axes, ("pair_span",)),
    )
}
STREAMS = (
    Live(
        "pair_play",
        steps,
        (*DATA_KEYS, "pair_seed", "pair_pace", *KEYS),
        film="pair",
        prefix=PREFIX,
        fixed=BEGIN_ANEW,
    ),
)
