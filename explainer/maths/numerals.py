"""Numbers as people read them."""

from collections.abc import Callable

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def numeral(value: float, spec: str) -> str:
    """The number by a format spec, with a true minus and with −8.53·10⁻⁴ for -8.53e-04."""
    mantissa, _, power = format(value, spec).partition("e")
    return mantissa.replace("-", "−") + (f"·10{str(int(power)).translate(_RAISED)}" if power else "")


def digits(compute: Callable[..., float], result: float, *values: float, least: int = 4, most: int = 15) -> int:
    """The fewest significant digits of the values with which `compute` gives the result to `least` digits.

    Near t = T a difference of nearly equal numbers is divided by a tiny one: with four digits each it reads 0.
    """
    for count in range(least, most):
        rounded = (float(f"{value:.{count}g}") for value in values)
        if abs(compute(*rounded) - result) <= 0.5 * 10.0 ** (1 - least) * abs(result):
            return count
    return most
