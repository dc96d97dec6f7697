"""What a payroll program answers: the official figures, or those of a program that computes in another way."""

from backoffice.domain.amortization import RIGHT, Method, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.evidence import STEPS
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.expected import expected_steps as steps_of
from backoffice.rehearsal.making.filling import Answers


def computed_by(method: Method, test_set: TestSet, parameters: Parameters) -> Answers:
    """Every step of every row by *method*: plain decimals, ``None`` where a step does not apply."""
    found = withhold(read_cases([texts(row) for row in test_set.rows]), parameters, method)
    answers = {}
    for place, row in enumerate(test_set.rows):
        steps = steps_of(found.rows.iloc[place], found.parts[found.parts["row"] == place])
        answers[row.section, row.number] = {step: steps[step] for step in STEPS}
    return answers


__all__ = ["RIGHT", "computed_by"]
