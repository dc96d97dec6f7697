"""Is the oracle itself right? Stored answers against the calculation made again, before anyone is judged by them."""

from backoffice.domain.amortization import RIGHT, read_cases, withhold
from backoffice.domain.diagnosis.alternatives import texts
from backoffice.domain.findings import Section
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.expected import expected_steps


def wrong_answers(test_set: TestSet, parameters: Parameters) -> list[tuple[Section, int]]:
    """The rows with a stored step that the official calculation does not give.

    Only answers that were computed by these very *parameters* can be called wrong; of others nothing is said.
    """
    if test_set.rules_version != parameters.version:
        return []
    computed = withhold(read_cases([texts(row) for row in test_set.rows]), parameters, RIGHT)
    wrong = []
    for number, row in enumerate(test_set.rows):
        parts = computed.parts[computed.parts["row"] == number]
        if number in computed.errors or row.expected != expected_steps(computed.rows.iloc[number], parts):
            wrong.append((row.section, row.number))
    return wrong
