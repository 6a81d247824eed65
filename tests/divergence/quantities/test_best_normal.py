"""The best normal for a mixture: moments, scipy's minimiser, and quadrature as oracles."""

import numpy as np
import pytest
from scipy.optimize import minimize

from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities import integrals
from explainer.divergence.quantities.best_normal import fit

MIXTURES = {
    "two modes": ([0.5, 0.5], [-2, 2], [0.7, 0.7]),
    "uneven": ([0.3, 0.7], [-3, 1], [0.3, 1.0]),
    "three": ([0.2, 0.5, 0.3], [-4, 0, 3], [0.5, 1.0, 0.4]),
}


def as_text(w, m, s):
    return " + ".join(f"{a!r}*normal({b!r}, {c!r})" for a, b, c in zip(w, m, s, strict=True))


@pytest.fixture(scope="module", params=MIXTURES)
def case(request):
    mixture = MIXTURES[request.param]
    return distribution(as_text(*mixture)), fit(*mixture)


def by_quadrature(p, mean, std):
    found = integrals.integrals(p, distribution(f"normal({mean!r}, {std!r})"), True, True)
    return {"forward": found["kl_pq"][0], "reverse": found["kl_qp"][0], "js": found["js"][0]}


def test_landscapes_are_the_divergences_by_quadrature(case):
    p, f = case
    assert f.landscapes["js"].shape == (len(f.stds), len(f.means))
    for i, j in [(0, 0), (20, 10), (39, 47), (5, 30), (12, 24)]:
        truth = by_quadrature(p, float(f.means[j]), float(f.stds[i]))
        for name, value in truth.items():
            assert f.landscapes[name][i, j] == pytest.approx(value, rel=1e-7, abs=1e-10), name


def test_each_minimum_is_scipys_and_its_value_the_quadratures(case):
    p, f = case
    for name, best in f.best.items():

        def objective(v, name=name):
            return by_quadrature(p, float(v[0]), float(np.exp(v[1])))[name]

        start = [best.mean + 0.05, np.log(best.std) + 0.03]
        options = {"xatol": 1e-5, "fatol": 1e-10}
        found = minimize(objective, start, method="Nelder-Mead", options=options)
        assert best.value == pytest.approx(found.fun, abs=1e-9)
        assert best.mean == pytest.approx(found.x[0], abs=3e-4)
        assert best.std == pytest.approx(np.exp(found.x[1]), abs=3e-4)


def test_forward_kl_matches_the_moments_and_no_cell_is_lower(case):
    p, f = case
    mean, var = p.moments
    assert f.best["forward"].mean == pytest.approx(mean, abs=1e-12)
    assert f.best["forward"].std == pytest.approx(np.sqrt(var), rel=1e-12)
    for name, best in f.best.items():
        assert best.value <= f.landscapes[name].min() + 1e-12


def test_forward_covers_and_reverse_seeks():
    f = fit(*MIXTURES["two modes"])
    assert abs(f.best["forward"].mean) < 1e-12 and f.best["forward"].std > 2
    assert abs(f.best["reverse"].mean) == pytest.approx(2, abs=0.05) and f.best["reverse"].std < 0.8
    modes = sorted(b.mean for b in f.reverse_minima)
    assert modes[0] == pytest.approx(-modes[-1], abs=1e-6)
    assert f.best["reverse"].std < f.best["js"].std < f.best["forward"].std


def test_a_single_normal_is_its_own_best_fit():
    f = fit([1.0], [3.0], [1.5])
    for best in f.best.values():
        assert best.mean == pytest.approx(3, abs=1e-6) and best.std == pytest.approx(1.5, rel=1e-6)
        assert abs(best.value) < 1e-12


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (([0.5], [0, 1], [1, 1]), "1 weights, 2 means and 2 stds"),
        (([0.5, 0.6], [0, 1], [1, 1]), "add up to 1"),
        (([0.5, 0.5], [0, float("nan")], [1, 1]), "must be finite"),
        (([0.5, 0.5], [0, 1], [1, 0]), "must be above 0"),
        (([0.5, 0.5], [0, 1], [1, 1e-4]), "too unlike"),
    ],
)
def test_bad_mixtures_are_named(arguments, says):
    with pytest.raises(ValueError, match=says):
        fit(*arguments)
