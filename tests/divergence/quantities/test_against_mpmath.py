"""Every quadrature against mpmath at 30 digits, with densities written down a second time.

The oracle knows the places where densities change from the pair's own entry in `PAIRS` and
integrates textbook forms, p ln(p/q) and the like, at a precision where their cancelling is harmless.
"""

import mpmath as mp
import pytest

from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities import integrals
from explainer.divergence.quantities.infinities import why_infinite
from explainer.divergence.quantities.table import calculate


def fade(u):
    """eᵘ; 0 where mpmath would labour over an exponent of thousands of digits."""
    return mp.exp(u) if u > -1e15 else mp.mpf(0)


def density(name, *a):
    """The density of a family as a function of x and y = 1 − x, in mpmath."""
    a = [mp.mpf(float(v)) for v in a]  # the very float, not its decimal
    if name == "normal":
        return lambda x, y: fade(-(((x - a[0]) / a[1]) ** 2) / 2) / (a[1] * mp.sqrt(2 * mp.pi))
    if name == "laplace":
        return lambda x, y: fade(-abs(x - a[0]) / a[1]) / (2 * a[1])
    if name == "cauchy":
        return lambda x, y: 1 / (mp.pi * a[1] * (1 + ((x - a[0]) / a[1]) ** 2))
    if name == "logistic":
        return lambda x, y: mp.sech((x - a[0]) / (2 * a[1])) ** 2 / (4 * a[1])
    if name == "student_t":
        norm = 1 / (mp.sqrt(a[0]) * mp.beta(a[0] / 2, mp.mpf(1) / 2) * a[2])
        return lambda x, y: norm * (1 + ((x - a[1]) / a[2]) ** 2 / a[0]) ** (-(a[0] + 1) / 2)
    if name == "exponential":
        return lambda x, y: a[0] * fade(-a[0] * x) if x >= 0 else mp.mpf(0)
    if name == "gamma":
        norm = mp.gamma(a[0]) * a[1] ** a[0]
        return lambda x, y: x ** (a[0] - 1) * fade(-x / a[1]) / norm if x > 0 else mp.mpf(0)
    if name == "lognormal":
        norm = a[1] * mp.sqrt(2 * mp.pi)
        return lambda x, y: fade(-(((mp.log(x) - a[0]) / a[1]) ** 2) / 2) / (x * norm) if x > 0 else mp.mpf(0)
    if name == "beta":
        norm = mp.beta(*a)
        return lambda x, y: x ** (a[0] - 1) * y ** (a[1] - 1) / norm
    if name == "uniform":
        return lambda x, y: 1 / (a[1] - a[0]) if a[0] < x < a[1] else mp.mpf(0)
    raise KeyError(name)


def mixed(parts):
    built = [(mp.mpf(float(w)), density(*call)) for w, *call in parts]
    return lambda x, y: mp.fsum(w * f(x, y) for w, f in built)


def text(parts):
    calls = [f"{name}({', '.join(map(repr, a))})" for _, name, *a in parts]
    if len(calls) == 1:
        return calls[0]
    return " + ".join(f"{part[0]!r}*{call}" for part, call in zip(parts, calls, strict=True))


def one(name, *a):
    return [(1.0, name, *a)]


def integral(f, cuts):
    """∫ f(x, 1 − x) dx; cuts are places, or "pole 0" / "pole 1" for a logarithmic end."""
    total = mp.mpf(0)
    middle = [mp.mpf(repr(c)) for c in cuts if not isinstance(c, str)]
    steps = (0, 3, 10, 40, 160, 640, 2600, mp.inf)
    if "pole 0" in cuts:
        far = [-mp.log(middle[0]) + s for s in steps]
        total += mp.quad(lambda t: f(mp.exp(-t), 1 - mp.exp(-t)) * mp.exp(-t), far)
    if "pole 1" in cuts:
        far = [-mp.log(1 - middle[-1]) + s for s in steps]
        total += mp.quad(lambda t: f(1 - mp.exp(-t), mp.exp(-t)) * mp.exp(-t), far)
    for word, side in (("-heavy", -1), ("heavy", 1)):
        if word in cuts:
            far = [mp.log(abs(middle[0 if side < 0 else -1])) + s for s in steps]
            total += mp.quad(lambda t, s=side: f(s * mp.exp(t), mp.nan) * mp.exp(t), far)
    ends = [*([-mp.inf] if "-inf" in cuts else []), *middle, *([mp.inf] if "inf" in cuts else [])]
    return total + mp.quad(lambda x: f(x, 1 - x), ends)


def truth(p, q, cuts):
    """kl_pq, kl_qp, js, hellinger and tv by the textbook."""
    f, g = mixed(p), mixed(q)

    def kl(a, b):
        def term(x, y):
            top, bottom = a(x, y), b(x, y)
            return top * mp.log(top / bottom) if top > 0 and bottom > 0 else mp.mpf(0)

        return integral(term, cuts)

    def half(a):
        def term(x, y):
            top = a(x, y)
            return top * mp.log(2 * top / (f(x, y) + g(x, y))) if top > 0 else mp.mpf(0)

        return integral(term, cuts)

    return {
        "kl_pq": kl(f, g),
        "kl_qp": kl(g, f),
        "js": (half(f) + half(g)) / 2,
        "hellinger": mp.sqrt(integral(lambda x, y: (mp.sqrt(f(x, y)) - mp.sqrt(g(x, y))) ** 2, cuts) / 2),
    }


LINE = ["-inf", -40, -12, -5, -2, 0, 1, 2, 5, 12, 40, "inf"]
HEAVY = ["-heavy", *LINE[1:-1], "heavy"]
HALF = ["pole 0", 0.01, 0.3, 1, 3, 8, 20, 60, 200, "inf"]
UNIT = ["pole 0", 0.1, 0.5, 0.9, "pole 1"]

PAIRS = {
    "normal, laplace": (one("normal", 0, 1), one("laplace", 1, 2), LINE),
    "normal, logistic": (one("normal", 0.5, 2), one("logistic", 0, 1), LINE),
    "laplace, student": (one("laplace", 0, 1), one("student_t", 5.0, 1, 2), LINE),
    "student, student": (one("student_t", 3.0, 0, 1), one("student_t", 0.7, 1, 2), HEAVY),
    "normal, mixture": (
        one("normal", 0, 2),
        [(0.3, "normal", -2, 1), (0.7, "normal", 2, 0.5)],
        LINE,
    ),
    "gamma, lognormal": (one("gamma", 2.5, 1), one("lognormal", 0.5, 0.8), HALF),
    "gamma below 1": (one("gamma", 0.2, 1), one("gamma", 0.6, 2), HALF),
    "exponential, gamma": (one("exponential", 1), one("gamma", 0.05, 3), HALF),
    "beta poles": (one("beta", 0.1, 0.3), one("beta", 0.5, 0.08), UNIT),
    "beta, uniform": (one("beta", 0.5, 0.5), one("uniform", 0, 1), UNIT),
}

PLAIN = ["-inf", -4e4, -1e4, -1e3, -30, -1, -0.04, -0.01, -0.004, -0.001, 0]
PLAIN += [-c for c in PLAIN[-2:0:-1]] + ["inf"]
PAIRS |= {
    "a spike of 1e-3 beside 1e3": (one("normal", 0, 1e-3), one("normal", 0, 1e3), PLAIN),
    "means 50 apart": (
        one("normal", 0, 1),
        one("normal", 50, 1),
        ["-inf", -40, -12, -5, -2, 0, 2, 5, 12, 25, 38, 45, 48, 50, 52, 55, 62, 90, "inf"],
    ),
    "a spike beside a Cauchy": (
        one("cauchy", 0, 1),
        one("laplace", 50, 1e-3),
        ["-heavy", -1e3, -10, -1, 0, 1, 10, 49, 49.9, 49.99, 49.999, 50]
        + [50.001, 50.01, 50.1, 51, 100, 1e3, "heavy"],
    ),
    "tails of index 0.1": (one("student_t", 0.1, 0, 1), one("cauchy", 0, 1), HEAVY),
    "near-identical": (one("gamma", 2.0, 1), one("gamma", 2.000001, 1), HALF),
    "shape 0.01": (one("gamma", 0.01, 1), one("gamma", 0.02, 1), HALF),
    "a lognormal over many decades": (
        one("lognormal", 0, 10),
        one("lognormal", 3, 7),
        ["pole 0", 1, "heavy"],
    ),
}


@pytest.fixture(scope="module", params=PAIRS)
def pair(request):
    p, q, cuts = PAIRS[request.param]
    with mp.workdps(30):
        exact = {name: float(v) for name, v in truth(p, q, cuts).items()}
    return distribution(text(p)), distribution(text(q)), exact


def test_quadrature_is_right_to_nine_digits_and_within_its_error(pair):
    p, q, exact = pair
    finite = why_infinite(p, q) is None, why_infinite(q, p) is None
    found = integrals.integrals(p, q, *finite)
    assert {"js", "hellinger"} <= found.keys()
    for name in found.keys() & exact.keys():
        value, error = found[name]
        assert value == pytest.approx(exact[name], rel=1e-9), name
        assert abs(value - exact[name]) <= error + 1e-15 * abs(exact[name]), name


def test_the_best_way_is_right_to_nine_digits(pair):
    p, q, exact = pair
    table = calculate(p, q)
    for name, value in exact.items():
        best = table.best(name)
        if best.value != float("inf"):
            assert best.value == pytest.approx(value, rel=1e-9), name


def test_a_distance_whose_integrand_has_a_kink_keeps_within_its_error():
    """W₁ of a normal and an exponential: |F − G| bends where they cross, within [0, 1]."""
    mean, std, rate = (mp.mpf(v) for v in (-0.118, 1.743, 7.422))
    with mp.workdps(30):

        def gap(x):
            return mp.ncdf((x - mean) / std) - (-mp.expm1(-rate * x) if x > 0 else 0)

        cross = mp.findroot(gap, 0.1)
        cuts = [-mp.inf, -12, -4, 0, cross, 0.5, 2, 6, 12, mp.inf]
        exact = float(mp.quad(lambda x: abs(gap(x)), cuts))
    value, error = integrals.wasserstein(
        distribution("normal(-0.118, 1.743)"), distribution("exponential(7.422)")
    )
    assert abs(value - exact) <= error < 1e-14
