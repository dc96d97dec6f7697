"""An applicant's file arrives: it is kept before anything else is said about it, and its evaluation is ordered."""

import hashlib
from dataclasses import dataclass

from backoffice.casework import cases, file_locks, letters, outbox, signing
from backoffice.casework.awaited import Awaited, awaited
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.casework.signing import Signed, Verified
from backoffice.domain.errors import BadInput
from backoffice.domain.work import SubmissionState, TaskState, WorkKind
from backoffice.domain.workflow import Act, State
from backoffice.records.submissions import Submission

LARGEST = 5 * 1024 * 1024
LONGEST_NAME = 200

#: A newer file takes the place of one that stands here.
REPLACEABLE = (SubmissionState.RECEIVED, SubmissionState.EVALUATED, SubmissionState.QUARANTINED)


@dataclass(frozen=True, slots=True)
class Received:
    """What came of it. ``repeated``: these very bytes were here already, and nothing was done again."""

    submission: Submission
    repeated: bool
    replaced: bool


def receive(
    house: House, folio: str, file_name: str, data: bytes, actor: str = "applicant", *, signed: Signed | None = None
) -> Received:
    """Keep *data* as the evidence of a case, with the signature of whoever sends it, and order its evaluation.

    Raises ``BadInput`` (empty, over 5 MB, another file than the signed one), ``CaseNotFound``, ``WrongState`` (with
    where the case stands), and what ``signing.verify`` does.
    """
    _refuse_size(data)
    sha256 = hashlib.sha256(data).hexdigest()
    with house.transaction() as work:
        awaited(house, work, folio, sha256)
        _signed(house, work, signed, sha256)
    blob = house.blobs.put(data)
    with house.transaction() as work:
        found = awaited(house, work, folio, sha256)
        case, round_, latest = found.case, found.round_, found.latest
        if latest is not None and found.repeated:
            return Received(latest, repeated=True, replaced=False)
        file_locks.hold(work, blob)
        if not house.blobs.has(blob):  # the same bytes, sent by others, were purged since
            house.blobs.put(data)
        verified = _signed(house, work, signed, sha256)
        replaced = _replace(work, found)
        submission = Submission(
            case_id=case.id,
            round_id=round_.id,
            number=latest.number + 1 if latest else 1,
            file_name=tidy(file_name),
            size=len(data),
            sha256=sha256,
            blob=blob,
            received_at=work.now,
        )
        work.put(submission)
        cases.move(work, case, Act.SEND_EVIDENCE, actor, submission=submission.number, sha256=sha256, size=len(data))
        work.put(outbox.row(work, WorkKind.EVALUATE, submission.id, case))  # bells ring in this order
        drafts = Drafts(house, case, found.applicant, house.local_date(work.now))
        receipt = drafts.evidence_received(round_, submission)
        letters.post(house, work, case, receipt, to=found.applicant.email, about=submission.id)
        if verified:
            signing.keep(house, work, verified, case, submission)
    return Received(submission, repeated=False, replaced=replaced)


def _signed(house: House, work: Transaction, signed: Signed | None, sha256: str) -> Verified | None:
    """The signature, over a statement that names exactly this file."""
    if signed is None:
        return None
    verified = signing.verify(house, work, signed)
    if verified.statement.file_sha256 != sha256:
        raise BadInput("El archivo que llegó no es el que firmaste. Elige el archivo y envíalo de nuevo.")
    return verified


def tidy(file_name: str) -> str:
    """A file's name as given, without folders, control characters or the end of what is too long."""
    base = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c if c.isprintable() else " " for c in base)
    return " ".join(shown.split())[:LONGEST_NAME] or "sin nombre"


def _refuse_size(data: bytes) -> None:
    if not data:
        raise BadInput("El archivo está vacío (0 bytes). Revisa que sea el libro de evidencias y envíalo de nuevo.")
    if len(data) > LARGEST:
        raise BadInput(
            f"El archivo pesa más de 5 MB ({LARGEST:,} bytes), que es lo máximo que se recibe. "
            "Reduce el tamaño de las imágenes y envíalo de nuevo."
        )


def _replace(work: Transaction, found: Awaited) -> bool:
    """Take the file before, its evaluation and its review task out of the way."""
    case, latest = found.case, found.latest
    if latest is None or case.state != State.IN_ANALYSIS or latest.state not in REPLACEABLE:
        return False
    latest.state = SubmissionState.SUPERSEDED
    outbox.withdraw(work, case, WorkKind.EVALUATE, subject_id=latest.id)
    if found.task is not None:
        found.task.state = TaskState.WITHDRAWN
        work.session.flush()
    return True
