"""A text or file eight times as long takes about eight times as long to read, whatever stands in it.

Quadratic reading would take 64 times as long, cubic 512. The bound lies between, far from both.
"""

import time
from contextlib import suppress

import pytest

from explainer.divergence.distributions import from_samples
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.language import MAX_LENGTH, LanguageError, parse
from explainer.divergence.distributions.movable import slots
from explainer.maths import own_points
from explainer.maths.arguments import BadArgument, numbers

TIMES, MOST = 8, 30
NEGLIGIBLE = 0.004  # seconds, at the full length
LONG = MAX_LENGTH - 100
UNITS = ("1", " ", ".", "1 ", "0,", "e", "1e", "+", "-", "+ ", "- 1", "(", "[", "[0,", "0.5*", "normal(", '"',
         "'a',", "a=1,", "samples(", "samples(a", "\n", "1/", "−", "\u00a0", "normal(0,1)+",
         "1*", "/ ")  # fmt: skip
FRAMES = (
    ("", ""),
    ("0.5*normal(0.", ",1)+0.5*normal(0,1)"),
    ("mvn([0", ",0],[[1,0],[0,1]])"),
    ("normal(", ")"),
    ("categorical([", "1])"),
    ("samples(", ")"),
    ("0.5", "*normal()+0.5*laplace()"),
)
LINES = (
    "\n",
    " \n",
    "1\n",
    "a\n",
    "1 ",
    "1,2\n",
    "\n\n1",
    ",\n",
    ";",
    "\t",
    "\r",
    "#\n",
    "1.5\n# a\n",
    "1e5",
    "\u2028",
)


def repeated(unit: str, length: int) -> str:
    return unit * max(1, length // len(unit))


def seconds(read, text: str) -> float:
    """The least of three tries; a refusal is an answer."""
    tries = []
    for _ in range(3):
        begun = time.process_time()
        with suppress(BadArgument):
            read(text)
        tries.append(time.process_time() - begun)
    return min(tries)


def grows_linearly(read, make, length: int) -> None:
    whole = seconds(read, make(length))
    if whole > NEGLIGIBLE:
        part = seconds(read, make(length // TIMES))
        assert whole <= MOST * part, f"{whole:.3f} s for {length:,} characters, {part:.4f} s for an eighth"


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("read", [parse, slots.__wrapped__, distribution])
def test_a_text_of_the_language(read, unit, frame):
    grows_linearly(read, lambda length: f"{frame[0]}{repeated(unit, length)}{frame[1]}", LONG)


def test_many_parameters_with_names_of_their_own():
    grows_linearly(parse, lambda length: f"a({','.join(f'b{i}=1' for i in range(length // 7))})", LONG)


@pytest.mark.parametrize("unit", LINES)
@pytest.mark.parametrize(
    "read", [from_samples.numbers, own_points._read, lambda text: numbers("times", text, 0, 9, most=100_000)]
)
def test_a_file_of_numbers(read, unit):
    grows_linearly(read, lambda length: repeated(unit, length), 400_000)
    grows_linearly(read, lambda length: repeated(unit, length) + "1\n2\n3", 400_000)


def test_a_text_that_is_too_long_is_refused_before_it_is_read():
    with pytest.raises(LanguageError, match="allowed are 20,000"):
        parse("(" * 5_000_000)
