"""What a payroll program answers: the official figures, or those of a program that computes in another way."""

from backoffice.domain.amortization import RIGHT, Method, read_cases, withhold
from backoffice.domain.evidence import STEPS
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.test_set.generation import answers as steps_of
from backoffice.rehearsal.making.filling import Answers

#: What a row says besides its case, and calculations look at.
BESIDES = ("frequency", "paid_on", "hired_on", "left_on")


def computed_by(method: Method, test_set: TestSet, parameters: Parameters) -> Answers:
    """Every step of every row by *method*: plain decimals, ``None`` where a step does not apply."""
    found = withhold(read_cases([texts(row) for row in test_set.rows]), parameters, method)
    answers = {}
    for place, row in enumerate(test_set.rows):
        steps = steps_of(found.rows.iloc[place], found.parts[found.parts["row"] == place])
        answers[row.section, row.number] = {step: steps[step] for step in STEPS}
    return answers


def texts(row: TestRow) -> dict[str, str]:
    """The row in the columns that calculations read."""
    return {**row.case, **{name: getattr(row, name) for name in BESIDES}}


__all__ = ["RIGHT", "computed_by"]
