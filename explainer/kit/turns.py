"""Whose turn it is: slow answers go round the visitors, runs are served in the order in which they came.

A visitor is a page's connection, or the address of a request that comes without one: a lecture hall often
shares an address, so that an address alone gets no smaller share than many visitors need.
"""

import math
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

import anyio

visitor: ContextVar[Hashable] = ContextVar("visitor", default=None)
_unlimited = anyio.CapacityLimiter(math.inf)  # a lane limits its threads itself


class Lane:
    """At most `places` at once; then the visitors take turns, however many questions each of them has."""

    def __init__(self, places: int) -> None:
        self.free = places
        self._waiting: OrderedDict[Hashable, deque[anyio.Event]] = OrderedDict()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place in the lane, for as long as the block lasts."""
        if self.free:
            self.free -= 1
        else:
            await self._turn(visitor.get())
        try:
            yield
        finally:
            self._pass_on()

    async def _turn(self, who: Hashable) -> None:
        called = anyio.Event()
        self._waiting.setdefault(who, deque()).append(called)
        try:
            await called.wait()
        except BaseException:  # the visitor left
            if called.is_set():
                self._pass_on()
            else:
                self._forget(who, called)
            raise

    def _pass_on(self) -> None:
        if not self._waiting:
            self.free += 1
            return
        who, called = next(iter(self._waiting.items()))
        called.popleft().set()
        self._waiting.move_to_end(who)
        if not called:
            del self._waiting[who]

    def _forget(self, who: Hashable, called: anyio.Event) -> None:
        self._waiting[who].remove(called)
        if not self._waiting[who]:
            del self._waiting[who]

    async def run(self, function: Callable, *arguments: Any) -> Any:
        """What the function returns, computed in a thread when it is this visitor's turn."""
        async with self.place():
            return await anyio.to_thread.run_sync(function, *arguments, limiter=_unlimited)


class Line:
    """At most `places` at once; who comes later waits in the order of coming, and is told the place."""

    def __init__(self, places: int) -> None:
        self.places, self.taken = places, 0
        self._waiting: deque[anyio.Event] = deque()

    async def wait(self, every: float) -> AsyncIterator[int]:
        """How many stand before, told again every few seconds; a place is taken when this ends."""
        if self.taken < self.places and not self._waiting:
            self.taken += 1
            return
        called = anyio.Event()
        self._waiting.append(called)
        try:
            while not called.is_set():
                yield self._waiting.index(called)
                with anyio.move_on_after(every):
                    await called.wait()
        except BaseException:  # the visitor left
            if called.is_set():
                self.leave()
            else:
                self._waiting.remove(called)
            raise

    def leave(self) -> None:
        """Give the place to the next who waits."""
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self.taken -= 1


class Shares:
    """How much of something each holds at once, up to `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: Counter[Hashable] = Counter()

    @contextmanager
    def one(self, who: Hashable) -> Iterator[bool]:
        """One more for as long as the block lasts; False where that would be too many."""
        if self._held[who] >= self.most:
            yield False
            return
        self._held[who] += 1
        try:
            yield True
        finally:
            self._held[who] -= 1
            if not self._held[who]:
                del self._held[who]
