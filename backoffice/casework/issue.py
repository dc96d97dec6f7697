"""A round's test set is made, kept, and sent with the letter that announces it."""

import json
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import bundle, cases, letters, outbox, rounds, rules
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House, Transaction
from backoffice.casework.outbox import Attempt
from backoffice.domain import reasons
from backoffice.domain.letters import Letter
from backoffice.domain.set_aside import without
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict
from backoffice.domain.workflow import Act
from backoffice.mail.message import Attachment
from backoffice.records.cases import Case, Round, TestSetRow
from backoffice.records.submissions import Decision, Submission, VerdictRow


def run(house: House, row_id: UUID) -> None:
    """Issue the set that an outbox row asks for: a pure function of the round, so every attempt makes it alike."""
    attempt = outbox.begin(house, row_id)
    if attempt is None:
        return
    with outbox.forgiving(house, attempt):
        test_set, archive = _made(house, attempt)
        with outbox.ending(house, attempt) as (work, _, case):
            round_ = work.session.get_one(Round, attempt.subject_id)
            _keep(house, work, round_, test_set, archive)
            if round_.kind == "first":
                cases.move(work, case, Act.ISSUE_TEST_SET, "system", test_set=test_set.id)
            else:
                work.happened(Act.ISSUE_TEST_SET, "system", case, test_set=test_set.id)
            _announce(house, work, case, round_, archive)


def _made(house: House, attempt: Attempt) -> tuple[TestSet, bytes]:
    """The set and the archive that carries it, made while nothing is locked."""
    with house.transaction() as work:
        round_ = work.session.get_one(Round, attempt.subject_id)
        case = work.session.get_one(Case, attempt.case_id)
        seed = rounds.seed_of(work.session, round_.id)
    test_set = house.generate(seed, round_.round_kind, round_.set_on, house.seal(round_.rehearsal))
    return test_set, bundle.pack(case, round_, test_set)


def _keep(house: House, work: Transaction, round_: Round, test_set: TestSet, archive: bytes) -> None:
    rules.keep(work, test_set.rules_version)
    work.put(
        TestSetRow(
            round_id=round_.id,
            set_id=test_set.id,
            rules_version=test_set.rules_version,
            answers=test_set.answers_json(),
            notices=dict(test_set.notices),
            bundle=house.blobs.put(archive),
            issued_at=work.now,
        )
    )


def _announce(house: House, work: Transaction, case: Case, round_: Round, archive: bytes) -> None:
    applicant = cases.applicant_of(work.session, case)
    name = bundle.file_name(case, round_)
    drafts = Drafts(house, case, applicant, house.local_date(work.now))
    seed = rounds.seed_of(work.session, round_.id)
    first = round_.kind == "first"
    letter = drafts.test_set_issued(round_, name, seed) if first else _corrections(work, drafts, round_, name, seed)
    attachments = (Attachment(name, archive, "application/zip"),)
    letters.post(house, work, case, letter, to=applicant.email, about=round_.id, attachments=attachments)


def _corrections(work: Transaction, drafts: Drafts, upcoming: Round, attachment: str, seed: bytes) -> Letter:
    """What was decided about the round before, with the set of this one."""
    before = (
        select(Round, TestSetRow, Decision, VerdictRow)
        .join(TestSetRow, col(TestSetRow.round_id) == col(Round.id))
        .join(Submission, col(Submission.round_id) == col(Round.id))
        .join(Decision, col(Decision.submission_id) == col(Submission.id))
        .outerjoin(VerdictRow, col(VerdictRow.submission_id) == col(Submission.id))
        .where(col(Round.case_id) == upcoming.case_id, col(Round.number) == upcoming.number - 1, col(Decision.stands))
    )
    closed, asked, decision, judged = work.session.execute(before).one()
    given = Verdict.from_json(json.loads(judged.document)) if judged else None
    verdict = without(given, {key for key, _ in decision.set_aside}) if given else None
    return drafts.corrections_requested(
        closed,
        upcoming,
        verdict=verdict,
        asked_of=asked.test_set(),
        parameters=rules.of_verdict(work.session, verdict),
        remarks=decision.reasons,
        chosen=reasons.from_json(decision.chosen),
        attachment=attachment,
        seed=seed,
    )
