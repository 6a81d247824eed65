"""The hall: phones follow a talk's stops and values, and answer the question that the lecturer asks.

A hall lives in this process from the moment it is opened until the talk ends; nothing of it is kept, nobody
is named. Whoever opens it alone moves it. Followers get the newest state only, each at its own pace, so that
a slow phone delays nobody.
"""

import os
import secrets
import time
from collections import Counter, deque
from typing import Any

import anyio
import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from explainer.kit import language
from explainer.kit.channel import FOREIGN, own
from explainer.kit.gradio_internals import allowed
from explainer.kit.qr import qr
from explainer.kit.talks import CHOICES

PATH = "/hall"
COPIES = "DIFFUSION_LIVE_COPIES"  # in the environment: how many copies share the visitors
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like a digit
LENGTH = 5  # letters of a code: 8 million codes
HALLS, FOLLOWERS = 100, 1_000
LARGEST = 8_000  # characters of a message
AWAY = 60.0  # seconds that a hall waits for a lecturer who loads the page anew
TRIES, WITHIN, PAUSE = 10, 60.0, 1.0  # wrong codes of one address, in so many seconds; each waits a moment
SECONDS = 10.0  # in which a follower takes a message
TAKEN = 4001  # the close code for a lecturer's page whose hall another page leads now
BETWEEN = 0.25  # seconds between two counts


class Hall:
    """One talk: its newest state, who follows it, and their answers to the open question."""

    def __init__(self, code: str) -> None:
        self.code, self.token = code, secrets.token_urlsafe(16)
        self.state: dict[str, Any] = {}
        self.followers = 0
        self.answers: dict[int, int] = {}
        self.led: anyio.CancelScope | None = None  # the lecturer's connection
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

    def answer(self, who: int, choice: Any) -> None:
        """A follower's answer; whatever is none is dropped."""
        choices = self.state.get("choices") or []
        if isinstance(choice, int) and not isinstance(choice, bool) and 0 <= choice < len(choices):
            self.answers[who] = choice
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

    def counts(self) -> dict[str, Any]:
        """What the lecturer sees."""
        found = Counter(self.answers.values())
        return {
            "followers": self.followers,
            "answers": [found[i] for i in range(len(self.state.get("choices") or []))],
        }

    async def moves(self, socket: WebSocket) -> None:
        """Send each newest state, as fast as this follower takes it, until the end."""
        while not self.ended:
            moved = self._moved
            if self.state:
                await _send(socket, {"state": self.state})
            while not moved.is_set() and not self.abandoned:
                with anyio.move_on_after(AWAY / 4):
                    await moved.wait()
            if self.abandoned:
                break
        await _send(socket, {"ended": True})
        await socket.close()

    async def listens(self, socket: WebSocket) -> None:
        """Send the lecturer each newest count."""
        while not self.ended:
            heard = self._heard
            await _send(socket, self.counts())
            await heard.wait()
            await anyio.sleep(BETWEEN)


class Halls:
    """All halls of this process."""

    def __init__(self) -> None:
        self._open: dict[str, Hall] = {}
        self._wrong: dict[str, deque[float]] = {}

    async def served(self, socket: WebSocket) -> None:
        """Serve a lecturer, whose first message is {"host": {…}}, or a follower: {"follow": code}."""
        if not own(socket) or not allowed(socket):
            return await socket.close(FOREIGN)
        await socket.accept()
        try:
            first = await _message(socket)
            if "host" in first:
                await self._host(socket, first["host"] if isinstance(first["host"], dict) else {})
            elif "follow" in first:
                await self._follow(socket, first["follow"])
        except* (WebSocketDisconnect, TimeoutError):
            pass  # they have left

    async def _host(self, socket: WebSocket, asked: dict[str, Any]) -> None:
        if (copies := int(os.environ.get(COPIES, "1"))) > 1:
            return await _refuse(socket, f"A hall needs one copy of the app; this server runs {copies}.")
        hall = self._claimed(asked) or self._new()
        if hall is None:
            return await _refuse(socket, f"There are {HALLS} halls open; try again later.")
        link = f"{str(asked.get('address', ''))[:500]}?follow={hall.code}"
        if hall.led:
            hall.led.cancel()  # a connection that was lost, and that nobody has closed yet
        over = False
        hall.led = scope = anyio.CancelScope()
        try:
            with scope:
                await _send(socket, {"hall": hall.code, "token": hall.token, "link": link, "qr": qr(link)})
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(hall.listens, socket)
                    await _led(hall, socket)
                    over = True
                    tasks.cancel_scope.cancel()
            if over:
                del self._open[hall.code]
                hall.end()
            await socket.close(1000 if over else TAKEN)
        finally:
            if hall.led is scope:
                hall.led, hall.left = None, time.monotonic()

    def _claimed(self, asked: dict[str, Any]) -> Hall | None:
        """The hall of a lecturer who comes back with its token."""
        hall = self._find(asked.get("code"))
        known = hall and secrets.compare_digest(str(asked.get("token")).encode(), hall.token.encode())
        return hall if known else None

    def _new(self) -> Hall | None:
        self._open = {code: hall for code, hall in self._open.items() if not hall.abandoned}
        if len(self._open) >= HALLS:
            return None
        while (code := "".join(secrets.choice(LETTERS) for _ in range(LENGTH))) in self._open:
            pass
        return self._open.setdefault(code, Hall(code))

    def _find(self, code: Any) -> Hall | None:
        hall = self._open.get(code.upper()) if isinstance(code, str) else None
        return None if hall is None or hall.abandoned else hall

    async def _follow(self, socket: WebSocket, code: Any) -> None:
        address = socket.client.host if socket.client else ""
        if self._too_many(address):
            return await _refuse(socket, "There were too many wrong codes from here; wait a minute.")
        hall = self._find(code)
        if hall is None:
            self._wrong.setdefault(address, deque()).append(time.monotonic())
            await anyio.sleep(PAUSE)
            short = str(code)[:12]
            return await _refuse(
                socket, f"There is no talk with the code “{short}”; a code has {LENGTH} letters."
            )
        if hall.followers >= FOLLOWERS:
            return await _refuse(socket, f"{FOLLOWERS:,} follow this talk already.")
        who = id(socket)
        hall.followers += 1
        hall.hear()
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_hears, hall, who, socket, tasks.cancel_scope)
                await hall.moves(socket)
                tasks.cancel_scope.cancel()
        finally:
            hall.followers -= 1
            hall.answers.pop(who, None)
            hall.hear()

    def _too_many(self, address: str) -> bool:
        """Whether an address has guessed too often; those that have not of late are forgotten."""
        now = time.monotonic()
        for each in list(self._wrong):
            while self._wrong[each] and self._wrong[each][0] < now - WITHIN:
                self._wrong[each].popleft()
            if not self._wrong[each]:
                del self._wrong[each]
        return len(self._wrong.get(address, ())) >= TRIES


async def _led(hall: Hall, socket: WebSocket) -> None:
    """Take the lecturer's states until she ends the hall."""
    while not (message := await _message(socket)).get("end"):
        if isinstance(state := message.get("state"), dict):
            hall.show({**state, "choices": _texts(state.get("choices"))})


async def _hears(hall: Hall, who: int, socket: WebSocket, scope: anyio.CancelScope) -> None:
    """Take a follower's answers until it leaves."""
    try:
        while True:
            hall.answer(who, (await _message(socket)).get("answer"))
    except WebSocketDisconnect:
        scope.cancel()


async def _message(socket: WebSocket) -> dict[str, Any]:
    """The next message; {} for whatever is too long or no object."""
    text = await socket.receive_text()
    if len(text) > LARGEST:
        return {}
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _texts(choices: Any) -> list[str]:
    return [str(choice)[:200] for choice in choices[:CHOICES]] if isinstance(choices, list) else []


async def _send(socket: WebSocket, message: dict[str, Any]) -> None:
    with anyio.fail_after(SECONDS):
        await socket.send_text(orjson.dumps(message).decode())


async def _refuse(socket: WebSocket, sentence: str) -> None:
    await _send(socket, {"error": language.text(sentence)})
    await socket.close()
