"""How numbers are written."""

import pytest

from explainer.vae.reparameterization.figures import readable


@pytest.mark.parametrize(
    "value, digits, text",
    [
        (-0.0001, 2, "−1.0·10⁻⁴"),
        (0.0, 2, "0.00"),
        (-1.234, 2, "−1.23"),
        (123456.0, 2, "1.2·10⁵"),
        (-0.004, 2, "0.00"),
    ],
)
def test_numbers_are_written_as_people_write_them(value, digits, text):
    assert readable(value, digits) == text
