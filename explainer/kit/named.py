"""Which sentences of a figure name which control: a saved page leaves out those that name what it lacks."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

BUTTONS = ("run", "player", "keep", "download")  # types of controls that a server answers
WORDS = ("Train", "Reset", "button")  # which name a button, whatever it is called
SENTENCES = re.compile(r"(?<=[.?!]) ")  # `figure.js` splits a caption alike
SHORT = 2  # letters of a name that stands in too many words


def named(try_this: str, caption: str, controls: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Keys of the controls that the hint names, and of the buttons that each of the caption's sentences names."""
    hint, buttons = try_this.lower(), [one for one in controls if one["type"] in BUTTONS]
    return {
        "hint": [one["key"] for one in controls if any(name.lower() in hint for name in _names(one))],
        "sentences": [
            [one["key"] for one in buttons if any(name in sentence for name in _pressed(one))]
            for sentence in SENTENCES.split(caption)
        ],
    }


def _names(control: Mapping[str, Any]) -> list[str]:
    """What a control is called, "Shift of x" by its first word, too."""
    steps = [text for _, text, *_ in control.get("steps") or ()]
    label = control["label"]
    called = [name for name in (label, label.partition(" of ")[0], *steps) if len(name) > SHORT]
    return [*called, *(WORDS if control["type"] in BUTTONS else ())]


def _pressed(button: Mapping[str, Any]) -> list[str]:
    return [name for name in (button["label"], *WORDS) if name]
