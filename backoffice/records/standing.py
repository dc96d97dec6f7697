"""Where a company's newest case stands, by one question: what its page says. Sets and answers stay where they are.

``case_view`` has a case whole; this has what a person waits for, a hundred times a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from backoffice.domain.signing import DocumentKind
from backoffice.domain.work import SubmissionState, TaskState, WorkState
from backoffice.domain.workflow import State
from backoffice.records.database import Glance

#: Lists, the task and the access come as JSON, in the order of their class's fields. ``{0}``: the company. What only
#: some states have is asked for in those alone: as joins PostgreSQL reads such tables whole until they are analyzed.
OF_COMPANY = """
SELECT cases.id, folio, cases.state, requested_at, moved_at, listed_since, cases.state = 'cancelled' AND EXISTS (
    SELECT FROM audit_events WHERE audit_events.case_id = cases.id AND to_state = 'certified') AS was_certified,
  rounds.id AS round_id, rounds.number, round_seeds.seed, deadline_explained, set_id,
  sent.file_name, sent.sha256, sent.received_at, sent.state AS sent_state,
  CASE WHEN sent.state = 'refused' THEN (SELECT document FROM verdicts WHERE submission_id = sent.id)
    END AS refused_with,
  CASE WHEN cases.state = 'in_analysis' THEN (SELECT json_build_array(state, lease_until, due_explained)
    FROM review_tasks WHERE submission_id = sent.id) END AS task,
  CASE WHEN cases.state = 'certified' THEN (SELECT json_build_array(access_id, scope, granted_at, secret_sha256)
    FROM productive_accesses WHERE case_id = cases.id) END AS access,
  (SELECT json_agg(json_build_array(id, state, letter, subject_id, subject, message, created_at, done_at)
                   ORDER BY created_at, id)
     FROM outbox WHERE case_id = cases.id AND kind = 'send_letter') AS letters,
  (SELECT json_agg(json_build_array(documents.id, documents.case_id, documents.kind, documents.code,
                                    documents.content -> 'folio', documents.issued_at)
                   ORDER BY documents.issued_at DESC, documents.kind DESC)
     FROM documents JOIN cases AS every ON every.id = documents.case_id
     WHERE every.applicant_id = {0}) AS papers
FROM (SELECT * FROM cases WHERE applicant_id = {0} ORDER BY requested_at DESC LIMIT 1) AS cases
JOIN rounds ON rounds.case_id = cases.id AND rounds.number = cases.round_number
JOIN round_seeds ON round_seeds.round_id = rounds.id
LEFT JOIN test_sets ON test_sets.round_id = rounds.id
LEFT JOIN LATERAL (SELECT * FROM submissions WHERE round_id = rounds.id ORDER BY number DESC LIMIT 1) AS sent
  ON true
"""
OF_APPLICANT = OF_COMPANY.format("%(applicant)s")

_moment = datetime.fromisoformat


class StandingRow(NamedTuple):
    """What the database answers, column by column; of the file nothing until one was sent."""

    id: UUID
    folio: str
    state: str
    requested_at: datetime
    moved_at: datetime
    listed_since: datetime | None
    was_certified: bool
    round_id: UUID
    number: int
    seed: str
    deadline_explained: dict[str, Any] | None
    set_id: str | None
    file_name: str | None
    sha256: str | None
    received_at: datetime | None
    sent_state: str | None
    refused_with: str | None
    task: list[Any] | None
    access: list[Any] | None
    letters: list[list[Any]] | None
    papers: list[list[Any]] | None


@dataclass(frozen=True, slots=True)
class StandingCase:
    """The case itself. ``was_certified`` is told of one that is over."""

    id: UUID
    folio: str
    state: State
    requested_at: datetime
    moved_at: datetime
    listed_since: datetime | None
    was_certified: bool


@dataclass(frozen=True, slots=True)
class StandingRound:
    """Its current round; ``set_id`` is ``None`` until the set is issued."""

    id: UUID
    number: int
    seed: bytes = field(repr=False)
    deadline_explained: dict[str, Any] | None
    set_id: str | None


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A person's task of looking at the file; shown only while the case is in analysis."""

    state: TaskState
    lease_until: datetime | None
    due_explained: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """The newest file of the round. ``refused_with``: the verdict's text where it could not be read."""

    file_name: str
    sha256: str
    received_at: datetime
    state: SubmissionState
    refused_with: str | None
    task: TaskShown | None


@dataclass(frozen=True, slots=True)
class AccessShown:
    """The right to use the productive service."""

    access_id: str
    scope: str
    granted_at: datetime
    secret_sha256: str | None


@dataclass(frozen=True, slots=True)
class LetterSent:
    """A letter of the case, whatever became of it."""

    id: UUID
    state: WorkState
    letter: str
    subject_id: UUID
    subject: str | None
    message: str | None
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed document of the company; ``folio`` is the one that it names."""

    id: UUID
    case_id: UUID
    kind: DocumentKind
    code: str
    folio: str | None
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it: ``letters`` oldest first, ``papers`` newest first."""

    case: StandingCase
    round: StandingRound
    newest: Sent | None
    access: AccessShown | None
    letters: tuple[LetterSent, ...]
    papers: tuple[Paper, ...]


def standing_of(asked: Glance, applicant_id: UUID) -> Standing | None:
    """Where the company's newest case stands; ``None`` where it never asked for anything."""
    row = asked.execute(OF_APPLICANT, {"applicant": applicant_id}).fetchone()
    return standing_in(row) if row else None


def standing_in(answer: Sequence[Any]) -> Standing | None:
    """What such a row says; ``None`` where the company never asked for anything."""
    if answer[StandingRow._fields.index("id")] is None:
        return None
    row = StandingRow(*answer)
    state, was = State(row.state), row.was_certified
    return Standing(
        case=StandingCase(row.id, row.folio, state, row.requested_at, row.moved_at, row.listed_since, was),
        round=StandingRound(row.round_id, row.number, bytes.fromhex(row.seed), row.deadline_explained, row.set_id),
        newest=_sent(row),
        access=_access(*row.access) if row.access else None,
        letters=tuple(_letter(*one) for one in row.letters or ()),
        papers=tuple(_paper(one) for one in row.papers or ()),
    )


def _sent(row: StandingRow) -> Sent | None:
    if row.file_name is None or row.sha256 is None or row.received_at is None or row.sent_state is None:
        return None
    task = _task(*row.task) if row.task else None
    return Sent(row.file_name, row.sha256, row.received_at, SubmissionState(row.sent_state), row.refused_with, task)


def _task(state: str, lease_until: str | None, due: dict[str, Any]) -> TaskShown:
    return TaskShown(TaskState(state), _moment(lease_until) if lease_until else None, due)


def _access(access_id: str, scope: str, granted: str, secret_sha256: str | None) -> AccessShown:
    return AccessShown(access_id, scope, _moment(granted), secret_sha256)


def _letter(id_: str, state: str, letter: str, about: str, *rest: str | None) -> LetterSent:
    subject, message, created, done = rest
    moments = _moment(created or ""), _moment(done) if done else None
    return LetterSent(UUID(id_), WorkState(state), letter, UUID(about), subject, message, *moments)


def _paper(one: list[Any]) -> Paper:
    id_, case_id, kind, code, folio, issued = one
    return Paper(UUID(id_), UUID(case_id), DocumentKind(kind), code, folio, _moment(issued))
