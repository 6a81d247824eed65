"""Numbers as people read them."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def numeral(value: float, spec: str) -> str:
    """The number by a format spec, with a true minus and with −8.53·10⁻⁴ for -8.53e-04."""
    mantissa, _, power = format(value, spec).partition("e")
    return mantissa.replace("-", "−") + (f"·10{str(int(power)).translate(_RAISED)}" if power else "")
