"""All that is kept of one case, read at one moment: what its export (*expediente*) is made from. Only reading."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from backoffice.domain.copies.grades import Grade
from backoffice.records.access import NoticeCall, ProductiveAccess
from backoffice.records.audit import GENESIS, AuditEvent, digest
from backoffice.records.bounces import Bounce
from backoffice.records.case_view import CaseView, case_view
from backoffice.records.cases import ApplicantRow, Case, Round
from backoffice.records.copies import CopyFlag, Fingerprint, flags_of
from backoffice.records.review import SetAside
from backoffice.records.rules import RulesVersion
from backoffice.records.signatures import DocumentRow, Signature, Statement
from backoffice.records.submissions import Submission

#: People may not read the digest of the access's secret.
WITHOUT_SECRET = defer(ProductiveAccess.secret_sha256, raiseload=True)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class SignedAct:
    """One e.firma signature, the statement that it is over, and the documents that it left."""

    signature: Signature
    statement: Statement
    documents: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of the test service in one round: how many by HTTP status, and when the first and the last came."""

    by_status: Mapping[int, int]
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """The piece of the audit chain in which a case happened. ``broken_at``: the first event that does not fit."""

    first: int
    last: int
    broken_at: int | None


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that a file has of another company's, or the other of it, and that other file.

    ``taken``: this one has what is the other's. ``in_play``: one of the two rounds is still open.
    """

    flag: CopyFlag
    taken: bool
    folio: str
    company: str
    round_number: int
    file_number: int
    sha256: str
    received_at: datetime
    in_play: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A case whole. ``aside`` by review task; ``rules``: the texts of every version that its sets or verdicts name
    and that is kept; ``calls`` by round; ``bounces`` by letter; ``copies`` by submission, of those in ``compared``."""

    view: CaseView
    acts: tuple[SignedAct, ...]
    aside: Mapping[UUID, tuple[SetAside, ...]]
    rules: Mapping[str, Mapping[str, str]]
    calls: Mapping[UUID, Calls]
    bounces: Mapping[UUID, tuple[Bounce, ...]]
    access: ProductiveAccess | None
    stretch: Stretch | None
    copies: Mapping[UUID, tuple[Sign, ...]]
    compared: frozenset[UUID]


def kept(session: Session, folio: str) -> Kept:
    """Everything as it stands at one moment; to be called first in its transaction. Raises ``CaseNotFound``."""
    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    view = case_view(session, folio)
    tasks = [file.task.id for round_ in view.rounds for file in round_.submissions if file.task]
    sent = [file.submission.id for round_ in view.rounds for file in round_.submissions]
    marked = select(col(Fingerprint.submission_id)).where(col(Fingerprint.submission_id).in_(sent))
    access = select(ProductiveAccess).where(col(ProductiveAccess.case_id) == view.case.id).options(WITHOUT_SECRET)
    return Kept(
        view=view,
        acts=_acts(session, view.case.id),
        aside=_aside(session, tasks),
        rules=_rules(session, versions(view)),
        calls=_calls(session, [round_.round.id for round_ in view.rounds]),
        bounces=_bounces(session, [row.id for row in view.letters]),
        access=session.execute(access).scalar_one_or_none(),
        stretch=stretch(session, view.events),
        copies={one: tuple(_signs(session, one)) for one in sent},
        compared=frozenset(session.execute(marked).scalars()),
    )


def versions(view: CaseView) -> list[str]:
    """The rules that the case's sets and verdicts name, each once."""
    sets = {round_.test_set.rules_version for round_ in view.rounds if round_.test_set}
    return sorted(
        sets | {file.verdict.rules_version for round_ in view.rounds for file in round_.submissions if file.verdict}
    )


def stretch(session: Session, events: Sequence[AuditEvent]) -> Stretch | None:
    """Walk the chain from the case's first event to its last, those of other cases too; ``None`` without events."""
    if not events:
        return None
    first, last = events[0].sequence, events[-1].sequence
    before = select(col(AuditEvent.hash)).where(col(AuditEvent.sequence) == first - 1)
    previous, expected = session.execute(before).scalar() or GENESIS, first
    walk = select(AuditEvent).where(col(AuditEvent.sequence).between(first, last)).order_by(col(AuditEvent.sequence))
    with closing(session.execute(walk.execution_options(yield_per=2000))) as rows:
        for event in rows.scalars():
            if event.sequence != expected or event.previous_hash != previous or event.hash != digest(event):
                return Stretch(first, last, expected)
            previous, expected = event.hash, expected + 1
    return Stretch(first, last, None if expected == last + 1 else expected)


def _acts(session: Session, case_id: UUID) -> tuple[SignedAct, ...]:
    signed = (
        select(Signature, Statement)
        .join(Statement, col(Statement.id) == col(Signature.statement_id))
        .where(col(Signature.case_id) == case_id)
        .order_by(col(Signature.signed_at), col(Signature.id))
    )
    left = select(DocumentRow).where(col(DocumentRow.case_id) == case_id)
    documents = session.execute(left.order_by(col(DocumentRow.issued_at), col(DocumentRow.kind))).scalars().all()
    return tuple(
        SignedAct(signature, statement, tuple(one for one in documents if one.signature_id == signature.id))
        for signature, statement in session.execute(signed)
    )


def _aside(session: Session, tasks: Sequence[UUID]) -> dict[UUID, tuple[SetAside, ...]]:
    query = select(SetAside).where(col(SetAside.task_id).in_(tasks)).order_by(col(SetAside.at), col(SetAside.id))
    found: dict[UUID, tuple[SetAside, ...]] = {}
    for one in session.execute(query).scalars():
        found[one.task_id] = (*found.get(one.task_id, ()), one)
    return found


def _signs(session: Session, submission_id: UUID) -> Iterator[Sign]:
    """All that is about a file in both directions, but for what so many companies have that it proves nothing."""
    for flag in flags_of(session, submission_id):
        if flag.grade is Grade.COMMON:
            continue
        taken = flag.submission_id == submission_id
        other, folio, company, theirs = session.execute(_file(flag.other_id if taken else flag.submission_id)).one()
        closed = session.execute(_file(submission_id)).one()[3].closed_at and theirs.closed_at
        place = theirs.number, other.number
        yield Sign(flag, taken, folio, company, *place, other.sha256, other.received_at, not closed)


def _file(submission_id: UUID) -> Select[Submission, str, str, Round]:
    return (
        select(Submission, col(Case.folio), col(ApplicantRow.name), Round)
        .join(Case, col(Case.id) == col(Submission.case_id))
        .join(ApplicantRow, col(ApplicantRow.id) == col(Case.applicant_id))
        .join(Round, col(Round.id) == col(Submission.round_id))
        .where(col(Submission.id) == submission_id)
    )


def _rules(session: Session, named: Sequence[str]) -> dict[str, Mapping[str, str]]:
    query = select(RulesVersion).where(col(RulesVersion.version).in_(named)).order_by(col(RulesVersion.version))
    return {row.version: row.texts for row in session.execute(query).scalars()}


def _calls(session: Session, rounds: Sequence[UUID]) -> dict[UUID, Calls]:
    query = (
        select(
            col(NoticeCall.round_id),
            col(NoticeCall.status),
            func.count(),
            func.min(NoticeCall.at),
            func.max(NoticeCall.at),
        )
        .where(col(NoticeCall.round_id).in_(rounds))
        .group_by(col(NoticeCall.round_id), col(NoticeCall.status))
        .order_by(col(NoticeCall.round_id), col(NoticeCall.status))
    )
    found: dict[UUID, Calls] = {}
    for round_id, status, count, first, last in session.execute(query):
        known = found.get(round_id)
        found[round_id] = Calls(
            {**(known.by_status if known else {}), status: count},
            min(known.first, first) if known else first,
            max(known.last, last) if known else last,
        )
    return found


def _bounces(session: Session, letters: Sequence[UUID]) -> dict[UUID, tuple[Bounce, ...]]:
    query = select(Bounce).where(col(Bounce.outbox_id).in_(letters)).order_by(col(Bounce.received_at), col(Bounce.id))
    found: dict[UUID, tuple[Bounce, ...]] = {}
    for one in session.execute(query).scalars():
        found[one.outbox_id] = (*found.get(one.outbox_id, ()), one)
    return found
