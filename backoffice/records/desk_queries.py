"""Plain reading for the analysts' desk: verdicts of what waits, what was decided, everything for bulk analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, Row, Select, Text, cast, func, literal, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.domain.work import Outcome
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.facts import FactWord, VerdictFacts
from backoffice.records.submissions import Decision, ReviewTask, Submission, VerdictRow


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision of a person, with the case it is about."""

    folio: str
    company: str
    round_number: int
    outcome: Outcome
    analyst: str
    decided_at: datetime
    received_at: datetime
    due: date


#: The day from which days are counted.
EPOCH = literal(date(1970, 1, 1), Date)
#: One submission with what is counted of its verdict and the decision that stands, as far as there are any, in values
#: that are quick to take over: moments are microseconds since 1970 (UTC), ``due``, until when a person had to answer,
#: is days since then, ``findings`` are packed.
ANALYSIS = (
    "folio", "company", "nrp", "round", "file", "received_at", "state", "result", "wrong_samples", "wrong_assessment",
    "errors", "mistakes", "due", "decided_at", "outcome", "analyst", "rehearsal", "findings",
)  # fmt: skip
#: One round, whether or not anything was sent in it; moments as above.
ROUNDS = (
    "folio", "company", "round", "kind", "opened_at", "deadline", "closed_at", "files", "case_state", "rehearsal",
)  # fmt: skip


def opined(session: Session, tasks: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """Who has given an opinion on each of those tasks."""
    query = select(col(Decision.task_id), col(Decision.analyst)).where(col(Decision.task_id).in_(tasks))
    found: dict[UUID, set[str]] = {}
    for task, analyst in session.execute(query) if tasks else ():
        found.setdefault(task, set()).add(analyst)
    return {task: frozenset(people) for task, people in found.items()}


def decided_since(session: Session, moment: datetime) -> list[DecidedRow]:
    """What people decided from *moment* (UTC) on, the newest first."""
    query = (
        select(
            col(Case.folio), col(ApplicantRow.name), col(Round.number), col(Decision.outcome), col(Decision.analyst),
            col(Decision.decided_at), col(Submission.received_at), col(ReviewTask.due),
        )
        .join(ReviewTask, col(ReviewTask.id) == col(Decision.task_id))
        .join(Submission, col(Submission.id) == col(Decision.submission_id))
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .where(col(Decision.decided_at) >= moment, col(Decision.stands))
        .order_by(col(Decision.decided_at).desc(), col(Case.folio))
    )  # fmt: skip
    return [DecidedRow(*row) for row in session.execute(query)]


def for_analysis(session: Session) -> Sequence[Row[Any]]:
    """Every submission ever received, oldest first, as rows of ``ANALYSIS``."""
    query: Select[*tuple[Any, ...]] = (
        select(
            col(Case.folio), col(ApplicantRow.name), col(ApplicantRow.nrp), col(Round.number), col(Submission.number),
            _microseconds(col(Submission.received_at)), cast(col(Submission.state), Text), col(VerdictRow.result),
            col(VerdictFacts.wrong_samples), col(VerdictFacts.wrong_assessment), col(VerdictFacts.errors),
            cast(col(VerdictFacts.mistakes), Text), col(ReviewTask.due) - EPOCH,
            _microseconds(col(Decision.decided_at)), cast(col(Decision.outcome), Text), col(Decision.analyst),
            col(Round.rehearsal), col(VerdictFacts.findings),
        )
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .outerjoin(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .outerjoin(VerdictFacts, col(VerdictFacts.submission_id) == col(Submission.id))
        .outerjoin(ReviewTask, col(ReviewTask.submission_id) == col(Submission.id))
        .outerjoin(Decision, (col(Decision.task_id) == col(ReviewTask.id)) & col(Decision.stands))
        .order_by(col(Submission.received_at), col(Submission.id))
    )  # fmt: skip
    return session.connection().execute(query).all()  # rows are no objects of ours: no need to look for any


def _microseconds(moment: Any) -> Any:
    """Since 1970, whole."""
    return cast(func.extract("epoch", moment) * 1_000_000, BigInteger)


def rounds_for_analysis(session: Session) -> Sequence[Row[Any]]:
    """Every round ever opened, oldest first, as rows of ``ROUNDS``."""
    files = select(col(Submission.round_id), func.count().label("files")).group_by(col(Submission.round_id)).subquery()
    query: Select[*tuple[Any, ...]] = (
        select(
            col(Case.folio), col(ApplicantRow.name), col(Round.number), col(Round.kind),
            _microseconds(col(Round.opened_at)), col(Round.deadline), _microseconds(col(Round.closed_at)),
            func.coalesce(files.c.files, 0), cast(col(Case.state), Text),
            col(Round.rehearsal),
        )
        .join(Case, col(Case.id) == col(Round.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .outerjoin(files, files.c.round_id == col(Round.id))
        .order_by(col(Round.opened_at), col(Case.folio), col(Round.number))
    )  # fmt: skip
    return session.connection().execute(query).all()


def fact_words(session: Session) -> dict[int, str]:
    """The words by their numbers."""
    query = select(col(FactWord.id), col(FactWord.word))
    return {number: word for number, word in session.execute(query) if number is not None}
