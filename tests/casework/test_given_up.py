"""Work that was given up: never silent, and done after all when a person asks, once."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from backoffice import logs
from backoffice.casework import (
    certification,
    evaluation,
    intake,
    issue,
    outbox,
    request,
    retrying,
    review,
    sending,
)
from backoffice.domain.errors import CaseNotFound, ServiceUnavailable, WrongState
from backoffice.domain.work import Outcome, WorkKind
from backoffice.mail.delivery import DeliveryRefused, DeliveryUncertain
from backoffice.records import given_up
from backoffice.records.audit import verify
from backoffice.records.cases import Case
from tests.casework.giving_up import answering, mended, quarantined, refused
from tests.casework.world import ACME, World
from tests.conftest import Mailbox


@pytest.fixture(autouse=True)
def as_workers_log() -> None:
    """Logs from the level at which workers keep them, whatever ran before."""
    logs.configure(logging.INFO)


def waiting(world: World, case: Case) -> list[tuple[str, str | None, str]]:
    """What waits for a person in the case."""
    rows = world.reading(given_up.by_folio).get(case.folio, [])
    return [(row.kind.value, row.letter, row.state.value) for row in rows]


def acts(world: World, case: Case) -> list[str]:
    """What the audit trail says happened, without what every case has."""
    return [event.act for event in world.view(case.folio).events][2:]


def test_nothing_waits_in_a_house_where_all_went_well(world: World) -> None:
    world.case()

    assert world.reading(given_up.by_folio) == {}
    assert world.reading(given_up.how_many) == 0


def test_a_refused_letter_is_told_to_the_log_the_trail_and_whoever_lists_cases(world: World) -> None:
    with capture_logs() as logged:
        case = refused(world)

    assert waiting(world, case) == [("send_letter", "test_set_issued", "failed")]
    assert world.reading(given_up.how_many) == 1
    assert acts(world, case) == ["letter_failed"]
    assert [line for line in logged if line["log_level"] != "info"] == [
        {
            "event": "work_waits_for_a_person",
            "log_level": "warning",
            "folio": case.folio,
            "kind": "send_letter",
            "letter": "test_set_issued",
            "state": "failed",
            "attempts": 1,
            "why": "DeliveryRefused: 550 no such user",
        }
    ]


def test_an_issue_in_quarantine_is_told_too(world: World) -> None:
    case = request.register(world.house, ACME)
    _, row_id = world.bells.rung.pop()
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)

    with capture_logs() as logged:
        issue.run(world.house, row_id)

    assert waiting(world, case) == [("issue_test_set", None, "quarantined")]
    assert [(line["event"], line["log_level"]) for line in logged] == [("work_waits_for_a_person", "warning")]


def test_a_letter_whose_store_is_down_for_days_is_told_too(world: World) -> None:
    case = request.register(world.house, ACME)
    issue.run(world.house, world.bells.rung.pop()[1])
    _, row_id = world.bells.rung.pop()
    down = answering(world, ServiceUnavailable("El almacén no responde."))

    for _ in range(101):
        sending.send(down, row_id)
        world.clock.forward(hours=1)

    assert waiting(world, case) == [("send_letter", "test_set_issued", "failed")]
    assert acts(world, case) == ["letter_failed"]


def test_a_letter_is_sent_as_it_was_written_when_a_person_asks(world: World, mailbox: Mailbox) -> None:
    case = refused(world)
    (before,) = world.view(case.folio).letters

    ordered = retrying.retry(world.house, case.folio, "command")
    again = retrying.retry(world.house, case.folio, "command")
    world.work()

    old, new = world.view(case.folio).letters
    assert (len(ordered), again) == (1, [])
    assert (old.letter_state, new.letter_state, new.attempts) == ("withdrawn", "sent", 1)
    assert (new.message, new.message_id) == (before.message, before.message_id)
    assert [letter["Message-ID"] for letter in mailbox.letters()] == [before.message_id]
    assert world.view(case.folio).current.round.deadline is not None
    assert waiting(world, case) == []
    assert acts(world, case) == ["letter_failed", "retry", "letter_sent", "deadline_set"]
    assert world.reading(verify).broken_at is None


@pytest.mark.parametrize("trouble", [DeliveryRefused("550"), DeliveryUncertain("La conexión se perdió.")])
def test_a_letter_that_fails_again_waits_again_and_may_be_asked_for_again(world: World, trouble: Exception) -> None:
    case = refused(world)
    for _ in range(2):
        (fresh,) = retrying.retry(world.house, case.folio, "command")
        for _ in range(3):
            sending.send(answering(world, trouble), fresh.id)
            world.clock.forward(seconds=11)

    world.bells.rung.clear()
    (last,) = retrying.retry(world.house, case.folio, "command")
    world.work()

    assert last.key.endswith("#4")
    assert [letter.letter_state for letter in world.view(case.folio).letters] == ["withdrawn"] * 3 + ["sent"]


def test_a_set_is_issued_when_a_person_asks(world: World, mailbox: Mailbox) -> None:
    case = request.register(world.house, ACME)
    _, row_id = world.bells.rung.pop()
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)
    issue.run(world.house, row_id)

    retrying.retry(world.house, case.folio, "command")
    world.work()

    assert world.view(case.folio).case.state == "awaiting_evidence"
    assert len(mailbox.letters()) == 1


def test_a_file_is_evaluated_when_a_person_asks_and_its_one_task_says_why(world: World) -> None:
    case = quarantined(world)
    before = world.task(case.folio)
    better = mended(world)

    retrying.retry(better.house, case.folio, "command")
    between = (world.task(case.folio).state, world.view(case.folio).current.submissions[0].submission.state)
    # the bells of both worlds are the same; the mended reader answers them
    while better.bells.rung:
        evaluation.run(better.house, better.bells.rung.pop(0)[1])

    after = world.task(case.folio)
    assert (before.reason, before.state) == ("quarantined", "open")
    assert between == ("withdrawn", "received")
    assert (after.id, after.reason, after.state) == (before.id, "consistent", "open")
    assert waiting(world, case) == []


def test_a_file_that_fails_again_is_before_people_again(world: World) -> None:
    case = quarantined(world)

    (fresh,) = retrying.retry(world.house, case.folio, "command")
    for _ in range(4):
        evaluation.run(world.house, fresh.id)
        world.clock.forward(seconds=11)

    assert (world.task(case.folio).reason, world.task(case.folio).state) == ("quarantined", "open")
    assert waiting(world, case) == [("evaluate", None, "quarantined")]


def test_a_file_that_a_person_reviews_is_left_to_that_person(world: World) -> None:
    case = quarantined(world)
    review.claim(world.house, world.task(case.folio).id, "ana")

    with pytest.raises(WrongState, match="ana ya revisa el archivo en cuarentena"):
        retrying.retry(world.house, case.folio, "command")
    world.clock.forward(minutes=16)
    ordered = retrying.retry(world.house, case.folio, "command")

    assert [row.kind for row in ordered] == [WorkKind.EVALUATE]


ENDS: dict[str, Callable[[World, Case], object]] = {
    "decided": lambda world, case: world.decided(case.folio, Outcome.CORRECTIONS, "No se pudo leer."),
    "replaced": lambda world, case: intake.receive(world.house, case.folio, "2.xls", b"right"),
    "cancelled": lambda world, case: certification.cancel(world.house, case.folio),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_quarantine_waits_no_more_when_the_file_is_dealt_with(world: World, end: str) -> None:
    case = quarantined(world)

    ENDS[end](world, case)

    assert waiting(world, case) == []
    assert retrying.retry(world.house, case.folio, "command") == []


def test_a_letter_of_a_cancelled_case_waits_no_more(world: World, mailbox: Mailbox) -> None:
    case = refused(world)

    certification.cancel(world.house, case.folio)
    retrying.retry(world.house, case.folio, "command")
    world.work()

    assert waiting(world, case) == []
    assert [letter.letter for letter in world.view(case.folio).letters if letter.letter_state == "sent"] == [
        "cancellation_confirmed"
    ]


def test_an_attempt_from_before_changes_nothing_after_a_retry(world: World) -> None:
    case = request.register(world.house, ACME)
    _, row_id = world.bells.rung.pop()
    slow = [outbox.begin(world.house, row_id)]
    world.clock.now += timedelta(seconds=61)
    for _ in range(2):
        slow.append(outbox.begin(world.house, row_id))
        world.clock.now += timedelta(seconds=61)
    issue.run(world.house, row_id)

    (fresh,) = retrying.retry(world.house, case.folio, "command")
    for _ in range(3):
        outbox.begin(world.house, fresh.id)
        world.clock.now += timedelta(seconds=61)

    for attempt in slow:
        assert attempt is not None
        with pytest.raises(outbox.Overtaken), outbox.ending(world.house, attempt):
            pass


def test_an_unknown_folio_has_nothing_to_try_again(world: World) -> None:
    with pytest.raises(CaseNotFound):
        retrying.retry(world.house, "2600000018", "command")


def test_a_failure_of_our_reader_is_put_before_a_person_and_never_told_to_the_applicant(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"ours")
    row_id = world.bells.only(WorkKind.EVALUATE)

    for _ in range(4):
        evaluation.run(world.house, row_id)
        world.clock.forward(seconds=11)

    assert waiting(world, case) == [("evaluate", None, "quarantined")]
    assert world.task(case.folio).reason == "quarantined"
    assert [letter.letter for letter in world.view(case.folio).letters] == ["test_set_issued", "evidence_received"]
