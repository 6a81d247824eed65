"""Tiles: which row stands nearest, which bytes lie along the axes, and their colours, as page modules."""

import functools

import numpy as np
import pytest

COLOURS = """Object.entries({ ground: "#ffffff", data: "#0072b2", model: "#b35c00" })
  .forEach(([name, colour]) => document.body.style.setProperty(`--dl-${name}`, colour));"""


@pytest.fixture(scope="module")
def tiles(module):
    """`tiles(body, argument)` runs `body` with the exports of tiles.js as `kit` and returns its value."""
    module("tiles.js", COLOURS)
    return functools.partial(module, "tiles.js")


def test_the_nearest_row_is_that_of_numpy(tiles):
    knots = [1, 40, 80, 120]
    wanted = [0, 1, 20, 21, 59, 61, 100.5, 4000]
    rows = tiles("return given[1].map((t) => kit.nearest(given[0], t));", [knots, wanted])
    assert rows == [int(np.abs(np.array(knots) - t).argmin()) for t in wanted]


def test_places_along_the_first_axes_leave_the_pictures_there(tiles):
    table = np.arange(2 * 3 * 4 * 2 * 5).reshape(2, 3, 4, 2, 5) % 251
    got = tiles(
        """const table = Object.assign(Uint8Array.from(given[0]), { shape: given[1] });
        const { bytes, shape } = kit.cut(table, [1, 2]);
        return [[...bytes], shape];""",
        [table.ravel().tolist(), list(table.shape)],
    )
    assert got[1] == [4, 2, 5]
    np.testing.assert_array_equal(got[0], table[1, 2].ravel())


def test_a_path_takes_the_section_s_values_even_those_with_a_dot(module):
    found = module(
        "section.js",
        """const section = kit.section("paths");
        section.values.block = "down.0";
        section.sources.set("atlas", { value: { maps: { "down.0": 7, stem: 8 } } });
        return [section.dig("atlas.maps.{block}"), section.dig("atlas.maps.stem"),
          section.dig("none.maps") === undefined];""",
    )
    assert found == [7, 8, True]


def test_zero_is_the_ground_and_signs_are_the_roles_colours(tiles, module):
    signed = tiles("return [...kit.signedColours()];")
    grey = module("pixels.js", "return [...kit.GREYS];")
    rgb = [np.array([word & 255, word >> 8 & 255, word >> 16 & 255]) for word in signed]
    np.testing.assert_array_equal(rgb[128], [255, 255, 255])
    np.testing.assert_array_equal(rgb[16], [0x00, 0x72, 0xB2])
    np.testing.assert_array_equal(rgb[240], [0xB3, 0x5C, 0x00])
    np.testing.assert_allclose(rgb[184], (255 + np.array([0xB3, 0x5C, 0x00])) / 2, atol=1)
    assert [word & 0xFFFFFF for word in grey] == [0x010101 * byte for byte in range(256)]
