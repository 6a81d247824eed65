"""Checks of arguments, and the one error that they raise: a value of its own, not a sentence to parse."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from explainer.maths.numerals import numeral

LARGEST_SEED = 999_999


class BadArgument(ValueError):
    """The argument called `argument` is wrong; the sentence names its value and what is allowed.

    The page shows the sentence beside the control with the key `argument`, beside the whole figure
    where it is "". `offer` is an allowed value that was evidently meant: a button takes it.
    """

    def __init__(self, argument: str, sentence: str, offer: str | None = None) -> None:
        super().__init__(sentence)
        self.argument, self.offer = argument, offer


@contextmanager
def renamed(**keys: str) -> Iterator[None]:
    """Report bad arguments under the caller's names: `renamed(T="steps")` turns T's into those of steps."""
    try:
        yield
    except BadArgument as bad:
        if bad.argument not in keys:
            raise
        raise BadArgument(keys[bad.argument], str(bad), bad.offer) from None


def number(
    argument: str,
    value: Any,
    low: float = -inf,
    high: float = inf,
    *,
    name: str | None = None,
    inside: bool = False,
) -> float:
    """A finite number from `low` to `high`; BadArgument otherwise. `inside` leaves out both ends."""
    real = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < inf
    if not real or not (low < value < high if inside else low <= value <= high):
        raise _refused(argument, name, value, f"a number {_range(low, high, inside)}")
    return value


def whole(argument: str, value: Any, low: float = -inf, high: float = inf, *, name: str | None = None) -> int:
    """A whole number from `low` to `high`; BadArgument otherwise."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _refused(argument, name, value, f"a whole number {_range(low, high)}")
    return value


def choice(argument: str, value: Any, allowed: Iterable[Any], *, name: str | None = None) -> Any:
    """One of `allowed`; BadArgument otherwise."""
    allowed = list(allowed)
    if not any(type(value) is type(option) and value == option for option in allowed):
        raise BadArgument(
            argument, f"{name or argument} is {_shown(value)}; allowed are {', '.join(map(str, allowed))}"
        )
    return value


def numbers(
    argument: str, value: Any, low: float, high: float, *, most: int, name: str = "number"
) -> list[float]:
    """The numbers of a text such as "0.5, −1", each from `low` to `high`; BadArgument otherwise.

    At most `most` of them, separated by commas; `name` is the singular noun for one of them.
    """
    parts = [part.strip() for part in str(value).split(",") if part.strip()]
    length, longest = len(str(value)), 20 * most
    if length > longest:
        sentence = f"there are {len(parts):,} {name}s in {length:,} letters; allowed are {most} in {longest:,}"
        raise BadArgument(argument, sentence)
    if len(parts) > most:
        raise BadArgument(argument, f"there are {len(parts):,} {name}s; allowed are at most {most:,}")
    return [_parsed(argument, part, low, high, name) for part in parts]


def _parsed(argument: str, part: str, low: float, high: float, name: str) -> float:
    try:
        value = float(part.replace("−", "-"))
    except ValueError:
        raise BadArgument(argument, f"“{part[:30]}” is not a number. Example: 0.5, 1, 2.25") from None
    if not low <= value <= high:
        allowed = f"{numeral(low, 'g')} to {numeral(high, 'g')}"
        raise BadArgument(argument, f"a {name} is at {part[:30]}; allowed is {allowed}")
    return value


def text(argument: str, value: Any, most: int, *, name: str | None = None) -> str:
    """A text of at most `most` characters; BadArgument otherwise."""
    if not isinstance(value, str):
        raise _refused(argument, name, value, f"a text of at most {most:,} characters")
    if len(value) > most:
        sentence = f"{name or argument} has {len(value):,} characters; allowed are at most {most:,}"
        raise BadArgument(argument, sentence)
    return value


def seed(value: Any, argument: str = "seed") -> int:
    """A seed from 0 to LARGEST_SEED; BadArgument otherwise."""
    return whole(argument, value, 0, LARGEST_SEED, name="the seed")


def _refused(argument: str, name: str | None, value: Any, allowed: str) -> BadArgument:
    return BadArgument(argument, f"{name or argument} is {_shown(value)}; allowed is {allowed}")


def _shown(value: Any) -> str:
    """The value in a sentence: never more than 60 characters of it."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _range(low: float, high: float, inside: bool = False) -> str:
    if high == inf:
        return f"above {_plain(low)}" if inside else f"of at least {_plain(low)}"
    if low == -inf:
        return f"below {_plain(high)}" if inside else f"of at most {_plain(high)}"
    return f"{'between' if inside else 'from'} {_plain(low)} {'and' if inside else 'to'} {_plain(high)}"


def _plain(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else f"{value:g}"
