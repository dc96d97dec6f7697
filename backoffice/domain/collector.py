"""Python's collector of cycles, which goes over all that there is each time that much is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Collector:
    """It rests as long as anybody asks it to, in whatever thread; then it is as it was before the first asked."""

    def __init__(self) -> None:
        self._one_by_one = Lock()
        self._askers = 0
        self._collected = False

    @contextmanager
    def resting(self) -> Iterator[None]:
        """While thousands of values are made that stay and have no cycles: it would look through them in vain."""
        with self._one_by_one:
            if self._askers == 0:
                self._collected = gc.isenabled()
                gc.disable()
            self._askers += 1
        try:
            yield
        finally:
            with self._one_by_one:
                self._askers -= 1
                if self._askers == 0 and self._collected:
                    gc.enable()


resting = Collector().resting
