"""A file is read away from here and compared with its test set: a person must look, or the file goes back."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from backoffice import official
from backoffice.casework import (
    adjudication,
    cases,
    copies,
    deadlines,
    desk_letters,
    facts,
    letters,
    outages,
    outbox,
    privacy,
    rules,
)
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.domain.checks.practice import practise
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.evidence import Evidence
from backoffice.domain.privacy import real_people
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import SubmissionState, TaskReason, TaskState
from backoffice.domain.workflow import Act
from backoffice.records.cases import Case, Round, TestSetRow
from backoffice.records.outbox import OutboxRow
from backoffice.records.submissions import ReviewTask, Submission, Transcript, VerdictRow

NOBODYS_ROW = UUID(int=0)


class File(NamedTuple):
    """A file, locked after its case, and its review task, if it ever had one."""

    submission: Submission
    task: ReviewTask | None


def warm_up(house: House) -> None:
    """Try what an evaluation needs before the first is asked for; a database that is not there yet is left to it."""
    practise(official.parameters())
    try:
        outbox.begin(house, NOBODYS_ROW)
    except ServiceUnavailable:
        pass


def run(house: House, row_id: UUID) -> None:
    """Evaluate the submission that an outbox row asks for."""

    def to_people(work: Transaction, row: OutboxRow) -> None:
        case = work.session.get_one(Case, row.case_id)
        file = _file(work, row.subject_id)
        file.submission.state = SubmissionState.QUARANTINED
        _open_task(house, work, case, file, TaskReason.QUARANTINED)

    attempt = outbox.begin(house, row_id, gave_up=to_people)
    if attempt is None:
        return
    with outbox.forgiving(house, attempt):
        verdict, transcript, people = _judged(house, attempt.subject_id)
        with outbox.ending(house, attempt) as (work, _, case):
            file = _file(work, attempt.subject_id)
            submission = file.submission
            _keep(work, case, submission, verdict, transcript)
            privacy.notice(work, submission.id, people)
            if verdict.result == "refused":
                _give_back(house, work, case, submission, verdict)
            else:
                submission.state = SubmissionState.EVALUATED
                _open_task(house, work, case, file, TaskReason(verdict.result))
                copies.ask(work, case, submission.id)


def _judged(house: House, submission_id: UUID) -> tuple[Verdict, str | None, tuple[str, ...]]:
    """The verdict by the rules of the set, where the transcript of what was seen is kept, if there is one, and what of
    real people it carries."""
    with house.transaction() as work:
        its_set = col(TestSetRow.round_id) == col(Submission.round_id)
        query = select(Submission, TestSetRow).join(TestSetRow, its_set).where(col(Submission.id) == submission_id)
        submission, row = work.session.execute(query).one()
        test_set = row.test_set()
        parameters = rules.of_set(work.session, test_set)
    seen = adjudication.look(house, submission)
    verdict = adjudication.verdict_on(seen, test_set, submission.sha256, parameters)
    if not isinstance(seen, Evidence):
        return verdict, None, ()
    return verdict, house.blobs.put(adjudication.packed(seen)), real_people(seen.cfdi, test_set)


def _file(work: Transaction, submission_id: UUID) -> File:
    its_task = col(ReviewTask.submission_id) == col(Submission.id)
    query = select(Submission, ReviewTask).outerjoin(ReviewTask, its_task).where(col(Submission.id) == submission_id)
    return File(*work.session.execute(query.with_for_update(of=Submission)).one())


def _keep(work: Transaction, case: Case, submission: Submission, verdict: Verdict, transcript: str | None) -> None:
    """The verdict with all that it takes to give it again."""
    rules.keep(work, verdict.rules_version)
    if transcript is not None:
        work.put(Transcript(submission_id=submission.id, engine_version=verdict.engine_version, blob=transcript))
    work.put(
        VerdictRow(
            submission_id=submission.id,
            result=verdict.result,
            document=verdict.text(),
            sha256=verdict.sha256,
            rules_version=verdict.rules_version,
            engine_version=verdict.engine_version,
            given_at=work.now,
        )
    )
    facts.keep(work, submission.id, verdict)
    work.happened(
        "evaluate", "system", case, submission=submission.number, result=verdict.result, verdict=verdict.sha256
    )


def _give_back(house: House, work: Transaction, case: Case, submission: Submission, verdict: Verdict) -> None:
    """A file that cannot be read: same round, same set, same deadline by the calendar as it is now."""
    submission.state = SubmissionState.REFUSED
    cases.move(work, case, Act.REFUSE_EVIDENCE, "system", code=verdict.findings[0].code)
    outages.catch_up(house, work, case)
    applicant = cases.applicant_of(work.session, case)
    round_ = work.session.get_one(Round, submission.round_id)
    drafts = Drafts(house, case, applicant, house.local_date(work.now))
    letter = drafts.evidence_refused(round_, submission, verdict.findings[0].message)
    letters.post(house, work, case, letter, to=applicant.email, about=submission.id)


def _open_task(house: House, work: Transaction, case: Case, file: File, reason: TaskReason) -> None:
    """The one task of a file; one that was withdrawn for another evaluation is opened again."""
    submission = file.submission
    deadline = deadlines.of_analysis(house, submission.received_at)
    task = file.task or ReviewTask(
        case_id=case.id,
        submission_id=submission.id,
        reason=reason,
        opened_at=work.now,
        due=deadline.due,
        due_explained=deadline.to_json(),
    )
    task.state, task.reason, task.opened_at = TaskState.OPEN, reason, work.now
    work.put(task)
    work.happened("open_review", "system", case, reason=reason.value, due=deadline.due.isoformat())
    desk_letters.new_case(house, work, case, submission, task)
