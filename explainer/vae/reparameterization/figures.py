"""How the figures of the section write numbers and draw the three estimators."""

from explainer.maths.numerals import numeral

ROLES = {"score": "wrong", "baseline": "model", "pathwise": "right"}


def readable(value: float, digits: int = 3) -> str:
    """A number as people write it: a true minus, powers of ten where it is tiny or huge."""
    if value and not 10.0 ** -(digits + 1) <= abs(value) < 1e5:
        return numeral(value, ".1e")
    text = numeral(value, f".{digits}f")
    return text if text.strip("−0.") else text.lstrip("−")  # no −0.00
