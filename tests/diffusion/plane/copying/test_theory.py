"""Copies: distances against plain NumPy, chance against its closed form, the exact denoiser on its points."""

import numpy as np
import pytest

from explainer.diffusion.plane.copying import answers, theory


def test_nearness_is_that_of_all_pairs():
    rng = np.random.default_rng(0)
    x, points = rng.standard_normal((200, 2)), rng.standard_normal((7, 2))
    gaps = np.sort(np.linalg.norm(x[:, None] - points, axis=2), axis=1)
    found = theory.nearness(x, points)
    np.testing.assert_allclose(found.nearest, gaps[:, 0])
    assert found.copied == np.mean(3 * gaps[:, 0] < gaps[:, 1])


def test_even_points_are_copies_by_chance_as_often_as_stated():
    rng = np.random.default_rng(1)
    points = rng.uniform(-1, 1, (40_000, 2))
    x = rng.uniform(-0.9, 0.9, (20_000, 2))
    share = theory.nearness(x, points).copied
    assert share == pytest.approx(theory.CHANCE, abs=4 * np.sqrt(0.1 / 20_000) + 0.003)


@pytest.mark.parametrize("count", [3, 50, 500])
def test_the_exact_denoiser_can_only_give_its_points_back_and_all_of_them(count):
    points = theory.training_set("moons", count)
    found = theory.nearness(theory.made_exactly(points), points)
    assert found.copied > 0.97 and np.median(found.nearest) < 1e-4
    if count == 3:
        from scipy.spatial import cKDTree

        picked = cKDTree(points).query(theory.made_exactly(points))[1]
        assert set(picked) == {0, 1, 2}


def test_a_network_learns_three_points_by_heart_and_not_two_hundred():
    for count, low, high in ((3, 0.6, 1.0), (200, 0.0, 0.25)):
        points = theory.training_set("moons", count)
        made = theory.made_by_network(points, 64, steps=3000, count=400)
        assert low <= theory.nearness(made, points).copied <= high


def test_where_copying_stops_is_read_from_the_end():
    chance = [0.1] * 5
    assert theory.stops_at((3, 5, 10, 20, 50), [0.9, 0.1, 0.5, 0.12, 0.1], chance) == 20
    assert theory.stops_at((3, 5, 10, 20, 50), [0.9] * 5, chance) is None


def test_the_shipped_networks_copy_few_points_and_none_of_many_and_wider_ones_copy_more():
    made, fresh = answers._known()
    for width, found in made.items():
        shares = [one.copied for one in found]
        assert shares[0] > 0.8 and shares[-1] < 1.5 * fresh[-1].copied, width
    at = theory.COUNTS.index(20)
    assert made[16][at].copied < made[64][at].copied < made[128][at].copied
    told = answers.copies("64")
    assert told["stops"] in theory.COUNTS[3:7]
    assert answers.distances("64", 3)["copied"] > 0.8


def test_a_count_between_the_stops_is_refused():
    with pytest.raises(ValueError, match="allowed are 3, 5"):
        answers.distances("64", 4)
