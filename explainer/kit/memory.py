"""What the server frees goes back to the system."""

import contextlib
import ctypes
import threading
import time
from functools import cache

EVERY_S = 60.0


@cache
def give_back(every: float = EVERY_S) -> None:
    """From now on, return to the system every so many seconds what is free; where there is no glibc, nothing.

    By itself glibc keeps freed blocks of up to 32 MB that lie among small ones in use (malloc_trim(3)): a server
    that leaks nothing grows by a tenth an hour. A lower limit for what it maps slows the networks by a third.
    """
    with contextlib.suppress(OSError, AttributeError):
        trim = ctypes.CDLL("libc.so.6").malloc_trim
        threading.Thread(target=_each, args=(every, trim), name="memory", daemon=True).start()


def _each(every: float, trim) -> None:
    while True:
        time.sleep(every)
        trim(0)
