"""The calculation beside an independent one, day by day with fractions, on many random cases of every kind."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from backoffice.domain.amortization import read_cases, withhold
from backoffice.official import parameters
from bench.measuring import Line
from tests.domain import oracle
from tests.domain.drawing import random_case

CASES = 200_000
LOT = 5_000


def differences(seed: int) -> int:
    """How many of one lot of random cases differ in amortization, insurance or withholding."""
    draw = random.Random(seed)
    cases = [random_case(draw) for _ in range(LOT)]
    rows = withhold(read_cases([case.row() for case in cases]), parameters()).rows
    found = rows[["amortization", "insurance", "withholding"]].itertuples(index=False)
    return sum(tuple(row) != oracle.withholding(case) for case, row in zip(cases, found, strict=True))


def run() -> Iterator[Line]:
    """Compare; one line."""
    start = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        different = sum(pool.map(differences, range(CASES // LOT)))
    seconds = time.perf_counter() - start
    yield Line(
        f"random cases that differ from the independent calculation, of {CASES:,}",
        seconds,
        None,
        different,
        "= 0",
        different == 0,
    )
