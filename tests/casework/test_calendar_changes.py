"""Days off decreed later and days without the test service: deadlines move later, once, with a letter and a trace."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backoffice.bootstrap import open_house
from backoffice.casework import decrees, extensions, intake, outages
from backoffice.casework.house import House
from backoffice.cli.calendar import from_file
from backoffice.domain.calendar import Deadline, PublishedDay
from backoffice.domain.errors import BadInput, BadParameters, WrongState
from tests.casework.terminal import mesa, one_line
from tests.casework.test_extensions import supervised
from tests.casework.test_promises import LAST, sent
from tests.casework.world import World

__all__ = ["supervised"]

SOURCE = "Aviso de prueba, DOF 2026-12-01"


def off(*days: date) -> tuple[PublishedDay, ...]:
    """Decreed days."""
    return tuple(PublishedDay(day, "Duelo nacional", SOURCE) for day in days)


#: Two business days within the 45 that end on the 28th of January.
DECREED = off(date(2026, 12, 10), date(2026, 12, 11))


def deadline(world: World, folio: str) -> Deadline:
    """The stored deadline of the case's round."""
    return Deadline.from_json(world.view(folio).current.round.deadline_explained or {})


def test_a_preview_names_what_would_move_and_changes_nothing(supervised: House, world: World) -> None:
    folio = world.case().folio
    before = deadline(world, folio)

    (moved,) = decrees.preview(supervised, DECREED)

    assert (moved.folio, moved.whose) == (folio, "applicant")
    assert (moved.before.due, moved.after.due) == (LAST, date(2027, 1, 29))
    assert deadline(world, folio) == before
    assert decrees.added(supervised) == []


def test_decreed_days_move_the_applicant_s_deadline_with_a_letter_that_says_why(
    supervised: House, world: World
) -> None:
    folio = world.case().folio

    decrees.add(supervised, DECREED, "Olga")
    world.work()

    assert deadline(world, folio).due == date(2027, 1, 29)
    assert "10/dic a 11/dic (Duelo nacional)" in deadline(world, folio).explained()
    (letter,) = sent(world, folio, "deadline_moved")
    assert letter.subject == f"Folio {folio}: tienes más tiempo; envía tus evidencias a más tardar el 29/ene/2027"
    (event,) = (one for one in world.view(folio).events if one.act == "move_deadline")
    assert event.actor == "supervisor:Olga"
    assert event.details == {
        "whose": "applicant",
        "reason": f"el Instituto publicó días inhábiles (10/dic/2026, 11/dic/2026: {SOURCE}).",
        "before": "2027-01-27",
        "due": "2027-01-29",
    }


def test_the_desk_s_own_deadline_moves_without_a_letter(supervised: House, world: World) -> None:
    case = world.case()
    intake.receive(supervised, case.folio, "e.xls", b"uma")
    world.work()

    (moved,) = decrees.add(supervised, off(date(2026, 11, 26)), "Olga")
    world.work()

    assert (moved.whose, moved.before.due, moved.after.due) == ("institute", date(2026, 11, 30), date(2026, 12, 1))
    assert world.task(case.folio).due == date(2026, 12, 1)
    assert sent(world, case.folio, "deadline_moved") == []


def test_adding_twice_moves_nothing_twice(supervised: House, world: World) -> None:
    folio = world.case().folio
    decrees.add(supervised, DECREED, "Olga")

    again = decrees.add(supervised, DECREED, "Olga")

    assert again == []
    assert len(sent(world, folio, "deadline_moved")) == 1
    assert len(decrees.added(supervised)) == 2


def test_what_was_cut_off_is_finished_by_doing_it_again(
    supervised: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = world.case().folio, other_case(world)
    kept = decrees._move

    def dies_on_the_second(house: House, one: decrees.Moved, reason: str, by: str) -> bool:
        if one.folio == second:
            raise KeyboardInterrupt
        return kept(house, one, reason, by)

    monkeypatch.setattr(decrees, "_move", dies_on_the_second)
    with pytest.raises(KeyboardInterrupt):
        decrees.add(supervised, DECREED, "Olga")
    monkeypatch.setattr(decrees, "_move", kept)
    decrees.add(supervised, DECREED, "Olga")

    assert [deadline(world, folio).due for folio in (first, second)] == [date(2027, 1, 29)] * 2
    assert [len(sent(world, folio, "deadline_moved")) for folio in (first, second)] == [1, 1]


def other_case(world: World) -> str:
    """A case of another company."""
    world.sql("UPDATE applicants SET nrp = 'B' || substr(nrp, 2)")
    return world.case().folio


def test_a_prorroga_and_days_given_back_survive_a_decree(supervised: House, world: World) -> None:
    folio = world.case().folio
    extensions.extend(supervised, folio, 5, "Uno", "Olga")
    world.clock.forward(days=1)
    outages.record(supervised, (date(2026, 11, 24),), "Se cayó.", "Olga")

    decrees.add(supervised, DECREED, "Olga")

    now = deadline(world, folio)
    assert (now.business_days, now.extended, now.outages) == (51, 5, (date(2026, 11, 24),))
    assert now.explained().startswith(
        "45 días hábiles desde el 23/nov/2026, más 5 de prórroga, más 1 porque el servicio de pruebas no estuvo "
        "disponible (24/nov); no cuentan"
    )


def test_other_processes_see_the_decreed_days_without_a_restart(supervised: House, world: World) -> None:
    other = open_house(world.house.settings, world.house.addresses)
    tick = 0.0
    extra = other.calendar.extra
    extra._tick = lambda: tick  # type: ignore[attr-defined]
    before = other.calendar.is_business_day(date(2026, 12, 10))

    decrees.add(supervised, DECREED, "Olga")
    at_once = other.calendar.is_business_day(date(2026, 12, 10))
    tick = 11.0
    soon = other.calendar.is_business_day(date(2026, 12, 10))

    other.close()
    assert (before, at_once, soon) == (True, True, False)


def test_a_database_that_is_away_leaves_the_calendar_as_it_was_known(world: World) -> None:
    world.sql("INSERT INTO days_off VALUES ('2026-12-10', 'Duelo', 'DOF', 'Olga', now())")
    house = open_house(world.house.settings, world.house.addresses)
    known = house.calendar.is_business_day(date(2026, 12, 10))
    world.sql("ALTER TABLE days_off RENAME TO gone")
    house.calendar.extra._due = 0.0  # type: ignore[attr-defined]

    later = house.calendar.is_business_day(date(2026, 12, 10))

    house.close()
    assert (known, later) == (False, False)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (off(date(2029, 1, 2)), "El 2/ene/2029 es de un año que no es este ni el que sigue"),
        (off(date(2025, 12, 24)), "El 24/dic/2025 es de un año que no es este ni el que sigue"),
        (off(date(2026, 12, 25)), r"Ya eran inhábiles todos esos días \(25/dic/2026\)"),
        (off(date(2026, 12, 12), date(2026, 12, 13)), "Ya eran inhábiles"),
    ],
)
def test_days_that_change_nothing_or_are_a_slip_are_refused(
    supervised: House, days: tuple[PublishedDay, ...], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        decrees.add(supervised, days, "Olga")

    assert decrees.added(supervised) == []


def test_only_supervisors_change_the_calendar(supervised: House) -> None:
    with pytest.raises(WrongState, match="«Ana» no supervisa la mesa, y solo quien supervisa agrega días inhábiles"):
        decrees.add(supervised, DECREED, "Ana")
    with pytest.raises(WrongState, match="solo quien supervisa registra fallas"):
        outages.record(supervised, (date(2026, 11, 23),), "Se cayó.", "Ana")


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


@pytest.fixture
def commanded(addressed: None, supervised: House, world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The commands, given by Olga on that Monday."""
    monkeypatch.setenv("MESA_ANALYST", "Olga")
    monkeypatch.setenv("MESA_SUPERVISORS", "Olga")
    monkeypatch.setattr("backoffice.bootstrap.utc_now", world.clock)
    return world


def test_the_command_previews_then_applies(commanded: World, capsys: pytest.CaptureFixture[str]) -> None:
    folio = commanded.case().folio
    words = ("calendar", "add", "--from", "2026-12-10", "--to", "2026-12-13", "--reason", "Duelo", "--source", SOURCE)

    mesa(*words)
    shown = one_line(capsys.readouterr().out)
    mesa(*words, "--apply")
    done = one_line(capsys.readouterr().out)

    assert "Días: 10/dic/2026, 11/dic/2026." in shown
    assert folio in shown
    assert "Plazos que se moverían: 1. No cambió nada: da la orden con --apply para hacerlo." in shown
    assert "Plazos que se movieron: 1. Cada empresa recibe su carta." in done
    assert deadline(commanded, folio).due == date(2027, 1, 29)


def test_the_command_takes_a_file_and_says_what_moved_as_json(commanded: World, shown: Any, tmp_path: Path) -> None:
    folio = commanded.case().folio
    file = tmp_path / "dias.toml"
    file.write_text(
        f'[[published]]\nyear = 2026\nsource = "{SOURCE}"\ndays = [{{ from = "2026-12-10", reason = "Duelo" }}]\n'
    )

    told = shown("calendar", "add", str(file), "--apply")

    assert (told["applied"], told["days"]) == (True, ["2026-12-10"])
    assert [(one["folio"], one["before"]["due"], one["after"]["due"]) for one in told["moved"]] == [
        (folio, "2027-01-27", "2027-01-28")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[published]]\nyear = 2026\n", "necesita year, source y days"),
        ('[[published]]\nyear = 2026\nsource = "x"\ndays = [{ from = "2026-02-30", reason = "y" }]', "no es una fecha"),
        ('days = ["2026-12-10"]', "debe tener secciones"),
        ("\x00", "no se puede leer"),
    ],
)
def test_a_file_with_a_slip_is_refused_with_its_name(commanded: World, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "dias.toml"
    file.write_text(text)

    with pytest.raises((BadInput, BadParameters), match=said):
        from_file(file)


def test_the_list_names_the_source_of_every_day(commanded: World, shown: Any) -> None:
    decrees.add(commanded.house, DECREED, "Olga")

    told = {row["day"]: row for row in shown("calendar", "list", "--year", "2026")}

    assert told["2026-12-25"]["source"] == "LFT, art. 74"
    assert told["2026-12-10"] == {"day": "2026-12-10", "reason": "Duelo nacional", "source": SOURCE}


def test_the_command_gives_days_back(commanded: World, capsys: pytest.CaptureFixture[str]) -> None:
    folio = commanded.case().folio
    commanded.clock.forward(days=2)

    mesa("calendar", "outage", "--from", "2026-11-24", "--reason", "Falló el certificado", "--apply")

    assert "Plazos que se movieron: 1." in one_line(capsys.readouterr().out)
    assert deadline(commanded, folio).due == date(2027, 1, 28)
