"""Sources: what a visitor gets when a function answers, refuses or breaks."""

import asyncio
import json
import threading
import time

import numpy as np
import pytest
from conftest import run_async

from explainer.kit.asked import FAULT, Source, answered, answering, server_function
from explainer.kit.turns import Lane
from explainer.maths.arguments import BadArgument


def half(x):
    if not isinstance(x, int):
        raise BadArgument("x", f"x is {x!r}; allowed is a whole number")
    return {"half": x / 2, "array": np.arange(2.0)}


def broken(x):
    raise RuntimeError("a secret of the server")


SOURCES = (
    Source("half", half, ("x",)),
    Source("slow", half, ("x",), slow=True),
    Source("broken", broken, ("x",)),
)
ONE = Lane(1)
ASK = server_function(answering(SOURCES))


def ask(name, values):
    return json.loads(run_async(ASK([name, values])).body)


@pytest.mark.parametrize("name", ["half", "slow"])
def test_a_source_answers_with_its_own_keys_alone(name):
    assert ask(name, {"x": 3, "y": "not its business"}) == {"half": 1.5, "array": [0.0, 1.0]}


def test_a_refusal_names_the_control():
    error = ask("half", {"x": "three"})["error"]
    assert error == {"key": "x", "message": "x is 'three'; allowed is a whole number."}
    assert ask("half", {})["error"]["key"] == "x"


def test_a_fault_of_ours_tells_nothing_of_the_server(caplog):
    error = answered(SOURCES[2], {"x": 1})["error"]
    assert "secret" not in json.dumps(error) and error["message"].endswith(".")
    assert "secret" in caplog.text


@pytest.mark.parametrize("key", ["error", "lost", "kept"])
def test_an_answer_cannot_pass_for_a_refusal_by_its_keys(key, caplog):
    told = answered(Source("odd", lambda x: {key: 0.1}, ("x",)), {"x": 1})
    assert told["error"]["message"] == FAULT
    assert key in caplog.text


def test_two_at_once_work_for_a_slow_source_and_the_rest_wait_their_turn():
    pair, lock, busy, most = threading.Barrier(2, timeout=5), threading.Lock(), set(), []

    def meet(x):
        with lock:
            busy.add(x)
            most.append(len(busy))
        pair.wait()  # nobody gets past it alone
        time.sleep(0.02)  # in which a third would come in
        with lock:
            busy.remove(x)
        return {"x": x}

    answer = answering((Source("meet", meet, ("x",), slow=True),))

    async def crowd():
        return await asyncio.gather(*(answer("meet", {"x": x}) for x in range(6)))

    assert [told["x"] for told in run_async(crowd())] == list(range(6)) and max(most) == 2


def test_what_comes_with_an_upload_keeps_nobody_else_waiting():
    done = threading.Event()

    def wait(x, upload):
        return {"waited": done.wait(5)} if upload else {"x": x, "first": done.set()}

    answer = answering(
        (Source("wait", wait, ("x", "upload"), slow=True, only={"upload": ("x", "own")}, lane=ONE),)
    )

    async def both():
        return await asyncio.gather(answer("wait", {"x": "own", "upload": "file"}), answer("wait", {"x": 1}))

    assert run_async(both()) == [{"waited": True}, {"x": 1, "first": None}]


@pytest.mark.parametrize(
    "question", [5, None, [], ["half"], ["unknown", {}], ["half", 5], ["@keep", {}], [[1], {}]]
)
def test_what_our_page_would_not_ask_is_refused_in_a_sentence(question):
    assert run_async(ASK(question)).status_code == 400


@pytest.mark.parametrize("value", [[1], {"a": 1}, []])
def test_a_value_that_no_control_has_is_refused_beside_the_control(value):
    told = json.loads(run_async(ASK(["half", {"x": value}])).body)
    assert told["error"]["key"] == "x" and "allowed is one value" in told["error"]["message"]
