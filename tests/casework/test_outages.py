"""Days without the test service: given back once to every round whose clock ran, with a letter and a trace."""

from datetime import date

import pytest

from backoffice.casework import decrees, intake, outages, promises
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput
from backoffice.domain.workflow import State
from tests.casework.test_decrees import cut_off_at, deadline, off
from tests.casework.test_extensions import supervised
from tests.casework.test_promises import LAST, at, sent
from tests.casework.world import World

__all__ = ["supervised"]


def test_a_day_without_the_test_service_is_given_back_once(supervised: House, world: World) -> None:
    folio = world.case().folio
    world.clock.forward(days=2)
    day = (date(2026, 11, 24),)

    first = outages.record(supervised, day, "Falló el certificado", "Olga")
    second = outages.record(supervised, day, "Falló el certificado", "Olga")
    world.work()

    assert ([one.after.due for one in first], second) == ([date(2027, 1, 28)], [])
    assert deadline(world, folio).outages == (date(2026, 11, 24),)
    (letter,) = sent(world, folio, "deadline_moved")
    assert letter.state == "done"
    (event,) = (one for one in world.view(folio).events if one.act == "give_days_back")
    assert event.details["outages"] == ["2026-11-24"]


def test_the_day_on_which_the_letter_came_was_not_counted_and_is_not_given_back(
    supervised: House, world: World
) -> None:
    world.case()

    assert outages.record(supervised, (date(2026, 11, 23),), "Se cayó", "Olga") == []


def test_a_round_whose_evidence_came_gets_nothing_back(supervised: House, world: World) -> None:
    case = world.case()
    intake.receive(supervised, case.folio, "e.xls", b"uma")
    world.work()
    world.clock.forward(days=2)

    assert outages.record(supervised, (date(2026, 11, 24),), "Se cayó", "Olga") == []


def test_the_letter_and_the_explanation_name_the_day(supervised: House, world: World) -> None:
    folio = world.case().folio
    world.clock.forward(days=2)

    outages.record(supervised, (date(2026, 11, 24), date(2026, 11, 25)), "Falló el certificado.", "Olga")

    now = deadline(world, folio)
    assert now.due == date(2027, 1, 29)
    assert now.explained().startswith(
        "45 días hábiles desde el 23/nov/2026, más 2 porque el servicio de pruebas no estuvo disponible (24/nov, "
        "25/nov); no cuentan sábados, domingos ni estos días:"
    )
    (event,) = (one for one in world.view(folio).events if one.act == "give_days_back")
    assert event.details == {
        "whose": "applicant",
        "reason": "el servicio de pruebas no estuvo disponible (24/nov/2026, 25/nov/2026): Falló el certificado.",
        "outages": ["2026-11-24", "2026-11-25"],
        "before": "2027-01-27",
        "due": "2027-01-29",
    }


def test_recording_that_was_cut_off_is_finished_by_the_clock(
    supervised: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    folio = world.case().folio
    world.clock.forward(days=2)
    with cut_off_at(folio, monkeypatch):
        outages.record(supervised, (date(2026, 11, 24),), "Se cayó", "Olga")

    assert [outages.finish(supervised) for _ in range(2)] == [1, 0]
    assert deadline(world, folio).due == date(2027, 1, 28)


def test_a_day_that_was_decreed_off_is_no_outage(supervised: House, world: World) -> None:
    decrees.add(supervised, off(date(2026, 11, 24)), "Olga")
    world.clock.forward(days=2)

    with pytest.raises(BadInput, match="Ninguno de esos días es hábil"):
        outages.checked(supervised, date(2026, 11, 24), date(2026, 11, 24))


def test_recording_an_outage_moves_nobody_for_another_reason(supervised: House, world: World) -> None:
    folio = world.case().folio
    world.sql("INSERT INTO days_off VALUES ('2026-12-10', 'Duelo', 'DOF', 'Olga', now() - interval '1 year')")
    supervised.calendar.extra.refresh()  # type: ignore[attr-defined]

    assert outages.record(supervised, (date(2026, 11, 23),), "Se cayó", "Olga") == []
    assert deadline(world, folio).due == LAST


def test_requests_that_expired_before_their_day_was_given_back_are_named_and_stay(
    supervised: House, world: World
) -> None:
    folio = world.case().folio
    at(world, date(2027, 1, 28))
    promises.expire(supervised)

    moved = outages.record(supervised, (LAST,), "Se cayó", "Olga")

    assert (moved, outages.too_late(supervised, (LAST,))) == ([], [folio])
    assert world.view(folio).case.state == State.EXPIRED
    at(world, date(2027, 1, 29))
    assert outages.too_late(supervised, (LAST,)) == []


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 25), date(2026, 11, 24), "antes de empezar"),
        (date(2026, 11, 23), date(2026, 11, 24), "todavía no llega"),
        (date(2026, 10, 1), date(2026, 10, 1), "hace más de 31 días"),
        (date(2026, 11, 21), date(2026, 11, 22), "Ninguno de esos días es hábil"),
    ],
)
def test_an_outage_with_a_slip_is_refused(world: World, first: date, last: date, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        outages.checked(world.house, first, last)
