"""Pictures as arrays: those that ship, and a visitor's own upload or drawing, checked and cropped."""

import base64
import binascii
import io
import warnings
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explainer.maths.arguments import BadArgument

FOLDER = Path(__file__).parents[2] / "assets" / "pictures"
SMALL = 28  # digits and clothes, grey
LARGE = 256  # photographs and uploads, colour
MAX_PIXELS = 60_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

DIGITS = {f"digit-{n}": f"Digit {n}" for n in (0, 2, 3, 5, 7, 8)}
CLOTHES = {
    f"clothes-{name}": f"{name[0].upper()}{name[1:]}"
    for name in ("shirt", "trousers", "dress", "sneaker", "bag", "boot")
}
PHOTOGRAPHS = {"photo-cat": "Cat", "photo-coffee": "Coffee"}


@cache
def shipped(name: str) -> NDArray[np.uint8]:
    """The picture `name` of `assets/pictures`, shape (height, width, channels); BadArgument if unknown."""
    from PIL import Image

    if name not in DIGITS | CLOTHES | PHOTOGRAPHS:
        known = ", ".join([*DIGITS, *CLOTHES, *PHOTOGRAPHS])
        raise BadArgument("picture", f"the picture is {name!r}; allowed are {known}")
    with Image.open(FOLDER / f"{name}.png") as image:
        pixels = np.asarray(image)
    pixels = pixels if pixels.ndim == 3 else pixels[..., None]
    pixels.setflags(write=False)
    return pixels


def upload(content: str | None) -> NDArray[np.uint8]:
    """A visitor's file, base64, as the largest middle square, shape (256, 256, 3).

    Turned by its EXIF tag, transparent parts on white, the first frame of an animation. Nothing is
    stored. BadArgument if it is no picture, ends early, or has too many or too few pixels.
    """
    from PIL import Image, ImageOps

    image = _open(content, "upload")
    if image.mode == "RGB":
        image.draft("RGB", (2 * LARGE, 2 * LARGE))  # a JPEG decodes at a fraction of its size
    image = ImageOps.exif_transpose(_read(image, "upload"))
    square = ImageOps.fit(_as_rgb(image), (LARGE, LARGE), Image.Resampling.LANCZOS)
    return np.asarray(square)


def drawing(content: str | None) -> NDArray[np.uint8]:
    """A white-on-black drawing, base64 PNG, set as MNIST sets its digits, shape (28, 28, 1).

    Scaled into 20×20 and moved so that its centre of mass is the middle. BadArgument if empty.
    """
    from PIL import Image

    image = _read(_open(content, "drawing"), "drawing").convert("L")
    box = image.getbbox()
    if box is None:
        raise BadArgument("drawing", "the drawing is empty; draw a digit first")
    ink = image.crop(box)
    scale = 20 / max(ink.size)
    size = tuple(max(1, round(side * scale)) for side in ink.size)
    ink = np.asarray(ink.resize(size, Image.Resampling.BOX), dtype=np.float64)
    rows, columns = np.indices(ink.shape)
    middle = [float((axis * ink).sum() / ink.sum()) for axis in (rows, columns)]
    top, left = (
        int(np.clip(round(SMALL / 2 - 0.5 - centre), 0, SMALL - side))
        for centre, side in zip(middle, ink.shape, strict=True)
    )
    pixels = np.zeros((SMALL, SMALL, 1), dtype=np.uint8)
    pixels[top : top + ink.shape[0], left : left + ink.shape[1], 0] = ink.round()
    return pixels


def region(content: str | None) -> NDArray[np.bool_]:
    """A brushed region, base64 PNG, white on black and left in its place, shape (28, 28).

    A place belongs to it where a quarter of it is white. BadArgument if it is empty or no picture.
    """
    from PIL import Image

    image = _read(_open(content, "region"), "region").convert("L")
    inside = np.asarray(image.resize((SMALL, SMALL), Image.Resampling.BOX)) >= 64
    if not inside.any():
        raise BadArgument("region", "the region is empty; brush over what is to be filled in")
    return inside


def _open(content: str | None, argument: str):
    from PIL import Image

    allowed = f"allowed is a {', '.join(FORMATS[:-1])} or {FORMATS[-1]} picture"
    if not content:
        missing = {
            "upload": f"no file has been chosen; {allowed}",
            "drawing": "nothing has been drawn yet; draw a digit first",
            "region": "nothing has been brushed yet; brush over what is to be filled in",
        }
        raise BadArgument(argument, missing[argument])
    try:
        data = base64.b64decode(content, validate=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        many = 2 * Image.MAX_IMAGE_PIXELS // 1_000_000  # Pillow opens nothing above, not even for its size
        raise BadArgument(argument, f"the picture has more than {many} million pixels; {_sizes()}") from None
    except (OSError, SyntaxError, ValueError, binascii.Error):
        raise BadArgument(argument, f"the file is no picture that can be read; {allowed}") from None
    width, height = image.size
    if width * height > MAX_PIXELS or min(width, height) < 8:
        raise BadArgument(argument, f"the picture has {width} × {height} pixels; {_sizes()}")
    return image


def _read(image, argument: str):
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError):
        sentence = "the picture ends early or is damaged; choose a whole file"
        raise BadArgument(argument, sentence) from None
    return image


def _as_rgb(image):
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":  # 16 bits and more: Pillow would clip them
        deep = np.asarray(image, dtype=np.float64)
        top = 65535 if image.mode.startswith("I") and deep.max() > 255 else max(deep.max(), 1)
        image = Image.fromarray((deep / top * 255).clip(0, 255).round().astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


def _sizes() -> str:
    return f"allowed are 8 × 8 up to {MAX_PIXELS // 1_000_000} million pixels in all"
