"""A game as text and back, so that the page keeps it and sends it along with a request.

The text is JSON: options by name, counts, the state of the draws, and each array (`maths.saved`). Nothing in
it is ever executed; what does not fit raises BadArgument("state").
"""

import json

from explainer.gan.game.game import Game, State
from explainer.gan.game.options import Options
from explainer.maths import saved
from explainer.maths.arguments import renamed, whole
from explainer.maths.saved import MAX_CHARACTERS as MAX_CHARACTERS
from explainer.maths.toy2d import Cloud

VERSION = 1
MAX_COUNT = 10_000_000


def dump(state: State) -> str:
    """The state as one line of JSON."""
    return json.dumps(
        {
            "version": VERSION,
            "settings": state.options.plain(),
            "step": state.step,
            "counts": list(state.counts),
            "rng": saved.draws(state.rng),
            "arrays": saved.packed(state.arrays),
        }
    )


def load(text: str, data: Cloud) -> Game:
    """The game of a text, on `data`; BadArgument("state") otherwise."""
    found = saved.read(text, VERSION)
    options = saved.settings(found, Options())
    with renamed(**dict.fromkeys(options, "state")):
        game = Game(data, Options(**options))
    sizes = {name: array.size for name, array in game.save().arrays.items()}
    arrays = saved.unpacked(found.get("arrays"), sizes)
    step, counts = found.get("step"), found.get("counts")
    if not isinstance(counts, list) or len(counts) != 2:
        raise saved.refused("it must count the steps of both optimisers")
    for count in (step, *counts):
        whole("state", count, 0, MAX_COUNT, name="the saved run cannot be read: a count")
    game.restore(State(game.options, step, arrays, (counts[0], counts[1]), saved.drawn(found.get("rng"))))
    return game


def resumed(text: str, data: Cloud, options: Options) -> Game:
    """The game of a text, which goes on with those of the `options` that may change while it runs."""
    game = load(text, data)
    game.change(**options.free())
    return game
