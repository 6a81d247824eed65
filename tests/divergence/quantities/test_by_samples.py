"""Estimates from samples: known truths within the stated error, and their pieces against scipy."""

import numpy as np
import pytest
from scipy import stats

from explainer.divergence.distributions.from_samples import Samples
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities.by_samples import _distance, empirical_wasserstein, knn_kl
from explainer.divergence.quantities.table import calculate


@pytest.fixture(scope="module")
def two():
    rng = np.random.default_rng(1)
    return Samples(rng.normal(0, 1, 4000)), Samples(rng.normal(1, 1, 3000))


def test_k_nearest_neighbour_distances_are_those_of_brute_force():
    rng = np.random.default_rng(2)
    x, y = np.sort(rng.normal(size=60)), np.sort(rng.normal(size=40))
    for k in (1, 3, 5):
        brute = np.sort(np.abs(x[:, None] - y), axis=1)[:, k - 1]
        assert np.array_equal(_distance(x, y, k), brute)


def test_estimates_contain_the_truth_of_two_normals(two):
    t = calculate(*two)
    truth = calculate(distribution("normal(0, 1)"), distribution("normal(1, 1)"))
    for name in ("kl_pq", "kl_qp"):
        methods = {r.method[:4]: r for r in t.results[name]}
        assert set(methods) == {"k-NN", "kern"}
        near = methods["k-NN"]
        assert abs(near.value - 0.5) < 4 * near.error < 0.1
    for name in ("js", "tv", "hellinger"):
        best = t.best(name)
        assert abs(best.value - truth.best(name).value) < 4 * best.error + 0.01
    assert abs(t.best("wasserstein").value - 1) < 4 * t.best("wasserstein").error < 0.2


def test_wasserstein_of_two_samples_is_scipys(two):
    a, b = (s.values for s in two)
    assert empirical_wasserstein(a, b) == pytest.approx(stats.wasserstein_distance(a, b), rel=1e-10)


def test_the_stated_error_shrinks_with_the_sample_as_one_over_root_n():
    rng = np.random.default_rng(3)
    q = distribution("normal(0.5, 1)")
    errors = [
        calculate(Samples(rng.normal(0, 1, n), bandwidth=0.3), q).best("kl_pq").error for n in (300, 30_000)
    ]
    assert 3 < errors[0] / errors[1] < 33


def test_a_sample_is_exactly_zero_from_itself(two):
    t = calculate(two[0], two[0])
    assert t.best("kl_pq").value == 0 and t.best("js").value == 0 and t.best("wasserstein").value == 0


def test_repeated_numbers_leave_only_the_kernel_estimate():
    rng = np.random.default_rng(4)
    p, q = (Samples(rng.poisson(20, 500).astype(float)) for _ in range(2))
    assert knn_kl(p, q) is None
    assert all("kernel" in r.method for r in calculate(p, q).results["kl_pq"])
