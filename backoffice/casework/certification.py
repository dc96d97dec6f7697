"""The end of the course: the applicant accepts an approval, or cancels a case in any open state."""

from backoffice.casework import cases, letters, outbox, productive_access, rounds, signing
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House
from backoffice.casework.signing import Signed
from backoffice.domain.decision import readable
from backoffice.domain.errors import WrongState
from backoffice.domain.work import TaskState, WorkKind
from backoffice.domain.workflow import Act, State
from backoffice.records.cases import Case

LONGEST_REASON = 1000


def accept(house: House, folio: str, actor: str = "applicant", signed: Signed | None = None) -> Case:
    """The applicant accepts the terms of the approval: the certification is in force.

    Raises ``WrongState``, and what ``signing.verify`` does.
    """
    with house.transaction() as work:
        verified = signing.verify(house, work, signed) if signed else None
        case = cases.by_folio(work.session, folio)
        cases.move(work, case, Act.ACCEPT_TERMS, actor)
        if verified:
            signing.keep(house, work, verified, case)
        access = productive_access.grant(house, work, case)
        applicant = cases.applicant_of(work.session, case)
        letter = Drafts(house, case, applicant, house.local_date(work.now)).certified(access.access_id)
        letters.post(house, work, case, letter, to=applicant.email, about=case.id)
    return case


def cancel(
    house: House, folio: str, reason: str = "", actor: str = "applicant", *, signed: Signed | None = None
) -> Case:
    """End a case or a certification: what waited for it is withdrawn, and a letter confirms it.

    Raises ``WrongState`` where it ended before, and what ``signing.verify`` does.
    """
    with house.transaction() as work:
        verified = signing.verify(house, work, signed) if signed else None
        case = cases.by_folio(work.session, folio)
        before = case.state
        if before == State.CANCELLED:
            raise WrongState("El caso ya terminó antes, por cancelación o desistimiento: no se hizo nada.")
        cases.move(work, case, Act.CANCEL, actor, reason=readable(reason)[:LONGEST_REASON])
        if verified:
            signing.keep(house, work, verified, case)
        productive_access.revoke(work, case)
        rounds.close_round(work, cases.current_round(work.session, case))
        task = cases.waiting_task(work.session, case)
        if task is not None:
            task.state, task.lease_until = TaskState.WITHDRAWN, None
        outbox.withdraw(work, case, *WorkKind)
        applicant = cases.applicant_of(work.session, case)
        drafts = Drafts(house, case, applicant, house.local_date(work.now))
        letters.post(house, work, case, drafts.cancellation_confirmed(before), to=applicant.email, about=case.id)
    return case
