"""Paths: where they begin and end, how evenly they go, and that one without length is refused."""

import numpy as np
import pytest

from explainer.maths.arguments import BadArgument
from explainer.vae import paths


def test_ways_begin_and_end_where_they_should():
    a, b = np.array([1.0, 2.0]), np.array([-3.0, 0.5])
    for way in (paths.straight(a, b), paths.spherical(a, b), paths.along(np.array([a, [0, 0], b]))):
        assert way.shape == (101, 2)
        np.testing.assert_allclose(way[[0, -1]], [a, b], atol=1e-12)
    lengths = np.linalg.norm(np.diff(paths.along(np.array([a, [0, 0], b]), 1001), axis=0), axis=1)
    assert np.ptp(np.sort(lengths)[1:]) < 1e-9  # but for the one step round the corner
    middle = paths.straight(a, b)[50]
    np.testing.assert_allclose(middle, (a + b) / 2)


def test_the_spherical_way_turns_evenly_and_keeps_its_radius():
    way = paths.spherical(np.array([2.0, 0.0]), np.array([0.0, 2.0]))
    np.testing.assert_allclose(np.linalg.norm(way, axis=1), 2)
    np.testing.assert_allclose(np.arctan2(way[:, 1], way[:, 0]), np.linspace(0, np.pi / 2, 101), atol=1e-12)
    around = paths.spherical(np.array([1.0, 0.0]), np.array([-1.0, 0.0]))
    np.testing.assert_allclose(np.linalg.norm(around, axis=1), 1)
    assert around[50] == pytest.approx([0, 1])
    np.testing.assert_allclose(paths.spherical(np.zeros(2), np.ones(2)), paths.straight(np.zeros(2), np.ones(2)))


def test_a_path_without_length_is_refused():
    with pytest.raises(BadArgument, match="no length"):
        paths.along(np.ones((3, 2)))
