"""How long something takes, for tests that hold one figure to another of the same run."""

import time
from collections.abc import Callable


def best(action: Callable[[], object], times: int = 3) -> float:
    """The fewest processor seconds of several runs: whatever else the machine does only adds to them."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return min(taken)
