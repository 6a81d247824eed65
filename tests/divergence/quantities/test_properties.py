"""What must hold for all pairs, tried on pairs that hypothesis makes up."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities import integrals
from explainer.divergence.quantities.table import NAMES, calculate

LN2 = log(2)
few = settings(max_examples=60, deadline=None)
place = st.floats(-20, 20).map(lambda v: round(v, 3))
width = st.floats(-3, 3).map(lambda v: round(10**v, 6))


def with_parameters(name, *parameters):
    return st.tuples(*parameters).map(lambda a: f"{name}({', '.join(map(repr, a))})")


line = st.one_of(
    with_parameters("normal", place, width),
    with_parameters("laplace", place, width),
    with_parameters("logistic", place, width),
    with_parameters("cauchy", place, width),
    with_parameters("student_t", st.floats(0.5, 50), place, width),
)
half = st.one_of(
    with_parameters("exponential", width),
    with_parameters("gamma", st.floats(0.05, 30), width),
    with_parameters("lognormal", st.floats(-3, 3), st.floats(0.05, 3)),
    with_parameters("beta", st.floats(0.1, 20), st.floats(0.1, 20)),
    st.tuples(place, width).map(lambda a: f"uniform({a[0]!r}, {a[0] + a[1]!r})"),
)
mixtures = st.tuples(line, line | half, st.floats(0.01, 0.99)).map(
    lambda a: f"{a[2]!r}*{a[0]} + {1 - a[2]!r}*{a[1]}"
)
anything = line | half | mixtures


@few
@given(anything, anything)
def test_divergences_are_in_their_ranges_and_symmetric_where_they_should_be(a, b):
    there = calculate(distribution(a), distribution(b))
    back = calculate(distribution(b), distribution(a))
    for name in ("kl_pq", "kl_qp", "wasserstein"):
        assert all(r.value >= 0 for r in there.results[name])
    for name, top in (("js", LN2), ("js_distance", sqrt(LN2)), ("tv", 1), ("hellinger", 1)):
        assert all(0 <= r.value <= top for r in there.results[name])
        assert there.best(name).value == pytest.approx(back.best(name).value, rel=1e-8, abs=1e-12)
    assert there.best("kl_pq").value == pytest.approx(back.best("kl_qp").value, rel=1e-8, abs=1e-12)


@few
@given(anything, anything)
def test_known_inequalities_between_the_divergences_hold(a, b):
    t = calculate(distribution(a), distribution(b))
    v = {name: t.best(name).value for name in NAMES}
    slack = 1e-9
    assert v["tv"] ** 2 * 2 <= min(v["kl_pq"], v["kl_qp"]) + slack  # Pinsker
    assert v["hellinger"] ** 2 <= v["tv"] + slack  # Le Cam
    assert v["tv"] <= sqrt(2) * v["hellinger"] + slack
    assert v["js"] <= LN2 * v["tv"] + slack  # Lin, 1991
    if np.isfinite(v["kl_pq"]):
        assert v["cross_entropy_pq"] == pytest.approx(v["entropy_p"] + v["kl_pq"], rel=1e-7, abs=1e-7)


@few
@given(line | mixtures, line | mixtures, line)
def test_the_root_of_js_keeps_the_triangle(a, b, c):
    def root(x, y):
        return calculate(distribution(x), distribution(y)).best("js_distance").value

    assert root(a, c) <= root(a, b) + root(b, c) + 1e-9


@few
@given(st.floats(-3, 3), st.floats(0.05, 3), st.floats(-3, 3), st.floats(0.05, 3))
def test_nothing_changes_when_x_becomes_exp_x(m, s, n, t):
    plain = integrals.integrals(
        distribution(f"normal({m!r}, {s!r})"), distribution(f"normal({n!r}, {t!r})"), True, True
    )
    bent = integrals.integrals(
        distribution(f"lognormal({m!r}, {s!r})"), distribution(f"lognormal({n!r}, {t!r})"), True, True
    )
    for name in ("kl_pq", "kl_qp", "js", "tv", "hellinger"):
        assert plain[name][0] == pytest.approx(bent[name][0], rel=1e-8, abs=1e-13)


@few
@given(line, line, st.floats(-5, 5), st.floats(-2, 2))
def test_nothing_changes_when_the_line_is_moved_and_stretched(a, b, shift, log_scale):
    scale = 10**log_scale

    def moved(text):
        p = distribution(text)
        df = [p.df] if p.name in ("cauchy", "student_t") else []
        return type(p)(*df, p.loc * scale + shift, p.scale * scale)

    pair = distribution(a), distribution(b)
    t, u = calculate(*pair), calculate(moved(a), moved(b))
    for name in NAMES[:6]:
        assert t.best(name).value == pytest.approx(u.best(name).value, rel=1e-6, abs=1e-10)


@few
@given(st.lists(st.floats(0, 1), min_size=2, max_size=8), st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_categoricals_are_the_plain_sums(a, b):
    size = max(len(a), len(b))
    weights = [np.array(v + [0.0] * (size - len(v))) + 1e-3 for v in (a, b)]
    p, q = (w / w.sum() for w in weights)
    texts = [f"categorical({', '.join(map(repr, v.tolist()))})" for v in (p, q)]
    t = calculate(*map(distribution, texts))
    m = (p + q) / 2
    truth = {
        "kl_pq": (p * np.log(p / q)).sum(),
        "js": ((p * np.log(p / m)).sum() + (q * np.log(q / m)).sum()) / 2,
        "tv": np.abs(p - q).sum() / 2,
        "wasserstein": np.abs(np.cumsum(p - q)).sum(),
        "entropy_p": -(p * np.log(p)).sum(),
    }
    for name, value in truth.items():
        assert t.best(name).value == pytest.approx(value, rel=1e-9, abs=1e-14)
