"""Where a company's newest case stands, by one question: what its page says. Sets and answers stay where they are.

``case_view`` has a case whole; this has what a person waits for, a hundred times a second.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Uuid, bindparam, column, text

from backoffice.domain.signing import DocumentKind
from backoffice.domain.work import SubmissionState, TaskState, WorkState
from backoffice.domain.workflow import State

#: Lists come as JSON, each row of them in the order of its class's fields. ``{0}``: the company.
OF_COMPANY = """
SELECT cases.id, folio, cases.state, requested_at, moved_at, listed_since, cases.state = 'cancelled' AND EXISTS (
    SELECT FROM audit_events WHERE audit_events.case_id = cases.id AND to_state = 'certified') AS was_certified,
  rounds.id AS round_id, rounds.number, round_seeds.seed, deadline_explained, set_id,
  sent.file_name, sent.sha256, sent.received_at, sent.state AS sent_state,
  CASE WHEN sent.state = 'refused' THEN verdicts.document END AS refused_with,
  review_tasks.state AS task_state, lease_until, due_explained,
  access_id, scope, granted_at, secret_sha256,
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
LEFT JOIN verdicts ON verdicts.submission_id = sent.id
LEFT JOIN review_tasks ON review_tasks.submission_id = sent.id
LEFT JOIN productive_accesses ON productive_accesses.case_id = cases.id
"""
#: Its columns in order: known beforehand, SQLAlchemy need not make them out of every answer.
COLUMNS = (
    "id", "folio", "state", "requested_at", "moved_at", "listed_since", "was_certified",
    "round_id", "number", "seed", "deadline_explained", "set_id",
    "file_name", "sha256", "received_at", "sent_state", "refused_with", "task_state", "lease_until", "due_explained",
    "access_id", "scope", "granted_at", "secret_sha256", "letters", "papers",
)  # fmt: skip
STANDING = (
    text(OF_COMPANY.format(":applicant"))
    .bindparams(bindparam("applicant", type_=Uuid()))
    .columns(*(column(name) for name in COLUMNS))
)


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
class Sent:
    """The newest file of the round. ``refused_with``: the verdict's text where it could not be read.

    ``task_state`` … are of the task that waits for a person, if there is one.
    """

    file_name: str
    sha256: str
    received_at: datetime
    state: SubmissionState
    refused_with: str | None
    task_state: TaskState | None
    lease_until: datetime | None
    due_explained: dict[str, Any] | None


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


def standing_of(connection: Connection, applicant_id: UUID) -> Standing | None:
    """Where the company's newest case stands; ``None`` where it never asked for anything."""
    row = connection.execute(STANDING, {"applicant": applicant_id}).one_or_none()
    return standing_in(row) if row else None


def standing_in(row: Row[Any]) -> Standing | None:
    """What such a row says; ``None`` where the company never asked for anything."""
    if row.id is None:
        return None
    state, was = State(row.state), row.was_certified
    return Standing(
        case=StandingCase(row.id, row.folio, state, row.requested_at, row.moved_at, row.listed_since, was),
        round=StandingRound(row.round_id, row.number, bytes.fromhex(row.seed), row.deadline_explained, row.set_id),
        newest=_sent(row) if row.sent_state else None,
        access=AccessShown(row.access_id, row.scope, row.granted_at, row.secret_sha256) if row.access_id else None,
        letters=tuple(_letter(*one) for one in row.letters or ()),
        papers=tuple(_paper(one) for one in row.papers or ()),
    )


def _sent(row: Row[Any]) -> Sent:
    task = TaskState(row.task_state) if row.task_state else None
    state = SubmissionState(row.sent_state)
    return Sent(
        row.file_name, row.sha256, row.received_at, state, row.refused_with, task, row.lease_until, row.due_explained
    )


def _letter(id_: str, state: str, letter: str, about: str, *rest: str | None) -> LetterSent:
    subject, message, created, done = rest
    moments = datetime.fromisoformat(created or ""), datetime.fromisoformat(done) if done else None
    return LetterSent(UUID(id_), WorkState(state), letter, UUID(about), subject, message, *moments)


def _paper(one: list[str]) -> Paper:
    id_, case_id, kind, code, folio, issued = one
    return Paper(UUID(id_), UUID(case_id), DocumentKind(kind), code, folio, datetime.fromisoformat(issued))
