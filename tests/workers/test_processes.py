"""The processes as they really run: dramatiq over Valkey, the clock, and what is left when they are killed."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from io import BytesIO
from zipfile import ZipFile

import redis
from sqlalchemy import func, select, text
from sqlmodel import col

from backoffice import logs
from backoffice.casework import cases, intake, letters, request, rounds
from backoffice.casework.drafts import Drafts
from backoffice.casework.house import House
from backoffice.domain.work import WorkKind, WorkState
from backoffice.domain.workflow import State
from backoffice.records.case_view import case_view
from backoffice.records.outbox import OutboxRow
from backoffice.records.submissions import Submission
from backoffice.settings import ROOT
from tests.casework.world import ACME
from tests.conftest import Mailbox
from tests.workers.conftest import DRAMATIQ, Crew, kill, until


def state(house: House, folio: str) -> State:
    """Where a case stands."""
    with house.transaction() as work:
        return case_view(work.session, folio).case.state


def test_workers_take_a_request_to_its_letter_and_evidence_to_a_person(crew: Crew, mailbox: Mailbox) -> None:
    with crew.process(*DRAMATIQ):
        case = request.register(crew.house, ACME)
        until(lambda: len(mailbox.letters()) == 1)
        (attachment,) = mailbox.letters()[0].iter_attachments()
        template = ZipFile(BytesIO(attachment.get_content())).read("evidencias.xlsx")
        intake.receive(crew.house, case.folio, "evidencias.xlsx", template)

        def is_judged() -> bool:
            with crew.house.transaction() as work:
                return case_view(work.session, case.folio).current.submissions[-1].task is not None

        until(is_judged)

    with crew.house.transaction() as work:
        view = case_view(work.session, case.folio)
        seed = rounds.seed_of(work.session, view.current.round.id)
    (sent,) = view.current.submissions
    assert (sent.verdict and sent.verdict.result, sent.task and sent.task.reason) == ("inconsistent", "inconsistent")
    assert seed.hex() not in crew.log()
    assert "Traceback" not in crew.log()


def test_the_id_of_a_request_is_in_the_lines_of_the_workers_who_serve_it_and_of_its_letter(
    crew: Crew, mailbox: Mailbox
) -> None:
    with crew.process(*DRAMATIQ):
        with logs.traced("0123456789abcdef"):
            request.register(crew.house, ACME)
        until(lambda: crew.log().count("attempt_ended") == 2)

    lines = [json.loads(line) for line in crew.log().splitlines() if line.startswith("{")]
    mine = [line for line in lines if line.get("trace_id") == "0123456789abcdef"]
    assert [(line["event"], line.get("kind")) for line in mine] == [
        ("attempt_begun", "issue_test_set"),
        ("attempt_ended", "issue_test_set"),
        ("attempt_begun", "send_letter"),
        ("letter_taken", None),
        ("attempt_ended", "send_letter"),
    ]
    assert mine[3]["message_id"] == mailbox.letters()[0]["Message-ID"]


def test_letters_survive_workers_killed_in_the_middle(crew: Crew, mailbox: Mailbox) -> None:
    post_many(crew.house, 40)

    with crew.process("workers.clock"):
        for sent_before in (5, 15):
            with crew.process(*DRAMATIQ) as workers:
                until(lambda least=sent_before: len(mailbox.letters()) >= least)
                kill(workers)
            lapse_leases(crew.house)
        with crew.process(*DRAMATIQ):
            until(lambda: count(crew.house, WorkState.DONE) == 40)

    copies = Counter(letter["Message-ID"] for letter in mailbox.letters())
    assert len(copies) == 40
    assert sum(copies.values()) <= 40 + 2 * 4  # at most those in flight at each of the two kills


def test_what_was_never_rung_is_found_by_the_clock(crew: Crew, mailbox: Mailbox) -> None:
    post_many(crew.house, 1)
    with redis.Redis.from_url(crew.house.addresses.queue_url) as queue:
        queue.flushall()
    lapse_leases(crew.house)

    with crew.process("workers.clock"), crew.process(*DRAMATIQ):
        until(lambda: len(mailbox.letters()) == 1)


def test_without_addresses_the_workers_say_so_in_one_sentence() -> None:
    bare = {"PATH": os.defpath}

    ended = subprocess.run(
        [sys.executable, "-m", "workers.clock"], cwd=ROOT, env=bare, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("Falta MESA_DATABASE_URL")
    assert "Traceback" not in ended.stderr


def post_many(house: House, number: int) -> None:
    """So many letters in the outbox, each about something else."""
    case = request.register(house, ACME)
    with house.transaction() as work:
        case = cases.by_folio(work.session, case.folio)
        work.session.execute(text("DELETE FROM outbox"))
        round_ = cases.current_round(work.session, case)
        drafts = Drafts(house, case, cases.applicant_of(work.session, case), house.local_date(work.now))
        for one in range(number):
            submission = Submission(file_name=f"{one}.xls", received_at=work.now)
            letter = drafts.evidence_refused(round_, submission, "El archivo está dañado.")
            letters.post(house, work, case, letter, to=ACME.email, about=submission.id)


def lapse_leases(house: House) -> None:
    """As if the time of every lease had passed. First the database ends what killed processes had sent it."""
    time.sleep(0.3)
    with house.database.begin() as connection:
        connection.execute(text("UPDATE outbox SET lease_until = now(), ring_at = now() WHERE state <> 'done'"))


def count(house: House, wanted: WorkState, *kinds: WorkKind) -> int:
    """How many rows are in a state, of all kinds or of some."""
    with house.transaction() as work:
        query = select(func.count()).select_from(OutboxRow).where(col(OutboxRow.state) == wanted)
        query = query.where(col(OutboxRow.kind).in_(kinds)) if kinds else query
        return int(work.session.execute(query).scalar_one())
