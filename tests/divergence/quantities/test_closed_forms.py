"""Closed forms against quadrature or sums, torch.distributions.kl and scipy."""

import itertools

import numpy as np
import pytest
import torch
from scipy import stats
from torch.distributions import kl_divergence

from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities import closed_kl, integrals
from explainer.divergence.quantities.infinities import why_infinite
from explainer.divergence.quantities.table import calculate

GRID = [
    "normal(0, 1)",
    "normal(1.5, 0.4)",
    "normal(0, 0.4)",
    "laplace(0, 1)",
    "laplace(1, 1)",
    "laplace(0, 3)",
    "cauchy(0, 1)",
    "cauchy(2, 1)",
    "cauchy(1, 0.1)",
    "logistic(0, 1)",
    "logistic(1, 3)",
    "student_t(4, 0, 1)",
    "student_t(4, 2, 1)",
    "uniform(0, 1)",
    "uniform(-0.5, 2)",
    "uniform(0.25, 1.75)",
    "exponential(1)",
    "exponential(0.3)",
    "gamma(0.4, 1)",
    "gamma(2.5, 2)",
    "gamma(2.5, 1)",
    "lognormal(0, 1)",
    "lognormal(0.7, 1)",
    "lognormal(-1, 0.5)",
    "beta(0.3, 0.6)",
    "beta(2, 5)",
    "beta(3, 0.5)",
]
COUNTS = [
    "bernoulli(0.6)",
    "bernoulli(0.7)",
    "binomial(12, 0.3)",
    "binomial(12, 0.55)",
    "poisson(3)",
    "poisson(4.5)",
    "geometric(0.3)",
    "geometric(0.6)",
]


def agree(table):
    compared = 0
    for name, results in table.results.items():
        closed = [r for r in results if r.method == "closed form"]
        other = [r for r in results if r.method in ("quadrature", "sum")]
        if closed and other:
            compared += 1
            room = closed[0].error + other[0].error
            assert abs(closed[0].value - other[0].value) <= room + 1e-14, name
            assert closed[0].value == pytest.approx(other[0].value, rel=1e-8, abs=1e-12), name
    return compared


def test_closed_forms_are_the_quadratures_for_every_pair_of_the_grid():
    compared = {}
    for a, b in itertools.permutations(GRID, 2):
        p, q = distribution(a), distribution(b)
        closed = closed_kl.kl(p, q)
        if closed is not None and why_infinite(p, q) is None:
            value, error = integrals.integrals(p, q, True, False)["kl_pq"]
            assert closed.value == pytest.approx(value, rel=1e-9), (a, b)
            assert abs(closed.value - value) <= error + closed.error, (a, b)
            compared[p.name, q.name] = True
    assert len(compared) >= 32


@pytest.mark.parametrize("family", sorted({text.split("(")[0] for text in GRID}))
def test_all_closed_forms_within_a_family_are_the_quadratures(family):
    kin = [distribution(t) for t in GRID if t.startswith(family + "(")]
    assert sum(agree(calculate(p, q)) for p, q in itertools.permutations(kin, 2)) >= 3


@pytest.mark.parametrize("family", sorted({text.split("(")[0] for text in COUNTS}))
def test_closed_forms_of_counts_are_the_sums(family):
    p, q = (distribution(t) for t in COUNTS if t.startswith(family + "("))
    assert agree(calculate(p, q)) >= 2


def test_the_formula_carries_the_numbers():
    best = calculate(distribution("normal(0, 1)"), distribution("normal(1, 2)")).best("kl_pq")
    assert best.method == "closed form"
    assert best.formula == r"\ln\frac{2}{1} + \frac{1^2 + (-1)^2}{2\cdot 2^2} - \tfrac12"
    assert best.value == pytest.approx(np.log(2) + 2 / 8 - 0.5, rel=1e-15)


T = torch.distributions
TORCH = {
    "normal(0.3, 1.2)": T.Normal,
    "laplace(0.3, 1.2)": T.Laplace,
    "exponential(0.8)": T.Exponential,
    "uniform(0, 1)": T.Uniform,
    "beta(0.4, 1.7)": T.Beta,
    "poisson(3.5)": T.Poisson,
    "geometric(0.35)": T.Geometric,
    "bernoulli(0.35)": T.Bernoulli,
}
SECOND = {
    "normal": (1.0, 0.7),
    "laplace": (-1.0, 2.0),
    "exponential": (2.1,),
    "uniform": (-1.0, 2.0),
    "beta": (1.3, 0.9),
    "poisson": (1.5,),
    "geometric": (0.6,),
    "bernoulli": (0.6,),
}


@pytest.mark.parametrize("text", TORCH)
def test_kl_is_torchs(text):
    p = distribution(text)
    make = TORCH[text]
    parameters = [float(v) for v in p.params]
    name = text.split("(")[0]
    other = SECOND[name]
    q = distribution(f"{name}({', '.join(map(repr, other))})")

    def tensor(values):
        return make(*(torch.tensor(v, dtype=torch.float64) for v in values))

    truth = float(kl_divergence(tensor(parameters), tensor(other)))
    assert calculate(p, q).best("kl_pq").value == pytest.approx(truth, rel=1e-12)


def test_gamma_against_torch_in_its_own_parameters():
    p, q = (T.Gamma(*torch.tensor([k, r], dtype=torch.float64)) for k, r in ((2.5, 0.5), (0.7, 2.0)))
    mine = calculate(distribution("gamma(2.5, 2)"), distribution("gamma(0.7, 0.5)"))
    assert mine.best("kl_pq").value == pytest.approx(float(kl_divergence(p, q)), rel=1e-12)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ("normal(0, 1)", "normal(1e-8, 1)"),
        ("normal(0, 1)", "normal(0, 1.00000001)"),
        ("laplace(0, 1)", "laplace(1e-8, 1)"),
        ("exponential(1)", "exponential(1.00000001)"),
        ("poisson(3)", "poisson(3.00000001)"),
        ("cauchy(0, 1)", "cauchy(1e-8, 1)"),
    ],
)
def test_near_identical_pairs_keep_their_digits(p, q):
    fisher = {"normal(1": 1, "normal(0": 2, "laplace": 1, "exponent": 1, "poisson(": 1 / 3, "cauchy(1": 0.5}
    information = next(v for k, v in fisher.items() if q.startswith(k))
    a, b = distribution(p), distribution(q)
    step = max(abs(x - y) for x, y in zip(a.params, b.params, strict=True))
    best = calculate(a, b).best("kl_pq")
    assert best.value == pytest.approx(information * step**2 / 2, rel=1e-7)
    assert best.error < 1e-8 * best.value


def test_wasserstein_is_scipys_for_counts():
    for a, b in [("poisson(3)", "geometric(0.2)"), ("binomial(12, 0.3)", "poisson(3)")]:
        p, q = distribution(a), distribution(b)
        k = np.arange(0, 300)
        weights = [np.exp(d.logpmf(k)) for d in (p, q)]
        truth = stats.wasserstein_distance(k, k, *weights)
        assert calculate(p, q).best("wasserstein").value == pytest.approx(truth, rel=1e-10)
    rare = calculate(distribution("poisson(1e-12)"), distribution("bernoulli(0)")).best("wasserstein")
    assert abs(rare.value - 1e-12) <= rare.error < 1e-15
