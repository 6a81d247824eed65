"""Plots in the app: an axis that follows the hand, curves that stay when the address moves, short frames."""

import re

from explainer.variational.hand import answers
from explainer.variational.settings import DATA

TYPED = {control.key: control.value for control in DATA}
FIGURE = "variational-figure"
STAGED = '.dl-staged[data-ready="true"]'


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


def test_a_text_that_follows_the_hand_stands_between_the_legend_and_the_plot(visit):
    """No curve runs below it, and what a longer text once needed stays reserved."""
    one = visit(width=1280, height=720).open("?at=divergence", "divergence-figure")
    one.page.wait_for_selector("#divergence-figure .legend")
    room = """() => [...document.querySelectorAll("#divergence-figure .js-plotly-plot")].slice(1).map((plot) => {
      const legend = plot.querySelector(".legend").getBoundingClientRect();
      return plot.getBoundingClientRect().top + plot._fullLayout._size.t - legend.bottom;
    })"""
    before = one.page.evaluate(room)
    assert len(before) == 2 and all(16 < gap < 40 for gap in before)
    one.page.locator("#divergence-figure .dl-knob").first.press("ArrowRight")
    one.page.wait_for_function("document.querySelector('#divergence-p').value !== 'normal(0, 1)'")
    assert one.page.evaluate(room) == before


GHOST = """() => {
  const canvas = document.querySelectorAll("#divergence-figure .dl-plot-top")[1];
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let inked = 0;
  for (let k = 3; k < pixels.length; k += 4) inked += pixels[k] > 0;
  return inked;
}"""


def test_pinned_curves_stay_behind_the_new_ones_until_they_are_let_go(visit):
    one = visit(width=1280, height=720).open("?at=divergence", "divergence-figure")
    page = one.page
    page.wait_for_selector("#divergence-figure .legend")
    page.keyboard.press("k")
    assert page.locator("#divergence-figure [data-pinned]").count() == 1
    page.locator("#divergence-p").fill("normal(3, 1)")
    one.shows("p", "normal(3, 1)", "divergence-figure")
    page.wait_for_function(
        "document.querySelector('#divergence-figure').querySelector('[aria-busy=true]') === null"
    )
    both = page.evaluate(GHOST)
    page.keyboard.press("Escape")
    page.locator("#divergence-figure h2").click()
    page.keyboard.press("k")
    page.wait_for_function(f"most => ({GHOST})() < 0.8 * most", arg=both)
    assert one.errors == []


# Plotly's drawings take longer than a figure that appears may take of a frame; in which frames they begin
SLOWLY = """() => {
  let frame = 0;
  window.frames_ = [];
  const count = () => requestAnimationFrame(() => ++frame && count());
  count();
  const react = Plotly.react;
  Plotly.react = (...given) => {
    frames_.push(frame);
    const late = performance.now() + 40;
    while (performance.now() < late);
    return react(...given);
  };
}"""


def test_plots_of_a_figure_that_appears_are_drawn_in_frames_of_their_own(visit):
    one = visit(width=1920, height=1080)
    one.page.goto(f"{one.url}?at=forward&view=lecture&figure=schedules")
    one.page.wait_for_selector(f"#forward-schedules {STAGED}")
    one.page.evaluate(SLOWLY)
    one.page.keyboard.press("PageDown")
    one.page.wait_for_selector(f"#forward-densities {STAGED}")
    frames = one.page.evaluate("frames_")
    assert len(frames) >= 2 and len(set(frames)) == len(frames)
    assert one.errors == []
