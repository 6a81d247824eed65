"""Every source of the section at the defaults of its controls."""

import json

import orjson
import pytest

from explainer.divergence.calculator import answers as calculator
from explainer.divergence.lessons import answers as lessons


@pytest.mark.parametrize("name", [*calculator.SOURCES, *lessons.SOURCES])
def test_every_answer_is_json_that_a_browser_reads(ask, name):
    answer = ask(name)
    assert "error" not in answer
    text = orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY).decode()
    assert json.loads(text)
