"""One submission of a case, explained: its verdict as it was given, its set, and what is known of the file."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework import rules
from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable, StoredFileMissing, WrongState
from backoffice.domain.explained import Explained, Origin, explain
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import SubmissionState
from backoffice.records.cases import ApplicantRow, Case, Round, TestSetRow
from backoffice.records.submissions import ReviewTask, Submission, VerdictRow
from backoffice.workbooks.refusals import EvidenceRefused

NOT_YET = "Este archivo todavía no tiene resultado: espera a que termine su evaluación."
NEVER = "Este archivo no tiene resultado: llegó otro en su lugar antes de evaluarlo."


def explained_of(house: House, submission_id: UUID) -> Explained:
    """The explanation of a submission with a verdict, or in quarantine. Raises ``WrongState`` where it has neither.

    The file is read again, away from this process, for its true format alone; one in quarantine is not.
    """
    with house.transaction() as work:
        submission = work.session.get_one(Submission, submission_id)
        verdict, moment = _result(work.session, submission)
        test_set = _set_of(work.session, submission)
        parameters = rules.of_verdict(work.session, verdict)
        origin = _origin(house, work.session, submission, moment)
    true_format = _format(house, submission) if verdict else ""
    return explain(verdict, test_set, parameters, origin.of_format(true_format))


def _result(session: Session, submission: Submission) -> tuple[Verdict | None, datetime]:
    """The verdict and when it was given, or nothing and when the file in quarantine was handed to people."""
    of_verdict = select(VerdictRow).where(col(VerdictRow.submission_id) == submission.id)
    row = session.execute(of_verdict).scalar_one_or_none()
    if row is not None:
        return Verdict.from_json(json.loads(row.document)), row.given_at
    of_task = select(ReviewTask).where(col(ReviewTask.submission_id) == submission.id)
    task = session.execute(of_task).scalar_one_or_none()
    if submission.state != SubmissionState.QUARANTINED or task is None:
        raise WrongState(NEVER if submission.state == SubmissionState.SUPERSEDED else NOT_YET)
    return None, task.opened_at


def _set_of(session: Session, submission: Submission) -> TestSet:
    query = select(TestSetRow).where(col(TestSetRow.round_id) == submission.round_id)
    return session.execute(query).scalar_one().test_set()


def _origin(house: House, session: Session, submission: Submission, moment: datetime) -> Origin:
    case, zone = session.get_one(Case, submission.case_id), house.settings.zone
    return Origin(
        file_name=submission.file_name,
        size=submission.size,
        evaluated_at=moment.astimezone(zone),
        sha256=submission.sha256,
        received_at=submission.received_at.astimezone(zone),
        folio=case.folio,
        company=session.get_one(ApplicantRow, case.applicant_id).name,
        round_number=session.get_one(Round, submission.round_id).number,
    )


def _format(house: House, submission: Submission) -> str:
    """What the bytes are; '' where they are gone or the store does not answer."""
    try:
        return house.read(house.blobs.get(submission.blob)).format
    except EvidenceRefused as refusal:
        return refusal.format or ""
    except (StoredFileMissing, ServiceUnavailable):
        return ""
