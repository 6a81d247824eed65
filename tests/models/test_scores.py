"""The scores against closed forms, SciPy and brute force."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from models import scores


def distance(a, b):
    return scores.frechet(scores.gaussian(a), scores.gaussian(b))


def test_frechet_agrees_with_scipys_matrix_root():
    rng = np.random.default_rng(0)
    a = rng.standard_normal((300, 6)) @ rng.standard_normal((6, 6))
    b = rng.standard_normal((400, 6)) @ rng.standard_normal((6, 6)) + 0.5
    s_a, s_b = np.cov(a.T), np.cov(b.T)
    gap = a.mean(0) - b.mean(0)
    expected = gap @ gap + np.trace(s_a + s_b - 2 * np.real(sqrtm(s_a @ s_b)))
    assert distance(a, b) == pytest.approx(expected, rel=1e-8)


def test_frechet_of_a_shifted_and_stretched_gaussian_is_known():
    a = np.random.default_rng(1).standard_normal((5000, 3))
    a = (a - a.mean(0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(a.T))).T
    assert distance(a, a) == pytest.approx(0, abs=1e-9)
    assert distance(a, a + [3, 0, 4]) == pytest.approx(25)
    assert distance(a, 2 * a) == pytest.approx(3)  # Σ (σ_a − σ_b)²


def test_frechet_stands_features_that_never_vary():
    a = np.random.default_rng(2).standard_normal((50, 4))
    a[:, 2] = 1.0
    assert distance(a, a) == pytest.approx(0, abs=1e-6)


def test_the_jackknife_says_how_much_the_distance_scatters():
    """Against 300 fresh sets: of each distance, and of the difference of two made from the same noise."""
    rng, n = np.random.default_rng(4), 500
    mix = rng.standard_normal((5, 5)) / 2
    target = np.zeros(5), np.eye(5)

    def sets():
        z = rng.standard_normal((n, 5))
        return z @ mix, z @ mix + 0.2 + 0.3 * rng.standard_normal((n, 5))

    fresh = np.array([[scores.frechet(scores.gaussian(one), target) for one in sets()] for _ in range(300)])
    errors = np.mean([scores.frechet_errors(sets(), target) for _ in range(4)], 0)
    np.testing.assert_allclose(np.diag(errors), fresh.std(0, ddof=1), rtol=0.2)
    assert errors[0, 1] == errors[1, 0] == pytest.approx((fresh[:, 0] - fresh[:, 1]).std(ddof=1), rel=0.2)


def test_the_error_of_a_share_is_that_of_counts():
    counts = np.random.default_rng(5).binomial(2000, 0.96, 20_000) / 2000
    assert scores.share_error(0.96, 2000) == pytest.approx(counts.std(), rel=0.02)


def test_nearest_is_what_brute_force_finds():
    rng = np.random.default_rng(3)
    x = rng.integers(0, 256, (5, 28, 28)).astype(np.uint8)
    y = rng.integers(0, 256, (40, 28, 28)).astype(np.uint8)
    y[17] = x[2]
    distance, place = scores.nearest(x, y)
    gap = (x[:, None].astype(float) - y[None]) / 255
    table = np.sqrt((gap**2).mean((2, 3)))
    np.testing.assert_array_equal(place, table.argmin(1))
    np.testing.assert_allclose(distance, table.min(1), atol=1e-6)
    assert distance[2] == 0 and place[2] == 17


def test_black_against_white_is_one():
    black, white = np.zeros((1, 28, 28), np.uint8), np.full((1, 28, 28), 255, np.uint8)
    assert scores.nearest(black, white)[0][0] == pytest.approx(1)


def test_a_judges_training_features_are_kept_and_come_back(empty):
    features = np.random.default_rng(4).standard_normal((30, 5))
    scores.remember("classifier-mnist", features)
    mean, cov = scores.reference("classifier-mnist")
    np.testing.assert_array_equal(mean, features.mean(0))
    np.testing.assert_array_equal(cov, np.cov(features.T))
    with pytest.raises(ValueError, match="features of classifier-fashion can't be read"):
        scores.reference("classifier-fashion")
