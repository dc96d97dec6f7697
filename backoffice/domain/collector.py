"""Python's collector of cycles, which goes over all that there is each time that much is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """It rests while thousands of values are made that stay and have no cycles: it would look through them in vain."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
