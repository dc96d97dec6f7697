"""Letters: each end that a delivery can come to, and what the outbox makes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from backoffice.bootstrap import mail_to
from backoffice.casework import certification, issue, letters, request, sending, sweeping
from backoffice.casework.house import House
from backoffice.domain.work import WorkKind
from backoffice.mail.delivery import DeliveryDeferred, DeliveryRefused, DeliveryUncertain
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow
from tests.casework.world import ACME, World
from tests.conftest import Mailbox, free_port


def ready(world: World) -> tuple[Case, UUID]:
    """A case whose first letter is written and not sent."""
    case = request.register(world.house, ACME)
    issue.run(world.house, world.bells.rung.pop()[1])
    kind, row_id = world.bells.rung.pop()
    assert kind == WorkKind.SEND_LETTER
    return case, row_id


def letter(world: World, case: Case) -> OutboxRow:
    """The case's first letter as it is now."""
    return world.view(case.folio).letters[0]


def answering(world: World, answer: Callable[[], str]) -> House:
    """A house whose mail server always ends so."""
    return replace(world.house, deliver=lambda message, to: answer())


def raising(trouble: Exception) -> Callable[[], str]:
    """A mail server's end that is no receipt."""

    def end() -> str:
        raise trouble

    return end


def test_a_letter_that_waits_is_ready(world: World) -> None:
    case, _ = ready(world)

    assert letter(world, case).letter_state == "ready"
    assert world.view(case.folio).current.round.deadline is None


def test_a_server_that_asks_to_wait_is_tried_again_after_growing_pauses(world: World, mailbox: Mailbox) -> None:
    case, row_id = ready(world)
    busy = answering(world, raising(DeliveryDeferred("El servidor pidió esperar: 451.")))
    pauses = []
    for _ in range(4):
        sending.send(busy, row_id)
        after = letter(world, case)
        assert after.not_before is not None
        pauses.append((after.not_before - world.clock.now).total_seconds())
        sending.send(world.house, row_id)  # too early: nothing happens
        world.clock.now = after.not_before

    sending.send(world.house, row_id)

    assert pauses == [15, 30, 60, 120]
    assert (letter(world, case).letter_state, letter(world, case).attempts) == ("sent", 5)
    assert len(mailbox.letters()) == 1


def test_a_server_that_never_takes_it_is_given_up_after_days_and_shown(world: World) -> None:
    case, row_id = ready(world)
    busy = answering(world, raising(DeliveryDeferred("451")))

    for _ in range(110):
        sending.send(busy, row_id)
        world.clock.forward(hours=1)

    assert (letter(world, case).letter_state, letter(world, case).attempts) == ("failed", 100)
    assert "letter_failed" in [event.act for event in world.view(case.folio).events]


def test_a_refused_letter_is_not_tried_again(world: World) -> None:
    case, row_id = ready(world)

    sending.send(answering(world, raising(DeliveryRefused("550 no such user"))), row_id)
    sending.send(world.house, row_id)

    failed = letter(world, case)
    assert (failed.letter_state, failed.attempts) == ("failed", 1)
    assert failed.last_error == "DeliveryRefused: 550 no such user"
    assert world.view(case.folio).current.round.deadline is None


def test_an_uncertain_letter_is_sent_again_under_the_same_id_and_then_shown(world: World) -> None:
    case, row_id = ready(world)
    lost = answering(world, raising(DeliveryUncertain("La conexión se perdió.")))
    states = []
    for _ in range(4):
        sending.send(lost, row_id)
        states.append((letter(world, case).letter_state, letter(world, case).attempts))
        world.clock.forward(seconds=11)

    assert states == [("retry", 1), ("retry", 2), ("uncertain", 3), ("uncertain", 3)]


def test_a_server_that_is_down_leaves_the_letter_waiting(world: World) -> None:
    case, row_id = ready(world)
    nobody = f"smtp://127.0.0.1:{free_port()}"
    sending.send(replace(world.house, deliver=mail_to(nobody, world.house.settings.sender)), row_id)

    assert (letter(world, case).letter_state, letter(world, case).deferrals) == ("retry", 1)


def test_a_letter_killed_while_sending_is_sent_by_the_next_attempt(world: World, mailbox: Mailbox) -> None:
    case, row_id = ready(world)

    def killed() -> str:
        raise SystemExit

    with pytest.raises(SystemExit):
        sending.send(answering(world, killed), row_id)
    world.clock.forward(seconds=121)
    sweeping.ring_forgotten(world.house)
    world.work()

    assert (letter(world, case).letter_state, letter(world, case).attempts) == ("sent", 2)
    assert len(mailbox.letters()) == 1


def test_the_deadline_counts_from_the_day_the_letter_was_taken_not_written(world: World) -> None:
    case, row_id = ready(world)
    world.clock.forward(days=2)

    sending.send(world.house, row_id)

    round_ = world.view(case.folio).current.round
    assert round_.deadline_explained is not None
    assert round_.deadline_explained["counted_from"] == "2026-11-25"
    assert round_.deadline == date(2027, 1, 29)


def test_a_letter_of_a_case_that_was_cancelled_before_is_not_sent(world: World, mailbox: Mailbox) -> None:
    case, row_id = ready(world)
    certification.cancel(world.house, case.folio)

    sending.send(world.house, row_id)
    world.work()

    assert letter(world, case).letter_state == "withdrawn"
    assert [one["Subject"].startswith("Folio") for one in mailbox.letters()] == [True]


def test_a_letter_keeps_its_id_however_often_it_is_made() -> None:
    assert letters.message_id_of("letter:approved:1", "Mesa <a@mesa.example>") == (
        "<73b150f13dcfe0dffae864c58ff32f66@mesa.example>"
    )
