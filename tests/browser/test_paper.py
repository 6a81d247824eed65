"""A section on paper: every figure drawn, white, and the page as it was afterwards."""

DRAWN = """() => [...document.querySelectorAll(".dl-host .dl-figure")]
  .filter((root) => root.getClientRects().length)
  .map((root) => [...root.querySelectorAll("canvas.dl-screen")].some((canvas) => canvas.width > 1) ||
    root.querySelectorAll(".dl-plot-base .main-svg, .dl-table td").length > 0)"""


def test_figures_that_were_never_scrolled_to_are_on_the_paper(visit, tmp_path):
    one = visit(dark=True).open("?at=forward")
    one.page.evaluate("window.print = () => { window.printed = true; }")
    assert not all(one.page.evaluate(DRAWN))  # nobody has seen the last ones
    one.page.keyboard.press("Control+p")
    one.page.wait_for_function("window.printed")
    assert all(one.page.evaluate(DRAWN))
    one.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert "dark" not in one.page.evaluate("document.body.className")
    one.page.emulate_media(media="print")
    ground = "getComputedStyle(document.querySelector('#forward-jump .dl-figure')).backgroundColor"
    assert one.page.evaluate(ground) == "rgb(255, 255, 255)"
    width = one.page.locator("#forward-jump .dl-figure").bounding_box()["width"]
    assert width <= 692  # of A4
    one.page.emulate_media(media="screen")
    one.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert "dark" in one.page.evaluate("document.body.className")
    assert one.errors == []
