"""How the section writes numbers into formulas."""

from explainer.maths.numerals import numeral


def number(value: float) -> str:
    """Four significant digits with a real minus sign; very small and large ones as 1.234·10⁻⁵."""
    return numeral(value, ".4g")


def bracket(value: float) -> str:
    """A number as a factor: in brackets where it is negative."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text
