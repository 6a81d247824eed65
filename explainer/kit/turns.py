"""Whose turn it is: slow answers go round the visitors, runs are served in the order in which they came.

A visitor is a page at an address. Turns go round the addresses first and round the pages of each then, so that
many pages of one address take no more from the others than one would; a lecture hall often shares an address,
so that nobody is refused for the number of its pages alone.
"""

import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import anyio


class Visitor(NamedTuple):
    """Who asks: an address, and the page there; None where a request comes without a page's connection."""

    address: Hashable
    page: Hashable = None


HEAVY = 0.25  # seconds of the processor: whose answers take longer wait in a place of their own
_FADING = 0.9  # what an answer's seconds still count, an answer later
_KNOWN = 10_000  # visitors whose seconds are remembered
NOBODY = Visitor(None)  # a program's call
visitor: ContextVar[Visitor] = ContextVar("visitor", default=NOBODY)
_unlimited = anyio.CapacityLimiter(math.inf)  # a lane limits its threads itself


class _Waiting:
    """Those who wait, in turns: round the addresses, and round the pages of each."""

    def __init__(self) -> None:
        self._addresses: OrderedDict[Hashable, OrderedDict[Visitor, deque[anyio.Event]]] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(called) for pages in self._addresses.values() for called in pages.values())

    def add(self, who: Visitor, called: anyio.Event) -> None:
        self._addresses.setdefault(who.address, OrderedDict()).setdefault(who, deque()).append(called)

    def call(self) -> bool:
        """Call the next one; False where nobody waits."""
        if not self._addresses:
            return False
        address, pages = next(iter(self._addresses.items()))
        who = next(iter(pages))
        called = pages[who][0]
        pages.move_to_end(who)
        self._addresses.move_to_end(address)
        self.remove(who, called)
        called.set()
        return True

    def remove(self, who: Visitor, called: anyio.Event) -> None:
        pages = self._addresses[who.address]
        pages[who].remove(called)
        if not pages[who]:
            del pages[who]
        if not pages:
            del self._addresses[who.address]


class _Places:
    """So many at once; then the visitors take turns."""

    def __init__(self, places: int) -> None:
        self.free = places
        self.waiting = _Waiting()

    async def take(self, who: Visitor) -> None:
        if self.free:
            self.free -= 1
            return
        called = anyio.Event()
        self.waiting.add(who, called)
        try:
            await called.wait()
        except BaseException:  # the visitor left
            if called.is_set():
                self.leave()
            else:
                self.waiting.remove(who, called)
            raise

    def leave(self) -> None:
        if not self.waiting.call():
            self.free += 1


class Lane:
    """At most `places` at once; then the visitors take turns, however many questions each of them has.

    A visitor whose answers take long (HEAVY) waits for one further place, so that others do not wait for them.
    """

    def __init__(self, places: int) -> None:
        self._quick, self._slow = _Places(places), _Places(1)
        self._seconds: OrderedDict[Visitor, float] = OrderedDict()

    @property
    def idle(self) -> tuple[int, int]:
        """How many places are free for quick and for slow answers."""
        return self._quick.free, self._slow.free

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place in the lane, for as long as the block lasts."""
        who = visitor.get()
        places = self._slow if self._seconds.get(who, 0) > HEAVY else self._quick
        await places.take(who)
        try:
            yield
        finally:
            places.leave()

    async def run(self, function: Callable, *arguments: Any) -> Any:
        """What the function returns, computed in a thread when it is this visitor's turn."""
        who = visitor.get()

        def timed() -> Any:
            begun = time.thread_time()
            try:
                return function(*arguments)
            finally:
                self._note(who, time.thread_time() - begun)

        async with self.place():
            return await anyio.to_thread.run_sync(timed, limiter=_unlimited)

    def _note(self, who: Visitor, seconds: float) -> None:
        self._seconds[who] = max(seconds, _FADING * self._seconds.get(who, 0))
        self._seconds.move_to_end(who)
        if len(self._seconds) > _KNOWN:
            self._seconds.popitem(last=False)


class Line:
    """At most `places` at once; who comes later waits in the order of coming, and is told the place.

    An address that has several waiting already stands behind the first ones of the others.
    """

    def __init__(self, places: int) -> None:
        self.places, self.taken = places, 0
        self._waiting: list[tuple[int, Hashable, anyio.Event]] = []  # (round, address, call)

    async def wait(self, every: float) -> AsyncIterator[int]:
        """How many stand before, told again every few seconds; a place is taken when this ends."""
        if self.taken < self.places and not self._waiting:
            self.taken += 1
            return
        address = visitor.get().address
        count = sum(other == address for _, other, _ in self._waiting)
        mine = (count, address, anyio.Event())
        before = sum(other <= count for other, _, _ in self._waiting)
        self._waiting.insert(before, mine)
        called = mine[2]
        try:
            while not called.is_set():
                yield self._waiting.index(mine)
                with anyio.move_on_after(every):
                    await called.wait()
        except BaseException:  # the visitor left
            if called.is_set():
                self.leave()
            else:
                self._waiting.remove(mine)
            raise

    def leave(self) -> None:
        """Give the place to the next who waits."""
        if self._waiting:
            self._waiting.pop(0)[2].set()
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


class Budget:
    """How much of something each holds at once, up to `most`; who wants more waits until some is given back."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: Counter[Hashable] = Counter()
        self._freed: dict[Hashable, anyio.Event] = {}

    @asynccontextmanager
    async def of(self, who: Hashable, amount: int) -> AsyncIterator[None]:
        """That much for as long as the block lasts; one thing that is larger than all comes alone."""
        while self._held[who] and self._held[who] + amount > self.most:
            await self._freed.setdefault(who, anyio.Event()).wait()
        self._held[who] += amount
        try:
            yield
        finally:
            self._held[who] -= amount
            if not self._held[who]:
                del self._held[who]
            if who in self._freed:
                self._freed.pop(who).set()
