"""Through a whole talk by its keys, on and back: `python tests/benchmarks/bench_talk.py [NAME] [SECONDS]`.

For each stop the milliseconds from the key until its figure is in place and painted. A lecturer stays at each
stop for SECONDS (2), far less than anybody speaks. Times are of this machine; read the ratios.
"""

import argparse
import sys
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from promises import app, p95, row, table

READY = '.dl-staged[data-ready="true"]:visible'
# ms from the key until the figure of the stop is painted
GONE = """async ([figure, number, key]) => {
  const page = document.documentElement, begun = performance.now();
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const shown = () => document.querySelector(`#${figure} .dl-stage:not([data-ahead]) > .dl-staged`);
  const late = () => performance.now() - begun > 8000;
  document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const stands = () => page.dataset.stop === number && shown()?.clientWidth && shown().dataset.ready === "true";
  while (!stands() && !late()) await frame();
  await frame();
  return late() ? null : performance.now() - begun;
}"""


def through(page, url: str, name: str, seconds: float) -> None:
    page.goto(f"{url}?view=talk&talk={name}")
    page.wait_for_selector(READY)
    page.wait_for_timeout(4000)
    stops = page.evaluate("JSON.parse(document.getElementById('dl-talk').textContent).stops")
    contents = page.evaluate("JSON.parse(document.getElementById('dl-contents').textContent)")
    sections = [section for chapter in contents for section in chapter["sections"]]
    ids = {(one["name"], figure["name"]): figure["id"] for one in sections for figure in one["figures"]}
    on = [(one, (number, two)) for number, (one, two) in enumerate(pairwise(stops), start=2)]
    back = [(two, (number, one)) for number, (one, two) in enumerate(pairwise(stops), start=1)]
    for way, key, steps in (("next", "PageDown", on), ("previous", "PageUp", reversed(back))):
        times: dict[str, list[float]] = {"same figure": [], "same section": [], "another section": []}
        for before, (number, stop) in steps:
            where = (stop["at"], stop["figure"])
            same = (stop["at"] == before["at"]) + (where == (before["at"], before["figure"]))
            kind = ("another section", "same section", "same figure")[same]
            took = page.evaluate(GONE, [ids[where], str(number), key])
            if took is None:
                raise RuntimeError(f"stop {number}, {where}, did not come in 8 s")
            times[kind].append(took)
            if took > 150:
                print(f"  stop {number}, {' '.join(where)} ({kind}): {took:.0f} ms", flush=True)
            page.wait_for_timeout(1000 * seconds)
        for kind, taken in times.items():
            if taken:
                said = f"p95 {p95(taken):.0f}, max {max(taken):.0f} ms of {len(taken)}"
                row(f"{name}: to the {way} stop, {kind}", said, "≤ 150 ms", max(taken) <= 150)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="talk", help="of a talk in assets/talks")
    parser.add_argument("seconds", nargs="?", type=float, default=2.0, help="at each stop")
    asked = parser.parse_args()
    with app() as (browser, url, _):
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        through(page, url, asked.name, asked.seconds)
    table()


if __name__ == "__main__":
    main()
