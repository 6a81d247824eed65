"""Every error that is stated covers the truth, by mpmath with 60 digits, where rounding is at its worst."""

import mpmath as mp
import numpy as np
import pytest

from explainer.divergence.calculator.theory import table
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.multivariate import MultivariateNormal


@pytest.fixture(autouse=True)
def digits():
    with mp.workdps(60):
        yield


def exact(mean: list, cov: list) -> tuple[mp.matrix, mp.matrix]:
    """Mean and covariance of the very floats."""
    return mp.matrix([mp.mpf(v) for v in mean]), mp.matrix([[mp.mpf(v) for v in row] for row in cov])


def kl(p, q) -> mp.mpf:
    (a, s), (b, r) = p, q
    inverse, d = r**-1, b - a
    trace = sum((inverse * s)[i, i] for i in range(len(a)))
    return (trace - len(a) + (d.T * inverse * d)[0] + mp.log(mp.det(r) / mp.det(s))) / 2


def entropy(p) -> mp.mpf:
    return (len(p[0]) * (1 + mp.log(2 * mp.pi)) + mp.log(mp.det(p[1]))) / 2


def covered(results, name: str, truth) -> None:
    for way in results.results[name]:
        if way.method != "Monte Carlo":
            assert abs(mp.mpf(way.value) - truth) <= way.error, (name, way, mp.nstr(truth, 17))


NEAR = (0.9, 0.999, 0.99999, 0.9999999, 0.999999999, -0.999999999)


@pytest.mark.parametrize("rho", NEAR)
@pytest.mark.parametrize("other", [0.0, -0.5, "opposite"])
def test_nearly_singular_normals_in_the_plane(rho, other):
    other = -rho if other == "opposite" else other
    params = [([0.3, -1], [[1, rho], [rho, 1]]), ([0, 0.5], [[2, other], [other, 1.5]])]
    p, q = (MultivariateNormal(*one) for one in params)
    results = table(p, q)
    ours, theirs = (exact(*one) for one in params)
    covered(results, "kl_pq", kl(ours, theirs))
    covered(results, "kl_qp", kl(theirs, ours))
    covered(results, "entropy_p", entropy(ours))
    middle = exact([0, 0], np.zeros((2, 2)).tolist())
    middle = (ours[0] - theirs[0], (ours[1] + theirs[1]) / 2)
    apart = (middle[0].T * middle[1] ** -1 * middle[0])[0] / 8
    overlap = (mp.det(ours[1]) * mp.det(theirs[1])) ** mp.mpf(0.25) / mp.sqrt(mp.det(middle[1])) * mp.exp(-apart)
    covered(results, "hellinger", mp.sqrt(1 - overlap))


def test_ten_dimensions_whose_covariance_is_nearly_singular():
    x = np.random.default_rng(0).standard_normal(10)
    cov = np.exp(-((x[:, None] - x) ** 2)).tolist()
    params = [([1.0] * 10, cov), ([0.0] * 10, np.eye(10).tolist())]
    results = table(*(MultivariateNormal(*one) for one in params))
    ours, theirs = (exact(*one) for one in params)
    covered(results, "kl_pq", kl(ours, theirs))
    covered(results, "kl_qp", kl(theirs, ours))
    covered(results, "entropy_p", entropy(ours))
    best = results.best("entropy_p")
    assert best.error < 0.01  # and still says something


def normal_cdf(mean: float, std: float):
    mean, std = mp.mpf(mean), mp.mpf(std)
    return lambda x: mp.ncdf((x - mean) / std)


def lognormal_cdf(mean: float, std: float):
    mean, std = mp.mpf(mean), mp.mpf(std)
    return lambda x: mp.ncdf((mp.log(x) - mean) / std) if x > 0 else mp.mpf(0)


def gamma_cdf(shape: float, scale: float):
    shape, scale = mp.mpf(shape), mp.mpf(scale)
    return lambda x: mp.gammainc(shape, 0, x / scale, regularized=True) if x > 0 else mp.mpf(0)


@pytest.mark.parametrize(
    ("p", "q", "cdfs", "ends"),
    [
        ("gamma(10000, 0.0001)", "normal(1, 0.01)", (gamma_cdf(10_000, 0.0001), normal_cdf(1, 0.01)),
         (0.9, 0.97, 0.99, 1, 1.01, 1.03, 1.1)),
        ("lognormal(3, 0.01)", "normal(20.09, 0.2)", (lognormal_cdf(3, 0.01), normal_cdf(20.09, 0.2)),
         (16, 18, 19, 19.5, 20, 20.09, 20.2, 20.5, 21, 22, 24)),
        ("normal(0, 1)", "normal(0.000001, 1)", (normal_cdf(0, 1), normal_cdf(0.000001, 1)),
         (-9, -3, -1, 0, 1, 3, 9)),
        ("normal(5, 0.001)", "normal(5, 0.00100001)", (normal_cdf(5, 0.001), normal_cdf(5, 0.00100001)),
         (4.99, 4.998, 5, 5.002, 5.01)),
    ],
)  # fmt: skip
def test_wasserstein_counts_the_rounding_of_both_distribution_functions(p, q, cdfs, ends):
    f, g = cdfs
    with mp.workdps(30):
        grid = mp.linspace(ends[0], ends[-1], 400)
        gaps = [f(x) - g(x) for x in grid]
        turns = [k for k in range(399) if gaps[k] * gaps[k + 1] < 0 and abs(gaps[k]) > 1e-20]
        crossings = [mp.findroot(lambda x: f(x) - g(x), (grid[k], grid[k + 1]), solver="anderson") for k in turns]
        cuts = sorted([*map(mp.mpf, ends), *crossings])
        truth = mp.quad(lambda x: abs(f(x) - g(x)), cuts)
    covered(table(p, q), "wasserstein", truth)


def test_wasserstein_of_an_extreme_gamma_states_a_small_error_that_holds():
    """gamma(10⁶, 10⁻⁶) against normal(1, 0.001), by Gauss–Legendre panels of both functions."""
    with mp.workdps(25):
        a, scale, std = mp.mpf(10) ** 6, mp.mpf(1e-6), mp.mpf(0.001)
        width, log_norm = mp.sqrt(a), mp.loggamma(mp.mpf(10) ** 6)
        rule = list(zip(*(map(mp.mpf, part) for part in np.polynomial.legendre.leggauss(24)), strict=True))

        def panel(f, low, high):
            middle, half = (low + high) / 2, (high - low) / 2
            return half * sum(weight * f(middle + half * node) for node, weight in rule)

        def density(z):
            t = a + z * width
            return width * mp.exp((a - 1) * mp.log(t) - t - log_norm)

        truth, below = mp.mpf(0), mp.mpf(0)
        edges = [mp.mpf(k) / 2 for k in range(-18, 19)]
        for low, high in zip(edges[:-1], edges[1:], strict=True):

            def gap(z, low=low, below=below):
                return below + panel(density, low, z) - mp.ncdf(((a + z * width) * scale - 1) / std)

            cuts = [low, high]
            if gap(low) * gap(high) < 0:
                cuts.insert(1, mp.findroot(gap, (low, high), solver="anderson", tol=1e-20))
            truth += sum(abs(panel(gap, u, v)) for u, v in zip(cuts[:-1], cuts[1:], strict=True))
            below += panel(density, low, high)
        truth *= width * scale
    results = table("gamma(1000000, 0.000001)", "normal(1, 0.001)")
    covered(results, "wasserstein", truth)
    assert results.best("wasserstein").error < 1e-15


@pytest.mark.parametrize("p", [1e-4, 1.7e-4, 0.01, 0.3, 0.999999, 1.0])
def test_the_entropy_of_a_geometric_keeps_its_digits(p):
    x = mp.mpf(p)
    truth = -((1 - x) * mp.log(1 - x) if x < 1 else 0) / x - mp.log(x)
    results = table(distribution(f"geometric({p!r})"), distribution("geometric(0.5)"))
    closed = [way for way in results.results["entropy_p"] if way.method == "closed form"]
    assert abs(mp.mpf(closed[0].value) - truth) <= closed[0].error


@pytest.mark.parametrize(
    "text",
    [
        "bernoulli(0.9999999999999065)",
        "mvn([0, 0], [[1, 0.9999999999999999], [0.9999999999999999, 1]])",
        "normal(0.1234567890123456, 0.5)",
        "0.3333333333333333*normal(0, 1) + 0.6666666666666667*normal(1, 1)",
        "binomial(10, 0.30000000000000004)",
    ],
)
def test_what_is_written_back_reads_as_the_same_distribution(text):
    p = distribution(text)
    assert distribution(str(p)).key == p.key
