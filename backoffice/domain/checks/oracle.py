"""Is the oracle itself right? Stored answers against the calculation made again, before anyone is judged by them."""

from backoffice.domain.amortization import RIGHT, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.findings import Section
from backoffice.domain.money import to_pesos
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet

MONEY_STEPS = ("amortization", "insurance", "withholding")


def wrong_answers(test_set: TestSet, parameters: Parameters) -> list[tuple[Section, int]]:
    """The rows whose stored days or amounts the official calculation does not give.

    Only answers that were computed by these very *parameters* can be called wrong; of others nothing is said.
    """
    if test_set.rules_version != parameters.version:
        return []
    computed = withhold(read_cases([texts(row) for row in test_set.rows]), parameters, RIGHT).rows
    wrong = []
    for row, right in zip(test_set.rows, computed.itertuples(), strict=True):
        steps = {"days": str(right.days), **{step: to_pesos(int(getattr(right, step))) for step in MONEY_STEPS}}
        if right.error or any(row.expected.get(step) != text for step, text in steps.items()):
            wrong.append((row.section, row.number))
    return wrong
