"""The answers that a figure ships: the mistake of an author raises, a damaged installation does not."""

import gradio as gr
import pytest

from explainer.kit import language
from explainer.kit.asked import Source
from explainer.kit.figure import Figure
from explainer.maths.arguments import BadArgument


def built(answer):
    with gr.Blocks():
        sources = [Source("one", answer, (), shipped=True)]
        return Figure("one", "figure", title="", try_this="", panels=[], sources=sources)


def test_a_file_that_is_missing_leaves_the_first_answer_to_be_asked():
    def missing():
        return {"text": open("/nowhere/at/all").read()}

    assert built(missing).opening()["sources"][0]["initial"] is None
    assert built(lambda: {"x": 1}).opening()["sources"][0]["initial"] == {"x": 1}


def test_defaults_that_are_refused_are_the_author_s_mistake():
    def refused():
        raise BadArgument("x", "x is 1; allowed is 2")

    with pytest.raises(ValueError, match="refuses its own defaults"):
        _ = built(refused).opening()


def test_shipped_answers_wait_for_the_first_visitor_and_are_computed_once_in_english():
    asked = []

    def spoken():
        asked.append(language.code())
        return {"title": "Forward"}

    figure = built(spoken)
    assert asked == []
    language.use("pt")
    try:
        assert figure.opening()["sources"][0]["initial"] == {"title": "Forward"}
        assert figure.opening()["sources"][0]["initial"] == {"title": "Forward"}
    finally:
        language.use(None)
    assert asked == ["en"]


def test_the_page_s_settings_hold_nothing_that_only_python_can_use():
    config = built(lambda: {"x": 1}).get_config()
    assert "sources" not in config and "<function" not in str(config)
    assert config["props"]["figure"] == "one-figure" and config["elem_id"] == "one-figure"
