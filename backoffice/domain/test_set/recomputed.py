"""A test set whose right answers are those of other rules: its workers, periods and notices stay as they were sent."""

from dataclasses import replace

from backoffice.domain.amortization import RIGHT, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.errors import BadParameters
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set.expected import expected_steps
from backoffice.domain.test_set.model import TestSet


def recomputed(test_set: TestSet, parameters: Parameters) -> TestSet:
    """The set as these *parameters* answer it. Raises ``BadParameters`` for a row that they cannot compute."""
    found = withhold(read_cases([texts(row) for row in test_set.rows]), parameters, RIGHT)
    parts, none = dict(iter(found.parts.groupby("row"))), found.parts.iloc[:0]
    rows = []
    for number, row in enumerate(test_set.rows):
        if number in found.errors:
            raise BadParameters(f"Con estas reglas no se calcula la fila {row.label}: {found.errors[number]}")
        expected = expected_steps(found.rows.iloc[number], parts.get(number, none))
        rows.append(replace(row, expected=expected))
    return replace(test_set, rows=tuple(rows), rules_version=parameters.version)
