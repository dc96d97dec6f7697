"""Two persons and a case at the desk: blind second opinions, a third where they differ, consultations, taking over."""

from backoffice.desk.workbench import Workbench
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.desk.at_the_desk import choose, press, press_as, screen
from tests.desk.test_queue import sent

APPROVE = ("Aprobar", "Confirmar: aprobar")


def test_whoever_gave_the_first_opinion_does_not_give_the_second(world: World) -> None:
    case = sent(world, b"right")
    press_as(world, "ana", *APPROVE)

    again = press_as(world, "ana")

    assert "Ya diste tu opinión de este caso: ahora decide otra persona." in screen(again)
    assert "Tomar el caso" not in screen(again)
    assert "Confirmar" not in screen(again)
    assert world.view(case.folio).case.state == "in_analysis"


def test_the_second_person_does_not_see_what_the_first_thought(world: World) -> None:
    case = sent(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE, "A mí me parece perfecto.", "ana")

    second = press_as(world, "olga")

    assert "Segunda revisión: otra persona ya opinó. Decide sin ver su opinión" in screen(second)
    assert "A mí me parece perfecto." not in screen(second)
    assert "Aprobado, ana" not in screen(second)


def test_two_that_agree_are_one_resolution_and_its_letter(world: World) -> None:
    case = sent(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE)

    second = press_as(world, "olga", *APPROVE)

    view = world.view(case.folio)
    assert f"Aprobaste el caso {case.folio}. La carta ya está en camino." in screen(second)
    assert view.case.state == "approved"
    assert [letter.letter for letter in view.letters].count("approved") == 1
    assert [(one.analyst, one.stands) for one in view.rounds[0].submissions[0].opinions] == [
        ("ana", False),
        ("olga", True),
    ]


def test_a_third_person_sees_both_opinions_and_decides(world: World) -> None:
    case = sent(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE, "Todo bien.", "ana")
    world.opinion(case.folio, Outcome.CORRECTIONS, "Las pantallas no se leen.", "olga")
    third = press_as(world, "rosa")

    shown = screen(third)
    press(third, "Aprobar")
    press(third, "Confirmar: aprobar")

    assert "No coinciden: decide tú" in shown
    assert "Todo bien." in shown
    assert "Las pantallas no se leen." in shown
    assert world.view(case.folio).case.state == "approved"


def test_a_case_in_consultation_says_who_asked_what_until_it_is_over(world: World) -> None:
    case = sent(world, b"uma")
    desk = press_as(world, "ana", "Consulta interna…")
    assert desk.decision is not None
    desk.decision.why.value = "A Jurídico: ¿vale la UMA en créditos antiguos?"
    press(desk, "Poner en consulta")
    other = press_as(world, "olga")
    shown = screen(other)

    press(other, "Terminar la consulta")

    assert f"El caso {case.folio} quedó en consulta interna." in screen(desk)
    assert "En consulta interna: <bdi>ana, " in shown
    assert "A Jurídico: ¿vale la UMA en créditos antiguos?" in shown
    assert "En consulta interna" not in screen(other)
    assert world.task(case.folio).consulted_at is None


def test_a_consultation_without_a_question_is_refused(world: World) -> None:
    case = sent(world, b"uma")
    desk = press_as(world, "ana", "Consulta interna…", "Poner en consulta")

    assert "Escribe qué consultas y con quién" in screen(desk)
    assert world.task(case.folio).claimed_by == "ana"


def test_a_live_claim_is_taken_over_with_a_reason_and_its_holder_is_told(world: World) -> None:
    case = sent(world, b"uma")
    first = press_as(world, "ana", "Pedir correcciones")
    other = press_as(world, "benito")
    assert other.decision is not None
    other.decision.why.value = "Ana está de vacaciones."

    press(other, "Tomarlo de todos modos")
    press(first, "Confirmar: pedir correcciones")

    assert world.task(case.folio).claimed_by == "benito"
    assert "El caso lo tiene benito hasta las 12:15: no se guardó nada." in screen(first)
    assert "Pedir correcciones" in screen(other)
    claim = next(event for event in world.view(case.folio).events[::-1] if event.act == "claim")
    assert claim.details == {"taken_over_from": "ana", "reason": "Ana está de vacaciones."}


def test_taking_over_without_a_reason_is_refused(world: World) -> None:
    case = sent(world, b"uma")
    press_as(world, "ana")

    other = press_as(world, "benito", "Tomarlo de todos modos")

    assert "Escribe por qué tomas un caso que otra persona tiene" in screen(other)
    assert world.task(case.folio).claimed_by == "ana"


def test_after_a_decision_the_next_free_case_opens(world: World) -> None:
    first, held, free = (sent(world, b"uma", number) for number in (1, 2, 3))
    choose_folio(world, "benito", held.folio)
    desk = Workbench(world.house, "ana")
    choose(desk)

    press(desk, "Pedir correcciones")
    press(desk, "Confirmar y siguiente")

    assert desk.case is not None
    assert desk.case.case.folio == free.folio
    assert f"Pediste correcciones en el caso {first.folio}." in screen(desk)
    assert world.task(free.folio).claimed_by == "ana"


def test_where_nothing_is_left_the_desk_says_so(world: World) -> None:
    sent(world, b"uma")
    desk = Workbench(world.house, "ana")
    choose(desk)

    press(desk, "Pedir correcciones")
    press(desk, "Confirmar y siguiente")

    assert desk.case is None
    assert "No queda ningún caso libre en esta vista." in screen(desk)


def choose_folio(world: World, analyst: str, folio: str) -> Workbench:
    """Somebody takes the case of that folio."""
    desk = Workbench(world.house, analyst)
    one = next(one for one in desk.queue.cases if one.folio == folio)
    desk.open(one.task_id, one.folio)
    desk.press("t")
    return desk


def test_who_looked_at_a_first_turn_does_not_give_a_second_opinion_unawares(world: World) -> None:
    case = sent(world, b"uma")
    ana = press_as(world, "ana")
    world.clock.forward(minutes=20)
    world.opinion(case.folio, Outcome.APPROVE, "Lo vimos.", "luis")

    press(ana, "Pedir correcciones")
    press(ana, "Confirmar: pedir correcciones")

    assert "Mientras lo veías otra persona dio su opinión: abre de nuevo el caso" in screen(ana)
    assert [one.analyst for one in world.view(case.folio).rounds[0].submissions[0].opinions] == ["luis"]
