"""Nobody's many questions delay another's first; runs come in their order; nobody holds a place unread."""

import asyncio
import json
import threading
import time
from contextlib import aclosing
from types import SimpleNamespace

import anyio
import pytest
from conftest import run_async

from explainer.kit import channel, stream
from explainer.kit.asked import Source, answering
from explainer.kit.stream import Stream
from explainer.kit.turns import HEAVY, Budget, Lane, Line, Shares, Visitor, visitor


async def settled():
    for _ in range(20):
        await asyncio.sleep(0)


def test_visitors_take_turns_however_many_questions_one_of_them_has():
    async def crowd():
        lane, order = Lane(1), []

        async def ask(who, number):
            visitor.set(Visitor(who))
            async with lane.place():
                order.append((who, number))
                await asyncio.sleep(0)

        asked = [("greedy", i) for i in range(50)] + [("one", 0), ("two", 0), ("two", 1)]
        await asyncio.gather(*(ask(*each) for each in asked))
        return order, lane.idle

    order, idle = run_async(crowd())
    assert len(order) == 53 and idle == (1, 1)
    assert order.index(("one", 0)) <= 3 and order.index(("two", 0)) <= 4 and order.index(("two", 1)) <= 6
    assert [number for who, number in order if who == "greedy"] == list(range(50))


def test_many_pages_of_one_address_take_no_more_turns_than_one():
    async def crowd():
        lane, order = Lane(1), []

        async def ask(address, page):
            visitor.set(Visitor(address, page))
            async with lane.place():
                order.append((address, page))
                await asyncio.sleep(0)

        await asyncio.gather(*(ask("crowd", page) for page in range(100)), *(ask("alone", 0) for _ in range(5)))
        return order

    order = run_async(crowd())
    assert sum(address == "alone" for address, _ in order[:11]) == 5  # every second turn
    assert [page for address, page in order if address == "crowd"] == list(range(100))


def test_whose_answers_take_long_waits_in_a_place_of_its_own_until_they_are_short_again():
    async def crowd():
        lane, begun, end = Lane(1), threading.Event(), threading.Event()

        def work(seconds):
            until = time.thread_time() + seconds
            while time.thread_time() < until:
                pass

        def stay():
            begun.set()
            return end.wait(10)

        visitor.set(Visitor("slow", 1))
        await lane.run(work, 1.1 * HEAVY)
        task = asyncio.create_task(lane.run(stay))
        await anyio.to_thread.run_sync(begun.wait)
        visitor.set(Visitor("quick", 1))
        with anyio.fail_after(5):
            await lane.run(work, 0)  # does not wait for the slow one
        held = lane.idle
        end.set()
        await task
        visitor.set(Visitor("slow", 1))
        await lane.run(work, 0)
        async with lane.place():
            return held, lane.idle

    assert run_async(crowd()) == ((1, 0), (0, 1))


def test_an_address_that_has_runs_in_the_line_stands_behind_the_first_ones_of_others():
    async def crowd():
        line, order = Line(1), []

        async def run(address, name):
            visitor.set(Visitor(address))
            async with aclosing(line.wait(1)) as places:
                async for _ in places:
                    pass
            order.append(name)
            await asyncio.sleep(0.001)
            line.leave()

        tasks = [asyncio.create_task(run("greedy", f"g{k}")) for k in range(5)]
        await settled()
        tasks += [asyncio.create_task(run(who, who)) for who in ("a", "b")]
        await asyncio.gather(*tasks)
        return order, line.taken

    assert run_async(crowd()) == (["g0", "g1", "a", "b", "g2", "g3", "g4"], 0)


def test_a_budget_is_held_by_each_alone_and_the_next_waits_for_what_is_given_back():
    async def crowd():
        budget, order = Budget(10), []

        async def hold(who, amount):
            async with budget.of(who, amount):
                order.append((who, amount))
                await asyncio.sleep(0.001 * amount)

        await asyncio.gather(*(hold(*each) for each in (("a", 6), ("a", 5), ("b", 9), ("a", 4), ("a", 50))))
        return order, dict(budget._held)

    order, left = run_async(crowd())
    assert order[:3] == [("a", 6), ("b", 9), ("a", 4)] and set(order[3:]) == {("a", 5), ("a", 50)} and left == {}


def test_whoever_leaves_a_lane_gives_the_turn_on():
    async def crowd():
        lane, order = Lane(1), []

        async def ask(who):
            visitor.set(Visitor(who))
            async with lane.place():
                order.append(who)
                await asyncio.sleep(0.01)

        tasks = [asyncio.create_task(ask(who)) for who in "abcd"]
        await settled()
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        late = asyncio.create_task(ask("e"))
        await late
        return order, lane.idle, len(lane._quick.waiting)

    assert run_async(crowd()) == (["a", "c", "d", "e"], (1, 1), 0)


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
        return lane.idle

    assert run_async(crowd()) == (1, 1)


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
        visitor.set(Visitor("greedy"))
        held = [stream.steps(plain, {}) for _ in range(2)]
        for one in held:
            for _ in range(2):
                await anext(one)
        refused = [json.loads(step) async for step in stream.steps(plain, {})]
        for one in held:
            await one.aclose()
        visitor.set(Visitor("other"))
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
        scope = {"type": "websocket", "headers": [], "query_string": b"", "client": ("visitor", 1), "app": app}
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
