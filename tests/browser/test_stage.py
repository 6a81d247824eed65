"""Every figure on its screen: panels and slider inside the window, at the sizes of halls, laptops and phones."""

import pytest
from page import sections, standing

SIZES = [(1920, 1080), (1366, 768), (1280, 720), (1024, 768), (390, 844), (844, 390)]
# where each part of the figure that fills the window ends, the slider's upper edge, and what is too wide
MEASURE = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let now, before, i = 0; i < 100; i++, before = now) {
    for (let k = 0; k < 3; k++) await frame();
    now = JSON.stringify(measure());
    if (now === before) return JSON.parse(now); // Plotly follows the panel's size in the next frames
  }
  return measure();

  function measure() {
    const size = (node) => parseFloat(getComputedStyle(node).fontSize);
    const root = [...document.querySelectorAll(".dl-staged")].find((one) => one.clientWidth);
    const box = (node) => node.getBoundingClientRect();
    const seen = (nodes) => [...nodes].filter((node) => node.getClientRects().length);
    const beside = ".dl-numbers, .dl-leads, .dl-listing";
    const panels = seen(root.querySelectorAll(".dl-panels > *"));
    const pictures = panels.filter((panel) => !panel.matches(beside));
    const docks = seen([root.querySelector(".dl-dock"), document.getElementById("dock")].filter(Boolean));
    return {
      name: document.documentElement.dataset.figure,
      title: box(root.querySelector("h2")).top,
      low: pictures.length ? Math.max(...pictures.map((panel) => box(panel).bottom)) : 0,
      dock: docks.length ? [box(docks[0]).top, box(docks.at(-1)).bottom] : [innerHeight, innerHeight],
      wide: root.scrollWidth - root.clientWidth,
      type: size(root),
      small: seen(root.querySelectorAll("svg text, .dl-table td, .dl-caption, .dl-label"))
        .filter((node) => size(node) < size(root) - 0.5)
        .map((node) => node.textContent),
    };
  }
}"""
READY = '.dl-staged[data-ready="true"]:visible'


def misfits(one, width: int, height: int) -> list:
    """What is wrong with the figure that fills the window, once it has had time to fit."""
    one.page.wait_for_selector(READY)
    for _ in range(20):
        if not (found := measured(one, width, height)):
            break
        one.page.wait_for_timeout(100)
    return found


def measured(one, width: int, height: int) -> list:
    found = one.page.evaluate(MEASURE)
    wrong = {
        "title": found["title"] < 0,
        "panels": width > height and found["low"] > found["dock"][0] + 8,
        "slider": found["dock"][1] > height + 1,
        "wide": found["wide"] > 1,
        "type": bool(found["small"] and height >= 720) or found["type"] < {1080: 24, 720: 18}.get(height, 14),
    }
    return [(found["name"], word, found) for word, is_wrong in wrong.items() if is_wrong]


@pytest.mark.parametrize("section", sections())
def test_every_figure_of_the_lecture_view_fits_the_window(visit, section):
    """At each size, which the window takes while the figure is open: opened at it, a figure is no different."""
    one = visit()
    one.page.goto(f"{one.url}?at={section}&view=lecture")
    one.page.wait_for_selector(f'[data-section="{section}"]{READY}')
    count = one.page.locator(f'[data-section="{section}"]').count()
    wrong = []
    for i in range(count):
        for width, height in SIZES:
            one.page.set_viewport_size({"width": width, "height": height})
            wrong += [(width, height, *misfit) for misfit in misfits(one, width, height)]
        if i < count - 1:
            before = one.page.evaluate("document.documentElement.dataset.figure")
            one.page.keyboard.press("PageDown")
            one.page.wait_for_function("name => document.documentElement.dataset.figure !== name", arg=before)
    assert wrong == []


@pytest.mark.parametrize("figure", ["autoencoder-map", "gan-figure", "forward-figure", "unet-figure"])
def test_full_screen_cuts_nothing(visit, figure):
    one = visit(width=1280, height=720).open(f"?at={figure.split('-')[0]}", figure)
    one.page.locator(f"#{figure} h2").click()
    one.page.keyboard.press("f")
    one.page.wait_for_function("document.fullscreenElement?.matches('.dl-staged')")
    assert misfits(one, 1280, 720) == []


def test_the_address_keeps_the_place(visit):
    one = visit().open("?at=forward&view=lecture")
    one.page.keyboard.press("n")
    one.page.wait_for_function("document.documentElement.dataset.figure === 'schedules'")
    one.page.wait_for_function("location.search.includes('figure=schedules')")
    one.page.reload()
    one.page.wait_for_selector(f"#forward-schedules {READY}")
    assert one.page.locator("#forward-figure").is_hidden()
    one.page.keyboard.press("p")
    one.page.wait_for_selector(f"#forward-figure {READY}")
    one.page.go_back()
    one.page.wait_for_selector(f"#forward-schedules {READY}")
    one.page.go_forward()
    one.page.wait_for_selector(f"#forward-figure {READY}")


def test_keys_work_wherever_the_focus_is_but_not_while_typing(visit):
    one = visit().open("?at=forward")
    page = one.page
    lecture = "document.documentElement.dataset.view === 'lecture'"
    page.locator("#forward-steps").focus()
    page.keyboard.type("l")
    assert not page.evaluate(lecture)
    page.locator("#forward-t").focus()
    page.keyboard.press("l")
    assert page.evaluate(lecture) and "view=lecture" in page.url
    page.locator("h2:visible").click()
    page.keyboard.press("ArrowRight")
    one.shows("t", "251")
    page.keyboard.press("Shift+ArrowLeft")
    one.shows("t", "241")
    page.keyboard.press("r")
    one.shows("t", "250")
    page.keyboard.press("b")
    assert page.locator(".dl-black").is_visible()
    page.keyboard.press("b")
    assert not page.locator(".dl-black").count()
    page.keyboard.press("l")
    assert not page.evaluate(lecture) and "view=" not in page.url


@pytest.mark.parametrize("query", ["?at=forward", "?at=forward&view=lecture"])
def test_nothing_shifts_under_a_drag(visit, query):
    one = visit().open(query)
    one.settled("#forward-t")
    one.page.evaluate(
        """() => {
          window.shift = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value)))
            .observe({ type: "layout-shift" });
        }"""
    )
    box = standing(one.page.locator("#forward-t"))
    y = box["y"] + box["height"] / 2
    one.page.mouse.move(box["x"] + box["width"] / 4, y)
    one.page.mouse.down()
    one.page.mouse.move(box["x"] + box["width"] * 0.9, y, steps=30)
    one.page.mouse.up()
    one.page.wait_for_timeout(100)
    assert one.page.evaluate("shift") == 0


def test_less_motion_plays_stills(visit):
    one = visit(reduced_motion="reduce").open()
    one.page.evaluate(
        """() => {
          window.moves = [];
          const range = document.querySelector("#forward-t");
          const look = () => {
            if (moves.at(-1) !== range.value) moves.push(range.value);
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    one.page.locator("#forward-play").click()
    one.page.wait_for_function("moves.length > 2")
    first, second, third = one.page.evaluate("moves.slice(0, 3).map(Number)")
    assert second - first > 100 and third - second > 100  # an eighth of a pass each, not every frame


DOCK = """() => {
  const seen = (node) => node.getClientRects().length > 0;
  const box = (node) => node.getBoundingClientRect();
  const bar = document.getElementById("dock");
  const keys = [...document.querySelectorAll(".dl-figure :is(input, select)[id]")].filter(seen);
  return {
    low: bar.hidden ? null : box(bar).bottom,
    shown: keys.filter((node) => bar.contains(node)).map((node) => node.id),
    elsewhere: keys.filter((node) => !bar.contains(node)).map((node) => node.id),
    labels: [...bar.querySelectorAll(".dl-label")].filter(seen).map((node) => node.textContent),
  };
}"""


@pytest.mark.parametrize("width, height", [(1280, 720), (390, 844)])
def test_one_dock_carries_what_the_figures_of_a_section_share(visit, width, height):
    one = visit(width=width, height=height).open("?at=forward")
    for figure in ("figure", "schedules", "densities", "jump", "variance", "river"):
        one.ready(f"forward-{figure}")
        one.page.locator(f"#forward-{figure}").evaluate("node => node.scrollIntoView()")
        one.page.wait_for_function("name => document.documentElement.dataset.figure === name", arg=figure)
        found = one.page.evaluate(DOCK)
        assert abs(found["low"] - height) < 1 and "forward-t" in found["shown"]
        assert "Schedule" in found["labels"] and ("Picture" in found["labels"]) == (figure[0] in "fsd")
        assert not [name for name in found["elsewhere"] if name.endswith(("-t", "-schedule", "-picture"))]


def test_a_figure_that_shows_all_t_at_once_has_no_slider(visit):
    one = visit().open("?at=forward&figure=ladder&view=lecture", "forward-ladder")
    found = one.page.evaluate(DOCK)
    assert "forward-t" not in found["shown"] and "forward-schedule" in found["shown"]


def test_the_dock_moves_what_is_read_and_keeps_the_focus(visit):
    one = visit().open("?at=forward")
    one.page.locator("#forward-t").focus()
    one.ready("forward-schedules")
    one.page.locator("#forward-schedules").evaluate("node => node.scrollIntoView()")
    one.page.wait_for_function("document.documentElement.dataset.figure === 'schedules'")
    one.page.keyboard.press("ArrowRight")
    one.shows("t", "251", "forward-schedules")


def test_the_dock_goes_along_to_the_full_screen(visit):
    one = visit().open("?at=forward")
    one.page.locator("#forward-figure h2").click()
    one.page.keyboard.press("f")
    one.page.wait_for_function("document.fullscreenElement?.matches('.dl-staged')")
    assert misfits(one, 1280, 720) == []
    box = standing(one.page.locator("#forward-t"))
    assert box["y"] + box["height"] <= 720
    one.page.locator("#forward-t").press("ArrowRight")
    one.shows("t", "251")


def test_no_text_points_above_or_below_for_a_control(visit):
    """Controls that figures share stand in the dock: nothing is above."""
    import app
    from explainer.kit.figure import Figure

    points = [
        (block.parts["id"], text)
        for block in app.demo.blocks.values()
        if isinstance(block, Figure)
        for text in (
            block.parts["try_this"],
            block.parts["caption"],
            *(c["help"] for c in block.parts["controls"]),
        )
        if " above" in text
        and not any(word in text for word in ("orange above", "above 1", "above 0", "never above"))
    ]
    assert points == []


def test_a_table_that_loses_rows_does_not_move_the_slider(visit):
    one = visit().open("?at=latent", "latent-evidence")
    slider = "document.getElementById('latent-evidence-w_t').getBoundingClientRect().top + scrollY"
    rows = "document.querySelectorAll('#latent-evidence tbody tr').length"
    before, many = one.page.evaluate(slider), one.page.evaluate(rows)
    one.page.locator("#latent-evidence-w_t").fill("1")
    one.page.wait_for_function(f"{rows} < {many}")
    one.page.wait_for_timeout(200)
    assert abs(one.page.evaluate(slider) - before) < 1


def test_both_pictures_bear_the_names_of_their_schedules(visit):
    one = visit().open("?at=forward&schedule=sigmoid", "forward-schedules")
    captions = one.page.locator("#forward-schedules .dl-picture .dl-caption")
    chosen = one.page.locator("#forward-schedule option:checked").inner_text()
    assert captions.all_inner_texts() == [chosen, "Cosine (Improved DDPM)"]


def test_a_slider_without_a_run_says_so(visit):
    one = visit().open("?at=variational", "variational-amortised")
    assert one.page.locator("#variational-amortised-net_t").is_disabled()


@pytest.mark.parametrize(
    "query", ["?at=bound&figure=derivation", "?at=gan&figure=proof", "?at=elbo&figure=figure"]
)
def test_a_derivation_s_lines_grow_with_the_hall_s_screen_and_end_above_the_slider(visit, query):
    one = visit(width=1920, height=1080)
    one.page.goto(f"{one.url}{query}&view=lecture")
    one.page.wait_for_selector(READY)
    one.page.wait_for_function(
        """() => {
          const root = [...document.querySelectorAll(".dl-staged")].find((one) => one.clientWidth);
          const now = root.querySelector(".dl-now .katex"), list = root.querySelector(".dl-steps");
          const slider = root.querySelector(".dl-dock").getBoundingClientRect();
          const size = (node) => parseFloat(getComputedStyle(node).fontSize);
          const above = list.getBoundingClientRect().bottom <= slider.top && slider.bottom < innerHeight;
          return above && size(now) > 1.75 * size(root);
        }"""
    )
