"""*Prórroga*: more days for a company, by a supervisor alone, told and explained."""

from dataclasses import replace
from datetime import date

import pytest

from backoffice.casework import extensions, intake, promises
from backoffice.casework.house import House
from backoffice.domain.calendar import Deadline
from backoffice.domain.errors import BadInput, CaseNotFound, WrongState
from backoffice.domain.work import WorkState
from backoffice.domain.workflow import State
from tests.casework.terminal import mesa, one_line
from tests.casework.test_promises import FIVE, LAST, at, sent
from tests.casework.world import World


@pytest.fixture
def supervised(world: World) -> House:
    """The house, in which Olga supervises."""
    settings = world.house.settings.model_copy(update={"supervisors": "Olga"})
    world.house = replace(world.house, settings=settings)
    return world.house


def test_the_deadline_lies_later_and_says_why_in_the_letter_and_in_its_explanation(
    supervised: House, world: World
) -> None:
    folio = world.case().folio

    done = extensions.extend(supervised, folio, 5, "El servicio de pruebas estuvo caído", "Olga")
    world.work()

    assert (done.before.due, done.deadline.due) == (LAST, date(2027, 2, 4))
    explained = world.view(folio).current.round.deadline_explained
    assert explained is not None
    assert Deadline.from_json(explained) == done.deadline
    assert done.deadline.explained() == (
        "45 días hábiles desde el 23/nov/2026, más 5 de prórroga; no cuentan sábados, domingos ni estos días: 25/dic "
        "(Navidad), 1/ene/2027 (Año Nuevo), 1/feb/2027 (Día de la Constitución)"
    )
    (row,) = sent(world, folio, "deadline_moved")
    assert (row.state, row.subject) == (
        WorkState.DONE, f"Folio {folio}: tienes más tiempo; envía tus evidencias a más tardar el 4/feb/2027",
    )  # fmt: skip
    (event,) = (event for event in world.view(folio).events if event.act == "extend_deadline")
    assert (event.actor, event.details["days"]) == ("supervisor:Olga", 5)
    assert event.details["reason"] == "El servicio de pruebas estuvo caído."


def test_two_extensions_add_up(supervised: House, world: World) -> None:
    folio = world.case().folio
    extensions.extend(supervised, folio, 5, "Uno", "Olga")

    done = extensions.extend(supervised, folio, 2, "Otro", "Olga")

    assert (done.deadline.business_days, done.deadline.extended, done.deadline.due) == (52, 7, date(2027, 2, 8))
    assert len(sent(world, folio, "deadline_moved")) == 2


def test_reminders_follow_the_new_deadline_and_one_of_the_old_is_not_sent(supervised: House, world: World) -> None:
    folio = world.case().folio
    at(world, FIVE)
    promises.keep(supervised)
    extensions.extend(supervised, folio, 10, "Motivo", "Olga")
    world.work()
    assert [row.state for row in sent(world, folio, "deadline_reminder")] == [WorkState.WITHDRAWN]

    at(world, date(2027, 2, 4))
    promises.keep(supervised)
    world.work()

    *_, row = sent(world, folio, "deadline_reminder")
    assert (row.state, "11/feb/2027; te quedan 5 días hábiles" in (row.subject or "")) == (WorkState.DONE, True)


def test_a_case_is_not_over_on_the_day_on_which_it_would_have_been(supervised: House, world: World) -> None:
    folio = world.case().folio
    extensions.extend(supervised, folio, 1, "Motivo", "Olga")
    at(world, date(2027, 1, 28))

    assert promises.expire(supervised) == 0
    assert world.view(folio).case.state == State.AWAITING_EVIDENCE
    at(world, date(2027, 1, 29))
    assert promises.expire(supervised) == 1


@pytest.mark.parametrize("by", ["ana", "olga", ""])
def test_only_a_supervisor_may(supervised: House, world: World, by: str) -> None:
    with pytest.raises(WrongState, match="no supervisa la mesa"):
        extensions.extend(supervised, world.case().folio, 5, "Motivo", by)


@pytest.mark.parametrize(
    ("days", "reason", "sentence"),
    [
        (0, "m", "de 1 a 60"),
        (-1, "m", "de 1 a 60"),
        (61, "m", "de 1 a 60"),
        (5, " \x1b", "motivo"),
        (5, "m" * 501, "largo"),
    ],
)
def test_what_is_missing_or_too_much_is_said(
    supervised: House, world: World, days: int, reason: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        extensions.extend(supervised, world.case().folio, days, reason, "Olga")


def test_where_no_clock_of_the_company_runs_there_is_nothing_to_extend(supervised: House, world: World) -> None:
    folio = world.case().folio
    intake.receive(supervised, folio, "e.xls", b"right")

    with pytest.raises(WrongState, match="no corre ningún plazo"):
        extensions.extend(supervised, folio, 5, "Motivo", "Olga")
    with pytest.raises(CaseNotFound):
        extensions.extend(supervised, "2600009993", 5, "Motivo", "Olga")


@pytest.mark.usefixtures("addressed")
def test_the_command_says_from_when_to_when(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESA_SUPERVISORS", "Olga")
    monkeypatch.setenv("MESA_ANALYST", "Olga")
    folio = world.case().folio

    assert mesa("extend", folio, "--days", "5", "--reason", "Servicio caído") == 0
    assert f"El plazo del caso {folio} pasa del 27/ene/2027 al 4/feb/2027." in one_line(capsys.readouterr().out)
    assert mesa("extend", folio, "--days", "no", "--reason", "x") == 2
    assert mesa("extend", folio, "--days", "5") == 2
