"""``python -m bench.attacking.blind NAME SECONDS EXECUTIONS``: one entrance under our own damaged copies."""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from time import monotonic

from bench.attacking.kept import keep, named
from tests.hostile.harnesses import HARNESSES, mutant, outcome

OURS = ("refused: reading_failed", "refused: reading_stopped")


def attack(name: str, seconds: int, executions: int, seed: str) -> int:
    """Run until either is spent; how many files it were."""
    harness, until, numbers = HARNESSES[name], monotonic() + seconds, count()

    def once(number: int) -> None:
        data = mutant(harness, number, seed)
        try:
            ended = outcome(harness, data)
            if ended in OURS:
                keep(name, ended.replace(": ", "-"), data)
        except Exception as escaped:  # noqa: BLE001 — this is what is looked for
            keep(name, named(escaped), data)

    def several(_: int) -> None:
        for number in numbers:
            if (seconds and monotonic() > until) or (executions and number >= executions):
                return
            once(number)

    with ThreadPoolExecutor(1 if harness.guided else 2) as threads:
        list(threads.map(several, range(2)))
    return min(next(numbers), executions or sys.maxsize)


if __name__ == "__main__":
    done = attack(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    print(f"stat::number_of_executed_units: {done}")
