"""Short-lived cache of uploads, keyed by content hash, so that a drag does not resend the file.

An entry can be lost at any time: another copy of the app answers, room is needed, nobody used it for a
while. The page then sends the file again. The name is the hash of the content, so nobody can replace the
content behind a name, and nobody who lacks the content can ask for it.
"""

import time
from collections import OrderedDict
from hashlib import sha256
from typing import Any

import anyio

from explainer.maths import arguments

MOST = 200_000_000  # characters in all; the entry that was unused longest goes first
SECONDS = 600  # unused
_texts: OrderedDict[str, tuple[float, str]] = OrderedDict()  # time of last use, content; oldest use first


async def keep(text: str) -> str:
    """Cache the text and return the name by which `unfold` finds it; BadArgument if it is too large."""
    arguments.text("", text, MOST, name="the upload")
    name = await anyio.to_thread.run_sync(lambda: sha256(text.encode()).hexdigest())
    _use(name, text)
    while sum(len(content) for _, content in _texts.values()) > MOST:
        _texts.popitem(last=False)
    return name


def unfold(values: dict[str, Any]) -> dict[str, Any] | None:
    """The values with each {"kept": name} replaced by its text; None if a name is no longer cached."""
    unfolded = {}
    for key, value in values.items():
        if isinstance(value, dict) and set(value) == {"kept"}:
            name = value["kept"]
            _forget()
            if name not in _texts:
                return None
            value = _texts[name][1]
            _use(name, value)
        unfolded[key] = value
    return unfolded


def _use(name: str, text: str) -> None:
    _forget()
    _texts[name] = (time.monotonic(), text)
    _texts.move_to_end(name)


def _forget() -> None:
    while _texts and time.monotonic() - next(iter(_texts.values()))[0] > SECONDS:
        _texts.popitem(last=False)
