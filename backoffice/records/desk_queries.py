"""Plain reading for the analysts' desk: verdicts of what waits, what was decided, everything for bulk analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, LargeBinary, Select, Text, cast, func, literal, select
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


def analysis() -> Select[*tuple[Any, ...]]:
    """Every submission ever received, with what is counted of its verdict and the decision that stands, if any.

    In no order. ``due``: until when a person had to answer, in days since 1970; ``mistakes`` are JSON; ``findings`` are
    packed.
    """
    return (
        select(
            func.uuid_send(col(Submission.id), type_=LargeBinary).label("id"),
            col(Case.folio).label("folio"), col(ApplicantRow.name).label("company"),
            col(ApplicantRow.nrp).label("nrp"), col(Round.number).label("round"), col(Submission.number).label("file"),
            col(Submission.received_at).label("received_at"), cast(col(Submission.state), Text).label("state"),
            col(VerdictRow.result).label("result"), col(VerdictFacts.wrong_samples).label("wrong_samples"),
            col(VerdictFacts.wrong_assessment).label("wrong_assessment"), col(VerdictFacts.errors).label("errors"),
            cast(col(VerdictFacts.mistakes), Text).label("mistakes"), (col(ReviewTask.due) - EPOCH).label("due"),
            col(Decision.decided_at).label("decided_at"), cast(col(Decision.outcome), Text).label("outcome"),
            col(Decision.analyst).label("analyst"), cast(col(Round.rehearsal), Integer).label("rehearsal"),
            col(VerdictFacts.findings).label("findings"),
        )
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .outerjoin(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .outerjoin(VerdictFacts, col(VerdictFacts.submission_id) == col(Submission.id))
        .outerjoin(ReviewTask, col(ReviewTask.submission_id) == col(Submission.id))
        .outerjoin(Decision, (col(Decision.task_id) == col(ReviewTask.id)) & col(Decision.stands))
    )  # fmt: skip


def rounds() -> Select[*tuple[Any, ...]]:
    """Every round ever opened, whether or not anything was sent in it, in no order; ``deadline`` in days since 1970."""
    files = select(col(Submission.round_id), func.count().label("files")).group_by(col(Submission.round_id)).subquery()
    return (
        select(
            col(Case.folio).label("folio"), col(ApplicantRow.name).label("company"), col(Round.number).label("round"),
            col(Round.kind).label("kind"), col(Round.opened_at).label("opened_at"),
            (col(Round.deadline) - EPOCH).label("deadline"), col(Round.closed_at).label("closed_at"),
            func.coalesce(files.c.files, 0).label("files"), cast(col(Case.state), Text).label("case_state"),
            cast(col(Round.rehearsal), Integer).label("rehearsal"),
        )
        .join(Case, col(Case.id) == col(Round.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .outerjoin(files, files.c.round_id == col(Round.id))
    )  # fmt: skip


def fact_words(session: Session) -> dict[int, str]:
    """The words by their numbers."""
    query = select(col(FactWord.id), col(FactWord.word))
    return {number: word for number, word in session.execute(query) if number is not None}
