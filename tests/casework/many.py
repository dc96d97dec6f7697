"""Many verdicts at once, as evaluations leave them: real sets, real workbooks, and a transcript of each."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import SQLModel

from backoffice import official
from backoffice.casework import adjudication, rules
from backoffice.casework.house import House
from backoffice.domain.evidence import Evidence
from backoffice.domain.folio import folio
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.test_set.generation import generate
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import SubmissionState
from backoffice.domain.workflow import State
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.records.cases import ApplicantRow, Case, Round, TestSetRow
from backoffice.records.submissions import Submission, Transcript, VerdictRow
from backoffice.workbooks import template
from backoffice.workbooks.reading import read
from tests.evaluate.applicant import Applicant

ON = date(2026, 11, 23)
#: So many sets, and so many files of each: the verdicts repeat after their product.
SETS, FILES = 4, 5


@dataclass(frozen=True)
class Judged:
    """A set, a workbook that answers it, what reading saw in it, and the verdict."""

    test_set: TestSet
    workbook: bytes
    evidence: Evidence
    verdict: Verdict


def judged(sets: int = SETS, files: int = FILES) -> list[Judged]:
    """Sets of several seeds, each with a right workbook and with some in which rows of b) are a peso too much."""
    seeds = [seed.to_bytes(16, "big") for seed in range(sets)]
    made = [generate(seed, "first", ON, rehearsal_seal(), official.parameters()) for seed in seeds]
    return [one(test_set, wrong) for test_set in made for wrong in range(files)]


def one(test_set: TestSet, wrong: int) -> Judged:
    """A workbook whose first *wrong* rows of b) are wrong."""
    first = test_set.section("assessment")[:wrong]
    answers = {("assessment", row.number, "withholding"): dearer(row) for row in first}
    workbook = Applicant(test_set, answers=answers).workbook(template.write(test_set))
    evidence = read(workbook)
    sha256 = hashlib.sha256(workbook).hexdigest()
    verdict = adjudication.verdict_on(evidence, test_set, sha256, official.parameters())
    return Judged(test_set, workbook, evidence, verdict)


def dearer(row: TestRow) -> float:
    """The right withholding and a peso."""
    return float(Decimal(row.expected["withholding"] or 0) + 1)


def given(house: House, number: int, of: list[Judged] | None = None) -> list[str]:
    """So many cases under analysis, each with one verdict and its transcript; their folios."""
    of = of or judged()
    blobs = [(house.blobs.put(what.workbook), house.blobs.put(adjudication.packed(what.evidence))) for what in of]
    folios = [folio(2026, one) for one in range(1, number + 1)]
    with house.transaction() as work:
        rules.keep(work, official.parameters().version)
        cases = [rows(name, of[n % len(of)], *blobs[n % len(of)], work.now) for n, name in enumerate(folios)]
        for layer in zip(*cases, strict=True):
            work.session.add_all(layer)
            work.session.flush()
    return folios


def rows(name: str, what: Judged, workbook: str, transcript: str, now: datetime) -> tuple[SQLModel, ...]:
    """One case, in the order in which its rows refer to each other."""
    test_set, verdict = what.test_set, what.verdict
    company = ApplicantRow(
        nrp=f"C{name}", rfc="EKU9003173C9", name=f"Empresa {name}", email="e@example.mx", registered_at=now
    )
    case = Case(folio=name, applicant_id=company.id, state=State.IN_ANALYSIS, requested_at=now, moved_at=now)
    round_ = Round(case_id=case.id, number=1, kind="first", set_on=ON, opened_at=now)
    asked = TestSetRow(
        round_id=round_.id,
        set_id=test_set.id,
        rules_version=test_set.rules_version,
        answers=test_set.answers_json(),
        notices=dict(test_set.notices),
        bundle="",
        issued_at=now,
    )
    sent = Submission(
        case_id=case.id,
        round_id=round_.id,
        number=1,
        file_name="evidencias.xls",
        size=len(what.workbook),
        sha256=verdict.evidence_sha256 or "",
        blob=workbook,
        received_at=now,
        state=SubmissionState.EVALUATED,
    )
    said = VerdictRow(
        submission_id=sent.id,
        result=verdict.result,
        document=verdict.text(),
        sha256=verdict.sha256,
        rules_version=verdict.rules_version,
        engine_version=verdict.engine_version,
        given_at=now,
    )
    seen = Transcript(submission_id=sent.id, engine_version=verdict.engine_version, blob=transcript)
    return company, case, round_, asked, sent, said, seen
