"""Toy data: masses, densities and samples against SciPy."""

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


def test_an_unknown_data_set_is_named():
    with pytest.raises(BadArgument, match="the data set is 'cube'; allowed are line, ring"):
        toy2d.cloud("cube")
