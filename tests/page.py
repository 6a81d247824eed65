"""What tests do with a page and packed arrays: list sections, read a canvas, drag, type, unpack an answer."""

import base64
import io

import numpy as np
from PIL import Image

from explainer.kit.pack import DTYPES

# name of a rule → why we cannot mend it: what Gradio draws round the sections
GRADIOS_OWN = {"image-redundant-alt": "the footer's icon"}


def sections() -> list[str]:
    """Names of the app's sections, in the order of the talk."""
    import app

    return [section.name for chapter in app.CHAPTERS for section in chapter.sections]


def unpacked(packed: dict[str, str]) -> np.ndarray:
    """The array of `pack`."""
    flat = np.frombuffer(base64.b64decode(packed["bdata"]), DTYPES[packed["dtype"]])
    return flat.reshape([int(side) for side in packed["shape"].split(",")])


def painted(page, canvas: str, mode: str = "L") -> np.ndarray:
    """What a canvas shows: grey levels (height, width), or (height, width, 3) in the mode "RGB"."""
    url = page.locator(canvas).evaluate("canvas => canvas.toDataURL('image/png')")
    with Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))) as image:
        return np.asarray(image.convert(mode)).astype(int)


def faults(page, but: str = "", rule: str = "") -> dict[str, list[str]]:
    """What axe finds, of any weight, by rule: Gradio's own left out, a rule that broke down counted.

    `but`: a selector of what it need not look at; `rule`: the only one that it is to try.
    """
    from axe_playwright_python.sync_playwright import Axe

    options = {"resultTypes": ["violations", "incomplete"]} | ({"runOnly": [rule]} if rule else {})
    found = Axe().run(page, {"exclude": [[but]]} if but else None, options).response
    broken = [rule for rule in found["incomplete"] if rule.get("error")]
    return {
        rule["id"]: [node["html"][:160] for node in rule["nodes"]]
        for rule in found["violations"] + broken
        if rule["id"] not in GRADIOS_OWN
    }


def take(page, figure: str, name: str) -> None:
    """Choose from the menu of a figure what goes by that name: "PNG", "Copy link" …"""
    share = page.locator(f"{figure} .dl-share")
    standing(share)  # what a run has just said may still move it from under the mouse
    share.click()
    page.locator(f'{figure} [role="menuitem"][aria-label^="{name}:"]').click()


def said(node) -> str:
    """The words of an element, a typeset formula as it was written: "the noise in $x_t$"."""
    return node.evaluate(
        """node => {
          const copy = node.cloneNode(true);
          for (const formula of copy.querySelectorAll(".dl-formula"))
            formula.replaceWith(`$${formula.querySelector("annotation").textContent}$`);
          return copy.textContent;
        }"""
    )


def tiles(pictures: np.ndarray, columns: int = 4) -> np.ndarray:
    """Pictures (n, height, width) side by side in rows, as the page lays them out."""
    n, height, width = pictures.shape
    grid = pictures.reshape(n // columns, columns, height, width).transpose(0, 2, 1, 3)
    return grid.reshape(n // columns * height, columns * width).astype(int)


def drag(page, start: tuple[float, float], across: float, down: float = 0, steps: int = 6) -> None:
    """Press at a point of the screen, move the mouse and let go."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + across, start[1] + down, steps=steps)
    page.mouse.up()


STANDING = """node => new Promise((resolve) => {
  let before = "", still = 0;
  const look = () => {
    const { x, y, width, height } = node.getBoundingClientRect(), now = [x, y, width, height].join();
    still = now === before && width ? still + 1 : 0;
    before = now;
    if (still === 6) resolve({ x, y, width, height });
    else requestAnimationFrame(look);
  };
  look();
})"""


def standing(part) -> dict[str, float]:
    """The place of a part on the screen, as `bounding_box` says it, once nothing moves or resizes it any more."""
    return part.evaluate(STANDING)


def enter(page, box: str, value: object) -> None:
    """Type a value into the box with this id, and confirm it."""
    page.locator(f"#{box}").fill(str(value))
    page.locator(f"#{box}").press("Enter")
