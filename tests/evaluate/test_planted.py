"""A sample of ``mesa bench verdict``: planted faults are found, causes named, and honest habits accused of nothing."""

from itertools import islice

import pytest

from tests.evaluate.planting import plan
from tests.evaluate.planting.counting import Case, Score, score, verdict_on
from tests.evaluate.planting.draft import Draft, Place
from tests.evaluate.planting.habits import HABITS
from tests.evaluate.planting.packing import as_xls, as_xlsx
from tests.evaluate.planting.plan import FAULTS, Planned

#: Every fifth fault, so that each tab is met and the suite stays short.
SAMPLE = [Planned(f"sample {fault.name}", faults=(fault,)) for fault in islice(FAULTS, 0, None, 5)]
HONEST = [Planned(f"sample {habit.__name__}", habit) for habit in islice(HABITS, 0, None, 3)]
PAIRS = list(plan.in_pairs(4))


def judged(planned: Planned) -> Score:
    """Made, read and judged."""
    draft = planned.drafted()
    return score(Case(planned.name, draft, planned.faults, as_xlsx(draft)))


@pytest.mark.parametrize("planned", [*SAMPLE, *PAIRS], ids=lambda planned: planned.name)
def test_a_planted_fault_is_found_and_nothing_else_is_accused(planned: Planned) -> None:
    found = judged(planned)

    assert (found.missed, found.false) == ((), ())
    assert found.named == found.causes


@pytest.mark.parametrize("planned", HONEST, ids=lambda planned: planned.name)
def test_honest_evidence_is_accused_of_nothing(planned: Planned) -> None:
    found = judged(planned)

    assert (found.missed, found.false) == ((), ())


@pytest.mark.libreoffice
def test_the_same_holds_for_workbooks_that_libreoffice_saved() -> None:
    planned = [*SAMPLE[::5], *HONEST[:2]]
    drafts = [each.drafted() for each in planned]

    scores = [
        score(Case(each.name, draft, each.faults, book))
        for each, draft, book in zip(planned, drafts, as_xls(drafts), strict=True)
    ]

    assert [(each.missed, each.false) for each in scores] == [((), ())] * len(planned)


def test_a_step_that_no_reading_gives_is_wrong_though_its_row_rests_on_a_disputed_rule() -> None:
    (disputed,) = [fault for fault in FAULTS if fault.mistake == "twenty_percent_on_daily_wage"]
    draft = Planned("disputed", faults=(disputed,)).drafted()
    rows = [place for place, steps in draft.cells.items() if place[0] == "samples" and is_disputed(draft, place)]
    draft.cells[rows[0]]["bimester_days"] = 17

    verdict = verdict_on(Case("disputed", draft, (), as_xlsx(draft)))

    assert verdict.result == "inconsistent"
    assert "bimester_days_differs" in {finding.code for finding in verdict.findings if finding.number == rows[0][1]}


def is_disputed(draft: Draft, place: Place) -> bool:
    """The other reading gives another withholding on this row."""
    return str(draft.cells[place]["withholding"]) != str(draft.test_set.row(*place).expected["withholding"])
