import base64
import io

import numpy as np
import pytest
from PIL import Image

from explainer.maths import pictures
from explainer.maths.arguments import BadArgument


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
