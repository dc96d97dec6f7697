"""Copies between applicants: after a verdict, a file's marks are kept and looked for in other companies' files.

What is found is shown to the desk, with its proof; it rejects nothing, and no applicant hears of it.
"""

import json
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework import outbox
from backoffice.casework.copying import amounts, marks, pictures
from backoffice.casework.copying.flags import put
from backoffice.casework.copying.view import Copied, copies_of
from backoffice.casework.house import House, Transaction
from backoffice.domain.copies.amounts import Row, rows_of
from backoffice.domain.copies.marks import marks_of
from backoffice.domain.copies.pictures import Part, bands, grey_of, parts_of
from backoffice.domain.copies.traces import Traces
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import SubmissionState, WorkKind, WorkState
from backoffice.records.cases import Case, TestSetRow
from backoffice.records.copies import CopyAmount, CopyMark, CopyPart, Fingerprint, fingerprint_of
from backoffice.records.outbox import OutboxRow
from backoffice.records.submissions import Submission, VerdictRow
from backoffice.workbooks.refusals import EvidenceRefused

__all__ = ["Copied", "ask", "catch_up", "copies_of", "is_compared", "run"]

#: Files of before this was looked for are asked for so many at a time.
BATCH = 200


def ask(work: Transaction, case: Case, submission_id: UUID) -> None:
    """Have a file compared with others, once, when workers have nothing more urgent."""
    work.put(outbox.row(work, WorkKind.LOOK_FOR_COPIES, submission_id, case))


def is_compared(house: House, submission_id: UUID) -> bool:
    """Whether a file's marks are kept and were looked for."""
    with house.transaction() as work:
        row = select(col(OutboxRow.state)).where(col(OutboxRow.key) == f"{WorkKind.LOOK_FOR_COPIES}:{submission_id}")
        return work.session.execute(row).scalar_one_or_none() == WorkState.DONE


def catch_up(house: House) -> int:
    """Ask for evaluated files that nobody asked for, as those of before: a few at a time. How many there were."""
    with house.transaction() as work:
        key = func.concat(f"{WorkKind.LOOK_FOR_COPIES}:", col(Submission.id))
        asked = select(col(OutboxRow.id)).where(col(OutboxRow.key) == key).exists()
        of_before = select(Submission).where(col(Submission.state) == SubmissionState.EVALUATED, ~asked).limit(BATCH)
        found = list(work.session.execute(of_before).scalars())
        for submission in found:
            ask(work, work.session.get_one(Case, submission.case_id), submission.id)
    return len(found)


def run(house: House, row_id: UUID) -> None:
    """Keep the marks of the file that an outbox row names, and what others have of it. Twice does no harm."""
    attempt = outbox.begin(house, row_id)
    if attempt is None:
        return
    with outbox.forgiving(house, attempt):
        traces, number = _kept(house, attempt.subject_id)
        with house.transaction() as work:  # after the marks are there: of two files at once the later sees the other
            mine = work.session.get_one(Fingerprint, number)
            flags = [*marks.found(work.session, mine), *amounts.found(work.session, mine)]
            candidates = pictures.candidates(work.session, mine)
        flags += pictures.compared(house, mine, traces, candidates)
        with outbox.ending(house, attempt) as (work, _, _):
            put(work, flags)


def _kept(house: House, submission_id: UUID) -> tuple[Traces, int]:
    """What the file is made of, and the number of its marks, which are kept now if they were not."""
    with house.transaction() as work:
        submission = work.session.get_one(Submission, submission_id)
        rows = _amounts(work, submission)
        known = fingerprint_of(work.session, submission_id)
    traces, readable = _traces(house, submission)
    if known is not None and known.number is not None:
        return traces, known.number
    seen = [(one.place, bytes.fromhex(one.sha256), parts_of(grey_of(one))) for one in traces.pictures]
    with house.transaction() as work:
        case = work.session.get_one(Case, submission.case_id)
        mine = Fingerprint(
            submission_id=submission_id,
            applicant_id=case.applicant_id,
            taken_at=work.now,
            readable=readable,
            authorship=asdict(traces.authorship),
        )
        work.put(mine)
        number = int(mine.number or 0)
        work.session.add_all(_amount(number, row) for row in rows)
        work.session.add_all(
            CopyMark(fingerprint=number, kind=mark.kind.value, digest=mark.digest, said=mark.said)
            for mark in marks_of(submission.sha256, traces)
        )
        for place, sha256, parts in seen:
            work.session.add_all(_part(number, place, sha256, *one) for one in enumerate(parts))
    return traces, number


def _traces(house: House, submission: Submission) -> tuple[Traces, bool]:
    """What the file says of itself; of one that cannot be read so, nothing: its digest and amounts are kept."""
    try:
        return house.traces(house.blobs.get(submission.blob)), True
    except EvidenceRefused:
        return Traces(), False


def _amounts(work: Transaction, submission: Submission) -> tuple[Row, ...]:
    test_set = select(TestSetRow).where(col(TestSetRow.round_id) == submission.round_id)
    verdict = select(VerdictRow).where(col(VerdictRow.submission_id) == submission.id)
    asked, given = work.session.execute(test_set).scalar_one(), work.session.execute(verdict).scalar_one()
    return rows_of(Verdict.from_json(json.loads(given.document)), asked.test_set())


def _amount(number: int, row: Row) -> CopyAmount:
    return CopyAmount(fingerprint=number, line=row.number, right_centavos=row.right, foreign_centavos=row.foreign)


def _part(number: int, place: int, sha256: bytes, which: int, part: Part) -> CopyPart:
    keys = {f"band_{band}": value for band, value in enumerate(bands(part.hash), start=1)}
    return CopyPart(
        fingerprint=number,
        picture=place,
        part=which,
        sha256=sha256,
        hash=part.hash,
        detail=part.detail,
        box=list(part.box),
        **keys,
    )
