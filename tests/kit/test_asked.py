"""Sources: what a visitor gets when a function answers, refuses or breaks."""

import json
import threading

import numpy as np
import pytest
from conftest import run_async

from explainer.kit.asked import Refused, Source, answered, server_function


def half(x):
    if not isinstance(x, int):
        raise Refused("x", f"x is {x!r}; allowed is a whole number")
    return {"half": x / 2, "array": np.arange(2.0)}


def broken(x):
    raise RuntimeError("a secret of the server")


SOURCES = (
    Source("half", half, ("x",)),
    Source("slow", half, ("x",), slow=True),
    Source("broken", broken, ("x",)),
)
ASK = server_function(SOURCES)


def ask(name, values):
    return json.loads(run_async(ASK([name, values])).body)


@pytest.mark.parametrize("name", ["half", "slow"])
def test_a_source_answers_with_its_own_keys_alone(name):
    assert ask(name, {"x": 3, "y": "not its business"}) == {"half": 1.5, "array": [0.0, 1.0]}


def test_a_refusal_names_the_control():
    error = ask("half", {"x": "three"})["error"]
    assert error == {"key": "x", "message": "X is 'three'; allowed is a whole number."}
    assert ask("half", {})["error"]["key"] == "x"


def test_a_fault_of_ours_tells_nothing_of_the_server(caplog):
    error = answered(SOURCES[2], {"x": 1})["error"]
    assert "secret" not in json.dumps(error) and error["message"].endswith(".")
    assert "secret" in caplog.text


async def lines(questions) -> dict[int, dict]:
    response = await ASK(["@each", questions])
    return dict([json.loads(line) async for line in response.body_iterator])


def test_several_questions_at_once_get_the_answers_that_each_gets_alone():
    questions = [["slow", {"x": 1}], ["half", {"x": 2}], ["half", {"x": "three"}], ["broken", {"x": 1}]]
    told = run_async(lines(questions))
    assert told == {place: ask(*question) for place, question in enumerate(questions)}


def test_a_slow_source_does_not_keep_a_quick_one_waiting():
    release = threading.Event()
    quick = Source("quick", half, ("x",))
    slow = Source("slow", lambda x: {"released": release.wait(5)}, ("x",), slow=True)

    async def first_then_rest():
        response = await server_function((slow, quick))(["@each", [["slow", {}], ["quick", {"x": 1}]]])
        seen = []
        async for line in response.body_iterator:
            seen.append(json.loads(line))
            release.set()
        return seen

    assert [place for place, _ in run_async(first_then_rest())] == [1, 0]
