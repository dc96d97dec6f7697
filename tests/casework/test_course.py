"""The course of a case from the request to its end, with what is posted on the way."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from backoffice.casework import certification, intake, request
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.work import Outcome
from backoffice.domain.workflow import State
from backoffice.records.audit import verify
from tests.casework.world import ACME, World
from tests.conftest import Mailbox


def test_a_request_is_answered_with_a_letter_that_carries_the_test_set(world: World, mailbox: Mailbox) -> None:
    case = request.register(world.house, ACME)

    world.work()

    (letter,) = mailbox.letters()
    (attachment,) = letter.iter_attachments()
    archive = ZipFile(BytesIO(attachment.get_content()))
    assert case.folio == "2600000018"
    assert letter["To"] == "tramites@nandu.example"
    assert "2600000018" in letter["Subject"]
    assert attachment.get_filename() == "set-de-pruebas-2600000018-ronda-1.zip"
    assert archive.namelist() == [
        "LEEME.txt", "evidencias.xlsx", "avisos/retencion-1.json", "avisos/retencion-2.json",
    ]  # fmt: skip
    assert "Folio 2600000018 · ronda 1 · set T-0001" in archive.read("LEEME.txt").decode()
    assert world.view(case.folio).case.state == State.AWAITING_EVIDENCE


def test_the_clock_of_the_first_round_runs_from_the_day_the_server_took_the_letter(world: World) -> None:
    case = world.case()

    round_ = world.view(case.folio).current.round

    assert round_.deadline == date(2027, 1, 27)
    assert round_.deadline_explained is not None
    assert round_.deadline_explained["counted_from"] == "2026-11-23"
    assert round_.deadline_explained["business_days"] == 45


def test_the_local_date_counts_not_that_of_greenwich(world: World) -> None:
    world.clock.forward(hours=11.9)  # 23:54 in Mexico City, the 24th in Greenwich

    case = world.case()

    assert world.view(case.folio).current.round.deadline == date(2027, 1, 27)


def test_right_evidence_is_approved_certified_and_cancelled(world: World, mailbox: Mailbox) -> None:
    case = world.case()

    intake.receive(world.house, case.folio, "evidencias.xls", b"right")
    world.work()
    analysed = world.view(case.folio)
    world.decided(case.folio, Outcome.APPROVE)
    world.work()
    certification.accept(world.house, case.folio)
    certification.cancel(world.house, case.folio, "Cierre de la empresa")
    world.work()

    view = world.view(case.folio)
    (sent,) = analysed.current.submissions
    assert (sent.verdict and sent.verdict.result, sent.task and sent.task.due) == ("consistent", date(2026, 11, 30))
    assert view.case.state == State.CANCELLED
    assert [event.to_state for event in view.events if event.from_state != event.to_state] == [
        "requested", "awaiting_evidence", "in_analysis", "approved", "certified", "cancelled",
    ]  # fmt: skip
    assert [letter.letter for letter in view.letters] == [
        "test_set_issued", "evidence_received", "approved", "certified", "cancellation_confirmed",
    ]  # fmt: skip
    # Nobody sent the letter of the certification before it was cancelled: it would not be true any more.
    assert [letter.letter_state for letter in view.letters] == ["sent", "sent", "sent", "withdrawn", "sent"]
    assert len(mailbox.letters()) == 4
    assert world.reading(verify).broken_at is None


def test_corrections_open_a_round_whose_set_comes_with_the_letter(world: World, mailbox: Mailbox) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "evidencias.xls", b"uma")
    world.work()

    world.decided(case.folio, Outcome.CORRECTIONS, "Revisa también la pestaña 3.")
    between = world.view(case.folio)
    world.work()

    view = world.view(case.folio)
    letter = mailbox.letters()[-1]
    body = letter.get_body(("plain",)).get_content()
    assert (between.case.state, between.case.round_number, between.current.test_set) == ("awaiting_evidence", 2, None)
    assert [attachment.get_filename() for attachment in letter.iter_attachments()] == [
        f"set-de-pruebas-{case.folio}-ronda-2.zip"
    ]
    assert "1,503.08" in body
    assert "1,291.66" in body
    assert "UMA" in body
    assert "Revisa también la pestaña 3." in body
    assert view.current.round.deadline == date(2026, 12, 7)
    assert view.rounds[0].round.closed_at is not None
    assert world.seed(case.folio, 1) != world.seed(case.folio, 2)


def test_evidence_is_not_received_before_the_round_has_its_set(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"uma")
    world.work()
    world.decided(case.folio, Outcome.CORRECTIONS)

    with pytest.raises(WrongState, match="todavía se prepara"):
        intake.receive(world.house, case.folio, "e.xls", b"right")


def test_a_damaged_file_goes_back_with_its_reason_and_is_kept(world: World, mailbox: Mailbox) -> None:
    case = world.case()

    received = intake.receive(world.house, case.folio, "evidencias.xls", b"\xd0\xcf\x11\xe0 half a file")
    world.work()

    view = world.view(case.folio)
    (sent,) = view.current.submissions
    assert view.case.state == State.AWAITING_EVIDENCE
    assert (sent.submission.state, sent.verdict and sent.verdict.result, sent.task) == ("refused", "refused", None)
    assert world.house.blobs.get(received.submission.blob) == b"\xd0\xcf\x11\xe0 half a file"
    assert view.current.round.deadline == date(2027, 1, 27)
    assert "dañado" in mailbox.letters()[-1].get_body(("plain",)).get_content()


def test_after_a_refused_file_a_right_one_is_received_in_the_same_round(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "a.xls", b"broken")
    world.work()

    intake.receive(world.house, case.folio, "b.xls", b"right")
    world.work()

    view = world.view(case.folio)
    assert (view.case.state, view.case.round_number) == (State.IN_ANALYSIS, 1)
    assert [one.submission.state for one in view.current.submissions] == ["refused", "evaluated"]


def test_a_company_has_one_case_at_a_time(world: World) -> None:
    case = world.case()

    with pytest.raises(WrongState, match=f"ya tiene en curso el caso {case.folio}"):
        request.register(world.house, ACME)


def test_a_company_may_ask_again_after_cancelling(world: World) -> None:
    first = world.case()
    certification.cancel(world.house, first.folio)

    second = request.register(world.house, ACME)

    assert second.folio == "2600000026"


def test_an_employer_registration_belongs_to_one_rfc(world: World) -> None:
    world.case()

    with pytest.raises(BadInput, match="ya está registrado con otro RFC"):
        request.register(world.house, Applicant(ACME.nrp, "AAA010101AAA", "Otra", "otra@nandu.example"))


def test_cancelling_withdraws_what_waited(world: World, mailbox: Mailbox) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    waiting = list(world.bells.rung)

    certification.cancel(world.house, case.folio)
    world.bells.rung.extend(waiting)
    world.work()

    view = world.view(case.folio)
    assert [row.state for row in view.work] == ["done", "withdrawn"]
    assert view.current.submissions[0].verdict is None
    assert [letter["Subject"].count(case.folio) for letter in mailbox.letters()] == [1, 1]


def test_cancelling_withdraws_the_review(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    world.work()

    certification.cancel(world.house, case.folio)

    assert world.task(case.folio).state == "withdrawn"
