"""Opening and closing rounds: the deal is drawn here, so that everything after it can be repeated."""

from backoffice.casework import outbox
from backoffice.casework.house import House, Transaction
from backoffice.domain.work import WorkKind
from backoffice.records.cases import Case, Round


def open_round(house: House, work: Transaction, case: Case) -> Round:
    """The round that ``case.round_number`` names, and the work of issuing its set."""
    deal = house.dealer()
    round_ = Round(
        case_id=case.id,
        number=case.round_number,
        kind="first" if case.round_number == 1 else "correction",
        seed=deal.seed.hex(),
        set_on=deal.on,
        rehearsal=deal.rehearsal,
        opened_at=work.now,
    )
    work.put(round_)
    work.put(outbox.row(work, WorkKind.ISSUE_TEST_SET, round_.id, case))
    return round_


def close_round(work: Transaction, round_: Round) -> None:
    """No more evidence in this one; its answers may be told."""
    round_.closed_at = round_.closed_at or work.now
