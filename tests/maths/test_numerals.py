"""Numbers as people read them."""

import pytest

from explainer.maths.numerals import digits, numeral


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (-0.000853, ".2e", "−8.53·10⁻⁴"),
        (1.3e9, ".1e", "1.3·10⁹"),
        (1e-12, ".4g", "1·10⁻¹²"),
        (-5.722, ".3f", "−5.722"),
        (0.25, "+.2f", "+0.25"),
        (1234.5, ",.1f", "1,234.5"),
    ],
)
def test_a_number_has_a_true_minus_and_a_raised_power(value, spec, text):
    assert numeral(value, spec) == text


def test_arithmetic_gets_as_many_digits_as_it_needs_to_come_out():
    def apart(x, y):
        return (x - y) / 4.928e-5

    x, y = 0.670612345678, 0.670591278
    count = digits(apart, apart(x, y), x, y)
    assert 4 < count < 12
    shown = apart(float(f"{x:.{count}g}"), float(f"{y:.{count}g}"))
    assert shown == pytest.approx(apart(x, y), rel=5e-4)
    assert digits(lambda a, b: a + b, 1.5 + 2.25, 1.5, 2.25) == 4
