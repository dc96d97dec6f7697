"""The impact of a rule, asked for by a person at the desk and found by worker processes."""

from backoffice.desk import impact as impacts
from backoffice.records.runs import Standing
from tests.casework.many import given
from tests.staff import Entrances
from tests.workers.conftest import DRAMATIQ, Crew

DEARER = {"umi": {"2026-01-01": "120.00"}}


def test_a_person_s_question_is_answered_by_the_workers(crew: Crew) -> None:
    given(crew.house, 40)
    seen: list[Standing] = []
    entrances = Entrances()

    with crew.process(*DRAMATIQ):
        found = impacts.impact(entrances.entered(crew.house, "ana"), DEARER, "ana", show=seen.append)

    entrances.close()
    assert (found.total, len(found.flips), len(found.others), len(found.lost)) == (40, 8, 32, 0)
    assert set(found.flips["Ahora"]) == {"Con inconsistencias"}
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, 40, 40)
