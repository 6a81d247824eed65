"""The presets: each breaks where it says, and its moral quotes true numbers."""

from math import inf, log, sqrt

import numpy as np
import pytest
from scipy import integrate, special, stats

from explainer.divergence.calculator import theory
from explainer.divergence.calculator.settings import PRESETS
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.quantities.table import NAMES


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.name)
def test_presets_break_exactly_where_they_say(preset):
    t = theory.table(preset.p, preset.q)
    values = {name: t.best(name).value for name in NAMES}
    if preset.good:
        assert np.isfinite(list(values.values())).all()
    else:
        broken = values["kl_pq"] == inf or values["kl_qp"] > 1e3
        assert broken and values["js"] <= log(2)
    assert preset.moral.endswith(".")


def test_the_morals_of_the_presets_quote_true_numbers():
    by_name = {p.name: theory.table(p.p, p.q) for p in PRESETS}

    def value(preset, name):
        return by_name[preset].best(name).value

    assert round(value("two normals", "kl_pq"), 2) == 0.44
    assert round(value("two normals", "kl_qp"), 2) == 1.31
    assert round(value("the unfair coin", "kl_pq"), 7) == 0.0225824
    assert round(value("the unfair coin", "kl_qp"), 7) == 0.0216009
    assert value("near-identical", "kl_pq") == pytest.approx(5e-13, rel=1e-9)
    assert round(value("Cauchy against normal", "kl_qp"), 2) == 0.26
    assert round(value("a spike on a plain", "kl_pq"), 1) == 13.3
    assert value("a spike on a plain", "kl_qp") == pytest.approx(5e11, rel=1e-9)
    assert value("fifty apart", "kl_pq") == pytest.approx(1250, rel=1e-14)
    peaked = [p for p in PRESETS if p.name == "peaked against round"][0]
    moments = [distribution(t).moments for t in (peaked.p, peaked.q)]
    assert moments[0] == pytest.approx(moments[1], rel=1e-12)
    # What JS lacks to ln 2 is ∫ m·H(w), w = p/(p + q); about the middle y = x − 25 that is
    rest, _ = integrate.quad(
        lambda y: np.exp(-y * y / 2) * np.cosh(25 * y) * stats.bernoulli(special.expit(50 * y)).entropy(),
        -2,
        2,
    )
    assert 0 < rest * np.exp(-(25**2) / 2) / sqrt(2 * np.pi) < 1e-100
