"""The hands of the desk, in the kernel: keys, lights, and refusals that lead to a field."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import create_engine

from backoffice.desk.workbench import Workbench
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.checks.example import with_answers
from tests.desk.at_the_desk import look, press, press_as, screen, texts
from tests.desk.test_queue import sent


def hear(desk: Workbench, **content: Any) -> None:
    """What the browser tells of the desk."""
    desk.keys._handle_custom_msg(content, [])


def told(desk: Workbench) -> list[Any]:
    """What the desk tells the browser from now on."""
    sent_on: list[Any] = []
    desk.keys.send = lambda content, **_: sent_on.append(content)  # type: ignore[method-assign]
    return sent_on


def led_to(messages: list[Any]) -> list[str]:
    """The fields that a person was led to."""
    return [one["lead"] for one in messages if "lead" in one]


def bar(desk: Workbench) -> str:
    """What the bar at the foot says, its buttons among it."""
    assert desk.decision is not None
    return "\n".join(texts(desk.decision.bar))


def test_a_missing_reason_is_said_beside_the_buttons_and_the_focus_goes_to_its_field(world: World) -> None:
    sent(world, b"uma")
    desk = press_as(world, "ana")
    messages = told(desk)

    press(desk, "Aprobar")

    assert "Tu resolución difiere del resultado de la evaluación: escribe el motivo." in bar(desk)
    assert led_to(messages) == ["mesa-remarks"]


def test_every_panel_that_opens_leads_into_its_field_and_so_does_its_refusal(world: World) -> None:
    sent(world, b"uma")
    desk = press_as(world, "ana")
    messages = told(desk)
    press(desk, "Improcedente")
    press(desk, "Redactar")
    press(desk, "¿Y si…?")
    press(desk, "Consulta interna…")
    press(desk, "Poner en consulta")

    assert led_to(messages) == ["mesa-why-aside", "mesa-written", "mesa-what-if", "mesa-why", "mesa-why"]
    assert "Escribe qué consultas y con quién" in bar(desk)
    assert desk.case is not None
    assert "Escribe por qué no procede" in desk.case.aside.message.widget.value


def test_taking_over_by_key_goes_to_the_reason_first(world: World) -> None:
    case = sent(world, b"uma")
    press_as(world, "benito")
    desk = Workbench(world.house, "ana")
    look(desk)
    messages = told(desk)
    desk.press("t")
    assert desk.decision is not None
    desk.decision.why.value = "Benito está de vacaciones."

    desk.press("t")

    assert led_to(messages) == ["mesa-why"]
    assert world.task(case.folio).claimed_by == "ana"


def test_the_lights_and_the_digits_open_their_tabs_and_bring_them_into_sight(world: World) -> None:
    sent(world, b"uma")
    desk = press_as(world, "ana")
    assert desk.case is not None
    lights = [name for name in ("Avisos", "mesa-rows", "Pantallas", "CFDI") if f'data-opens="{name}"' in screen(desk)]
    messages = told(desk)
    hear(desk, open="CFDI")
    by_light = desk.case.tabs.chosen.value
    hear(desk, press="4")
    by_key = desk.case.tabs.chosen.value
    hear(desk, open="mesa-rows")
    hear(desk, open="<img src=x>")

    assert lights == ["Avisos", "mesa-rows", "Pantallas", "CFDI"]
    assert (by_light, by_key) == ("CFDI", "Archivo")
    assert desk.case.tabs.chosen.value == "Archivo"
    assert [one["sight"] for one in messages if "sight" in one] == ["mesa-behind", "mesa-behind", "mesa-rows"]


def test_a_file_without_differences_has_no_light_that_leads_to_them(world: World) -> None:
    sent(world, b"right")
    desk = press_as(world, "ana")

    assert 'data-opens="Avisos"' in screen(desk)
    assert 'data-opens="mesa-rows"' not in screen(desk)


def test_the_digits_choose_a_view_of_the_queue_and_the_slash_searches_it(world: World) -> None:
    sent(world, b"uma")
    desk = Workbench(world.house, "ana")
    messages = told(desk)
    desk.press("5")
    mine = desk.queue.views.value
    hear(desk, press="/")

    assert mine == "Míos"
    assert led_to(messages) == ["search"]


def test_the_next_case_is_another_than_the_one_that_was_given_back_or_asked_about(world: World) -> None:
    first, second, third = (sent(world, b"uma", number) for number in (1, 2, 3))
    desk = Workbench(world.house, "ana")
    desk.press("n")
    desk.press("d")
    desk.press("n")
    after_release = desk.case.case.folio if desk.case else ""
    press(desk, "Consulta interna…")
    assert desk.decision is not None
    desk.decision.why.value = "A Jurídico."
    press(desk, "Poner en consulta")
    desk.press("n")
    after_consulting = desk.case.case.folio if desk.case else ""
    desk.press("d")
    desk.press("n")

    assert (after_release, after_consulting) == (second.folio, third.folio)
    assert desk.case is None
    assert "No queda otro caso libre en esta vista; el que dejaste se abre desde su renglón." in screen(desk)
    assert world.task(first.folio).claimed_by is None


def test_a_case_that_was_left_but_is_still_held_is_the_next_one(world: World) -> None:
    first, _ = sent(world, b"uma", 1), sent(world, b"uma", 2)
    desk = Workbench(world.house, "ana")
    desk.press("n")
    desk.press("q")

    desk.press("n")

    assert desk.case is not None
    assert desk.case.case.folio == first.folio


def test_whoever_gave_an_opinion_is_told_so_and_offered_nothing(world: World) -> None:
    case = sent(world, b"uma")
    world.opinion(case.folio, Outcome.APPROVE, "Lo vimos.", "ana")

    desk = press_as(world, "ana")

    assert "Ya diste tu opinión de este caso: ahora decide otra persona." in screen(desk)
    assert "Tomar" not in screen(desk)
    assert "t" not in dict(desk.keys.acts)
    assert world.task(case.folio).claimed_by is None


def test_the_table_says_how_many_rows_it_has(world: World) -> None:
    sent(world, b"uma")
    desk = press_as(world, "ana")

    assert desk.case is not None
    assert desk.case.rows.count == "1 renglón distinto"


def test_a_queue_that_could_not_be_read_is_no_more_said_once_it_can_be(world: World) -> None:
    sent(world, b"uma")
    desk = Workbench(world.house, "ana")
    desk.queue.house = replace(world.house, database=create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    desk.queue.refresh()
    without = screen(desk)
    desk.queue.house = world.house

    desk.queue.refresh()

    assert "La base de datos no responde." in without
    assert "La base de datos no responde." not in screen(desk)


def test_an_auditor_looks_and_is_offered_nothing(world: World) -> None:
    case = sent(world, b"uma")
    desk = Workbench(world.by("vera"), "vera", only_looks=True)
    queue = "\n".join(visible(desk.widget))
    desk.press("n")
    refused = screen(desk)
    look(desk)
    desk.press("2")

    shown = "\n".join(visible(desk.widget))
    assert "Tomar el siguiente" not in queue
    assert "n" not in {key for key, _ in Workbench(world.by("vera"), "vera", only_looks=True).keys.acts}
    assert "p" not in {key for key, _ in desk.keys.acts}
    assert "Tu cuenta es de auditoría: puede ver y no resolver." in refused
    assert f"Caso {case.folio}" in shown
    assert "Tu cuenta es de auditoría: puede ver y no resolver." in shown
    for act in ("Tomar el caso", "Aprobar", "Improcedente", "Las vi: muestran lo que deben"):
        assert act not in shown
    press(desk, "← Volver a la cola")
    assert world.task(case.folio).claimed_by is None


def test_who_may_not_decide_a_case_is_not_offered_to_mark_it(world: World) -> None:
    sent(world, b"uma")
    press_as(world, "ana")
    other = Workbench(world.by("olga"), "olga")
    look(other)

    assert "Improcedente" not in "\n".join(visible(other.widget))


def visible(widget: Any) -> Iterator[str]:
    """The texts of a widget that is on the screen."""
    if getattr(widget.layout, "display", None) == "none":
        return
    for name in ("value", "description"):
        if isinstance(text := getattr(widget, name, ""), str):
            yield text
    for child in getattr(widget, "children", ()):
        yield from visible(child)


def test_a_word_that_the_catalogue_does_not_have_is_told(world: World) -> None:
    sent(world, b"uma")
    desk = press_as(world, "ana")
    assert desk.decision is not None
    reasons = desk.decision.reasons

    reasons.more.value = "letra chiquita"
    told_so = screen(desk)
    reasons.more.value = "Pantallas: no se leen"

    assert "El catálogo no tiene ese motivo" in told_so
    assert "El catálogo no tiene ese motivo" not in screen(desk)
    assert [one.code for one in reasons.chosen][-1] == "pictures_cannot_be_read"


def test_a_reason_of_the_catalogue_grounds_corrections_by_itself(world: World) -> None:
    case = sent(world, b"right")
    desk = press_as(world, "ana")
    assert desk.decision is not None
    press(desk, "Pedir correcciones")
    refused = screen(desk)
    desk.decision.reasons.add("Pantallas: no se leen")
    press(desk, "Pedir correcciones")
    press(desk, "Confirmar: pedir correcciones")

    decision = world.view(case.folio).rounds[0].submissions[0].decision
    assert "escribe el motivo" in refused
    assert decision is not None
    assert (decision.reasons, decision.chosen) == ("", [["pictures_cannot_be_read", None]])


def test_keys_go_from_row_to_row_as_they_stand_on_the_screen(world: World) -> None:
    wrong = with_answers({("assessment", number, "withholding"): f"{number}.00" for number in (1, 2, 3)})
    world.house = replace(world.house, read=lambda _: wrong)
    sent(world, b"three wrong rows")
    desk = Workbench(world.house, "ana")
    look(desk)
    assert desk.case is not None
    rows, lines = desk.case.rows, list(desk.case.lines)
    assert lines == ["b-1", "b-2", "b-3"]

    rows._handle_custom_msg({"order": [lines[-1], "no existe", 7, lines[0]]}, [])
    desk.case.choose(lines[-1])
    desk.press("j")
    assert rows.selected == lines[0]
    desk.press("j")
    assert rows.selected == lines[0]  # it is the last one on the screen
    desk.press("k")
    assert rows.selected == lines[-1]

    rows._handle_custom_msg({"order": []}, [])
    desk.press("j")
    assert rows.selected == lines[-1]  # nothing is on the screen
