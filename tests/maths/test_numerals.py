"""Numbers as people read them."""

import pytest

from explainer.maths.numerals import numeral


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
