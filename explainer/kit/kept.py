"""An upload that every move of a hand needs, held for minutes by its content, so that it is sent once.

What is held can be lost at any time (another copy of the app answers, room is needed, nobody used it
for a while): the page then sends it once more. The name is the content's own hash, so nobody can put
another in its place, and nobody who has not the content can ask for it.
"""

import time
from collections import OrderedDict
from hashlib import sha256
from typing import Any

import anyio

MOST = 200_000_000  # characters in all, the longest unused goes first
SECONDS = 600  # unused
_texts: OrderedDict[str, tuple[float, str]] = OrderedDict()  # the longest unused first


async def keep(text: str) -> str:
    """Keep the text; the name by which `unfold` finds it again."""
    if not isinstance(text, str) or len(text) > MOST:
        raise ValueError(f"what is to be kept must be a text of at most {MOST:,} characters")
    name = await anyio.to_thread.run_sync(lambda: sha256(text.encode()).hexdigest())
    _use(name, text)
    while sum(len(one) for _, one in _texts.values()) > MOST:
        _texts.popitem(last=False)
    return name


def unfold(values: dict[str, Any]) -> dict[str, Any] | None:
    """The values with each {"kept": name} replaced by its text; None where one is here no more."""
    found = {}
    for key, value in values.items():
        if isinstance(value, dict) and set(value) == {"kept"}:
            name = value["kept"]
            _forget()
            if name not in _texts:
                return None
            value = _texts[name][1]
            _use(name, value)
        found[key] = value
    return found


def _use(name: str, text: str) -> None:
    _forget()
    _texts[name] = (time.monotonic(), text)
    _texts.move_to_end(name)


def _forget() -> None:
    while _texts and time.monotonic() - next(iter(_texts.values()))[0] > SECONDS:
        _texts.popitem(last=False)
