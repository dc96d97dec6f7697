"""What every mistake of the catalogue answers on ten thousand test sets, beside one calculation of the right ones."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields

import numpy as np

from backoffice.domain.amortization import Cases, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.mistakes.answers import TELLING, answers_of
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from backoffice.rehearsal import cast
from bench.measuring import Line, timed

#: So many sets of their own, each so many times: the calculation does not know that it has seen a row before.
DRAWN, TIMES = 40, 250
ABSENCES = {"absence_row", "absence_day"}


def run() -> Iterator[Line]:
    """Measure; one line."""
    cases = repeated(drawn(), TIMES)
    official = parameters()
    once, _ = timed(lambda: withhold(cases, official), times=3)
    whole, spread = timed(lambda: answers_of(cases, official), times=3)
    ratio = whole / (once * len(TELLING))
    words = f"{len(TELLING)} mistakes over {DRAWN * TIMES:,} sets ({len(cases):,} rows), each / one right calculation"
    yield Line(words, whole, once, ratio, "<= 1.2", ratio <= 1.2, spread)


def drawn_here(sets: int) -> Cases:
    """The rows of a few sets, made in this process."""
    return read_cases([row for number in range(sets) for row in rows_of(number)])


def drawn() -> Cases:
    """The rows of all sets, as cases."""
    with ProcessPoolExecutor() as pool:
        return read_cases([row for rows in pool.map(rows_of, range(DRAWN)) for row in rows])


def rows_of(number: int) -> list[dict[str, str]]:
    """The rows of one set."""
    test_set = generate(number.to_bytes(32, "big"), "first", cast.SET_DATE, rehearsal_seal(), parameters())
    return [texts(row) for row in test_set.rows]


def repeated(cases: Cases, times: int) -> Cases:
    """The same rows again and again; an absence belongs to its own copy of the row."""
    columns = {f.name: getattr(cases, f.name) for f in fields(cases)}
    many = {name: np.tile(column, times) for name, column in columns.items() if name not in {*ABSENCES, "errors"}}
    copies = np.repeat(np.arange(times) * len(cases), len(cases.absence_row))
    return Cases(
        **many,
        absence_row=np.tile(cases.absence_row, times) + copies,
        absence_day=np.tile(cases.absence_day, times),
        errors={},
    )
