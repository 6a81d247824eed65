"""How numbers are written for the page and for the shell."""

import pytest

from explainer.divergence.labels import exact


@pytest.mark.parametrize("value", [0.1, 1e-300, 12345.678901234567, 0.0])
def test_numbers_for_the_page_keep_every_digit(value):
    assert float(exact(value)) == value


def test_infinities_are_written_as_the_page_and_python_both_read_them():
    assert [exact(v) for v in (float("inf"), float("-inf"), float("nan"))] == ["Infinity", "-Infinity", "NaN"]
