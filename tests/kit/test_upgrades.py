"""What the page reaches into beyond public interfaces, on the real page: an upgrade that moves it fails here."""

from pathlib import Path

import gradio
import pytest
from chromium import bring

INSIDE = """async (body) => {
  const base = document.querySelector('link[href*="bundle.js"]').href;
  const load = (file) => import(new URL(file, base).href);
  return await new (Object.getPrototypeOf(async () => {}).constructor)("load", body)(load);
}"""


@pytest.fixture(scope="module")
def page(profile, gallery):
    page = profile.new_page()
    page.goto(gallery)
    bring(page, "gallery-plots")
    yield page
    page.close()


def inside(page, body: str):
    """Run `body` in the page; `load(file)` is one of its modules."""
    return page.evaluate(INSIDE, body)


def test_plotly_s_axes_say_where_their_values_are(page):
    """Oracle: the tick labels that Plotly itself drew for the eye, which stand in the DOM."""
    plot = inside(page, """
      const { drawingOf, isDrawn } = await load("./axes.js");
      const base = document.querySelectorAll("#gallery-plots .dl-plot-base")[1];
      const drawing = drawingOf(base), left = base.getBoundingClientRect().left;
      const ticks = [...base.querySelectorAll(".xtick text")].map((text) => {
        const box = text.getBoundingClientRect();
        return [Number(text.textContent.replace("−", "-")), (box.left + box.right) / 2 - left];
      });
      const x = drawing.axis("xaxis"), y = drawing.axis("yaxis");
      const seen = base.querySelector(".nsewdrag").getBoundingClientRect();
      return {
        ticks: ticks.map(([value, pixel]) => [x.pixel(value), pixel, x.value(pixel), value]),
        size: [drawing.width, drawing.height, base.clientWidth, base.clientHeight],
        plain: [x.start, x.length, x.end - x.start], seen: [seen.left - left, seen.width], span: x.span,
        log: [x.isLog, y.isLog], none: drawing.axis("xaxis9"), same: drawingOf(base).axis("xaxis") === x,
        drawn: [isDrawn(base), isDrawn(document.body), drawingOf(document.body)],
      };""")  # fmt: skip
    assert len(plot["ticks"]) >= 3
    for pixel, seen, value, number in plot["ticks"]:
        assert abs(pixel - seen) < 1.5
        assert value == pytest.approx(number, abs=0.05)
    assert plot["size"][:2] == pytest.approx(plot["size"][2:], abs=1)
    start, length, width = plot["plain"]
    assert [start, length] == pytest.approx(plot["seen"], abs=1.5) and length == pytest.approx(width)
    assert plot["span"][0] < plot["span"][1] and plot["log"] == [False, False]
    assert plot["none"] is None and plot["same"] is True
    assert plot["drawn"] == [True, False, None]


def test_plotly_s_clips_are_named_without_the_address_of_the_page(page):
    assert page.locator("base[href]").count() == 1  # Gradio's, which the first drawing has to pass by
    clips = page.evaluate(
        """() => [...document.querySelectorAll("#gallery-plots [clip-path]")]
          .map((node) => node.getAttribute("clip-path"))"""
    )
    assert clips and all(clip.startswith(("url('#", "url(#")) for clip in clips), clips


def test_gradio_s_settings_name_every_figure_with_its_component(page):
    hosts, components, address = inside(page, """
      const gradio = await load("./gradio.js"), hosts = gradio.hosts();
      const ids = hosts.map(({ id }) => gradio.componentOf(id));
      return [hosts, ids, gradio.socketAddress("channel")];""")  # fmt: skip
    shown = page.eval_on_selector_all(
        ".dl-host", "hosts => hosts.map((host) => host.closest('[id^=gallery]').id)"
    )
    assert [host["id"] for host in hosts] == shown
    assert {host["section"] for host in hosts} == {"gallery"}
    assert len(set(components)) == len(hosts) and all(isinstance(number, int) for number in components)
    assert address.startswith("ws://127.0.0.1:") and address.endswith("/channel")


def test_gradio_s_server_functions_answer_requests(page):
    specs = inside(page, """
      const { callServer, componentOf } = await load("./gradio.js");
      return (await callServer(componentOf("gallery-plots"), "ask", ["@specs", {}])).json();""")  # fmt: skip
    assert specs["gallery-plots"]["section"] == "gallery"


def test_gradio_s_theme_is_a_class_of_the_body(page):
    """As Gradio's settings put it on and off."""
    seen = inside(page, """
      const { isDark, onTheme, theme } = await load("./gradio.js"), seen = [isDark()];
      let calls = 0;
      onTheme(() => calls++);
      document.body.classList.toggle("dark");
      await new Promise((done) => setTimeout(done));
      seen.push(isDark(), theme().split(" ").includes("dark"), calls);
      document.body.classList.toggle("dark");
      return seen;""")  # fmt: skip
    assert seen == [False, True, True, 1]


def test_a_style_sheet_that_styles_all_anew_at_a_class_is_made_light_as_it_comes(page):
    """Gradio's colours of selected code; what else the sheet says stays."""
    assets = Path(gradio.__file__).parent / "templates" / "frontend" / "assets"
    (sheet,) = assets.glob("markdown-code-*.css")
    left = page.evaluate(
        """async (href) => {
          const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
          await new Promise((done, failed) => {
            Object.assign(link, { onload: done, onerror: failed });
            document.head.append(link);
          });
          const rules = [...link.sheet.cssRules].map((rule) => rule.selectorText ?? "");
          link.remove();
          return rules;
        }""",
        f"assets/{sheet.name}",
    )
    assert len(left) > 10
    assert [rule for rule in left if "[class" in rule and "::selection" in rule] == []


def test_no_style_sheet_on_the_real_page_styles_all_anew_at_a_class(visit):
    """Gradio's sheet for code comes with the lessons; once it comes no more, `keepLight` can go."""
    page = visit().open().page
    heavy = page.evaluate(
        """() => [...document.styleSheets]
          .filter((sheet) => sheet.href?.includes("/markdown-code-"))
          .map((sheet) => [...sheet.cssRules].map((rule) => rule.selectorText ?? ""))
          .map((rules) => rules.filter((rule) => /\\[class.*::selection/.test(rule)).length)"""
    )
    assert heavy and set(heavy) == {0}


COUNTED = """(() => {
  const frame = window.requestAnimationFrame;
  window.frames_asked = 0;
  window.requestAnimationFrame = (callback) => (frames_asked++, frame(callback));
})()"""


@pytest.mark.parametrize("query, figure", [("", "home-figure"), ("?at=forward", "forward-figure")])
def test_a_page_at_rest_asks_for_no_frame(visit, query, figure):
    """Gradio's first loader would ask for sixty a second for ever."""
    one = visit()
    one.page.add_init_script(COUNTED)
    one.open(query, figure).settled()
    for _ in range(20):  # Gradio's springs come to rest in seconds
        asked = one.page.evaluate("frames_asked")
        one.page.wait_for_timeout(500)
        if one.page.evaluate("frames_asked") == asked:
            break
    else:
        raise AssertionError("it never rests")
    assert asked > 10


def test_what_asks_for_frames_is_the_browser_s_own_once_gradio_s_timer_was_met(visit):
    """Where that comes no more, `rest.js` can go."""
    page = visit().open().page
    assert "[native code]" in page.evaluate("String(window.requestAnimationFrame)")
