"""The public register of certified developers: a company stands in it only while it agrees to."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework.house import House
from backoffice.domain.errors import WrongState
from backoffice.domain.workflow import State
from backoffice.records.cases import Case


def list_company(house: House, applicant_id: UUID, listed: bool) -> None:
    """Let the company appear with its newest certification, or no longer. Saying the same twice changes nothing.

    Raises ``WrongState`` where no certification is in force.
    """
    query = (
        select(Case)
        .where(col(Case.applicant_id) == applicant_id, col(Case.state) == State.CERTIFIED)
        .order_by(col(Case.requested_at).desc())
        .limit(1)
        .with_for_update()
    )
    with house.transaction() as work:
        case = work.session.execute(query).scalar_one_or_none()
        if case is None:
            raise WrongState("Solo una empresa con certificación vigente puede aparecer en el registro público.")
        if listed == (case.listed_since is not None):
            return
        case.listed_since = work.now if listed else None
        work.happened("list_company" if listed else "unlist_company", "applicant", case)
