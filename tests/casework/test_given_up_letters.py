"""The desk is told of every letter that was given up, however it came to that; and never by a flood of letters."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backoffice.casework import sending
from backoffice.domain.errors import ServiceUnavailable
from backoffice.mail.delivery import DeliveryRefused, DeliveryUncertain
from backoffice.records.outbox import OutboxRow
from tests.casework.test_desk_letters import body, to_the_desk
from tests.casework.test_letters import answering, letter, raising, ready
from tests.casework.test_queries import sent
from tests.casework.world import World


@pytest.fixture
def staffed(world: World) -> World:
    """The world, with an address for its people."""
    settings = world.house.settings.model_copy(update={"desk_email": "mesa@instituto.example"})
    world.house = replace(world.house, settings=settings)
    return world


def told(world: World) -> list[str]:
    """The bodies of the desk's letters about letters."""
    return [body(world, row) for row in to_the_desk(world) if row.letter == "desk_undelivered"]


def test_one_that_the_server_refuses(staffed: World) -> None:
    case, row_id = ready(staffed)

    sending.send(answering(staffed, raising(DeliveryRefused("El servidor rechazó la carta: 550 No."))), row_id)

    (one,) = told(staffed)
    assert f"Folio: {case.folio}" in one
    assert "El servidor rechaz=C3=B3 la carta: 550 No." in one
    assert "DeliveryRefused" not in one


def test_one_whose_fate_stays_unknown_after_its_last_try_and_not_before(staffed: World) -> None:
    _, row_id = ready(staffed)
    lost = answering(staffed, raising(DeliveryUncertain("La conexión se perdió.")))

    counts = []
    for _ in range(4):
        sending.send(lost, row_id)
        counts.append(len(told(staffed)))
        staffed.clock.forward(seconds=11)

    assert counts == [0, 0, 1, 1]


def test_one_that_falls_over_in_every_attempt(staffed: World) -> None:
    case, row_id = ready(staffed)
    staffed.sql("UPDATE outbox SET message = 'ab/gone' WHERE id = :id", id=row_id)

    for _ in range(4):
        sending.send(staffed.house, row_id)
        staffed.clock.forward(seconds=11)

    assert letter(staffed, case).state == "quarantined"
    assert len(told(staffed)) == 1


def test_one_whose_store_is_down_for_days(staffed: World) -> None:
    case, row_id = ready(staffed)
    down = answering(staffed, raising(ServiceUnavailable("El almacén no responde.")))

    staffed.sql("UPDATE outbox SET attempts = 98, deferrals = 98 WHERE id = :id", id=row_id)
    counts = []
    for _ in range(3):
        sending.send(down, row_id)
        counts.append(len(told(staffed)))
        staffed.clock.forward(hours=1)

    assert letter(staffed, case).letter_state == "failed"
    assert counts == [0, 1, 1]


def test_of_a_day_on_which_all_mail_is_refused_ten_an_hour_are_told(staffed: World) -> None:
    refused = answering(staffed, raising(DeliveryRefused("550 Blocked")))
    for number in range(1, 13):
        sent(staffed, number, b"right")
    staffed.sql("UPDATE outbox SET state = 'ready', done_at = NULL WHERE letter = 'evidence_received'")
    rows = staffed.reading(lambda session: [row.id for row in session.query(OutboxRow).filter_by(state="ready")])

    for row_id in rows:
        sending.send(refused, row_id)
    of_the_first_hour = len(told(staffed))
    staffed.clock.now = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    _, row_id = ready(staffed)
    sending.send(refused, row_id)

    assert (len(rows), of_the_first_hour, len(told(staffed))) == (12, 10, 11)
