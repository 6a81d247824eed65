"""The hall: followers see what the lecturer shows, answer what she asks, move nobody; codes can't be guessed."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from leading import ASKED, PLACED, STATE, counted, led
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from explainer.kit import hall, room


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr(hall, "PAUSE", 0.0)
    monkeypatch.setattr(room, "BETWEEN", 0.0)
    halls = hall.Halls()
    app = FastAPI(routes=[WebSocketRoute(hall.PATH, halls.served)])
    app.halls = halls
    with TestClient(app) as client:
        yield client


def test_followers_see_each_state_and_the_end(client):
    with client.websocket_connect(hall.PATH) as lecturer, client.websocket_connect(hall.PATH) as phone:
        begun = led(lecturer)
        assert begun["link"] == f"http://here/?follow={begun['hall']}" and "<svg" in begun["qr"]
        lecturer.send_json({"state": STATE})
        phone.send_json({"follow": begun["hall"].lower()})
        assert phone.receive_json() == {"state": STATE}
        moved = {**STATE, "raw": {"t": "251"}}
        lecturer.send_json({"state": moved})
        assert phone.receive_json() == {"state": moved}
        lecturer.send_json({"end": True})
        assert phone.receive_json() == {"ended": True}


def test_answers_are_counted_once_each_and_forgotten_with_the_question(client):
    with client.websocket_connect(hall.PATH) as lecturer, client.websocket_connect(hall.PATH) as phone:
        code = led(lecturer)["hall"]
        lecturer.send_json({"state": ASKED})
        phone.send_json({"follow": code})
        assert phone.receive_json()["state"]["choices"] == ["this", "that"]
        phone.send_json({"answer": 0})
        phone.send_json({"answer": 1})
        counted(lecturer, {"followers": 1, "answers": [0, 1]})
        lecturer.send_json({"state": STATE})
        counted(lecturer, {"followers": 1, "answers": []})
        lecturer.send_json({"end": True})


def test_a_place_is_an_answer_where_one_is_asked_for_and_nothing_else_is(client):
    with client.websocket_connect(hall.PATH) as lecturer, client.websocket_connect(hall.PATH) as phone:
        code = led(lecturer)["hall"]
        lecturer.send_json({"state": PLACED})
        phone.send_json({"follow": code})
        phone.receive_json()
        phone.send_json({"answer": [0.5, -2]})
        counted(lecturer, {"followers": 1, "answers": [], "places": [[0.5, -2.0]]})
        for wrong in (0, [1], [1, 2, 3], [1, "2"], [True, 1], [1e300, 1], {"x": 1}, None):
            phone.send_json({"answer": wrong})
        phone.send_text('{"answer": [NaN, 1]}')
        phone.send_json({"answer": [0.25, 7]})
        counted(lecturer, {"followers": 1, "answers": [], "places": [[0.25, 7.0]]})
        lecturer.send_json({"state": ASKED})
        counted(lecturer, {"followers": 1, "answers": [0, 0]})
        lecturer.send_json({"end": True})


@pytest.mark.parametrize(
    "message",
    [
        "no JSON",
        "[1]",
        '{"answer": 2}',
        '{"answer": -1}',
        '{"answer": true}',
        '{"state": {"at": "gan"}}',
        '{"end": true}',
        "x" * 9000,
    ],
)
def test_what_is_no_answer_is_dropped(client, message):
    with client.websocket_connect(hall.PATH) as lecturer, client.websocket_connect(hall.PATH) as phone:
        code = led(lecturer)["hall"]
        lecturer.send_json({"state": ASKED})
        phone.send_json({"follow": code})
        phone.receive_json()
        phone.send_text(message)
        phone.send_json({"answer": 1})
        counted(lecturer, {"followers": 1, "answers": [0, 1]})
        lecturer.send_json({"state": {**ASKED, "stop": 4}})
        assert phone.receive_json()["state"]["stop"] == 4
        lecturer.send_json({"end": True})


def test_a_wrong_code_is_told_and_guessing_is_stopped(client):
    for _ in range(hall.TRIES):
        with client.websocket_connect(hall.PATH) as phone:
            phone.send_json({"follow": "QQQQQ"})
            assert "no talk with the code “QQQQQ”" in phone.receive_json()["error"]
    with client.websocket_connect(hall.PATH) as phone:
        phone.send_json({"follow": "QQQQQ"})
        assert "wait a minute" in phone.receive_json()["error"]


def test_a_lecturer_who_comes_back_with_the_token_goes_on_and_no_other_can(client):
    with client.websocket_connect(hall.PATH) as phone:
        with client.websocket_connect(hall.PATH) as lecturer:
            begun = led(lecturer)
            lecturer.send_json({"state": STATE})
            phone.send_json({"follow": begun["hall"]})
            phone.receive_json()
        with client.websocket_connect(hall.PATH) as other:
            other.send_json({"host": {"code": begun["hall"], "token": "guessed"}})
            assert other.receive_json()["hall"] != begun["hall"]
        with client.websocket_connect(hall.PATH) as lecturer:
            lecturer.send_json({"host": {"code": begun["hall"], "token": begun["token"]}})
            assert lecturer.receive_json()["hall"] == begun["hall"]
            lecturer.send_json({"state": {**STATE, "stop": 9}})
            assert phone.receive_json()["state"]["stop"] == 9
            lecturer.send_json({"end": True})


def test_the_token_takes_a_hall_from_a_connection_that_nobody_closed(client):
    connect = client.websocket_connect
    with connect(hall.PATH) as lost, connect(hall.PATH) as phone, connect(hall.PATH) as lecturer:
        begun = led(lost)
        phone.send_json({"follow": begun["hall"]})
        lecturer.send_json({"host": {"code": begun["hall"], "token": begun["token"]}})
        assert lecturer.receive_json()["hall"] == begun["hall"]
        with pytest.raises(WebSocketDisconnect) as closed:
            while True:
                lost.receive_json()
        assert closed.value.code == hall.TAKEN
        lecturer.send_json({"state": STATE})
        assert phone.receive_json() == {"state": STATE}
        lecturer.send_json({"end": True})
        assert phone.receive_json() == {"ended": True}


def test_a_hall_that_its_lecturer_has_left_ends(client, monkeypatch):
    monkeypatch.setattr(room, "AWAY", 0.2)
    with client.websocket_connect(hall.PATH) as phone:
        with client.websocket_connect(hall.PATH) as lecturer:
            code = led(lecturer)["hall"]
            lecturer.send_json({"state": STATE})
            phone.send_json({"follow": code})
            phone.receive_json()
        assert phone.receive_json() == {"ended": True}
    with client.websocket_connect(hall.PATH) as phone:
        phone.send_json({"follow": code})
        assert "no talk" in phone.receive_json()["error"]


def test_several_copies_refuse_a_hall_in_words(client, monkeypatch):
    monkeypatch.setenv(hall.COPIES, "4")
    with client.websocket_connect(hall.PATH) as lecturer:
        lecturer.send_json({"host": {}})
        assert "this server runs 4" in lecturer.receive_json()["error"]


def test_a_foreign_page_is_not_served(client):
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(hall.PATH, headers={"origin": "http://elsewhere"}) as socket,
    ):
        socket.receive_json()
