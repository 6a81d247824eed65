"""Nobody's many questions delay another's first; runs come in their order; nobody holds a place unread."""

import asyncio
import json
import threading
from contextlib import aclosing
from types import SimpleNamespace

import anyio
import pytest
from conftest import run_async

from explainer.kit import channel, stream
from explainer.kit.asked import Source, answering
from explainer.kit.stream import Stream
from explainer.kit.turns import Lane, Line, Shares, visitor


async def settled():
    for _ in range(20):
        await asyncio.sleep(0)


def test_visitors_take_turns_however_many_questions_one_of_them_has():
    async def crowd():
        lane, order = Lane(1), []

        async def ask(who, number):
            visitor.set(who)
            async with lane.place():
                order.append((who, number))
                await asyncio.sleep(0)

        asked = [("greedy", i) for i in range(50)] + [("one", 0), ("two", 0), ("two", 1)]
        await asyncio.gather(*(ask(*each) for each in asked))
        return order, lane.free

    order, free = run_async(crowd())
    assert len(order) == 53 and free == 1
    assert order.index(("one", 0)) <= 3 and order.index(("two", 0)) <= 4 and order.index(("two", 1)) <= 6
    assert [number for who, number in order if who == "greedy"] == list(range(50))


def test_whoever_leaves_a_lane_gives_the_turn_on():
    async def crowd():
        lane, order = Lane(1), []

        async def ask(who):
            visitor.set(who)
            async with lane.place():
                order.append(who)
                await asyncio.sleep(0.01)

        tasks = [asyncio.create_task(ask(who)) for who in "abcd"]
        await settled()
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        late = asyncio.create_task(ask("e"))
        await late
        return order, lane.free, len(lane._waiting)

    assert run_async(crowd()) == (["a", "c", "d", "e"], 1, 0)


def test_a_turn_that_is_called_as_its_visitor_leaves_is_not_lost():
    async def crowd():
        lane = Lane(1)
        first = lane.place()
        await first.__aenter__()

        async def ask():
            async with lane.place():
                pass

        waiting = asyncio.create_task(ask())
        await settled()
        await first.__aexit__(None, None, None)  # calls the one that waits
        waiting.cancel()  # before it could come
        await asyncio.gather(waiting, return_exceptions=True)
        return lane.free

    assert run_async(crowd()) == 1


def test_a_line_is_served_in_its_order_and_tells_the_true_place():
    async def crowd():
        line, told, order = Line(1), {}, []

        async def run(who):
            async with aclosing(line.wait(0.001)) as places:
                async for before in places:
                    told.setdefault(who, []).append(before)
            order.append(who)
            await asyncio.sleep(0.005)
            line.leave()

        tasks = [asyncio.create_task(run(who)) for who in range(6)]
        await settled()
        tasks[3].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return order, told, line.taken

    order, told, taken = run_async(crowd())
    assert order == [0, 1, 2, 4, 5] and taken == 0
    assert [told[who][0] for who in (1, 2, 4, 5)] == [0, 1, 3, 4]
    assert all(places == sorted(places, reverse=True) for places in told.values())
    assert told[5][-1] == 0


def test_a_share_is_given_back():
    shares = Shares(1)
    with shares.one("a") as first, shares.one("a") as second, shares.one("b") as other:
        assert (first, second, other) == (True, False, True)
    with shares.one("a") as again:
        assert again
    assert not shares._held


def test_one_visitor_s_runs_are_bounded_and_nobody_else_s_with_them(monkeypatch):
    monkeypatch.setattr(stream, "_shares", Shares(2))
    plain = Stream("plain", lambda: iter([{"t": 0}]), (), film="film")

    async def crowd():
        visitor.set("greedy")
        held = [stream.steps(plain, {}) for _ in range(2)]
        for one in held:
            for _ in range(2):
                await anext(one)
        refused = [json.loads(step) async for step in stream.steps(plain, {})]
        for one in held:
            await one.aclose()
        visitor.set("other")
        return refused, [json.loads(step) async for step in stream.steps(plain, {})]

    refused, served = run_async(crowd())
    assert "already" in refused[-1]["error"]["message"] and served[-1] == {"t": 0}
    assert stream.active() == 0


@pytest.mark.parametrize("way", ["request", "socket"])
def test_a_run_that_nobody_reads_ends_and_gives_its_place_back(way, monkeypatch):
    monkeypatch.setattr(stream, "UNREAD", 0.05)
    monkeypatch.setattr(channel, "UNREAD", 0.05)
    closed = threading.Event()

    def endless():
        try:
            while True:
                yield {"tick": 1}
        finally:
            closed.set()

    run = stream.running((Stream("endless", endless, (), film="film"),))

    async def stuck(message):
        if message["type"] in ("http.response.body", "websocket.send") and b"tick" in sent(message):
            await anyio.sleep_forever()

    def sent(message):
        return message.get("body") or (message.get("text") or "").encode()

    async def by_request():
        response = await stream.server_function(run)(["endless", {}])
        await response({"type": "http", "asgi": {"spec_version": "2.3"}}, anyio.sleep_forever, stuck)

    async def by_socket():
        question = '[1, 7, "stream", ["endless", {}]]'
        told = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": question}])

        async def receive():
            if (message := next(told, None)) is None:
                await anyio.sleep_forever()
            return message

        blocks = SimpleNamespace(blocks={7: SimpleNamespace(run=run)})
        app = SimpleNamespace(get_blocks=lambda: blocks)
        scope = {"type": "websocket", "headers": [], "client": ("visitor", 1), "app": app}
        await channel.served(channel.WebSocket(scope, receive, stuck))

    async def bounded():
        with anyio.fail_after(5):
            await (by_request if way == "request" else by_socket)()

    run_async(bounded())
    assert closed.wait(1) and stream.active() == 0


def test_what_is_slow_or_not_known_yet_leaves_the_event_loop_and_what_is_quick_comes_back_to_it():
    places = []

    def source(rounds):
        places.append(threading.current_thread())
        return {"sum": sum(range(rounds))}

    async def asked():
        answer = answering((Source("sum", source, ("rounds",)),))
        for rounds in (1, 1, 1, 1, 3_000_000, 1):
            await answer("sum", {"rounds": rounds})
        return threading.current_thread()

    loop = run_async(asked())
    assert [place is loop for place in places] == [False, False, True, True, True, False]
