"""The channel: questions find their answers, streams end when they are stopped, others are kept out."""

import gzip
import json
import threading
from types import SimpleNamespace

import pytest
from conftest import run_async
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from explainer.kit import channel, stream
from explainer.kit.asked import Source, answering
from explainer.kit.stream import Stream
from explainer.maths.arguments import BadArgument


def half(x):
    if x == "three":
        raise BadArgument("x", "x is 'three'; allowed is a number")
    return {"half": x / 2}


class Endless:
    """A generator without an end that tells whether it was closed."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def run(self):
        try:
            while True:
                yield {"tick": 1}
        finally:
            self.closed.set()


@pytest.fixture
def served():
    """A figure (id 7) behind a channel; its slow source waits for `release`."""
    release, endless = threading.Event(), Endless()
    sources = (
        Source("half", half, ("x",)),
        Source("large", lambda n: {"letters": "x" * n}, ("n",)),
        Source("slow", lambda: {"released": release.wait(5)}, (), slow=True),
    )
    runs = (
        Stream("three", lambda n: ({"t": i} for i in range(n)), ("n",), film="film"),
        Stream("endless", endless.run, (), film="film"),
    )
    app = FastAPI(routes=[WebSocketRoute(channel.PATH, channel.served)])
    figure = SimpleNamespace(answer=answering(sources), run=stream.running(runs))
    app.get_blocks = lambda: SimpleNamespace(blocks={7: figure})
    return SimpleNamespace(client=TestClient(app), release=release, endless=endless)


def test_each_answer_carries_its_question_s_number_and_a_slow_one_keeps_no_other_waiting(served):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([1, 7, "ask", ["slow", {}]])
        page.send_json([2, 7, "ask", ["half", {"x": 3, "y": 1}]])
        page.send_json([3, 7, "ask", ["half", {"x": "three"}]])
        told = dict(page.receive_json() for _ in range(2))
        assert told == {
            2: {"half": 1.5},
            3: {"error": {"key": "x", "message": "x is 'three'; allowed is a number."}},
        }
        served.release.set()
        assert page.receive_json() == [1, {"released": True}]


def test_a_large_answer_comes_packed_and_a_small_one_as_it_is(served):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([1, 7, "ask", ["large", {"n": channel.LARGE}]])
        packed = page.receive_bytes()
        assert len(packed) < channel.LARGE / 50
        assert json.loads(gzip.decompress(packed)) == [1, {"letters": "x" * channel.LARGE}]
        page.send_json([2, 7, "ask", ["large", {"n": 10}]])
        assert page.receive_json() == [2, {"letters": "x" * 10}]


def test_a_stream_s_steps_come_in_their_order_and_then_its_end(served):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([5, 7, "stream", ["three", {"n": 3}]])
        steps = [page.receive_json() for _ in range(5)]
    assert steps == [[5, {"state": "started"}], [5, {"t": 0}], [5, {"t": 1}], [5, {"t": 2}], [5]]


def ends(served) -> None:
    assert served.endless.closed.wait(5)
    assert stream.active() == 0  # its place is given back before the generator is closed


def test_a_stream_that_the_page_stops_ends_and_the_channel_goes_on(served):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([1, 7, "stream", ["endless", {}]])
        while page.receive_json() != [1, {"tick": 1}]:
            pass
        page.send_json([1])
        ends(served)
        page.send_json([2, 7, "ask", ["half", {"x": 1}]])
        while (told := page.receive_json())[0] == 1:
            pass  # what was under way when it was stopped
        assert told == [2, {"half": 0.5}]


def test_a_page_that_leaves_ends_its_streams(served):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([1, 7, "stream", ["endless", {}]])
        page.receive_json()
    ends(served)


def test_a_question_that_is_too_long_closes_the_channel(served):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_text('[1, 0, "ask", ["' + "x" * channel.LONGEST + '", {}]]')
        with pytest.raises(WebSocketDisconnect) as closed:
            page.receive_json()
    assert closed.value.code == channel.LONG


def test_a_page_may_ask_whether_the_server_is_alive(served):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([channel.ALIVE])
        assert page.receive_json() == [channel.ALIVE]


@pytest.mark.parametrize(
    "origin", ["https://foreign.example", "null", "http://testserver.foreign.example", "http://[::1"]
)
def test_a_foreign_page_gets_no_channel(served, origin):
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        served.client.websocket_connect(channel.PATH, headers={"origin": origin}),
    ):
        pass
    assert refused.value.code == channel.FOREIGN


@pytest.mark.parametrize("hosts", ["", "space.example", "space.example, inner"])
def test_a_page_of_ours_gets_one_behind_a_proxy_too(served, hosts):
    headers = {"x-forwarded-host": hosts} if hosts else {}
    origin = f"https://{headers.get('x-forwarded-host', 'testserver').split(',')[0]}"
    with served.client.websocket_connect(channel.PATH, headers={"origin": origin, **headers}) as page:
        page.send_json([1, 7, "ask", ["half", {"x": 1}]])
        assert page.receive_json() == [1, {"half": 0.5}]


@pytest.mark.parametrize("text", ["no JSON", "5", "{}", "[]", '[1, 99, "ask", ["half", {}]]', '[1, 7, "ask"]',
                                  '[1, 7, "ask", ["unknown", {}]]', '[1, 7, "stream", ["unknown", {}]]',
                                  '[1, 7, "ask", ["half", 5]]', '[1, 7, "ask", 5]', "[[1], [2]]"])  # fmt: skip
def test_what_our_page_would_not_send_closes_the_channel_and_nothing_else(served, text):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_text(text)
        with pytest.raises(WebSocketDisconnect) as closed:
            page.receive_json()
    assert closed.value.code == channel.WRONG
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([1, 7, "ask", ["half", {"x": 1}]])
        assert page.receive_json() == [1, {"half": 0.5}]


def test_two_faults_at_once_close_the_channel_once(served):
    with served.client.websocket_connect(channel.PATH) as page:
        for number in (1, 2):
            page.send_json([number, 7, "ask", ["unknown", {}]])
        with pytest.raises(WebSocketDisconnect):
            page.receive_json()


def test_a_socket_that_has_been_closed_meanwhile_is_not_closed_again():
    """A message that can't be read may arrive while a question of the same page closes the socket."""
    sent = []

    async def send(message):
        sent.append(message)

    async def twice():
        socket = WebSocket({"type": "websocket"}, None, send)
        socket.application_state = WebSocketState.CONNECTED
        for _ in range(2):
            await channel._close(socket, channel.WRONG)

    run_async(twice())
    assert [message["code"] for message in sent] == [channel.WRONG]


def test_stopping_what_is_not_there_does_nothing(served):
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([12])
        page.send_json([1, 7, "ask", ["half", {"x": 1}]])
        assert page.receive_json() == [1, {"half": 0.5}]


def test_where_the_page_asks_for_a_login_the_channel_does_too(served):
    app = served.client.app
    app.auth, app.cookie_id, app.tokens = {"ada": "secret"}, "here", {"token": "ada"}
    with pytest.raises(WebSocketDisconnect) as refused, served.client.websocket_connect(channel.PATH):
        pass
    assert refused.value.code == channel.FOREIGN
    served.client.cookies.set("access-token-unsecure-here", "token")
    with served.client.websocket_connect(channel.PATH) as page:
        page.send_json([1, 7, "ask", ["half", {"x": 1}]])
        assert page.receive_json() == [1, {"half": 0.5}]


def test_more_questions_than_a_page_may_have_open_wait_and_are_all_answered(served):
    with served.client.websocket_connect(channel.PATH) as page:
        for number in range(3 * channel.MOST):
            page.send_json([number, 7, "ask", ["half", {"x": number}]])
        told = dict(page.receive_json() for _ in range(3 * channel.MOST))
    assert told == {number: {"half": number / 2} for number in range(3 * channel.MOST)}


def test_one_address_opens_a_bounded_number_of_channels(served, monkeypatch):
    monkeypatch.setattr(channel, "_sockets", channel.Shares(1))
    with served.client.websocket_connect(channel.PATH):
        with pytest.raises(WebSocketDisconnect) as full, served.client.websocket_connect(channel.PATH):
            pass
        assert full.value.code == channel.FULL
    with served.client.websocket_connect(channel.PATH):
        pass
