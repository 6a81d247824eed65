"""Atlas, map and their controls as modules: the bytes, the blend, the places, what is allowed."""

import zlib

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from explainer.kit.atlas import atlas_data, map_data
from explainer.kit.pack import pack

RNG = np.random.default_rng(0)


def test_an_atlas_is_inflated_summed_and_blended_as_scipy_does(module):
    xs, ys = np.sort(RNG.normal(size=6)), np.sort(RNG.normal(size=4))
    pictures = RNG.integers(0, 256, (4, 6, 28, 28)).astype(np.uint8)
    steps = np.diff(pictures, axis=1, prepend=np.zeros_like(pictures[:, :1]))
    deflated = np.frombuffer(zlib.compress(steps.tobytes()), np.uint8)
    z = np.stack([RNG.uniform(xs[0], xs[-1], 20), RNG.uniform(ys[0], ys[-1], 20)], -1).astype("<f4")
    z[0] = 99, -99  # outside: the nearest place on the edge
    shown = module(
        "atlas.js",
        """
        const { unpackAll } = await import("/codec.js");
        const { answer, z } = unpackAll(given);
        const atlas = await new Promise((done) => {
          const look = () => done(kit.opened(answer, look));
          kit.opened(answer, look);
        });
        const out = new Float32Array(784), all = [];
        for (let i = 0; i < z.length; i += 2) {
          kit.blend(out, atlas, z[i], z[i + 1]);
          all.push([...out]);
        }
        return all;
        """,
        {"answer": atlas_data("net", xs, ys, deflated), "z": pack(z)},
    )
    xs, ys = (axis.astype("<f4").astype(float) for axis in (xs, ys))
    inside = np.clip(z.astype(float), [xs[0], ys[0]], [xs[-1], ys[-1]])
    other = RegularGridInterpolator((ys, xs), pictures.astype(float))(inside[:, ::-1]).reshape(20, 784)
    np.testing.assert_allclose(shown, other, atol=1e-3)


def test_a_map_puts_places_where_they_belong_and_back(module):
    px, py, x, y, radius = module(
        "ground.js",
        "const v = kit.frame([-2, 0], [2, 4], 400); return [v.px(1), v.py(1), v.x(300), v.y(300), v.radius(1)];",
    )
    assert (px, py, x, y, radius) == (300, 300, 1, 1, 100)


def test_a_table_of_points_gives_the_row_of_a_value(module):
    table = RNG.normal(size=(3, 4, 2))
    body = """
      const { unpackAll } = await import("/codec.js");
      const { table, values } = unpackAll(given);
      return [...kit.rowOf(table, values, 0.1)];
    """
    row = module("ground.js", body, {"table": pack(table), "values": pack([10, 0.1, 1])})
    np.testing.assert_allclose(row, table[1].ravel().astype("<f4"))


def test_pairs_are_read_and_written_alike(module):
    body = "return [kit.pairOf('0.5,-1.2'), kit.pairOf('a,1'), kit.pairOf('1'), kit.pairText([0.12345, -2])];"
    assert module("atlas.js", body) == [[0.5, -1.2], None, None, "0.123,-2"]


PAIR = {"type": "pair", "label": "z", "minimum": -5, "maximum": 5}
STOPS = {"type": "stops", "label": "β", "stops": [0.1, 1, 10]}


@pytest.mark.parametrize(
    ("control", "raw", "value"),
    [(PAIR, "0.5,-1.2", "0.5,-1.2"), (PAIR, "(0.5; -1.2)", "0.5,-1.2"), (PAIR, " 1 2 ", "1,2"),
     (STOPS, "0.1", 0.1)],
)  # fmt: skip
def test_pairs_and_stops_that_are_allowed_are_taken(module, control, raw, value):
    assert module("check.js", "return kit.check(given[0], given[1], {});", [control, raw]) == {"value": value}


@pytest.mark.parametrize(
    ("control", "raw", "says"),
    [(PAIR, "9,9", "two numbers from -5 to 5"), (PAIR, "NaN,0", "“NaN,0”"), (PAIR, "1", "“1”"),
     (PAIR, "1,2,3", "1,2,3"), (PAIR, "", "two numbers"), (STOPS, "2", "0.1, 1, 10"), (STOPS, "", "0.1, 1, 10")],
)  # fmt: skip
def test_pairs_and_stops_that_are_not_are_named(module, control, raw, says):
    verdict = module("check.js", "return kit.check(given[0], given[1], {});", [control, raw])
    assert says in verdict["error"]


def test_a_density_is_sent_by_its_square_root():
    density = np.array([[0.0, 0.25], [1.0, 0.04]])
    sent = map_data((0, 0), (1, 1), np.zeros((1, 2)), [0], ["a"], ["a"], np.zeros((1, 2)), density)["density"]
    assert sent == pack([[0, 128], [255, 51]], "u1")
