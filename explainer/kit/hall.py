"""The hall: phones follow a talk's stops and values, and answer the question that the lecturer asks.

A hall lives from the moment it is opened until the talk ends; nothing of it is kept, nobody is named. Whoever
opens it alone moves it. It lives in this process or, where a Redis is given, in all copies of the app
(`relay.py`).
"""

import asyncio
import os
import secrets
import time
from collections import deque
from typing import Any

import anyio
import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from explainer.kit import language, relay
from explainer.kit.channel import FOREIGN, FULL, own
from explainer.kit.gradio_internals import allowed
from explainer.kit.qr import qr
from explainer.kit.room import Hall, checked, send

PATH = "/hall"
COPIES = "DIFFUSION_LIVE_COPIES"  # in the environment: how many copies share the visitors
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like a digit
LENGTH = 5  # letters of a code: 8 million codes
HALLS, FOLLOWERS = 100, 1_000
LARGEST = 8_000  # characters of a message
TRIES, WITHIN, PAUSE = 10, 60.0, 1.0  # wrong codes of one address, in so many seconds; each waits a moment
TAKEN = 4001  # the close code for a lecturer's page whose hall another page leads now
UNREACHABLE = "The halls of this server can't be reached at present; try again in a minute."


class Halls:
    """All halls of this process, and those of other copies that somebody here is in."""

    def __init__(self, address: str | None = None) -> None:
        self._open: dict[str, Hall] = {}
        self._wrong: dict[str, deque[float]] = {}
        self._kept: set[asyncio.Task] = set()
        given = address or os.environ.get(relay.ADDRESS)
        self._relay = relay.Relay(given) if given else None

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
        except* relay.Unreachable:
            await _refuse(socket, UNREACHABLE)
        except* (WebSocketDisconnect, TimeoutError):
            pass  # they have left

    async def _host(self, socket: WebSocket, asked: dict[str, Any]) -> None:
        if (copies := int(os.environ.get(COPIES, "1"))) > 1 and not self._relay:
            return await _refuse(socket, f"A hall needs one copy of the app; this server runs {copies}.")
        hall = await self._claimed(asked) or await self._new()
        if hall is None:
            return await _refuse(socket, f"There are {HALLS} halls open; try again later.")
        link = f"{str(asked.get('address', ''))[:500]}?follow={hall.code}"
        if hall.led:
            hall.led.cancel()  # a connection that was lost, and that nobody has closed yet
        over = False
        hall.led = scope = anyio.CancelScope()
        self._enter(hall, scope)
        try:
            with scope:
                if self._relay:
                    await self._relay.take(hall)
                await send(socket, {"hall": hall.code, "token": hall.token, "link": link, "qr": qr(link)})
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(hall.listens, socket)
                    await self._led(hall, socket)
                    over = True
                    tasks.cancel_scope.cancel()
            if over:
                await self._end(hall)
            await socket.close(1000 if over else FULL if hall.lost else TAKEN)
        finally:
            if hall.led is scope:
                hall.led, hall.left = None, time.monotonic()
            _leave(hall, scope)

    def _enter(self, hall: Hall, scope: anyio.CancelScope) -> None:
        """Somebody is in a hall here: from the first one on it is kept in step with the other copies'."""
        hall.inside.add(scope)
        if self._relay and len(hall.inside) == 1:
            task = asyncio.create_task(self._keep(hall))
            self._kept.add(task)
            task.add_done_callback(self._kept.discard)

    async def _keep(self, hall: Hall) -> None:
        try:
            await self._relay.keep(hall)
        except* relay.Unreachable:
            _lose(hall)
        finally:
            hall.closing = True
            if self._open.get(hall.code) is hall:
                del self._open[hall.code]

    async def _led(self, hall: Hall, socket: WebSocket) -> None:
        """Take the lecturer's states until she ends the hall."""
        while not (message := await _message(socket)).get("end"):
            if isinstance(state := message.get("state"), dict):
                hall.show(checked(state))
                if self._relay:
                    try:
                        await self._relay.show(hall)
                    except relay.Unreachable:
                        _lose(hall)

    async def _end(self, hall: Hall) -> None:
        self._open.pop(hall.code, None)
        hall.end()
        if self._relay:
            await self._relay.end(hall)

    async def _claimed(self, asked: dict[str, Any]) -> Hall | None:
        """The hall of a lecturer who comes back with its token."""
        hall = await self._find(asked.get("code"))
        known = hall and secrets.compare_digest(str(asked.get("token")).encode(), hall.token.encode())
        return hall if known else None

    async def _new(self) -> Hall | None:
        self._open = {code: hall for code, hall in self._open.items() if not hall.abandoned}
        if len(self._open) >= HALLS:
            return None
        while True:
            hall = Hall("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))
            if hall.code in self._open:
                continue
            opened = await self._relay.new(hall, HALLS) if self._relay else True
            if opened is None:
                return None
            if opened:
                return self._open.setdefault(hall.code, hall)

    async def _find(self, code: Any) -> Hall | None:
        """The hall of a code, here or at another copy."""
        if not isinstance(code, str) or len(code) != LENGTH:
            return None
        code = code.upper()
        known = self._open.get(code)
        if self._relay and (known is None or known.closing):
            found = await self._relay.find(code)
            known = self._open.get(code)  # somebody else may have come meanwhile
            if known is None or known.closing:
                known = found
            if known:
                self._open[code] = known
        return None if known is None or known.abandoned else known

    async def _follow(self, socket: WebSocket, code: Any) -> None:
        address = socket.client.host if socket.client else ""
        if await self._guessed(address) >= TRIES:
            return await _refuse(socket, "There were too many wrong codes from here; wait a minute.")
        hall = await self._find(code)
        if hall is None:
            await self._guess(address)
            await anyio.sleep(PAUSE)
            short = str(code)[:12]
            return await _refuse(
                socket, f"There is no talk with the code “{short}”; a code has {LENGTH} letters."
            )
        if (await self._relay.followers(hall) if self._relay else hall.followers) >= FOLLOWERS:
            return await _refuse(socket, f"{FOLLOWERS:,} follow this talk already.")
        who = id(socket)
        hall.followers += 1
        scope = anyio.CancelScope()
        self._enter(hall, scope)
        hall.hear()
        try:
            with scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(_hears, hall, who, socket, tasks.cancel_scope)
                    await hall.moves(socket)
                    tasks.cancel_scope.cancel()
            if hall.lost:
                await socket.close(FULL)
        finally:
            hall.followers -= 1
            hall.answers.pop(who, None)
            _leave(hall, scope)

    async def _guess(self, address: str) -> None:
        """A wrong code came from an address."""
        if self._relay:
            await self._relay.wrong(address, WITHIN)
        else:
            self._wrong.setdefault(address, deque()).append(time.monotonic())

    async def _guessed(self, address: str) -> int:
        """How often an address has guessed of late; those that have not are forgotten."""
        if self._relay:
            return await self._relay.guessed(address)
        now = time.monotonic()
        for each in list(self._wrong):
            while self._wrong[each] and self._wrong[each][0] < now - WITHIN:
                self._wrong[each].popleft()
            if not self._wrong[each]:
                del self._wrong[each]
        return len(self._wrong.get(address, ()))


def _lose(hall: Hall) -> None:
    """The other copies can't be reached any more: whoever is here is let go, and their pages try again."""
    hall.lost = True
    for scope in list(hall.inside):
        scope.cancel()


def _leave(hall: Hall, scope: anyio.CancelScope) -> None:
    hall.inside.discard(scope)
    hall.hear()


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


async def _refuse(socket: WebSocket, sentence: str) -> None:
    await send(socket, {"error": language.text(sentence)})
    await socket.close()
