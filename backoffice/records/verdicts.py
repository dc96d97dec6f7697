"""Verdicts as they were given, each with what it was given on, to be given again. Nothing changes here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from backoffice.domain.errors import CaseNotFound
from backoffice.domain.folio import spelled
from backoffice.domain.work import SubmissionState
from backoffice.domain.workflow import State
from backoffice.records.cases import Case, Round, TestSetRow
from backoffice.records.submissions import Decision, Submission, Transcript, VerdictRow


@dataclass(frozen=True, slots=True)
class Which:
    """One verdict by what people need to find it, without its text."""

    folio: str
    round_number: int
    submission: int
    state: SubmissionState
    result: str
    sha256: str
    rules_version: str
    engine_version: str


@dataclass(frozen=True, slots=True)
class Stored:
    """One verdict, the file and the set that it is about, and where this engine's transcript of the file is kept."""

    folio: str
    round_number: int
    submission: Submission
    verdict: VerdictRow
    test_set: TestSetRow
    transcript: str | None

    @property
    def which(self) -> Which:
        """Its name."""
        sent, verdict = self.submission, self.verdict
        given_by = verdict.rules_version, verdict.engine_version
        return Which(self.folio, self.round_number, sent.number, sent.state, verdict.result, verdict.sha256, *given_by)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which verdicts: all, or those that no person has decided; of every case or of one."""

    undecided: bool = False
    folio: str = ""

    @property
    def word(self) -> str:
        """As runs keep it: ``all``, ``undecided 2600000018`` …"""
        return f"{'undecided' if self.undecided else 'all'} {spelled(self.folio)}".strip()


def stored(session: Session, submissions: Sequence[UUID], engine_version: str) -> list[Stored]:
    """The verdicts on these submissions, by folio, round and file."""
    transcript = (col(Transcript.submission_id) == col(Submission.id)) & (
        col(Transcript.engine_version) == engine_version
    )
    query = (
        select(Case.folio, Round.number, Submission, VerdictRow, TestSetRow, Transcript.blob)  # type: ignore[call-overload]
        .select_from(Submission)
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .join(TestSetRow, col(TestSetRow.round_id) == col(Round.id))
        .outerjoin(Transcript, transcript)
        .where(col(Submission.id).in_(submissions))
        .order_by(*_in_order())
    )
    return [Stored(*row) for row in session.execute(query)]


def latest(session: Session, scope: Scope) -> list[UUID]:
    """The submissions of a scope that are the newest of their round and have a verdict. Raises ``CaseNotFound``."""
    query = _with_verdict().where(col(Submission.number) == newest_of_its_round())
    if scope.folio:
        query = query.where(col(Case.id) == _case_id(session, scope.folio))
    if scope.undecided:
        decided = (
            select(Decision).where(col(Decision.submission_id) == col(Submission.id), col(Decision.stands)).exists()
        )
        waiting = (State.AWAITING_EVIDENCE, State.IN_ANALYSIS)
        query = query.where(~decided, col(Round.closed_at).is_(None), col(Case.state).in_(waiting))
    return list(session.execute(query).scalars())


def every(session: Session, folio: str = "") -> list[UUID]:
    """All submissions with a verdict, those of one case or of all, replaced ones too. Raises ``CaseNotFound``."""
    query = _with_verdict()
    if folio:
        query = query.where(col(Case.id) == _case_id(session, folio))
    return list(session.execute(query).scalars())


def newest_of_its_round() -> Any:
    """For queries over ``Submission``: the number of the newest file of its round."""
    other = aliased(Submission)
    query = select(func.max(col(other.number))).where(col(other.round_id) == col(Submission.round_id))
    return query.correlate(Submission).scalar_subquery()


def _with_verdict() -> Select[UUID]:
    return (
        select(col(Submission.id))
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(Round, col(Round.id) == col(Submission.round_id))
        .join(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .order_by(*_in_order())
    )


def _in_order() -> tuple[Any, ...]:
    return col(Case.folio), col(Round.number), col(Submission.number)


def _case_id(session: Session, folio: str) -> UUID:
    found = session.execute(select(col(Case.id)).where(col(Case.folio) == spelled(folio))).scalar()
    if found is None:
        raise CaseNotFound(folio)
    return found
