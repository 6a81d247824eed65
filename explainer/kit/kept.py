"""Long settings, such as an uploaded file, kept by their content so that a drag need not send them again.

What is kept can be lost at any time (another copy of the app answers, or room is needed): the page
then sends it once more. The name is the content's own hash, so nobody can put another in its place.
"""

from collections import OrderedDict
from hashlib import sha256
from typing import Any

import anyio

MOST = 200_000_000  # characters in all, the longest unused goes first
_texts: OrderedDict[str, str] = OrderedDict()


async def keep(text: str) -> str:
    """Keep the text; the name by which `unfold` finds it again."""
    if not isinstance(text, str) or len(text) > MOST:
        raise ValueError(f"what is to be kept must be a text of at most {MOST:,} characters")
    name = await anyio.to_thread.run_sync(lambda: sha256(text.encode()).hexdigest())
    _texts[name] = text
    _texts.move_to_end(name)
    while sum(map(len, _texts.values())) > MOST:
        _texts.popitem(last=False)
    return name


def unfold(values: dict[str, Any]) -> dict[str, Any] | None:
    """The values with each {"kept": name} replaced by its text; None where one is here no more."""
    found = {}
    for key, value in values.items():
        if isinstance(value, dict) and set(value) == {"kept"}:
            name = value["kept"]
            if name not in _texts:
                return None
            _texts.move_to_end(name)
            value = _texts[name]
        found[key] = value
    return found
