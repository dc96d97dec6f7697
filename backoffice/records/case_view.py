"""One case whole, as rows: who asks, its rounds with what was sent, found and decided, its letters, its trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from backoffice.domain.errors import CaseNotFound
from backoffice.domain.folio import spelled
from backoffice.domain.work import WorkKind
from backoffice.records.audit import AuditEvent
from backoffice.records.cases import ApplicantRow, Case, Round, TestSetRow
from backoffice.records.outbox import OutboxRow
from backoffice.records.privacy import PersonalData
from backoffice.records.submissions import Decision, ReviewTask, Submission, VerdictRow

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """One file with its verdict, its review task and the decision that stands, as far as there are any.

    ``opinions`` are all that people gave, by turn, the one that stands among them. ``people``: whether it carries real
    people's data, and whether its content was erased.
    """

    submission: Submission
    verdict: VerdictRow | None
    task: ReviewTask | None
    opinions: tuple[Decision, ...] = ()
    people: PersonalData | None = None

    @property
    def is_purged(self) -> bool:
        """Its content was erased, or will be at once."""
        return self.people is not None and self.people.purged_at is not None

    @property
    def decision(self) -> Decision | None:
        """The opinion that took effect."""
        return next((one for one in self.opinions if one.stands), None)


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round with its set (``None`` until it is issued) and its files, oldest first."""

    round: Round
    test_set: TestSetRow | None
    submissions: tuple[SubmissionView, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case. ``letters`` and ``work`` are its outbox rows, oldest first; ``events`` its audit trail."""

    case: Case
    applicant: ApplicantRow
    rounds: tuple[RoundView, ...]
    letters: tuple[OutboxRow, ...]
    work: tuple[OutboxRow, ...]
    events: tuple[AuditEvent, ...]

    @property
    def current(self) -> RoundView:
        """The round in which the case is."""
        return next(view for view in self.rounds if view.round.number == self.case.round_number)


def case_view(session: Session, folio: str) -> CaseView:
    """The case of that folio. Raises ``CaseNotFound``."""
    case = session.execute(select(Case).where(col(Case.folio) == spelled(folio))).scalar_one_or_none()
    if case is None:
        raise CaseNotFound(folio)
    return view_of(session, case)


def view_of(session: Session, case: Case) -> CaseView:
    """All that there is about a case that is in hand."""
    outbox = _of(session, OutboxRow, OutboxRow.case_id, case.id, OutboxRow.created_at)
    return CaseView(
        case=case,
        applicant=session.get_one(ApplicantRow, case.applicant_id),
        rounds=_rounds(session, case),
        letters=tuple(row for row in outbox if row.kind == WorkKind.SEND_LETTER),
        work=tuple(row for row in outbox if row.kind != WorkKind.SEND_LETTER),
        events=tuple(_of(session, AuditEvent, AuditEvent.case_id, case.id, AuditEvent.sequence)),
    )


def _rounds(session: Session, case: Case) -> tuple[RoundView, ...]:
    rounds = _of(session, Round, Round.case_id, case.id, Round.number)
    submissions = _of(session, Submission, Submission.case_id, case.id, Submission.number)
    ids = [submission.id for submission in submissions]
    verdicts = {row.submission_id: row for row in _among(session, VerdictRow, VerdictRow.submission_id, ids)}
    tasks = {row.submission_id: row for row in _among(session, ReviewTask, ReviewTask.submission_id, ids)}
    opinions = _opinions(session, ids)
    people = {row.submission_id: row for row in _among(session, PersonalData, PersonalData.submission_id, ids)}
    sets = {row.round_id: row for row in _among(session, TestSetRow, TestSetRow.round_id, [r.id for r in rounds])}
    views = {
        one.id: SubmissionView(
            one, verdicts.get(one.id), tasks.get(one.id), opinions.get(one.id, ()), people.get(one.id)
        )
        for one in submissions
    }
    return tuple(
        RoundView(round_, sets.get(round_.id), tuple(views[s.id] for s in submissions if s.round_id == round_.id))
        for round_ in rounds
    )


def _opinions(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[Decision, ...]]:
    """Those on each file, by turn."""
    given: dict[UUID, tuple[Decision, ...]] = {}
    for one in sorted(_among(session, Decision, Decision.submission_id, ids), key=lambda one: one.turn):
        given[one.submission_id] = (*given.get(one.submission_id, ()), one)
    return given


def _of(session: Session, table: type[Row], column: Any, value: Any, order: Any) -> Sequence[Row]:
    return session.execute(select(table).where(col(column) == value).order_by(col(order))).scalars().all()


def _among(session: Session, table: type[Row], column: Any, values: Sequence[Any]) -> Sequence[Row]:
    return session.execute(select(table).where(col(column).in_(values))).scalars().all() if values else ()
