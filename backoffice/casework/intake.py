"""An applicant's file arrives: it is kept before anything else is said about it, and its evaluation is ordered."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework import cases, file_locks, letters, outbox, signing
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.casework.signing import Signed, Verified
from backoffice.casework.tasks import is_held
from backoffice.domain import workflow
from backoffice.domain.calendar import spoken
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.work import SubmissionState, TaskState, WorkKind
from backoffice.domain.workflow import Act, State
from backoffice.records.cases import Case, Round, TestSetRow
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
        _standing(house, work, folio, sha256)
        _signed(house, work, signed, sha256)
    blob = house.blobs.put(data)
    with house.transaction() as work:
        case, round_, latest, repeated = _standing(house, work, folio, sha256)
        if latest is not None and repeated:
            return Received(latest, repeated=True, replaced=False)
        file_locks.hold(work, blob)
        if not house.blobs.has(blob):  # the same bytes, sent by others, were purged since
            house.blobs.put(data)
        verified = _signed(house, work, signed, sha256)
        replaced = _replace(work, case, latest)
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
        applicant = cases.applicant_of(work.session, case)
        receipt = Drafts(house, case, applicant, house.local_date(work.now)).evidence_received(round_, submission)
        letters.post(house, work, case, receipt, to=applicant.email, about=submission.id)
        work.put(outbox.row(work, WorkKind.EVALUATE, submission.id, case))
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


def _standing(house: House, work: Transaction, folio: str, sha256: str) -> tuple[Case, Round, Submission | None, bool]:
    """The case, its round and newest file, and whether these bytes are that file. Raises where no file is awaited."""
    case = cases.by_folio(work.session, folio)
    round_ = cases.current_round(work.session, case)
    latest = cases.latest_submission(work.session, round_)
    under_analysis = latest is not None and case.state == State.IN_ANALYSIS
    if latest is not None and under_analysis and latest.sha256 == sha256:
        return case, round_, latest, True
    workflow.after(case.state, Act.SEND_EVIDENCE)
    _refuse_round(house, work, round_)
    _refuse_claimed(work, case)
    return case, round_, latest, False


def _refuse_round(house: House, work: Transaction, round_: Round) -> None:
    issued = select(func.count()).select_from(TestSetRow).where(col(TestSetRow.round_id) == round_.id)
    if not work.session.execute(issued).scalar_one():
        raise WrongState(
            f"El set de pruebas de la ronda {round_.number} todavía se prepara. Espera el correo que lo trae."
        )
    if round_.deadline is not None and house.local_date(work.now) > round_.deadline:
        raise WrongState(
            f"El plazo de la ronda {round_.number} terminó el {spoken(round_.deadline)}: ya no se reciben archivos."
        )


def _refuse_claimed(work: Transaction, case: Case) -> None:
    task = cases.waiting_task(work.session, case)
    if task is None:
        return
    looked_at = task.turn > 1 or task.consulted_at is not None
    if looked_at or is_held(task, work):
        raise WrongState("Una persona ya revisa el archivo que enviaste: espera su resolución.")


def _replace(work: Transaction, case: Case, latest: Submission | None) -> bool:
    """Take the file before, its evaluation and its review task out of the way."""
    if latest is None or case.state != State.IN_ANALYSIS or latest.state not in REPLACEABLE:
        return False
    latest.state = SubmissionState.SUPERSEDED
    outbox.withdraw(work, case, WorkKind.EVALUATE, subject_id=latest.id)
    task = cases.waiting_task(work.session, case)
    if task is not None:
        task.state = TaskState.WITHDRAWN
        work.session.flush()
    return True
