"""What the server frees goes back to the system."""

import contextlib
import ctypes

_M_MMAP_THRESHOLD = -3  # as in glibc's malloc.h
LARGE = 1 << 20  # bytes


def return_large_blocks() -> None:
    """Let glibc return every freed block of LARGE bytes or more at once; elsewhere, nothing.

    By itself it keeps blocks of up to 32 MB for later once it has seen one that large; arrays of many threads then
    lie scattered among small ones, and a server that leaks nothing grows by a tenth an hour (mallopt(3)).
    """
    with contextlib.suppress(OSError, AttributeError):  # no glibc
        ctypes.CDLL("libc.so.6").mallopt(_M_MMAP_THRESHOLD, LARGE)
