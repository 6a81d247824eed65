"""What the commands share: a refusal is one line and exit code 2, and progress shows on a terminal."""

import argparse
import sys
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """Answers a wrong argument with one line and exit code 2."""

    def error(self, message: object) -> NoReturn:
        """Name the command and say what is wrong."""
        print(f"{self.prog.removeprefix('python -m ')}: {message}", file=sys.stderr)
        raise SystemExit(2)


def progress(share: float, seconds: float) -> None:
    """A bar on stderr, where that is a terminal; `share` of the work was done in so many seconds."""
    if sys.stderr.isatty():
        bar = "█" * round(30 * share)
        left = seconds / share * (1 - share)
        end = "\n" if share == 1 else ""
        print(f"\r{bar:░<30} {share:4.0%}  {left:3.0f} s left", end=end, file=sys.stderr, flush=True)


def whole(text: str) -> int:
    """A whole number, as the type of an argument."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None


def number(text: str) -> float:
    """A number, as the type of an argument."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
