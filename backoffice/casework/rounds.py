"""Opening and closing rounds: the deal is drawn here, so that everything after it can be repeated."""

from uuid import UUID

from sqlalchemy.orm import Session

from backoffice.casework import outbox
from backoffice.casework.house import House, Transaction
from backoffice.domain.work import WorkKind
from backoffice.records.cases import Case, Round, RoundSeed


def open_round(house: House, work: Transaction, case: Case) -> Round:
    """The round that ``case.round_number`` names, and the work of issuing its set."""
    deal = house.dealer()
    round_ = Round(
        case_id=case.id,
        number=case.round_number,
        kind="first" if case.round_number == 1 else "correction",
        set_on=deal.on,
        rehearsal=deal.rehearsal,
        opened_at=work.now,
    )
    work.put(round_, RoundSeed(round_id=round_.id, seed=deal.seed.hex()))
    work.put(outbox.row(work, WorkKind.ISSUE_TEST_SET, round_.id, case))
    return round_


def seed_of(session: Session, round_id: UUID) -> bytes:
    """The secret seed of a round. Raises ``WrongState`` where a person's login asks."""
    return bytes.fromhex(session.get_one(RoundSeed, round_id).seed)


def close_round(work: Transaction, round_: Round) -> None:
    """No more evidence in this one; its answers may be told."""
    round_.closed_at = round_.closed_at or work.now
