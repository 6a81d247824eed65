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
MAX_BYTES = 96_000_000  # that reading one picture may take
DEPTHS = (255, 1023, 4095, 16383, 65535)  # white at 8, 10, 12, 14 and 16 bits
LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601, as Pillow's "L"
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

    Turned by its EXIF orientation, transparent parts on white, the first frame of an animation. Nothing
    is stored. BadArgument if it is no picture, ends early, or has too many or too few pixels.
    """
    from PIL import Image

    return np.asarray(_square(content).resize((LARGE, LARGE), Image.Resampling.LANCZOS))


def grey(content: str | None) -> NDArray[np.float64]:
    """A visitor's file, base64, as the networks take it: grey levels 0 to 255, shape (28, 28).

    A picture of 28 × 28 pixels is left as it is; any other becomes the mean of its blocks.
    BadArgument as `upload`.
    """
    from PIL import Image

    square = _square(content)
    if square.size != (SMALL, SMALL):
        square = square.resize((LARGE, LARGE), Image.Resampling.LANCZOS).crop((2, 2, 254, 254))
    levels = np.asarray(square, dtype=np.float64) @ LUMA
    block = len(levels) // SMALL
    return levels.reshape(SMALL, block, SMALL, block).mean((1, 3))


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
    most = _most(image)
    if width * height > most or min(width, height) < 8:
        kind = "" if most == MAX_PIXELS else f" for a {image.format} of this kind"
        raise BadArgument(argument, f"the picture has {width} × {height} pixels; {_sizes(most)}{kind}")
    return image


def _read(image, argument: str):
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError):
        sentence = "the picture ends early or is damaged; choose a whole file"
        raise BadArgument(argument, sentence) from None
    return image


def _square(content: str | None):
    """The middle square of an upload as an upright RGB image, at most twice LARGE a side or a little more."""
    from PIL import Image

    image = _open(content, "upload")
    image.draft(None, (2 * LARGE, 2 * LARGE))  # a JPEG decodes at a fraction of its size
    turned = _turn(image)
    image = _read(image, "upload")
    if image.mode in ("1", "P", "PA"):  # neither bits nor indices can be averaged
        image = image.convert("L" if image.mode == "1" else "RGBA" if image.has_transparency_data else "RGB")
    side = min(image.size)
    left, top = ((length - side) // 2 for length in image.size)
    factor = max(1, side // (2 * LARGE))
    if image.mode.startswith("I") or image.mode == "F":
        image = _shallow(np.asarray(image), left, top, side, factor)
    else:
        image = image.reduce(factor, (left, top, left + side, top + side))
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    image = image.convert("RGB")
    return image if turned is None else image.transpose(turned)


def _turn(image):
    """How the EXIF orientation says that the picture is to be turned; None for upright.

    Only this tag is read: writing all others anew, as Pillow's `exif_transpose` does, fails on any that
    is malformed.
    """
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        return turns.get(image.getexif().get(0x0112))
    except Exception:  # a tag that no reader can parse must not cost the picture
        return None


def _shallow(deep: NDArray, left: int, top: int, side: int, factor: int):
    """The square of a picture of more than 8 bits as an 8-bit one: block means, scaled by the depth."""
    from PIL import Image

    low, high = float(deep.min()), float(deep.max())
    if not np.isfinite(low + high):
        raise BadArgument("upload", "the picture has values that are no numbers; allowed are 0 to 65,535")
    if low < 0 or high > DEPTHS[-1]:
        raise BadArgument("upload", f"the picture has values from {low:g} to {high:g}; allowed are 0 to 65,535")
    depths = (1.0, *DEPTHS) if deep.dtype.kind == "f" else DEPTHS
    white = next(depth for depth in depths if high <= depth)
    count = side // factor
    means = np.empty((count, count))
    for row in range(count):  # a row of blocks at a time: the picture is never copied whole
        start = top + row * factor
        rows = deep[start : start + factor, left : left + count * factor]
        means[row] = rows.reshape(factor, count, factor).mean((0, 2), dtype=np.float64)
    return Image.fromarray((means / white * 255).round().astype(np.uint8))


def _most(image) -> int:
    """How many pixels a picture of that kind may have, so that reading it takes MAX_BYTES at most."""
    if image.format in ("JPEG", "MPO") and not image.info.get("progressive"):
        return MAX_PIXELS  # decoded at a fraction of its size
    each = {"1": 2, "L": 1, "P": 5, "PA": 8, "LA": 8, "RGBA": 8, "I": 8, "F": 8}.get(image.mode, 4)
    if image.format in ("JPEG", "MPO"):
        each = 6  # the coefficients of all scans are kept
    if image.format == "WEBP":
        each = 12  # decoded into a buffer of its own, then copied
    return min(MAX_PIXELS, MAX_BYTES // each)


def _sizes(most: int = MAX_PIXELS) -> str:
    return f"allowed are 8 × 8 up to {most // 1_000_000} million pixels in all"
