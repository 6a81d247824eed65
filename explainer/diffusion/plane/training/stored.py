"""A training as text and back, so that the page keeps it and sends it along with a request."""

import json

from explainer.diffusion.plane.training.options import Options
from explainer.diffusion.plane.training.training import LINES, State, Training
from explainer.maths import saved
from explainer.maths.arguments import number, renamed, whole
from explainer.maths.toy2d import Cloud

VERSION = 1
MAX_STEP = 10_000_000


def dump(state: State) -> str:
    """The state as one line of JSON."""
    return json.dumps(
        {
            "version": VERSION,
            "settings": state.options.plain(),
            "step": state.step,
            "line": state.line,
            "loss": state.loss,
            "rng": saved.draws(state.rng),
            "arrays": saved.packed(state.arrays),
        }
    )


def load(text: str, data: Cloud) -> Training:
    """The training of a text, on `data`; BadArgument("state") otherwise."""
    found = saved.read(text, VERSION)
    options = saved.settings(found, Options())
    with renamed(**dict.fromkeys((*options, "beta"), "state")):
        training = Training(data, Options(**options))
    sizes = {name: array.size for name, array in training.save().arrays.items()}
    arrays = saved.unpacked(found.get("arrays"), sizes)
    step, line, loss = (found.get(name) for name in ("step", "line", "loss"))
    whole("state", step, 0, MAX_STEP, name="the saved run cannot be read: its step")
    whole("state", line, 0, LINES, name="the saved run cannot be read: its line")
    number("state", loss, 0, name="the saved run cannot be read: its loss")
    training.restore(State(training.options, step, line, loss, arrays, saved.drawn(found.get("rng"))))
    return training


def resumed(text: str, data: Cloud, options: Options) -> Training:
    """The training of a text, which goes on with those of the `options` that may change while it runs."""
    training = load(text, data)
    training.change(**options.free())
    return training
