"""A hand on a control, and the moment at which what it asked for is on the screen."""

import time
from collections.abc import Callable

from chromium import calls

FRAMES = """() => {
  window.frames_ = []; window.going_ = true;
  let last = performance.now();
  const tick = (now) => {
    window.frames_.push(now - last);
    last = now;
    if (window.going_) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""

# Chromium hands a page the moves of a mouse at the start of a frame: so do these. A figure writes its
# data attributes in the frame that paints it; a message that is posted then comes when it is painted.
MOVED = """async ([control, figure, key, values, kind]) => {
  const hand = document.querySelector(control);
  const root = document.querySelector(`#${figure} [data-ready]`);
  const { port1, port2 } = new MessageChannel();
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const painted = (before) => new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (root.dataset[key] === before) return;
      watch.disconnect();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(0);
    });
    watch.observe(root, { attributes: true });
  });
  const times = [];
  for (let i = 0; i < values.length; i++) {
    await rest(40);
    await new Promise(requestAnimationFrame);
    const seen = painted(root.dataset[key]), begun = performance.now();
    hand.value = values[i];
    hand.dispatchEvent(new Event(kind, { bubbles: true }));
    const at = await Promise.race([seen, rest(3000)]);
    times.push(at ? at - begun : 3000);
  }
  return times;
}"""


def fresh(browser):
    """A page on a lecturer's screen; `page.asked` is what it asks (`chromium.calls`)."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.asked = calls(page)
    return page


def moved(page, control: str, figure: str, key: str, values: list, kind: str = "input") -> list[float]:
    """Milliseconds from each value set until the figure's `data-key` has changed and is painted."""
    return page.evaluate(MOVED, [control, figure, key, values, kind])


def swept(page, place: Callable[[float], tuple[float, float]], seconds: float = 2.0) -> list[float]:
    """Frame times in ms while a mouse, pressed at `place(0)`, goes along `place(t)`; it stays pressed."""
    page.mouse.move(*place(0))
    page.mouse.down()
    page.evaluate(FRAMES)
    begun = time.perf_counter()
    while (gone := time.perf_counter() - begun) < seconds:
        page.mouse.move(*place(gone))
        time.sleep(0.006)  # a hand moves the mouse at some 125 reports a second
    page.evaluate("window.going_ = false")
    return page.evaluate("window.frames_.slice(2)")


def dragged(page, slider: str, seconds: float = 2.0) -> list[float]:
    """Frame times in ms while a real mouse drags a slider to and fro."""
    box = page.locator(slider).bounding_box()

    def place(gone):
        share = 0.1 + 0.8 * abs((gone / seconds * 2) % 2 - 1)
        return box["x"] + box["width"] * share, box["y"] + box["height"] / 2

    frames = swept(page, place, seconds)
    page.mouse.up()
    return frames
