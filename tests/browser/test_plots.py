"""Plots in the app: an axis that follows the hand, curves that stay when the address moves."""

import re

from explainer.variational.hand import answers
from explainer.variational.settings import DATA

TYPED = {control.key: control.value for control in DATA}
FIGURE = "variational-figure"


def hero(visit):
    one = visit().open("?at=variational", FIGURE)
    one.page.wait_for_function("document.querySelectorAll('#variational-figure .dl-knob').length >= 3")
    return one


def bars(one):
    """Python's bars for the q that the figure shows."""
    told = one.data(FIGURE)
    values = TYPED | {"model": told["model"]}
    return answers.q(told["family"], float(told["qMean"]), float(told["qStd"]), **values)["bars_figure"]


def test_an_axis_that_follows_the_hand_is_moved_and_its_plot_is_not_drawn_anew(visit):
    one = hero(visit)
    one.page.evaluate(
        """() => { window.done_ = []; for (const name of ["react", "relayout"]) {
             const was = Plotly[name];
             Plotly[name] = (base, ...rest) => {
               if (base._context) window.done_.push(name);  // not a plot's first drawing
               return was(base, ...rest);
             };
        } }"""
    )
    before = bars(one)
    one.page.locator("#variational-q-mean").fill("1")
    one.shows("q-mean", "1", FIGURE)
    figure = bars(one)
    assert figure["key"] != before["key"]
    one.page.wait_for_function(
        """([low, high]) => [...document.querySelectorAll("#variational-figure .js-plotly-plot")].some((plot) => {
             const [from, to] = plot._fullLayout.yaxis.range;
             return Math.abs(from - low) + Math.abs(to - high) < 1e-9;
           })""",
        arg=figure["layout"]["yaxis"]["range"],
    )
    assert one.page.evaluate("window.done_") == ["relayout"]
    one.page.emulate_media(color_scheme="dark")  # other colours: another drawing
    one.page.wait_for_function("window.done_.includes('react')")
    assert one.errors == []


def test_plots_keep_their_curves_when_the_address_moves(visit):
    one = hero(visit)
    one.page.select_option("#variational-model", "clusters")
    one.page.wait_for_function("location.search.includes('clusters')")
    one.page.set_viewport_size({"width": 1100, "height": 800})
    one.ready(FIGURE)
    clips = one.page.eval_on_selector_all(
        "#variational-figure [clip-path]", "nodes => nodes.map(node => node.getAttribute('clip-path'))"
    )
    assert clips and all(re.fullmatch(r"url\(['\"]?#[\w-]+['\"]?\)", clip) for clip in clips)
