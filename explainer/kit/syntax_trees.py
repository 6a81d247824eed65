"""A fault of CPython 3.11 that threads meet while they read arrays and load torch."""

import ast
import sys
import threading
from functools import wraps

# gh-106905: 3.11.8 counts the depth for each tree. From 3.12 on, no garbage is collected inside the maker.
FIXED = (3, 11, 8)


def parse_in_turn(version: tuple[int, ...] = sys.version_info[:3]) -> None:
    """Let one thread at a time make a syntax tree, where CPython is older than 3.11.8.

    It keeps the depth of a tree in one variable for all threads. If a garbage collection lets another
    thread in, both may end in a SystemError. NumPy makes a tree for each array of a file. torch makes some
    while it is loaded, and can't be loaded again after one has failed.
    """
    if version >= FIXED:
        return
    parse, turn = ast.parse, threading.RLock()

    @wraps(parse)
    def parsed(*arguments, **options):
        with turn:
            return parse(*arguments, **options)

    ast.parse = parsed
