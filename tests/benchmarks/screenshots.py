"""The README's pictures, taken from the running app: `python tests/benchmarks/screenshots.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import ROOT
from promises import app

SHOTS = {
    "latent": ("?at=latent&z=-0.05,-1.35", "latent-map"),
    "forward": ("?at=forward&t=250", "forward-figure"),
    "divergence": (
        "?at=divergence&p=0.5*normal(-2, 0.8) %2B 0.5*normal(2, 0.8)&q=normal(0, 2)",
        "divergence-figure",
    ),
}


def main() -> None:
    folder = ROOT / "assets" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with app() as (browser, url, _):
        for name, (query, figure) in SHOTS.items():
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(url + query)
            page.locator(f"#{figure}").scroll_into_view_if_needed()
            page.wait_for_selector(f'#{figure} [data-ready="true"]')
            page.wait_for_timeout(800)
            page.screenshot(path=folder / f"{name}.png")
            page.close()


if __name__ == "__main__":
    main()
