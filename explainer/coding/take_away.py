"""The file to take away: `ddpm.py` with other settings, what it needs at home, and its digits in one text."""

import base64
import textwrap
import zlib
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from explainer import shipped
from explainer.coding import program

AT_HOME = "explainer.coding.at_home"
OURS = "from explainer.coding.ddpm import Settings, Training, sample\n\n"
SOURCE = "# 5,000 digits of MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0) in 16 shades of grey\n"


@cache
def packed() -> str:
    """The shipped digits as `at_home.unpacked` reads them."""
    shades = shipped.arrays("coding/digits")["pictures"].reshape(-1, 2) // 17
    pairs = (16 * shades[:, 0] + shades[:, 1]).astype(np.uint8)
    return base64.b85encode(zlib.compress(pairs.tobytes(), 9)).decode()


def at_home() -> str:
    """The text of `at_home.py` without its docstring and without what it takes from this app."""
    text = find_spec(AT_HOME).loader.get_source(AT_HOME)
    if OURS not in text:
        raise ValueError(f"{AT_HOME} must take what it needs in one line")
    return text.replace(OURS, "").partition('"""\n\n')[2]


def digits() -> str:
    """The digits as a line of Python, wrapped."""
    lines = "\n".join(textwrap.wrap(packed(), 110, break_on_hyphens=False))
    return f'{SOURCE}DIGITS = """\n{lines}\n"""\n'


def python(settings: dict[str, Any], steps: int) -> str:
    """One file that trains with these settings for so many steps and writes samples.png."""
    begin = f'if __name__ == "__main__":\n    main(unpacked(DIGITS), steps={steps})\n'
    return "\n\n".join([program.filled(settings), at_home(), digits(), begin])
