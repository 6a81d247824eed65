"""Short-lived cache of uploads, keyed by content hash, so that a drag does not resend the file.

An entry can be lost at any time: another copy of the app answers, room is needed, nobody used it for a
while. The page then sends the file again. The name is the hash of the content, so nobody can replace the
content behind a name, and nobody who lacks the content can ask for it.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable
from hashlib import sha256
from typing import Any, NamedTuple

import anyio

from explainer.kit.turns import visitor
from explainer.maths import arguments

MOST = 200_000_000  # bytes in all; the entry that was unused longest goes first
SHARE = 100_000_000  # bytes of one visitor, whose own entries go first
ENTRIES = 1_000  # of one visitor
SECONDS = 600  # unused


class _Entry(NamedTuple):
    used: float
    text: str
    size: int
    owner: Hashable


class Store:
    """The entries, oldest use first, in all and for each visitor; every operation takes constant time."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._owned: dict[Hashable, OrderedDict[str, None]] = {}
        self._sizes: dict[Hashable, int] = {}
        self.size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, name: str, text: str, size: int, owner: Hashable) -> None:
        """Keep a text; what was unused longest makes room for it."""
        self._remove(name)
        self._entries[name] = _Entry(time.monotonic(), text, size, owner)
        self._owned.setdefault(owner, OrderedDict())[name] = None
        self._sizes[owner] = self._sizes.get(owner, 0) + size
        self.size += size
        while owner in self._owned and (self._sizes[owner] > SHARE or len(self._owned[owner]) > ENTRIES):
            self._remove(next(iter(self._owned[owner])))
        while self.size > MOST:
            self._remove(next(iter(self._entries)))
        self._forget()

    def get(self, name: Any) -> str | None:
        """The text of that name, which is used now; None if it is not kept."""
        self._forget()
        entry = self._entries.get(name) if isinstance(name, str) else None
        if entry is None:
            return None
        self._entries[name] = entry._replace(used=time.monotonic())
        self._entries.move_to_end(name)
        self._owned[entry.owner].move_to_end(name)
        return entry.text

    def _remove(self, name: str) -> None:
        entry = self._entries.pop(name, None)
        if entry is None:
            return
        self.size -= entry.size
        self._sizes[entry.owner] -= entry.size
        del self._owned[entry.owner][name]
        if not self._owned[entry.owner]:
            del self._owned[entry.owner], self._sizes[entry.owner]

    def _forget(self) -> None:
        while self._entries:
            name, entry = next(iter(self._entries.items()))
            if time.monotonic() - entry.used <= SECONDS:
                return
            self._remove(name)


_store = Store()


async def keep(text: str) -> str:
    """Cache the text and return the name by which `unfold` finds it; BadArgument if it is too large."""
    arguments.text("", text, min(MOST, SHARE), name="the upload")
    name, size = await anyio.to_thread.run_sync(_named, text)
    _store.put(name, text, size, visitor.get())
    return name


def unfold(values: dict[str, Any]) -> dict[str, Any] | None:
    """The values with each {"kept": name} replaced by its text; None if a name is no longer cached."""
    unfolded = {}
    for key, value in values.items():
        if isinstance(value, dict) and set(value) == {"kept"}:
            value = _store.get(value["kept"])
            if value is None:
                return None
        unfolded[key] = value
    return unfolded


def _named(text: str) -> tuple[str, int]:
    content = text.encode(errors="surrogatepass")
    return sha256(content).hexdigest(), len(content)
