"""Formulas as one line of text, as people write them."""

from math import log

import pytest

from explainer.divergence import theory
from explainer.divergence.presets import PRESETS
from explainer.divergence.readable import readable

PAIRS = [(preset.p, preset.q) for preset in PRESETS] + [
    ("gamma(2, 1)", "gamma(3, 2)"),
    ("beta(2, 3)", "beta(3, 2)"),
    ("exponential(1)", "exponential(2)"),
    ("lognormal(0, 1)", "lognormal(1, 2)"),
    ("poisson(3)", "poisson(4)"),
    ("cauchy(0, 1)", "cauchy(1, 2)"),
    ("mvn([0, 0], [[1, 0], [0, 1]])", "mvn([1, 0], [[2, 0], [0, 1]])"),
]


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_no_markup_is_left_in_any_formula_and_its_brackets_close(p, q):
    for ways in theory.table(p, q).results.values():
        for text in (readable(way.formula) for way in ways if way.formula):
            assert not set(text) & set("\\{}$"), text
            depth = [text[:i].count("(") - text[:i].count(")") for i in range(len(text) + 1)]
            assert min(depth) == depth[-1] == 0, text


def test_the_formula_of_two_normals_gives_the_number_when_it_is_worked_out_by_hand():
    best = theory.table("normal(0, 1)", "normal(1, 2)").best("kl_pq")
    assert readable(best.formula) == "ln(2/1) + (1² + (−1)²)/(2·2²) − ½"
    assert log(2 / 1) + (1**2 + (-1) ** 2) / (2 * 2**2) - 1 / 2 == pytest.approx(best.value, rel=1e-14)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"\sqrt{1 - e^{-\frac12(\sqrt{3} - \sqrt{4})^2}}", "√(1 − e^(−½(√3 − √4)²))"),
        (r"10\cdot D(B(0.3)\,\|\,B(0.4))", "10·D(B(0.3) ‖ B(0.4))"),
        (r"(\mu_q-\mu_p)^\top\Sigma_q^{-1}", "(μ_q−μ_p)ᵀΣ_q⁻¹"),
        (r"\ln\Gamma(3) + 3\ln 2", "ln Γ(3) + 3ln 2"),
        (r"\ln\frac{1}{2}", "ln(½)"),
        (r"\frac{\bar\Sigma}{2}", "(Σ̄)/2"),
        (r"H(student_t) = 1.5", "H(student_t) = 1.5"),
    ],
)
def test_it_reads_as_people_write(formula, text):
    assert readable(formula) == text
