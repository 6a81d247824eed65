"""One talk that phones follow: its newest state, who follows it here, and what they answered.

Followers get the newest state only, each at its own pace, so that a slow phone delays nobody.
"""

import math
import secrets
import time
from collections import Counter
from typing import Any

import anyio
import orjson
from starlette.websockets import WebSocket

from explainer.kit.talks import CHOICES

AWAY = 60.0  # seconds that a hall waits for a lecturer who loads the page anew
BETWEEN = 0.25  # seconds between two counts
SECONDS = 10.0  # in which a follower takes a message
PLACES = 1_000  # that a lecturer sees
FARTHEST = 1e12  # of a place on a plot

Answer = int | tuple[float, float]


class Hall:
    """One talk as this process knows it; `others` is what further copies of the app count for it."""

    def __init__(self, code: str, token: str = "") -> None:
        self.code, self.token = code, token or secrets.token_urlsafe(16)
        self.state: dict[str, Any] = {}
        self.followers = 0
        self.answers: dict[int, Answer] = {}
        self.others: list[dict[str, Any]] = []
        self.led: anyio.CancelScope | None = None  # the lecturer's connection
        self.inside: set[anyio.CancelScope] = set()  # all connections
        self.lost = False  # the other copies can't be reached
        self.closing = False  # no other copy is heard any more: who comes now needs it anew
        self.left = time.monotonic()
        self.ended = False
        self._moved, self._heard = anyio.Event(), anyio.Event()

    def show(self, state: dict[str, Any]) -> None:
        """A new state; another question forgets the answers to the last one."""
        if state.get("question") != self.state.get("question"):
            self.answers.clear()
            self.hear()
        self.state = state
        self._moved, moved = anyio.Event(), self._moved
        moved.set()

    def answer(self, who: int, given: Any) -> None:
        """A follower's answer, a choice or a place on the plot; whatever is none is dropped."""
        found = _place(given) if self.state.get("place") else _choice(given, self.state.get("choices") or [])
        if found is not None:
            self.answers[who] = found
            self.hear()

    def hear(self) -> None:
        """Somebody came, left or answered."""
        self._heard, heard = anyio.Event(), self._heard
        heard.set()

    def end(self) -> None:
        """The talk is over: all followers are told."""
        self.ended = True
        self.show({})
        self.hear()

    @property
    def abandoned(self) -> bool:
        """Whether its lecturer has left and not come back in time."""
        return self.led is None and time.monotonic() - self.left > AWAY

    def here(self) -> dict[str, Any]:
        """What this process counts: followers, and answers to the question that is open here."""
        found = Counter(answer for answer in self.answers.values() if isinstance(answer, int))
        return {
            "question": self.state.get("question", ""),
            "followers": self.followers,
            "answers": [found[i] for i in range(len(self.state.get("choices") or []))],
            "places": [answer for answer in self.answers.values() if isinstance(answer, tuple)],
        }

    def counts(self) -> dict[str, Any]:
        """What the lecturer sees, all copies together; one that still asks an older question has no answers."""
        mine = self.here()
        asked = [mine, *(one for one in self.others if one["question"] == mine["question"])]
        seen = {
            "followers": sum(one["followers"] for one in [mine, *self.others]),
            "answers": [sum(counts) for counts in zip(*(one["answers"] for one in asked), strict=False)],
        }
        if self.state.get("place"):
            seen["places"] = [place for one in asked for place in one["places"]][:PLACES]
        return seen

    @property
    def change(self) -> anyio.Event:
        """Set once somebody comes, leaves or answers."""
        return self._heard

    async def moves(self, socket: WebSocket) -> None:
        """Send each newest state, as fast as this follower takes it, until the end."""
        while not self.ended:
            moved = self._moved
            if self.state:
                await send(socket, {"state": self.state})
            while not moved.is_set() and not self.abandoned:
                with anyio.move_on_after(AWAY / 4):
                    await moved.wait()
            if self.abandoned:
                break
        await send(socket, {"ended": True})
        await socket.close()

    async def listens(self, socket: WebSocket) -> None:
        """Send the lecturer each newest count."""
        while not self.ended:
            change = self.change
            await send(socket, self.counts())
            await change.wait()
            await anyio.sleep(BETWEEN)


def _choice(given: Any, choices: list[str]) -> int | None:
    fits = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < len(choices)
    return given if fits else None


def _place(given: Any) -> tuple[float, float] | None:
    if not isinstance(given, list) or len(given) != 2:
        return None
    numbers = [one for one in given if isinstance(one, int | float) and not isinstance(one, bool)]
    fits = len(numbers) == 2 and all(math.isfinite(one) and abs(one) <= FARTHEST for one in numbers)
    return (float(numbers[0]), float(numbers[1])) if fits else None


def checked(state: dict[str, Any]) -> dict[str, Any]:
    """A lecturer's state as followers get it: choices are a few short texts."""
    choices = state.get("choices")
    texts = [str(choice)[:200] for choice in choices[:CHOICES]] if isinstance(choices, list) else []
    return {**state, "choices": texts}


async def send(socket: WebSocket, message: dict[str, Any]) -> None:
    """Send a message; TimeoutError if it is not taken in time."""
    with anyio.fail_after(SECONDS):
        await socket.send_text(orjson.dumps(message).decode())
