"""Games that are played at once take turns at the processor.

A step is some fifty small NumPy calls, at each of which a thread may have to wait for the interpreter:
two threads that step at the same time do together half of what one does alone.
"""

import threading


class Turns:
    """`with turns:` is one turn; first come, first served, so that nobody overtakes who waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._given = self._over = 0

    def __enter__(self) -> None:
        with self._changed:
            mine = self._given
            self._given += 1
            self._changed.wait_for(lambda: self._over == mine)

    def __exit__(self, *_) -> None:
        with self._changed:
            self._over += 1
            self._changed.notify_all()
