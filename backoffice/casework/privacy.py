"""Files with people's data: noticed when they are evaluated, and erased when somebody orders it. The digest stays.

The order is written first, with its event; then the content goes; then it is written that it is gone. Whoever is cut
off in between leaves an order that the next one finishes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import cases, file_locks
from backoffice.casework.house import House, Transaction
from backoffice.casework.supervision import refuse_no_supervisor
from backoffice.domain.decision import readable
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.workflow import State
from backoffice.records.cases import Case, Round
from backoffice.records.copies import Fingerprint
from backoffice.records.privacy import PersonalData
from backoffice.records.submissions import Submission, Transcript

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Purged:
    """The file whose content was erased. ``again``: it had been before, and nothing was done."""

    submission: Submission
    order: PersonalData
    again: bool


def notice(work: Transaction, submission_id: UUID, kinds: Sequence[str]) -> None:
    """Write down that a file carries people's data of these *kinds*, if there are any. Twice does no harm."""
    if kinds:
        row = insert(PersonalData).values(submission_id=submission_id, kinds=list(kinds))
        work.session.execute(row.on_conflict_do_update(index_elements=["submission_id"], set_={"kinds": list(kinds)}))


def known_of(session: Session, submission_id: UUID) -> PersonalData | None:
    """What was noticed of a file, and whether its content was erased."""
    return session.get(PersonalData, submission_id)


def purge(
    house: House, folio: str, reason: str, by: str, *, round_number: int | None = None, number: int | None = None
) -> Purged:
    """Erase the content of one file of a case, by default the newest; its digest, verdict and events stay.

    Raises ``BadInput`` (reason, no such file), ``CaseNotFound``, ``WrongState`` (no supervisor, still under analysis).
    """
    refuse_no_supervisor(house, by, "purga un archivo")
    said = " ".join(readable(reason).split())[:LONGEST_REASON]
    if not said:
        raise BadInput("Escribe el motivo con --reason: queda en el expediente.")
    with house.transaction() as work:
        case = cases.by_folio(work.session, folio)
        submission = _chosen(work.session, case, round_number, number)
        _refuse_under_analysis(work.session, case, submission)
        fresh = order(work, case, submission, said, f"supervisor:{by}")
    finish(house, [submission.id])
    with house.transaction() as work:
        return Purged(submission, work.session.get_one(PersonalData, submission.id), again=not fresh)


def order(work: Transaction, case: Case, submission: Submission, reason: str, actor: str) -> bool:
    """Write down that a file's content is to be erased, once; whether it was not before."""
    row = work.session.get(PersonalData, submission.id, with_for_update=True)
    row = row or PersonalData(submission_id=submission.id)
    if row.purged_at is not None:
        return False
    row.purged_at, row.purged_by, row.reason = work.now, actor, reason
    work.put(row)
    work.happened("purge", actor, case, submission=submission.number, sha256=submission.sha256, reason=reason)
    return True


def unfinished(session: Session) -> list[UUID]:
    """Files whose erasure was ordered and never told to be done."""
    query = select(col(PersonalData.submission_id)).where(
        col(PersonalData.purged_at).is_not(None), col(PersonalData.erased_at).is_(None)
    )
    return list(session.execute(query).scalars())


def finish(house: House, ids: Sequence[UUID]) -> None:
    """Erase what was ordered of these files, but for what another file that was not purged shares with them."""
    for submission_id in ids:
        with house.transaction() as work:
            file_locks.hold(work, work.session.get_one(Submission, submission_id).blob)
            for key in list(_contents(work.session, submission_id)):
                house.blobs.erase(key)
            told = update(PersonalData).where(
                col(PersonalData.submission_id) == submission_id, col(PersonalData.erased_at).is_(None)
            )
            work.session.execute(told.values(erased_at=work.now))
            marks = update(Fingerprint).where(col(Fingerprint.submission_id) == submission_id)
            work.session.execute(marks.values(authorship={}))


def _contents(session: Session, submission_id: UUID) -> Iterator[str]:
    """Where the workbook and its transcripts lie, unless another file that stays has the same."""
    stays = (
        ~select(PersonalData)
        .where(col(PersonalData.submission_id) == col(Submission.id), col(PersonalData.purged_at).is_not(None))
        .exists()
    )
    submission = session.get_one(Submission, submission_id)
    same = select(col(Submission.id)).where(col(Submission.blob) == submission.blob, stays)
    if session.execute(same.limit(1)).first() is None:
        yield submission.blob
        transcripts = select(col(Transcript.blob)).where(col(Transcript.submission_id) == submission_id)
        yield from session.execute(transcripts).scalars()


def _chosen(session: Session, case: Case, round_number: int | None, number: int | None) -> Submission:
    query = (
        select(Submission)
        .join(Round, col(Round.id) == col(Submission.round_id))
        .where(col(Submission.case_id) == case.id)
        .order_by(col(Round.number).desc(), col(Submission.number).desc())
    )
    if round_number is not None:
        query = query.where(col(Round.number) == round_number)
    if number is not None:
        query = query.where(col(Submission.number) == number)
    found = session.execute(query.limit(1)).scalar_one_or_none()
    if found is None:
        raise BadInput(f"El caso {case.folio} no tiene ese archivo. Revisa la ronda y el envío con «./mesa cases».")
    return found


def _refuse_under_analysis(session: Session, case: Case, submission: Submission) -> None:
    latest = cases.latest_submission(session, cases.current_round(session, case))
    if case.state == State.IN_ANALYSIS and latest is not None and latest.id == submission.id:
        raise WrongState(
            f"El archivo del caso {case.folio} está en análisis. Resuélvelo primero y púrgalo después: sin su "
            "contenido nadie podría resolver."
        )
