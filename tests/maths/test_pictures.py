import base64
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explainer.maths import pictures
from explainer.maths.arguments import BadArgument

ROOT = Path(__file__).parents[2]


def encoded(image: Image.Image, kind: str = "PNG", **options) -> str:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return base64.b64encode(buffer.getvalue()).decode()


def halves(mode: str = "RGB", size=(64, 64), left="red", right="blue") -> Image.Image:
    image = Image.new(mode, size, right)
    image.paste(Image.new(mode, (size[0] // 2, size[1]), left), (0, 0))
    return image


@pytest.mark.parametrize("name", pictures.DIGITS | pictures.CLOTHES | pictures.PHOTOGRAPHS)
def test_every_picture_named_ships_in_its_shape(name):
    side, channels = (256, 3) if name.startswith("photo") else (28, 1)
    pixels = pictures.shipped(name)
    assert pixels.shape == (side, side, channels) and pixels.dtype == np.uint8
    assert pixels.std() > 20
    with pytest.raises(ValueError, match="read-only"):
        pixels[0] = 0


def test_an_unknown_picture_is_refused_by_name():
    with pytest.raises(BadArgument, match="'elephant'.*digit-0"):
        pictures.shipped("elephant")
    with pytest.raises(BadArgument):
        pictures.shipped("../../app")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_every_format_named_is_read_upright(kind):
    pixels = pictures.upload(encoded(halves(), kind)).astype(int)
    assert pixels.shape == (256, 256, 3)
    assert pixels[128, 40, 0] > 200 > 60 > pixels[128, 40, 2]
    assert pixels[128, 215, 2] > 200 > 60 > pixels[128, 215, 0]


def test_a_wide_picture_is_cropped_to_its_middle():
    wide = Image.new("RGB", (300, 100), "black")
    wide.paste(Image.new("RGB", (100, 100), "white"), (100, 0))
    assert pictures.upload(encoded(wide))[16:-16, 16:-16].min() > 250


def test_exif_rotation_is_applied():
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down: left and right change sides
    pixels = pictures.upload(encoded(halves(), "JPEG", exif=exif))
    assert pixels[128, 40, 2] > 200 > pixels[128, 40, 0]


def test_cmyk_is_converted():
    pixels = pictures.upload(encoded(halves().convert("CMYK"), "JPEG")).astype(int)
    assert pixels[128, 40, 0] > 180 > 80 > pixels[128, 40, 2]


def test_sixteen_bits_are_scaled_and_not_clipped():
    ramp = np.linspace(0, 65535, 64).astype(np.uint16)
    pixels = pictures.upload(encoded(Image.fromarray(np.tile(ramp, (64, 1)))))
    column = pixels[128, :, 0].astype(int)
    assert abs(column[128] - 128) < 6 and column[0] < 6 and column[-1] > 249


def test_transparent_parts_become_white():
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert pictures.upload(encoded(clear)).min() == 255
    palette = Image.new("P", (64, 64), 0)
    assert pictures.upload(encoded(palette, "GIF", transparency=0)).min() == 255


def test_an_animation_shows_its_first_frame():
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("lime", "red")]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert tuple(pictures.upload(content)[128, 128]) == (0, 255, 0)


def test_bad_files_are_refused_with_what_is_allowed():
    whole = base64.b64decode(encoded(Image.effect_noise((200, 200), 90)))
    cut = base64.b64encode(whole[: len(whole) // 2]).decode()
    bomb = encoded(Image.new("1", (20_000, 20_000)))
    for content, says in [
        (base64.b64encode(b"hello, this is text").decode(), "no picture"),
        ("§", "no picture"),
        ("", "no file"),
        (None, "no file"),
        (cut, "ends early"),
        (encoded(Image.new("RGB", (1, 1))), "1 × 1"),
        (bomb, "more than 178 million pixels; allowed are 8 × 8 up to 60 million"),
        (base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode(), "no picture"),
    ]:
        with pytest.raises(BadArgument, match=says) as caught:
            pictures.upload(content)
        assert caught.value.argument == "upload"


def test_a_drawing_is_set_as_mnist_sets_digits():
    pad = Image.new("RGB", (280, 280), "black")
    pad.paste(Image.new("RGB", (30, 160), "white"), (20, 10))  # a one, far from the middle
    pixels = pictures.drawing(encoded(pad))[..., 0]
    assert pixels.shape == (28, 28) and pixels.max() == 255
    rows, columns = np.nonzero(pixels)
    assert np.ptp(rows) + 1 == 20
    assert abs((pixels * np.indices((28, 28))[0]).sum() / pixels.sum() - 13.5) <= 0.5
    assert abs((pixels * np.indices((28, 28))[1]).sum() / pixels.sum() - 13.5) <= 0.5


def test_an_empty_drawing_is_refused():
    with pytest.raises(BadArgument, match="empty"):
        pictures.drawing(encoded(Image.new("RGB", (280, 280), "black")))


def test_a_picture_of_the_data_set_goes_in_as_it_is():
    for name in ("digit-3", "clothes-bag"):
        shipped = pictures.shipped(name)[..., 0]
        np.testing.assert_allclose(pictures.grey(encoded(Image.fromarray(shipped))), shipped, atol=1e-9)


def test_a_larger_picture_becomes_the_mean_of_its_blocks():
    levels = np.zeros((28, 28), dtype=np.uint8)
    levels[5:20, 9:14] = 255
    large = Image.fromarray(np.kron(levels, np.ones((18, 18), dtype=np.uint8)))
    assert np.abs(pictures.grey(encoded(large)) - levels).mean() < 8
    with pytest.raises(BadArgument):
        pictures.grey(None)


def app1(entries: list[tuple[int, int, bytes]]) -> bytes:
    """An EXIF segment of a JPEG with these (tag, type, value or offset) entries, one value each."""
    directory = len(entries).to_bytes(2, "big")
    for tag, kind, value in entries:
        directory += tag.to_bytes(2, "big") + kind.to_bytes(2, "big") + (1).to_bytes(4, "big") + value
    after = 8 + len(directory) + 4
    body = (
        b"Exif\0\0MM\0*\0\0\0\x08" + directory + b"\0\0\0\0" + (-1).to_bytes(4, "big", signed=True) + b"\0\0\0\0"
    )
    assert after == len(body) - 6 - 8
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def test_a_malformed_exif_tag_does_not_cost_the_picture():
    jpeg = base64.b64decode(encoded(halves(), "JPEG"))
    turned = (0x0112, 3, b"\0\x06\0\0")  # orientation: a quarter to the right
    bad = [
        (0x9204, 10, (8 + 2 + 24 + 4).to_bytes(4, "big")),  # a shutter speed of -1/0
        (0x010F, 11, b"\0\0\0\0"),  # a maker that is a number
        (0x0100, 9, b"\xff\xff\xff\xfe"),  # a negative width
        (0x011A, 2, b"abc\0"),  # a resolution that is a text
    ]
    for entry in bad:
        content = base64.b64encode(jpeg[:2] + app1(sorted([turned, entry])) + jpeg[2:]).decode()
        pixels = pictures.upload(content).astype(int)
        assert pixels[40, 128, 0] > 180 and pixels[215, 128, 2] > 180  # left has become the top


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_as_pillow_turns_it(orientation):
    from PIL import ImageOps

    corner = halves()
    corner.paste("white", (0, 0, 20, 10))
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = encoded(corner, "PNG", exif=exif)
    with Image.open(io.BytesIO(base64.b64decode(content))) as image:
        expected = np.asarray(ImageOps.exif_transpose(image).resize((256, 256), Image.Resampling.LANCZOS))
    np.testing.assert_array_equal(pictures.upload(content), expected)


def test_a_ramp_of_sixteen_bits_keeps_256_levels():
    ramp = np.linspace(0, 65535, 512).astype(np.uint16)
    for kind in ("PNG", "TIFF"):
        pixels = pictures.upload(encoded(Image.fromarray(np.tile(ramp, (512, 1))), kind))
        assert len(np.unique(pixels[128, :, 0])) >= 250
    swapped = Image.fromarray(np.tile(ramp, (512, 1)).astype(">u2"))
    assert swapped.mode == "I;16B" and pictures.upload(encoded(swapped, "TIFF"))[128, 255, 0] > 250


def test_twelve_bits_in_sixteen_are_not_black():
    ramp = np.linspace(0, 4095, 64).astype(np.uint16)
    assert pictures.upload(encoded(Image.fromarray(np.tile(ramp, (64, 1)))))[128, 255, 0] > 250


def test_numbers_that_are_no_grey_levels_are_refused():
    whole = np.full((16, 16), 7, dtype=np.int32)
    real = np.full((16, 16), 0.5, dtype=np.float32)
    assert pictures.upload(encoded(Image.fromarray(real), "TIFF"))[0, 0, 0] == 128
    for pixels, value, says in [
        (real, np.nan, "no numbers"),
        (real, -1, "from -1 to"),
        (whole, -5, "from -5 to"),
    ]:
        pixels = pixels.copy()
        pixels[3, 3] = value
        with pytest.raises(BadArgument, match=says):
            pictures.upload(encoded(Image.fromarray(pixels), "TIFF"))


READ = """
import base64, resource, sys
from explainer.maths import pictures
content = sys.stdin.read()
pictures.upload(content.split()[0])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pictures.upload(content.split()[1])
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    "mode, kind, side",
    [("RGB", "PNG", 4890), ("RGBA", "PNG", 3460), ("I;16", "PNG", 4890), ("LA", "PNG", 3460), ("P", "PNG", 4370),
     ("L", "PNG", 7740), ("RGB", "JPEG", 7740), ("RGB", "WEBP", 2820), ("F", "TIFF", 3460)],
)  # fmt: skip
def test_reading_the_largest_picture_of_a_kind_takes_a_hundred_megabytes_at_most(mode, kind, side):
    if mode == "I;16":
        image = Image.fromarray(np.full((side, side), 40_000, dtype=np.uint16))
    else:
        image = Image.new(mode, (side, side), 1)
    large, small = encoded(image, kind), encoded(image.crop((0, 0, 64, 64)), kind)
    child = subprocess.run(
        [sys.executable, "-c", READ],
        input=f"{small} {large}",
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert int(child.stdout) <= 100


def test_a_picture_that_would_take_more_is_refused_before_it_is_decoded():
    deep = encoded(Image.fromarray(np.zeros((7740, 7740), dtype=np.uint16)))
    with pytest.raises(BadArgument, match="7740 × 7740 pixels; allowed are .* 24 million"):
        pictures.upload(deep)
