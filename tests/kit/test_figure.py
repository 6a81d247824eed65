"""A figure whose own answer fails: the mistake of an author stops the build, a damaged installation does not."""

import gradio as gr
import pytest

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

    assert built(missing).parts["sources"][0]["initial"] is None
    assert built(lambda: {"x": 1}).parts["sources"][0]["initial"] == {"x": 1}


def test_defaults_that_are_refused_stop_the_build():
    def refused():
        raise BadArgument("x", "x is 1; allowed is 2")

    with pytest.raises(ValueError, match="refuses its own defaults"):
        built(refused)


def test_the_page_s_settings_hold_nothing_that_only_python_can_use():
    config = built(lambda: {"x": 1}).get_config()
    assert "sources" not in config and "<function" not in str(config)
    assert config["props"]["figure"] == "one-figure" and config["elem_id"] == "one-figure"
