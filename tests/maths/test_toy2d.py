"""Data of the game: masses and densities against SciPy, own points read, refused, scaled and back."""

import numpy as np
import pytest
from scipy import stats

from explainer.maths import toy2d
from explainer.maths.arguments import BadArgument

NAMES = tuple(toy2d.SHAPES)


@pytest.mark.parametrize("name", NAMES)
def test_density_is_scipys_mixture_of_normals_and_its_blur_is_wider(name):
    data = toy2d.cloud(name)
    x = np.random.default_rng(0).uniform(-1, 1, (7, 2))
    for blur in (0.0, 0.1):
        var = data.spread**2 + blur**2
        axes = stats.norm(data.centres[:, None], np.sqrt(var)).logpdf(x)  # (centres, places, 2)
        parts = axes.sum(-1)
        expected = np.logaddexp.reduce(parts, axis=0) - np.log(len(parts))
        np.testing.assert_allclose(data.log_density(x, blur), expected, rtol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_cell_masses_are_those_of_many_samples_and_sum_to_one(name):
    data = toy2d.cloud(name)
    edges = np.linspace(-1.5, 1.5, 13)
    mass = data.cell_mass(edges)
    assert mass.sum() == pytest.approx(1, abs=1e-12)
    x = data.sample(60_000, np.random.default_rng(3))
    count, _, _ = np.histogram2d(x[:, 0], x[:, 1], bins=(edges, edges))
    error = np.sqrt(mass * (1 - mass) / len(x))
    assert (np.abs(count / len(x) - mass) <= 5 * error + 1e-4).all()


def test_what_lies_outside_counts_to_the_outermost_cells():
    data = toy2d.Cloud("far", np.array([[5.0, -5.0], [0.0, 0.0]]), 0.1)
    mass = data.cell_mass(np.linspace(-1, 1, 5))
    assert mass[3, 0] == pytest.approx(0.5, abs=1e-12)


def test_on_the_line_the_mass_is_scipys_normal():
    data = toy2d.Cloud("one", np.array([[0.3]]), 0.2)
    edges = np.array([-2.0, 0.0, 0.5, 2.0])
    cdf = stats.norm(0.3, 0.2).cdf([0.0, 0.5])
    np.testing.assert_allclose(data.cell_mass(edges), [cdf[0], cdf[1] - cdf[0], 1 - cdf[1]], rtol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_samples_have_the_centres_moments_and_the_type_asked_for(name):
    data = toy2d.cloud(name)
    x = data.sample(40_000, np.random.default_rng(1), np.float32)
    assert x.dtype == np.float32 and x.shape == (40_000, 2)
    np.testing.assert_allclose(x.mean(0), data.centres.mean(0), atol=0.015)
    cov = np.cov(data.centres.T, bias=True) + data.spread**2 * np.eye(2)
    np.testing.assert_allclose(np.cov(x.T.astype(float)), cov, atol=0.012)
    assert np.abs(data.centres).max() <= 1


def test_only_blobs_have_modes():
    counts = {n: None if toy2d.cloud(n).modes is None else len(toy2d.cloud(n).modes) for n in NAMES}
    assert {n: c for n, c in counts.items() if c} == {"8-gaussians": 8, "25-gaussians": 25}


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
    data, scaling = toy2d.own_points(text)
    np.testing.assert_allclose(scaling.back(data.centres), [[0, 1], [2, 5], [4, 3]], atol=1e-12)
    assert data.centres.max() == pytest.approx(0.9) and data.centres.min() == pytest.approx(-0.9)
    assert scaling.factor == pytest.approx(0.45) and scaling.middle == (2, 3)
    assert str(scaling) == "3 points, moved by (-2, -3), then scaled by 0.45"


def test_points_far_out_or_tiny_are_scaled_without_losing_their_shape():
    shape = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0]])
    for size in (1e-9, 1e9):
        data, scaling = toy2d.own_points(100 * size + size * shape)
        np.testing.assert_allclose(data.centres, [[-0.9, -0.45], [0.9, -0.45], [-0.9, 0.45]], rtol=1e-9)
        np.testing.assert_allclose(scaling.back(scaling.there([[size, size]])), [[size, size]], rtol=1e-9)


def test_points_on_a_line_are_enough():
    data, _ = toy2d.own_points([[0, 3], [1, 3], [2, 3]])
    np.testing.assert_allclose(data.centres, [[-0.9, 0], [0, 0], [0.9, 0]], atol=1e-12)


@pytest.mark.parametrize(
    ("given", "sentence"),
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
        ("1,2\n" * 500_001, "the text has 2,000,004 characters; allowed are 2,000,000"),
        (np.zeros((1_000_000, 2)), "there are 1,000,000 points; allowed are 3 to 20,000"),
        ([[1, 2, 3]] * 4, r"the points have the shape \(4, 3\)"),
        ([[1, "cat"]] * 4, "the points are no rows of two numbers each"),
        ([1, 2, 3], r"the points have the shape \(3,\)"),
    ],
)
def test_bad_points_are_refused_in_words(given, sentence):
    with pytest.raises(BadArgument, match=sentence) as refused:
        toy2d.own_points(given)
    assert refused.value.argument == "points"


def test_an_unknown_data_set_is_named():
    with pytest.raises(BadArgument, match="the data set is 'cube'; allowed are line, ring"):
        toy2d.cloud("cube")
