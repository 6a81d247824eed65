"""The listing: the pieces of the present stage are lit, in every program, and only they."""

from explainer.kit.listing import listing_data, pieces

TOLD = [[("draw ", "draw"), ("z", "")], [("add", "next")]]
FIRST = pieces("x = mean + noise(x)", [("noise(x)", "draw"), ("x = mean +", "next")])
CODE = [FIRST, *[[("other", "")]] * 60, [("return x", "end")]]

BODY = """
  const answer = given, listeners = [];
  const section = { values: { step: 1 }, answer: (name) => (name === "program" ? answer : undefined) };
  const panel = kit.listing({ section }, { source: "program", at: "step", label: "Two" });
  document.body.replaceChildren(panel.root);
  panel.paint(); // builds the programs
  for (const frame of document.querySelectorAll("pre")) {
    frame.style.cssText = "height: 90px; overflow: auto; position: relative";
    for (const line of frame.children) line.style.display = "block";
  }
  const seen = [];
  for (const step of [1, 2, 3, 99, 1]) {
    section.values.step = step;
    panel.paint();
    const texts = (name) => [...document.querySelectorAll(name)].map((one) => one.textContent);
    const frames = [...document.querySelectorAll("pre")].map((frame) => frame.scrollTop);
    seen.push([texts(".dl-lit"), texts(".dl-now"), texts(".dl-runs")[0], panel.data.stage, frames[1] > 0]);
  }
  return seen;
"""


def test_each_moment_lights_its_pieces_and_their_lines_and_brings_them_into_view(module):
    told = TOLD + [[("done", "end")]]
    answer = listing_data(
        (("Told", told), ("Code", CODE)), ["draw", "next", "end"], ["Drawn.", "Added.", "Done."]
    )
    line = "x = mean + noise(x)"
    draw = [["draw ", "noise(x)"], ["draw z", line], "Drawn.", "draw", False]
    end = [["done", "return x"], ["done", "return x"], "Done.", "end", True]
    seen = module("listing.js", BODY, answer)
    assert seen == [draw, [["add", "x = mean +"], ["add", line], "Added.", "next", False], end, end, draw]


def test_a_panel_without_its_answer_paints_nothing(module):
    body = """const section = { values: { step: 1 }, answer: () => undefined };
      return kit.listing({ section }, { source: "none", at: "step", label: "" }).paint();"""
    assert module("listing.js", body) is False


PICKED = """
  const told = [];
  const section = {
    values: { step: 1 },
    answer: () => given,
    set: (key, value) => { told.push([key, value]); section.values[key] = value; panel.paint(); },
  };
  const panel = kit.listing({ section }, { source: "program", at: "step", label: "Two", picks: true });
  document.body.replaceChildren(panel.root);
  panel.paint();
  const span = (text) => [...document.querySelectorAll("pre span")].find((one) => one.textContent === text);
  span("return x").click();
  const end = { ...panel.data };
  span("x = mean +").dispatchEvent(new PointerEvent("pointerenter", { pointerType: "mouse" }));
  span("return x").dispatchEvent(new PointerEvent("pointerenter", { pointerType: "touch" }));
  return [told, end, panel.data, span("other").classList.contains("dl-pick")];
"""


def test_pointing_at_a_piece_goes_to_its_stage_and_says_its_line(module):
    told = TOLD + [[("done", "end")]]
    answer = listing_data(
        (("Told", told), ("Code", CODE)), ["draw", "next", "end"], ["Drawn.", "Added.", "Done."]
    )
    end, now = {"stage": "end", "term": "end", "line": "62"}, {"stage": "next", "term": "next", "line": "1"}
    assert module("listing.js", PICKED, answer) == [[["step", 3], ["step", 2]], end, now, False]
