"""Days off decreed later: open deadlines move later, once, with a letter and a trace; every process knows them."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from subprocess import PIPE, Popen

import pytest

from backoffice.bootstrap import open_house
from backoffice.casework import decrees, extensions, intake, moving, outages
from backoffice.casework.decreed_days import DecreedDays
from backoffice.casework.house import House
from backoffice.casework.moving import Cause, Moved
from backoffice.domain.calendar import Deadline, PublishedDay
from backoffice.domain.errors import BadInput, ServiceUnavailable, WrongState
from backoffice.domain.work import Outcome
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
    with cut_off_at(second, monkeypatch):
        decrees.add(supervised, DECREED, "Olga")

    decrees.add(supervised, DECREED, "Olga")

    assert [deadline(world, folio).due for folio in (first, second)] == [date(2027, 1, 29)] * 2
    assert [len(sent(world, folio, "deadline_moved")) for folio in (first, second)] == [1, 1]


@contextmanager
def cut_off_at(folio: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever moves deadlines in this block dies when it comes to that case."""
    kept = moving._move

    def dies(house: House, one: Moved, cause: Cause) -> bool:
        if one.folio == folio:
            raise KeyboardInterrupt
        return kept(house, one, cause)

    monkeypatch.setattr(moving, "_move", dies)
    with pytest.raises(KeyboardInterrupt):
        yield
    monkeypatch.setattr(moving, "_move", kept)


def test_the_clock_finishes_what_was_cut_off(supervised: House, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    folio = world.case().folio
    with cut_off_at(folio, monkeypatch):
        decrees.add(supervised, DECREED, "Olga")
    world.clock.forward(minutes=59)

    assert [decrees.finish(supervised) for _ in range(2)] == [1, 0]

    assert deadline(world, folio).due == date(2027, 1, 29)
    (event,) = (one for one in world.view(folio).events if one.act == "move_deadline")
    assert event.actor == "supervisor:Olga"


def test_a_round_that_began_without_knowing_the_decree_is_seen_to_by_the_clock(
    supervised: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    decrees.add(supervised, DECREED, "Olga")
    with monkeypatch.context() as patched:
        patched.setattr(DecreedDays, "_now", lambda days: days._published)
        folio = world.case().folio
    before = deadline(world, folio).due

    moved = decrees.finish(supervised)

    assert (before, moved, deadline(world, folio).due) == (LAST, 1, date(2027, 1, 29))


def test_long_after_a_decree_the_clock_looks_no_more(supervised: House, world: World) -> None:
    decrees.add(supervised, DECREED, "Olga")
    folio = world.case().folio
    world.sql("UPDATE rounds SET deadline_explained = jsonb_set(deadline_explained::jsonb, '{due}', '\"2027-01-27\"')")
    world.clock.forward(minutes=61)

    assert decrees.finish(supervised) == 0
    assert deadline(world, folio).due == LAST


def test_two_who_add_the_same_days_at_once_move_everything_once(supervised: House, world: World) -> None:
    folio = world.case().folio
    with ThreadPoolExecutor() as pool:
        moved = list(pool.map(lambda _: decrees.add(supervised, DECREED, "Olga"), range(4)))

    assert sum(map(len, moved)) == 1
    assert len(sent(world, folio, "deadline_moved")) == 1
    assert len(decrees.added(supervised)) == 2


def test_the_deadlines_of_closed_rounds_and_decided_tasks_stay(supervised: House, world: World) -> None:
    case = world.case()
    intake.receive(supervised, case.folio, "e.xls", b"uma")
    world.work()
    world.decided(case.folio, Outcome.CORRECTIONS)
    world.work()
    first = world.view(case.folio).rounds[0]

    moved = decrees.add(supervised, off(date(2026, 11, 26)), "Olga")

    assert [(one.whose, one.before.due, one.after.due) for one in moved] == [
        ("applicant", date(2026, 12, 7), date(2026, 12, 8))
    ]
    again = world.view(case.folio).rounds[0]
    assert (again.round.deadline, again.submissions[-1].task.due) == (LAST, date(2026, 11, 30))  # type: ignore[union-attr]
    assert again.round.deadline_explained == first.round.deadline_explained


def test_nothing_is_moved_earlier_though_the_desk_ships_fewer_days_off(supervised: House, world: World) -> None:
    folio = world.case().folio
    decrees.add(supervised, DECREED, "Olga")
    world.sql("DELETE FROM days_off")
    supervised.calendar.extra.refresh()  # type: ignore[attr-defined]

    moved = decrees.add(supervised, off(date(2026, 12, 14)), "Olga")
    extensions.extend(supervised, folio, 1, "Uno", "Olga")

    assert (moved, deadline(world, folio).due) == ([], date(2027, 2, 2))


def test_a_file_that_is_given_back_gives_back_the_days_decreed_while_it_was_looked_at(
    supervised: House, world: World
) -> None:
    case = world.case()
    world.clock.forward(days=1)
    intake.receive(supervised, case.folio, "e.xls", b"nothing that can be read")
    decrees.add(supervised, DECREED, "Olga")
    outages.record(supervised, (date(2026, 11, 24),), "Se cayó", "Olga")
    assert deadline(world, case.folio).due == LAST

    world.work()

    now = deadline(world, case.folio)
    assert (now.due, now.outages) == (date(2027, 2, 2), (date(2026, 11, 24),))
    (letter,) = sent(world, case.folio, "evidence_refused")
    assert letter.subject is not None
    assert "2/feb/2027" in letter.subject
    assert [one.act for one in world.view(case.folio).events].count("move_deadline") == 1
    assert sent(world, case.folio, "deadline_moved") == []


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


def test_nothing_is_counted_before_the_decreed_days_were_read(world: World) -> None:
    world.sql("ALTER TABLE days_off RENAME TO gone")
    house = open_house(world.house.settings, world.house.addresses)

    with pytest.raises(ServiceUnavailable):
        house.calendar.deadline(date(2026, 11, 23), 5)

    world.sql("ALTER TABLE gone RENAME TO days_off")
    assert house.calendar.deadline(date(2026, 11, 23), 5).due == date(2026, 11, 30)
    house.close()


#: A process that says whether a day is a business day whenever it reads a line; it looks anew after a moment.
OTHER_PROCESS = """
import sys
from datetime import date
from pathlib import Path
from backoffice.bootstrap import open_house
from backoffice.casework import decreed_days
from backoffice.settings import given_addresses, load_settings
decreed_days.FRESH = 0.1
settings = load_settings()
house = open_house(settings, given_addresses(settings))
for line in sys.stdin:
    print(house.calendar.is_business_day(date(2026, 12, 10)), flush=True)
"""


def test_a_process_that_runs_already_sees_them(supervised: House, addressed: None) -> None:
    with Popen([sys.executable, "-c", OTHER_PROCESS], stdin=PIPE, stdout=PIPE, text=True) as other:
        before = asked(other)
        decrees.add(supervised, DECREED, "Olga")
        time.sleep(0.2)
        after = asked(other)
        other.communicate(timeout=60)

    assert (before, after) == ("True", "False")


def asked(process: "Popen[str]") -> str:
    """What it says to one line."""
    assert process.stdin
    assert process.stdout
    print(file=process.stdin, flush=True)
    return process.stdout.readline().strip()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (off(date(2029, 1, 2)), "El 2/ene/2029 es de un año que no es este ni el que sigue"),
        (off(date(2025, 12, 24)), "El 24/dic/2025 es de un año que no es este ni el que sigue"),
        (off(date(2026, 12, 25)), r"Ya eran inhábiles todos esos días \(25/dic/2026\)"),
        (off(date(2026, 12, 12), date(2026, 12, 13)), "Ya eran inhábiles"),
        (off(date(2026, 11, 20)), "El 20/nov/2026 ya pasó y contó para todos"),
        (off(date(2026, 12, 10), date(2026, 11, 20)), "El 20/nov/2026 ya pasó"),
        ((PublishedDay(date(2026, 12, 10), "\x00", SOURCE),), "Escribe por qué no se trabaja el 10/dic/2026"),
        ((PublishedDay(date(2026, 12, 10), "Duelo", " \n"),), "Escribe dónde publicó el Instituto el 10/dic/2026"),
        ((PublishedDay(date(2026, 12, 10), "x" * 1_001, SOURCE),), "demasiado largo"),
    ],
)
def test_days_that_change_nothing_or_are_a_slip_are_refused(
    supervised: House, days: tuple[PublishedDay, ...], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        decrees.add(supervised, days, "Olga")

    assert decrees.added(supervised) == []


def test_a_day_that_was_added_already_with_other_words_is_refused_and_adds_nothing(supervised: House) -> None:
    decrees.add(supervised, off(date(2026, 12, 10)), "Olga")
    other = PublishedDay(date(2026, 12, 10), "Huelga", SOURCE)

    with pytest.raises(BadInput) as refusal:
        decrees.add(supervised, (*off(date(2026, 12, 11)), other), "Olga")

    assert str(refusal.value) == (
        "El 10/dic/2026 ya se había agregado: Duelo nacional (Aviso de prueba, DOF 2026-12-01). Quita esa fecha."
    )
    assert [row.day for row in decrees.added(supervised)] == [date(2026, 12, 10)]


def test_a_day_that_was_given_back_as_an_outage_is_not_taken_off_as_well(supervised: House, world: World) -> None:
    world.clock.forward(days=1)
    outages.record(supervised, (date(2026, 11, 24),), "Se cayó", "Olga")

    with pytest.raises(BadInput, match="El 24/nov/2026 ya se devolvió a las empresas"):
        decrees.add(supervised, off(date(2026, 11, 24)), "Olga")


def test_adding_is_finished_after_the_day_has_passed(
    supervised: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    folio = world.case().folio
    with cut_off_at(folio, monkeypatch):
        decrees.add(supervised, DECREED, "Olga")
    world.clock.forward(days=19)  # the 12th of December

    decrees.add(supervised, DECREED, "Olga")

    assert deadline(world, folio).due == date(2027, 1, 29)


def test_a_stretch_over_the_turn_of_the_year_leaves_out_what_was_off_already(supervised: House, world: World) -> None:
    folio = world.case().folio
    days = off(*(date(2026, 12, 24) + timedelta(days=n) for n in range(12)))

    fresh = decrees.checked(supervised, days)
    decrees.add(supervised, days, "Olga")

    assert [one.day.isoformat() for one in fresh] == [
        "2026-12-24", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04",
    ]  # fmt: skip
    assert deadline(world, folio).due == date(2027, 2, 5)


def test_only_supervisors_change_the_calendar(supervised: House) -> None:
    with pytest.raises(WrongState, match="«Ana» no supervisa la mesa, y solo quien supervisa agrega días inhábiles"):
        decrees.add(supervised, DECREED, "Ana")
    with pytest.raises(WrongState, match="solo quien supervisa registra fallas"):
        outages.record(supervised, (date(2026, 11, 23),), "Se cayó.", "Ana")
