"""Small pictures of the talks' figures, for the notes: `python tests/benchmarks/stop_pictures.py`."""

import io
import sys
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import ROOT
from PIL import Image
from promises import app

SIZE = (1280, 720)
SMALL = (320, 180)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from app import demo
    from explainer.kit import talks
    from explainer.kit.figure import figures

    stops = {
        talks.picture_file(stop): stop
        for talk in reversed(talks.shipped(talks.known(figures(demo))))
        for stop in reversed(talk.stops)
    }
    talks.PICTURES.mkdir(parents=True, exist_ok=True)
    with app() as (browser, url, _):
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        for file, stop in stops.items():
            query = {"at": stop.at, "figure": stop.figure, **stop.raw, "view": "lecture"}
            page.goto(f"{url}?{urlencode(query)}")
            page.wait_for_selector('.dl-staged[data-ready="true"][aria-busy="false"]:visible')
            page.wait_for_timeout(500)
            Image.open(io.BytesIO(page.screenshot())).convert("RGB").resize(SMALL).save(file, quality=60)


if __name__ == "__main__":
    main()
