"""A visitor's own points: read from text, refused in words, scaled into the square."""

import base64

import numpy as np
import pytest

from explainer.maths import own_points as own_points_module
from explainer.maths.arguments import BadArgument
from explainer.maths.own_points import chosen, own_points


def written(points):
    return "\n".join(f"{x!r},{y!r}" for x, y in points.tolist())


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n0,1\n2,5\n4,3\n",
        "0 1\n2 5\n\n4 3",
        "0;1\n2;5\n4;3",
        "\ufeff# drawn by hand\n0\t1\n2\t5 # the top\n4\t3\n",
        "a;b\r\n0,0;1,0\r\n2,0;5,0\r\n4,0;3,0",
    ],
)
def test_a_table_is_read_whatever_parts_its_columns(text):
    data, scaling = own_points(text)
    np.testing.assert_allclose(
        data.centres / scaling.factor + scaling.middle, [[0, 1], [2, 5], [4, 3]], atol=1e-12
    )
    assert data.centres.max() == pytest.approx(0.9) and data.centres.min() == pytest.approx(-0.9)
    assert scaling.factor == pytest.approx(0.45) and scaling.middle == (2, 3)
    assert str(scaling) == "3 points, moved by (-2, -3), then scaled by 0.45"


def test_points_far_out_or_tiny_are_scaled_without_losing_their_shape():
    shape = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0]])
    for size in (1e-9, 1e9):
        data, scaling = own_points(written(100 * size + size * shape))
        np.testing.assert_allclose(data.centres, [[-0.9, -0.45], [0.9, -0.45], [-0.9, 0.45]], rtol=1e-9)
        there = scaling.apply(np.array([[size, size]]))
        np.testing.assert_allclose(there / scaling.factor + scaling.middle, [[size, size]], rtol=1e-9)


def test_points_on_a_line_are_enough():
    data, _ = own_points("0,3\n1,3\n2,3")
    np.testing.assert_allclose(data.centres, [[-0.9, 0], [0, 0], [0.9, 0]], atol=1e-12)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there are 0 points; allowed are 3 to 20,000"),
        ("1,2\n3,4", "there are 2 points; allowed are 3 to 20,000"),
        ("x,y\nthe,cat\n1,2", "line 2 holds 'the', which is not a number"),
        ("1,2\n3,4\n5,cat", "line 3 holds 'cat', which is not a number"),
        ("1,2\n3,4,5\n6,7", "line 2 has 3 numbers; allowed are two, x and y"),
        ("1\n2\n3", "line 1 has 1 numbers; allowed are two, x and y"),
        ("1,2\n,4\n5,6", "line 2 holds '', which is not a number"),
        ("1,2\nnan,4\n5,6", r"point 2 is \(nan, 4\); allowed are finite numbers within ±1e\+12"),
        ("1,2\n3,1e99\n5,6", r"point 2 is \(3, 1e\+99\)"),
        ("7,7\n7,7\n7,7", r"all 3 points lie at \(7, 7\); they must differ"),
        ("0,0\n0,0\n0,0", r"all 3 points lie at \(0, 0\)"),
        ("1,2\n" * 500_001, "the text has 2,000,004 characters; allowed are at most 2,000,000"),
        ("0 0\n" * 400_000, "there are 400,000 points; allowed are 3 to 20,000"),
    ],
)
def test_bad_points_are_refused_in_words(text, sentence):
    with pytest.raises(BadArgument, match=sentence) as refused:
        own_points(text)
    assert refused.value.argument == "points"


def test_a_long_plain_file_is_read_as_line_by_line():
    rng = np.random.default_rng(5)
    rows = np.concatenate([rng.standard_normal((1500, 2)), [[1e300, -1e-300], [0.1, 1 / 3]]])
    text = "\n".join(f"{x!r}, {y!r}" for x, y in rows.tolist())
    text += "\n\n# a remark\n1,2 # another\n"
    plain = own_points_module._plain(text)
    np.testing.assert_array_equal(plain, own_points_module._line_by_line(text))
    assert len(plain) == 1503


@pytest.mark.parametrize("line", ["x,y", "1;2", "1,2,3", "1", "1,two"])
def test_anything_else_is_left_to_the_reader_that_knows_more(line):
    lines = ["1,2"] * 2000
    assert own_points_module._plain("\n".join([line, *lines])) is None


def test_columns_that_pandas_numbered_have_a_header_and_whole_numbers_have_none():
    points = "5.5,6.5\n6.25,5.75\n4.5,6.0\n5.0,5.5\n"
    scaling = own_points(points)[1]
    same = own_points("0,1\n" + points)[1]
    assert same == scaling and same.count == 4
    assert own_points("0,1\n5,6\n6,5\n4,6\n")[1].count == 4


def test_points_are_read_with_quotes_true_minus_and_in_utf_16():
    text = '"−1.5","2.5"\n"3.5","4.5"\n"0.5","1.0"\n"2.5","0.5"\n'
    encoded = base64.b64encode(text.encode("utf-16")).decode()
    assert chosen("own", encoded)[1] == own_points("-1.5,2.5\n3.5,4.5\n0.5,1.0\n2.5,0.5\n")[1]
