"""Formulas with numbers in them, set as MathML: all of a formula arrives, and nothing else."""

import re
from xml.etree import ElementTree

import pytest

from explainer.divergence.calculator import theory
from explainer.divergence.calculator.settings import PRESETS
from explainer.kit.typeset import mathml

PAIRS = [(preset.p, preset.q) for preset in PRESETS] + [
    ("gamma(2, 1)", "gamma(3, 2)"), ("beta(2, 3)", "beta(3, 2)"), ("exponential(1)", "exponential(2)"),
    ("lognormal(0, 1)", "lognormal(1, 2)"), ("poisson(3)", "poisson(4)"), ("cauchy(0, 1)", "cauchy(1, 2)"),
    ("mvn([0, 0], [[1, 0], [0, 1]])", "mvn([1, 0], [[2, 0], [0, 1]])"), ("laplace(0, 1)", "laplace(-1, 2)"),
    ("geometric(0.2)", "geometric(0.4)"), ("uniform(0, 1)", "uniform(0, 3)"),
    ("student_t(3, 0, 1)", "normal(0, 1)"), ("binomial(4, 0.3)", "binomial(4, 0.5)"),
]  # fmt: skip


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_every_closed_form_keeps_its_numbers_fractions_and_roots(p, q):
    formulas = {way.formula for ways in theory.table(p, q).results.values() for way in ways if way.formula}
    assert formulas
    for formula in formulas:
        tree = ElementTree.fromstring(mathml(formula))
        text = "".join(tree.itertext())
        assert not set(text) & set("\\{}$^_")
        assert re.findall(r"\d", text) == re.findall(r"\d", formula)  # every digit, in its order
        assert len(list(tree.iter("mfrac"))) == len(re.findall(r"\\t?frac", formula))
        assert len(list(tree.iter("msqrt"))) == formula.count(r"\sqrt")
        scripts = sum(len(list(tree.iter(tag))) for tag in ("msup", "msub"))
        assert scripts + 2 * len(list(tree.iter("msubsup"))) == len(re.findall(r"[\^_]", formula))


@pytest.mark.parametrize(
    ("latex", "inside"),
    [
        (r"\frac{1}{2}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        (r"\frac 12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"x^2 31", "<msup><mi>x</mi><mn>2</mn></msup><mn>31</mn>"),
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"2.5^{-1}", "<msup><mn>2.5</mn><mrow><mo>−</mo><mn>1</mn></mrow></msup>"),
        (r"\Sigma_q^{-1}", "<msubsup><mi>Σ</mi><mi>q</mi><mrow><mo>−</mo><mn>1</mn></mrow></msubsup>"),
        (r"\ln x", "<mi>ln</mi><mo>\u2061</mo><mi>x</mi>"),
        (r"\mathrm{tr}", '<mi mathvariant="normal">tr</mi>'),
        (r"a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
    ],
)
def test_a_piece_is_set_as_what_it_is(latex, inside):
    assert mathml(latex) == f'<math displaystyle="true"><mrow>{inside}</mrow></math>'


def test_formulas_of_one_shape_keep_their_own_numbers():
    for a, b in ((1.5, 2.25), (0.125, 10.0), (3.0, 3.0)):
        assert re.findall(r"<mn>([\d.]+)</mn>", mathml(rf"\frac{{{a}}}{{2}} + {b}")) == [str(a), "2", str(b)]


def test_what_is_not_known_is_named():
    with pytest.raises(ValueError, match="the command 'href'"):
        mathml(r"\href{x}")
    with pytest.raises(ValueError, match="never opened"):
        mathml("1}2")
