"""What each mistake would have answered on every row of a test set."""

from dataclasses import dataclass

from backoffice.domain.amortization import read_cases
from backoffice.domain.amortization.cases import Integers
from backoffice.domain.findings import Section
from backoffice.domain.mistakes.answers import TELLING, answers_of
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set.model import TestRow, TestSet

Place = tuple[Section, int]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """``places``: the rows; ``right``: centavos a row; ``answers``: one column of centavos a mistake of ``codes``.

    An answer is -1 where a mistake cannot be computed on a row.
    """

    places: tuple[Place, ...]
    codes: tuple[str, ...]
    right: Integers
    answers: Integers
    tolerance: int


def alternatives(test_set: TestSet, parameters: Parameters) -> Alternatives:
    """Compute every row by the right method and by every mistake that can leave the tolerance."""
    answers = answers_of(read_cases([texts(row) for row in test_set.rows]), parameters)
    return Alternatives(
        places=tuple((row.section, row.number) for row in test_set.rows),
        codes=TELLING,
        right=answers[:, 0],
        answers=answers[:, 1:],
        tolerance=tolerance(parameters),
    )


def tolerance(parameters: Parameters) -> int:
    """Centavos by which an answer may differ from the exact value."""
    return int(parameters["tolerance"].values[0].value * 100)


def texts(row: TestRow) -> dict[str, str]:
    """A row in the columns that reading expects, with what only mistakes look at."""
    return {
        **row.case,
        "frequency": row.frequency,
        "paid_on": row.paid_on,
        "hired_on": row.hired_on,
        "left_on": row.left_on,
        "unified_only": row.unified_only,
    }
