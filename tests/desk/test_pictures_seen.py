"""What no program can see: a person says that the pictures show what they should, once, and it stays in the trail."""

import pytest

from backoffice.casework import review
from backoffice.desk.workbench import Workbench
from backoffice.domain.errors import WrongState
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.desk.at_the_desk import choose, press, screen
from tests.desk.test_queue import sent

SEEN = "Las vi: muestran lo que deben"
UNSEEN = "Aún no dices que viste las pantallas (pestaña «Pantallas»)"


def said(world: World, folio: str) -> list[tuple[str, dict[str, object]]]:
    """Who said it of what."""
    return [(event.actor, event.details) for event in world.view(folio).events if event.act == "pictures_seen"]


def test_who_looked_says_so_and_the_light_of_the_tab_follows(world: World) -> None:
    case = sent(world, b"right")
    desk = Workbench(world.by("ana"), "ana")
    choose(desk)
    assert desk.case is not None
    assert "Hay imágenes: falta que las veas" in screen(desk)

    desk.case.tabs.chosen.value = "Pantallas"
    press(desk, SEEN)

    assert said(world, case.folio) == [("analyst:ana", {"submission": 1, "turn": 1})]
    assert "vistas" in screen(desk)
    assert desk.case.tabs.chosen.value == "Pantallas"
    assert "Muestran lo que deben: ana (revisión), 23/nov/2026, 12:00" in screen(desk)


def test_saying_it_twice_leaves_one_trace(world: World) -> None:
    task = world.task(sent(world, b"right").folio)
    review.claim(world.house, task.id, "ana")

    review.saw_pictures(world.house, task.id, "ana")
    review.saw_pictures(world.house, task.id, "ana")

    assert world.sql("SELECT count(*) FROM audit_events WHERE act = 'pictures_seen'") == [(1,)]


def test_only_who_holds_the_case_says_it(world: World) -> None:
    task = world.task(sent(world, b"right").folio)
    review.claim(world.house, task.id, "ana")

    with pytest.raises(WrongState, match="El caso lo tiene ana hasta las 12:15"):
        review.saw_pictures(world.house, task.id, "olga")


def test_a_second_person_looks_again(world: World) -> None:
    case = sent(world, b"right")
    task = world.task(case.folio)
    review.claim(world.house, task.id, "ana")
    review.saw_pictures(world.house, task.id, "ana")
    review.decide(world.house, task.id, "ana", Outcome.APPROVE)
    second = Workbench(world.by("olga"), "olga")
    choose(second)

    assert "Hay imágenes: falta que las veas" in screen(second)


@pytest.mark.parametrize(("looked", "told"), [(False, True), (True, False)])
def test_who_approves_without_having_looked_is_told_before_the_letter_goes(
    world: World, looked: bool, told: bool
) -> None:
    task = world.task(sent(world, b"right").folio)
    if looked:
        review.claim(world.house, task.id, "ana")
        review.saw_pictures(world.house, task.id, "ana")
    desk = Workbench(world.by("ana"), "ana")
    choose(desk)

    press(desk, "Aprobar")

    assert (UNSEEN in screen(desk)) is told


def test_whoever_takes_a_case_over_looks_again(world: World) -> None:
    task = world.task(sent(world, b"right").folio)
    review.claim(world.house, task.id, "ana")
    review.saw_pictures(world.house, task.id, "ana")
    review.take_over(world.house, task.id, "olga", "Ana salió.")
    desk = Workbench(world.by("olga"), "olga")
    choose(desk)
    assert desk.case is not None

    desk.case.tabs.chosen.value = "Pantallas"
    press(desk, "Aprobar")
    told_so = UNSEEN in screen(desk)
    press(desk, "Todavía no")
    press(desk, SEEN)
    press(desk, "Aprobar")

    assert told_so
    assert UNSEEN not in screen(desk)


def test_a_second_person_reads_what_follows_from_agreeing(world: World) -> None:
    case = sent(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE, analyst="ana")
    second = Workbench(world.by("olga"), "olga")
    choose(second)

    press(second, "Aprobar")

    assert "Si coincides con la primera opinión, la carta sale enseguida" in screen(second)
