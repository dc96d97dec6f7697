"""What nobody did in time: forgotten outbox rows are rung again, lapsed claims go back to the queue."""

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import outbox
from backoffice.casework.house import House
from backoffice.domain.work import TaskState
from backoffice.records.cases import Case
from backoffice.records.submissions import ReviewTask


def ring_forgotten(house: House) -> int:
    """Ring for every row that is due and that nobody holds. How many there were."""
    with house.transaction() as work:
        rows = outbox.to_ring(work)
        work.bells.extend((row.kind, row.id) for row in rows)
    return len(rows)


def free_lapsed_claims(house: House) -> int:
    """Give back the tasks whose holder let the time run out. How many there were.

    Where somebody is at the case just now, it is left to the next look.
    """
    with house.transaction() as work:
        lapsed = (
            select(Case, ReviewTask)
            .join(ReviewTask, col(ReviewTask.case_id) == col(Case.id))
            .where(col(ReviewTask.state) == TaskState.CLAIMED, col(ReviewTask.lease_until) <= work.now)
            .with_for_update(skip_locked=True, key_share=True)
        )
        found = work.session.execute(lapsed).all()
        for case, task in found:
            work.happened("claim_lapsed", "system", case, holder=task.claimed_by)
            task.state, task.claimed_by, task.lease_until = TaskState.OPEN, None, None
    return len(found)
