"""The table: infinities with their reason, exact zeros, units, refusals, Monte Carlo, W₁."""

from math import inf, isnan, log, sqrt

import numpy as np
import pytest
from scipy import integrate, stats

from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities.table import NAMES, by_chance, calculate

LN2 = log(2)


def table(p, q, *more):
    return calculate(distribution(p), distribution(q), *more)


def test_the_coin_to_seven_digits_and_beyond():
    t = table("bernoulli(0.6)", "bernoulli(0.7)")
    forward = 0.4 * log(0.4 / 0.3) + 0.6 * log(0.6 / 0.7)
    assert f"{t.best('kl_pq').value:.7f}" == "0.0225824"
    assert t.best("kl_pq").value == pytest.approx(forward, rel=1e-13)
    assert f"{t.best('kl_qp').value:.7f}" == "0.0216009"


@pytest.mark.parametrize(
    ("p", "q", "forward", "backward"),
    [
        ("uniform(0, 1)", "uniform(2, 3)", "p(x) > 0 = q(x) on (0, 1), which holds 1 of p", "on (2, 3)"),
        ("uniform(0, 1)", "uniform(0.5, 2)", "on (0, 0.5), which holds 0.5 of p", "on (1, 2)"),
        ("normal(0, 1)", "exponential(1)", "on (−∞, 0), which holds 0.5 of p", None),
        ("normal(0, 1)", "cauchy(0, 1)", None, "q's left tail falls only like |x|^−2"),
        ("student_t(2)", "normal(0, 1)", "E_p[−ln q] diverges", None),
        ("student_t(2.01)", "normal(0, 1)", None, None),
        ("cauchy()", "laplace()", "falls like −|x|^1", None),
        ("student_t(1.01)", "laplace()", None, None),
        ("cauchy()", "student_t(9)", None, None),
        ("lognormal(0, 5)", "gamma(2, 1)", None, None),
        ("gamma(2, 1)", "lognormal()", None, None),
        ("0.9*normal() + 0.1*cauchy()", "normal()", "diverges", None),
        ("normal()", "0.9*normal() + 0.1*uniform(5, 6)", None, None),
        ("normal(1, 0.001)", "exponential(1)", "on (−∞, 0), which holds of p less than any number here", None),
        ("uniform(0, 3)", "0.5*uniform(0, 1) + 0.5*uniform(2, 3)", "on (1, 2), which holds 0.333", None),
        ("drawn([0, 1], [1, 0], [2, 0], [3, 1])", "uniform(0, 3)", None, "on (1, 2)"),
        ("beta(0.1, 0.1)", "uniform(0, 1)", None, None),
        ("categorical(0.5, 0.3, 0.2)", "categorical(0.5, 0.5, 0)", "p(x) > 0 = q(x) at x = 2", None),
        ("poisson(3)", "binomial(10, 0.3)", "at x ≥ 11", None),
        ("poisson(3)", "geometric(0.3)", "at x = 0", None),
        ("bernoulli(1)", "bernoulli(0)", "at x = 1", "at x = 0"),
        ("categorical(0.2, 0.2, 0.2, 0.4)", "bernoulli(0.5)", "at x = 2 … 3", None),
    ],
)
def test_infinity_is_recognised_with_its_reason_and_nothing_else_is_infinite(p, q, forward, backward):
    t = table(p, q)
    for name, reason in (("kl_pq", forward), ("kl_qp", backward), ("cross_entropy_pq", forward)):
        best = t.best(name)
        if reason is None:
            assert np.isfinite(best.value) and best.why is None, name
        else:
            assert best.value == inf and best.error == 0 and reason in best.why, name
            assert len(t.results[name]) == 1
    for name in ("js", "js_distance", "tv", "hellinger"):
        assert np.isfinite(t.best(name).value)


def test_disjoint_pairs_reach_the_bounds_exactly():
    for p, q in [("uniform(0, 1)", "uniform(2, 3)"), ("bernoulli(0)", "bernoulli(1)")]:
        nats, bits = table(p, q), table(p, q, "bits")
        assert nats.best("js").value == LN2 and bits.best("js").value == 1
        assert nats.best("js_distance").value == sqrt(LN2) and bits.best("js_distance").value == 1
        assert nats.best("tv").value == nats.best("hellinger").value == 1
    far = table("normal(0, 1)", "normal(50, 1)")
    assert LN2 - 1e-15 <= far.best("js").value <= LN2


@pytest.mark.parametrize(
    "text",
    [
        "normal(3, 2)",
        "beta(0.2, 0.3)",
        "cauchy()",
        "poisson(3)",
        "0.5*normal(-1, 1) + 0.5*laplace(1, 2)",
        "mvn([0, 1, 2], [[1, 0, 0], [0, 2, 0], [0, 0, 3]])",
        "drawn([0, 1], [1, 3])",
    ],
)
def test_a_distribution_is_exactly_zero_from_itself(text):
    t = table(text, text)
    for name in NAMES[:7]:
        assert t.best(name).value == 0 and t.best(name).error == 0
        assert str(t.best(name).value) == "0.0"
    assert t.best("entropy_p").value == pytest.approx(t.best("cross_entropy_pq").value, rel=1e-9)


def test_equal_in_truth_but_not_in_name_is_zero_to_rounding():
    t = table("0.5*uniform(0, 1) + 0.5*uniform(1, 2)", "uniform(0, 2)")
    assert 0 <= t.best("kl_pq").value < 1e-30 and 0 <= t.best("js").value < 1e-30


@pytest.mark.parametrize(
    ("p", "q", "scipy_p", "scipy_q"),
    [
        ("normal(0, 1)", "laplace(1, 2)", stats.norm(0, 1), stats.laplace(1, 2)),
        ("gamma(0.5, 1)", "lognormal(0, 0.5)", stats.gamma(0.5), stats.lognorm(0.5)),
        ("beta(0.3, 2)", "uniform(-1, 3)", stats.beta(0.3, 2), stats.uniform(-1, 4)),
        ("student_t(3)", "logistic(0.5, 1)", stats.t(3), stats.logistic(0.5, 1)),
        ("exponential(2)", "normal(0, 1)", stats.expon(scale=0.5), stats.norm(0, 1)),
    ],
)
def test_wasserstein_by_quadrature_is_the_area_between_scipys_cdfs(p, q, scipy_p, scipy_q):
    def gap(x):
        return abs(scipy_p.sf(x) - scipy_q.sf(x)) if x > 0 else abs(scipy_p.cdf(x) - scipy_q.cdf(x))

    ends = [-inf, -20, -3, -1, 0, 0.05, 0.5, 1, 2, 3, 6, 30, inf]
    truth = sum(integrate.quad(gap, *e, limit=200, epsabs=1e-12)[0] for e in zip(ends, ends[1:], strict=False))
    best = table(p, q).best("wasserstein")
    assert best.value == pytest.approx(truth, rel=1e-8)


def test_wasserstein_of_heavy_tails():
    assert table("cauchy(0, 1)", "cauchy(0, 2)").best("wasserstein").value == inf
    assert "diverges" in table("cauchy(0, 1)", "normal()").best("wasserstein").why
    moved = table("cauchy(0, 1)", "cauchy(3, 1)").results["wasserstein"]
    assert {r.method for r in moved} == {"closed form", "quadrature"}
    assert all(r.value == pytest.approx(3, rel=1e-9) for r in moved)
    # p ≤ q everywhere in order, so W₁ is the difference of the means: 0.3·7.
    shifted = table("student_t(1.05)", "0.7*student_t(1.05) + 0.3*student_t(1.05, 7)")
    assert shifted.best("wasserstein").value == pytest.approx(2.1, rel=1e-7)


def test_bits_are_nats_over_ln_2_and_pure_numbers_stay():
    nats, bits = table("normal()", "laplace(1)"), table("normal()", "laplace(1)", "bits")
    for name in NAMES:
        ratio = bits.best(name).value / nats.best(name).value
        expected = {"nats": 1 / LN2, "√nats": 1 / sqrt(LN2)}.get(nats.best(name).unit, 1)
        assert ratio == pytest.approx(expected, rel=1e-14), name
    assert {r.unit for r in (bits.best(n) for n in NAMES)} == {"bits", "√bits", "1", "x"}


def test_monte_carlo_agrees_within_its_standard_error_and_is_repeatable():
    args = ("0.5*normal(-1, 1) + 0.5*normal(2, 0.5)", "student_t(5, 0, 2)", "nats", 200_000, 3)
    t = table(*args)
    again = table(*args)
    for name in NAMES:
        truth, drawn = t.results[name][0], t.results[name][-1]
        assert drawn.method == "Monte Carlo" and drawn.n == 200_000
        assert 0 < drawn.error < 0.03
        assert abs(drawn.value - truth.value) < 5 * drawn.error + 1e-12, name
        assert again.results[name][-1] == drawn


def test_monte_carlo_of_an_infinite_kl_says_so():
    drawn = table("cauchy()", "normal()", "nats", 1000).results["kl_pq"]
    assert [r.value == inf for r in drawn] == [True, False]
    assert "never settles" in drawn[1].why


def test_kinds_that_cannot_be_compared_are_refused_with_the_reason():
    with pytest.raises(ValueError, match="single number has probability 0 under a density"):
        table("normal()", "poisson(3)")
    with pytest.raises(ValueError, match="2 dimension"):
        table("mvn([0, 0], [[1, 0], [0, 1]])", "normal()")
    with pytest.raises(ValueError, match="the unit is 'hartley'"):
        table("normal()", "cauchy()", "hartley")
    with pytest.raises(ValueError, match="samples is -1"):
        table("normal()", "cauchy()", "nats", -1)
    with pytest.raises(ValueError, match="at most 2,000,000"):
        table("poisson(1)", "poisson(1e9)")


def test_planes_agree_with_the_closed_form_and_one_dimension():
    t = table("mvn([0, 1], [[2, 0.5], [0.5, 1]])", "mvn([1, 0], [[1, -0.3], [-0.3, 0.5]])")
    for name in ("kl_pq", "kl_qp", "hellinger"):
        methods = {r.method: r.value for r in t.results[name]}
        assert methods["quadrature"] == pytest.approx(methods["closed form"], rel=1e-9)
    assert isnan(t.best("wasserstein").value) and "on the line" in t.best("wasserstein").why
    # One axis equal: the divergences are those of the other axis.
    flat = table("mvn([0, 5], [[1, 0], [0, 2]])", "mvn([1, 5], [[4, 0], [0, 2]])")
    line = table("normal(0, 1)", "normal(1, 2)")
    for name in ("kl_pq", "kl_qp", "js", "hellinger"):
        assert flat.best(name).value == pytest.approx(line.best(name).value, rel=1e-8)
    assert abs(flat.best("tv").value - line.best("tv").value) <= flat.best("tv").error < 5e-3


def test_ten_dimensions_are_torchs_and_js_is_sampled_with_its_error():
    import torch

    rng = np.random.default_rng(0)
    mats = [a @ a.T + np.eye(10) for a in rng.normal(size=(2, 10, 10))]
    means = rng.normal(size=(2, 10)).round(3)
    mats = [np.round(m, 3) for m in mats]
    texts = [f"mvn({m.tolist()}, {c.tolist()})" for m, c in zip(means, mats, strict=True)]
    t = table(*texts)
    normals = [
        torch.distributions.MultivariateNormal(torch.tensor(m), torch.tensor(c))
        for m, c in zip(means, mats, strict=True)
    ]
    truth = float(torch.distributions.kl_divergence(*normals))
    assert t.best("kl_pq").value == pytest.approx(truth, rel=1e-10)
    assert t.best("js").method == "Monte Carlo" and 0 < t.best("js").error < 0.01


def test_extreme_mixtures_of_twenty_parts_agree_with_sampling():
    def comb(shift):
        return " + ".join(f"0.05*normal({3 * i + shift}, {0.01 * (1 + i)})" for i in range(20))

    p, q = comb(0), comb(0.05)
    t = table(p, q, "nats", 100_000, 1)
    for name in ("kl_pq", "kl_qp", "js", "tv", "hellinger"):
        sure, drawn = t.results[name]
        assert sure.method == "quadrature" and sure.error < 1e-7 * sure.value
        assert abs(sure.value - drawn.value) < 5 * drawn.error


@pytest.mark.parametrize("seed", range(6))
def test_draws_of_one_law_count_what_is_rare_among_the_other_s(seed):
    p, q = distribution("normal(0, 0.001)"), distribution("normal(0, 1000)")
    truth, drawn = calculate(p, q).best("js"), by_chance(p, q, "nats", 10_000, seed)["js"]
    assert abs(drawn.value - truth.value) < 5 * drawn.error < 2e-5


@pytest.mark.parametrize("n", [200, 5_000])
def test_the_error_of_w1_by_sorted_draws_holds_their_bias(n):
    p, q = distribution("normal(0, 1)"), distribution("normal(0.001, 1)")
    off = [by_chance(p, q, "nats", n, seed)["wasserstein"] for seed in range(20)]
    assert all(way.value > 0.001 for way in off)  # each is biased upwards
    assert sum(abs(way.value - 0.001) <= 2 * way.error for way in off) >= 18
