"""Halls of several copies of the app, by a real Redis: whatever a copy does, the others do with it."""

import shutil
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
import redis
from conftest import free_port
from fastapi import FastAPI
from fastapi.testclient import TestClient
from leading import ASKED, PLACED, STATE, counted, led
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from explainer.kit import hall, relay, room

REDIS = shutil.which("redis-server")
pytestmark = pytest.mark.skipif(not REDIS, reason="no redis-server is installed")


class Server:
    def __init__(self) -> None:
        self.port = free_port()
        options = ["--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([REDIS, *options], stdout=subprocess.PIPE, text=True)
        assert any("Ready to accept connections" in line for line in self.process.stdout)
        self.address = f"redis://127.0.0.1:{self.port}"
        self.reached = redis.Redis(port=self.port)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def server():
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def copies(server, monkeypatch):
    """Two copies of the app, each with its own event loop."""
    server.reached.flushall()
    yield from two(server, monkeypatch)


def two(server, monkeypatch):
    monkeypatch.setattr(hall, "PAUSE", 0.0)
    monkeypatch.setattr(room, "BETWEEN", 0.0)
    monkeypatch.setenv(hall.COPIES, "2")
    with ExitStack() as stack:
        apps = [FastAPI(routes=[WebSocketRoute(hall.PATH, hall.Halls(server.address).served)]) for _ in "ab"]
        yield [stack.enter_context(TestClient(app)) for app in apps]


def join(client):
    return client.websocket_connect(hall.PATH)


def told(socket, wanted: dict) -> None:
    """Wait for a message; those before it may come, too."""
    for _ in range(10):
        if socket.receive_json() == wanted:
            return
    raise AssertionError(f"no message was {wanted}")


def refused(client, code: str) -> str:
    with join(client) as phone:
        phone.send_json({"follow": code})
        return phone.receive_json()["error"]


def test_phones_of_all_copies_follow_and_their_answers_are_counted_together(copies):
    a, b = copies
    with join(a) as lecturer, join(a) as near, join(b) as far:
        code = led(lecturer)["hall"]
        lecturer.send_json({"state": ASKED})
        for phone in (near, far):
            phone.send_json({"follow": code.lower()})
            told(phone, {"state": ASKED})
        counted(lecturer, {"followers": 2, "answers": [0, 0]})
        near.send_json({"answer": 0})
        far.send_json({"answer": 1})
        far.send_json({"answer": "neither"})
        counted(lecturer, {"followers": 2, "answers": [1, 1]})
        moved = {**ASKED, "raw": {"t": "251"}}
        lecturer.send_json({"state": moved})
        told(far, {"state": moved})
        lecturer.send_json({"state": STATE})
        counted(lecturer, {"followers": 2, "answers": []})
        told(far, {"state": STATE})
        far.send_json({"state": {"at": "gan"}})  # moves nobody
        far.close()
        counted(lecturer, {"followers": 1, "answers": []})
        told(near, {"state": STATE})
        lecturer.send_json({"end": True})
        told(near, {"ended": True})
    for client in copies:
        assert "no talk" in refused(client, code)


def test_places_of_all_copies_are_one_cloud(copies):
    a, b = copies
    with join(a) as lecturer, join(a) as near, join(b) as far:
        code = led(lecturer)["hall"]
        lecturer.send_json({"state": PLACED})
        for phone, place in ((near, [0, 1]), (far, [2, 3])):
            phone.send_json({"follow": code})
            told(phone, {"state": {**PLACED, "choices": []}})
            phone.send_json({"answer": place})
        counted(lecturer, {"followers": 2, "answers": [], "places": [[0.0, 1.0], [2.0, 3.0]]})
        lecturer.send_json({"end": True})


def test_the_end_is_told_to_the_phones_of_every_copy(copies):
    a, b = copies
    with join(a) as lecturer, join(b) as far:
        code = led(lecturer)["hall"]
        lecturer.send_json({"state": STATE})
        far.send_json({"follow": code})
        told(far, {"state": STATE})
        lecturer.send_json({"end": True})
        told(far, {"ended": True})


def test_the_token_takes_a_hall_to_another_copy_and_a_guess_does_not(copies):
    a, b = copies
    with join(a) as lecturer, join(a) as phone, join(b) as other, join(b) as again:
        begun = led(lecturer)
        lecturer.send_json({"state": STATE})
        phone.send_json({"follow": begun["hall"]})
        told(phone, {"state": STATE})
        other.send_json({"host": {"code": begun["hall"], "token": "guessed"}})
        assert other.receive_json()["hall"] != begun["hall"]
        again.send_json({"host": {"code": begun["hall"], "token": begun["token"]}})
        assert again.receive_json()["hall"] == begun["hall"]
        with pytest.raises(WebSocketDisconnect) as closed:
            while True:
                lecturer.receive_json()
        assert closed.value.code == hall.TAKEN
        again.send_json({"state": {**STATE, "stop": 9}})
        told(phone, {"state": {**STATE, "stop": 9}})
        again.send_json({"end": True})
        told(phone, {"ended": True})


def test_guesses_are_counted_over_all_copies(copies):
    for i in range(hall.TRIES):
        assert "no talk" in refused(copies[i % 2], "QQQQQ")
    for client in copies:
        assert "wait a minute" in refused(client, "QQQQQ")


def test_a_hall_whose_lecturer_has_left_ends_everywhere(copies, monkeypatch):
    monkeypatch.setattr(room, "AWAY", 0.6)
    a, b = copies
    with join(b) as far:
        with join(a) as lecturer:
            code = led(lecturer)["hall"]
            lecturer.send_json({"state": STATE})
            far.send_json({"follow": code})
            told(far, {"state": STATE})
        told(far, {"ended": True})
    for client in copies:
        assert "no talk" in refused(client, code)


def test_where_redis_breaks_off_the_pages_are_told_to_try_again_and_then_why(monkeypatch):
    server = Server()
    for a, b in two(server, monkeypatch):
        with join(a) as lecturer, join(b) as phone:
            code = led(lecturer)["hall"]
            lecturer.send_json({"state": STATE})
            phone.send_json({"follow": code})
            told(phone, {"state": STATE})
            server.stop()
            for socket in (lecturer, phone):
                with pytest.raises(WebSocketDisconnect) as closed:
                    while True:
                        socket.receive_json()
                assert closed.value.code == hall.FULL
        assert refused(b, code) == hall.UNREACHABLE
        with join(a) as lecturer:
            lecturer.send_json({"host": {}})
            assert lecturer.receive_json()["error"] == hall.UNREACHABLE


def test_a_state_that_redis_does_not_take_any_more_lets_the_lecturer_try_again(monkeypatch):
    server = Server()
    monkeypatch.setattr(hall.relay.Relay, "show", _unreachable)
    for a, _ in two(server, monkeypatch):
        with join(a) as lecturer:
            led(lecturer)
            lecturer.send_json({"state": STATE})
            with pytest.raises(WebSocketDisconnect) as closed:
                while True:
                    assert "error" not in lecturer.receive_json()
            assert closed.value.code == hall.FULL
    server.stop()


async def _unreachable(*_: object) -> None:
    raise hall.relay.Unreachable("gone")


def test_nothing_of_a_talk_stays(copies, server):
    with join(copies[0]) as lecturer:
        led(lecturer)
        lecturer.send_json({"end": True})
        with pytest.raises(WebSocketDisconnect):
            while True:
                lecturer.receive_json()
    late = time.monotonic() + 60
    while (kept := server.reached.keys()) and time.monotonic() < late:
        time.sleep(0.02)
    assert kept == []


def test_without_the_library_the_start_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ModuleNotFoundError, match="pip install redis"):
        relay.Relay("redis://127.0.0.1:1")
