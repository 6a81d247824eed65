"""Streams: steps arrive one by one, refusals are the last line, leaving ends the generator."""

import json
import logging

from conftest import run_async

from explainer.kit import stream
from explainer.kit.stream import Stream
from explainer.maths.arguments import BadArgument


class Counter:
    """A generator that tells how far it came and whether it was closed."""

    def __init__(self) -> None:
        self.steps, self.closed = 0, False

    def run(self, n):
        try:
            if n < 0:
                raise BadArgument("n", f"n is {n}; allowed is 0 or more")
            for i in range(n):
                self.steps = i + 1
                yield {"t": i}
            if n == 7:
                raise RuntimeError("a secret of the server")
        finally:
            self.closed = True


async def collect(source, leave_after=None):
    lines = []
    running = source
    async for line in running:
        lines.append(json.loads(line))
        if leave_after is not None and len(lines) >= leave_after:
            await running.aclose()
            break
    return lines


def made(counter):
    return Stream("count", counter.run, ("n",), film="film")


def test_every_step_arrives_in_order_and_the_generator_is_closed():
    counter = Counter()
    lines = run_async(collect(stream.steps(made(counter), {"n": 3})))
    assert lines == [{"state": "started"}, {"t": 0}, {"t": 1}, {"t": 2}]
    assert counter.closed and stream.active() == 0


def test_a_value_that_no_control_has_is_refused_as_it_is_of_a_source(caplog):
    for value in ({"own": 1}, [1]):
        *_, last = run_async(collect(stream.steps(made(Counter()), {"n": value})))
        assert last["error"]["key"] == "n" and "allowed is one value" in last["error"]["message"]
    assert not caplog.records and stream.active() == 0


def test_a_visitor_who_leaves_ends_the_run():
    counter = Counter()
    run_async(collect(stream.steps(made(counter), {"n": 10_000}), leave_after=4))
    assert counter.closed and counter.steps < 10 and stream.active() == 0


def test_a_refusal_is_the_last_line_and_names_the_control():
    counter = Counter()
    last = run_async(collect(stream.steps(made(counter), {"n": -1})))[-1]
    assert last == {"error": {"key": "n", "message": "n is -1; allowed is 0 or more."}}
    assert stream.active() == 0


def test_a_fault_of_ours_tells_nothing(caplog):
    with caplog.at_level(logging.ERROR):
        last = run_async(collect(stream.steps(made(Counter()), {"n": 7})))[-1]
    assert "secret" not in json.dumps(last) and "secret" in caplog.text


def test_who_comes_when_all_places_are_taken_waits_and_is_told_so():
    async def crowd():
        busy = [stream.steps(made(Counter()), {"n": 1000}) for _ in range(stream.RUNNING)]
        for one in busy:
            await anext(one)
            await anext(one)
        late = stream.steps(made(Counter()), {"n": 1})
        seen = [json.loads(await anext(late)) for _ in range(2)]
        for one in busy:
            await one.aclose()
        seen += [json.loads(line) async for line in late]
        return seen

    seen = run_async(crowd())
    assert seen[1]["state"] == "waiting" and seen[-1] == {"t": 0}
    assert stream.active() == 0


def test_a_run_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(stream, "LONGEST", -1.0)
    counter = Counter()
    last = run_async(collect(stream.steps(made(counter), {"n": 1000})))[-1]
    assert "stopped" in last["error"]["message"] and counter.steps == 1 and counter.closed


def test_as_a_response_a_run_gets_its_own_keys_alone_and_its_lines_flow():
    ask = stream.server_function(stream.running((made(Counter()),)))
    response = run_async(ask(["count", {"n": 2, "other": 1}]))
    assert response.media_type == "application/x-ndjson" and response.headers["cache-control"] == "no-store"
    lines = run_async(collect(response.body_iterator))
    assert lines == [{"state": "started"}, {"t": 0}, {"t": 1}]
