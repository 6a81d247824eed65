"""Estimates from samples: what is stated holds, what can't be known is not, and the pieces against scipy."""

from math import inf, isnan

import numpy as np
import pytest
from scipy import spatial, special, stats

from explainer.divergence.distributions.from_samples import Samples
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities.by_samples import (
    _distance,
    _from_law,
    _redrawn,
    empirical_wasserstein,
    entropy_terms,
    knn_kl,
)
from explainer.divergence.quantities.table import NAMES, calculate


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


def test_the_entropy_s_terms_are_those_of_a_tree_of_neighbours():
    x = np.sort(np.random.default_rng(6).gamma(2, size=300))
    for k, terms in zip((3, 8), entropy_terms(x), strict=True):
        reach = spatial.cKDTree(x[:, None]).query(x[:, None], k + 1)[0][:, k]
        expected = special.digamma(300) - special.digamma(k) + np.log(2 * reach)
        np.testing.assert_allclose(terms, expected, rtol=1e-12)


LAWS = (
    ("normal(0, 1)", lambda rng, n: rng.normal(0, 1, n), stats.norm()),
    ("uniform(0, 1)", lambda rng, n: rng.uniform(0, 1, n), stats.uniform()),
    ("exponential(1)", lambda rng, n: rng.exponential(1, n), stats.expon()),
    ("student_t(4)", lambda rng, n: rng.standard_t(4, n), stats.t(4)),
)


@pytest.mark.parametrize(("text", "draw", "law"), LAWS)
@pytest.mark.parametrize("n", [50, 2000])
def test_of_100_stated_intervals_at_least_90_hold(text, draw, law, n):
    q = distribution("student_t(3, 0.5, 2)")
    other = stats.t(3, 0.5, 2)
    levels = (np.arange(200_000) + 0.5) / 200_000
    at = law.ppf(levels)
    truth = {"entropy_p": law.entropy(), "cross_entropy_pq": -other.logpdf(at).mean()}
    truth["kl_pq"] = truth["cross_entropy_pq"] - truth["entropy_p"]
    truth["wasserstein"] = float(np.abs(at - other.ppf(levels)).mean())
    tries = 100 if n < 100 else 40
    held, stated = dict.fromkeys(truth, 0), dict.fromkeys(truth, 0)
    for seed in range(tries):
        table = calculate(Samples(draw(np.random.default_rng(seed), n)), q)
        for name, value in truth.items():
            best = table.best(name)
            assert best.sampled
            if isnan(best.error):
                continue
            assert best.error < 1.5
            stated[name] += 1
            held[name] += abs(best.value - value) <= best.error + 2e-3
    assert min(stated.values()) > 0.6 * tries
    assert all(held[name] >= 0.9 * stated[name] for name in truth), (held, stated)


def test_what_smoothing_and_tails_decide_has_no_error(two):
    always = {"wasserstein", "entropy_p", "entropy_q"}
    for q, more in ((two[1], set()), (distribution("normal(0, 1)"), {"cross_entropy_pq", "kl_pq"})):
        table = calculate(two[0], q)
        assert {name for name in NAMES if not isnan(table.best(name).error)} == always | more


def test_a_mixture_with_a_sample_in_it_is_no_more_certain(two):
    part = distribution("0.5*samples(upload) + 0.5*normal(0, 1)", lambda _: two[0])
    table = calculate(part, distribution("normal(0, 1)"))
    assert all(isnan(table.best(name).error) for name in NAMES if name != "entropy_q")
    assert table.best("entropy_q").error < 1e-10


def test_numbers_within_a_bounded_law_are_not_told_to_be_infinitely_far_from_it():
    rng = np.random.default_rng(5)
    for text, numbers in (("uniform(0, 1)", rng.uniform(0, 1, 500)), ("exponential(1)", rng.exponential(1, 500))):
        best = calculate(Samples(numbers), distribution(text)).best("kl_pq")
        assert 0 <= best.value < 0.1 and best.error < 0.2
        beyond = calculate(Samples(np.append(numbers, -0.25)), distribution(text)).best("kl_pq")
        assert beyond.value == inf
        assert beyond.why == "1 of the 501 numbers of p lie where q is 0, such as -0.25"


def test_the_tails_of_a_sample_s_law_are_said_to_be_unknown():
    sample = Samples(np.random.default_rng(7).normal(0, 1, 400))
    table = calculate(distribution("cauchy(0, 1)"), sample)
    for name in ("kl_pq", "wasserstein", "cross_entropy_pq"):
        assert isnan(table.best(name).value) and "tails" in table.best(name).why
    wild = np.append(np.random.default_rng(8).normal(0, 1, 400), 60)  # one number is nearly all of the mean
    table = calculate(Samples(wild), distribution("normal(0, 1)"))
    assert isnan(table.best("kl_pq").error) and isnan(table.best("cross_entropy_pq").error)


def test_a_number_on_a_pole_leaves_the_mean_untold():
    numbers = np.append(np.random.default_rng(3).gamma(0.3, size=200), 0.0)
    table = calculate(Samples(numbers), distribution("gamma(0.3, 1)"))
    assert all(isnan(table.best(name).error) for name in ("kl_pq", "cross_entropy_pq"))


def test_few_or_repeated_numbers_have_no_interval():
    rng = np.random.default_rng(9)
    few = calculate(Samples(rng.normal(0, 1, 20)), distribution("normal(0, 1)"))
    repeated = calculate(Samples(rng.normal(0, 1, 500).round(1)), distribution("normal(0, 1)"))
    for name in ("kl_pq", "entropy_p"):
        assert isnan(few.best(name).error) and isnan(repeated.best(name).error)
    assert isnan(few.best("wasserstein").error)


def test_the_neighbours_divergence_is_near_the_truth_and_never_below_0(two):
    assert knn_kl(*two) == pytest.approx(0.5, abs=0.06)
    rng = np.random.default_rng(2)
    near = [Samples(rng.standard_normal(n)) for n in (100, 80)]  # their estimate itself falls to −0.13
    assert knn_kl(*near) == 0
    assert all(way.value >= 0 for way in calculate(*near).results["kl_pq"])


def test_many_numbers_are_thinned_without_a_bias():
    rng = np.random.default_rng(10)
    p, q = Samples(rng.normal(0, 1, 450_000)), Samples(rng.normal(1, 1, 450_000))
    assert knn_kl(p, q) == pytest.approx(0.5, abs=0.01)
    table = calculate(p, distribution("normal(1, 1)"))
    for name, truth in (("kl_pq", 0.5), ("entropy_p", stats.norm.entropy())):
        assert abs(table.best(name).value - truth) < table.best(name).error < 0.02


def test_of_two_ways_without_an_interval_the_one_that_sees_tails_stands_first():
    rng = np.random.default_rng(0)
    table = calculate(Samples(rng.normal(0, 1, 20_000)), Samples(rng.normal(1, 2, 20_000)))
    near, kernels = table.results["kl_qp"]
    truth = np.log(0.5) + (4 + 1) / 2 - 0.5
    assert near.method.startswith("k-NN") and abs(near.value - truth) < abs(kernels.value - truth)


def test_wasserstein_of_two_samples_is_scipys(two):
    a, b = (s.values for s in two)
    assert empirical_wasserstein(a, b) == pytest.approx(stats.wasserstein_distance(a, b), rel=1e-10)


@pytest.mark.parametrize(("text", "law"), [(text, law) for text, _, law in LAWS])
def test_wasserstein_of_a_sample_from_a_law_is_that_of_its_quantiles(text, law):
    x = np.sort(np.random.default_rng(3).normal(0.4, 1.3, 40))
    levels = (np.arange(400_000) + 0.5) / 400_000
    expected = np.abs(np.repeat(x, 10_000) - law.ppf(levels)).mean()
    assert _from_law(x, distribution(text)) == pytest.approx(expected, rel=2e-3)


def test_redrawn_samples_are_as_far_off_as_plain_ones():
    x = np.sort(np.random.default_rng(4).gamma(2, size=700))
    rng = np.random.default_rng(5)
    plain = [stats.wasserstein_distance(rng.choice(x, 700), x) for _ in range(400)]
    assert _redrawn(x, rng).mean() == pytest.approx(np.mean(plain), rel=0.06)


def test_a_sample_is_exactly_zero_from_itself(two):
    t = calculate(two[0], two[0])
    assert t.best("kl_pq").value == 0 and t.best("js").value == 0 and t.best("wasserstein").value == 0


def test_repeated_numbers_leave_only_the_kernel_estimate():
    rng = np.random.default_rng(4)
    p, q = (Samples(rng.poisson(20, 500).astype(float)) for _ in range(2))
    assert knn_kl(p, q) is None
    assert all("kernel" in r.method for r in calculate(p, q).results["kl_pq"])
