"""How the section writes numbers into formulas."""

from collections.abc import Callable

from explainer.maths.numerals import digits, numeral


def number(value: float, count: int = 4) -> str:
    """Four significant digits with a real minus sign; very small and large ones as 1.234·10⁻⁵."""
    return numeral(value, f".{count}g")


def bracket(value: float, count: int = 4) -> str:
    """A number as a factor: in brackets where it is negative."""
    text = number(value, count)
    return f"({text})" if text.startswith("−") else text


def line(form: str, compute: Callable[..., float], result: float, *values: float) -> str:
    """Arithmetic with its result, in as many digits as it needs to come out there."""
    count = digits(compute, result, *values)
    before = form.split("{}")
    shown = [(bracket if b.endswith("· ") else number)(v, count) for b, v in zip(before, values, strict=False)]
    return f"{form.format(*shown)} = {number(result)}"
