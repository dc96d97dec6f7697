"""What stands behind a case: notices, pictures, receipt, file, rounds, trail; made when opened, harmless, never fatal."""

from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from backoffice.casework import intake
from backoffice.desk.case import open_case
from backoffice.desk.tabs import ALL, Tabs
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.desk.at_the_desk import press_as, screen
from tests.desk.hostile import EVERYTHING
from tests.desk.test_queue import sent


def tabs_of(world: World, folio: str) -> Tabs:
    """The tabs of a case."""
    return Tabs(open_case(world.house, folio, world.task(folio).id))


def opened(world: World, folio: str, title: str) -> str:
    """What a tab shows."""
    tabs = tabs_of(world, folio)
    tabs.open(title)
    return str(tabs.content.value) + str(tabs.message.widget.value)


def test_nothing_is_read_before_a_tab_is_opened(world: World) -> None:
    case = sent(world, b"uma")
    submission = world.view(case.folio).current.submissions[0].submission
    (world.house.settings.var / "blobs" / submission.blob).unlink()

    tabs = tabs_of(world, case.folio)

    assert tabs.content.value == ""
    assert next(name for name, _ in tabs.chosen.options) == "Avisos 2"


def test_the_rounds_side_by_side_say_what_was_mended_what_stays_and_what_is_new(world: World) -> None:
    case = sent(world, b"uma")
    world.decided(case.folio, Outcome.CORRECTIONS, "Corrige la unidad.")
    world.work()
    intake.receive(world.house, case.folio, "segunda.xls", b"right")
    world.work()

    shown = opened(world, case.folio, "Rondas")

    for words in ("Ronda 1, archivo 1", "Ronda 2, archivo 1", "segunda.xls", "UMA por UMI", "Con correcciones, ana"):
        assert words in shown
    mended = shown.split("Corregido")[1].split("Sigue igual")[0]
    assert "UMA por UMI" in mended


def test_a_second_person_learns_nothing_of_the_first_from_rounds_or_trail(world: World) -> None:
    case = sent(world, b"right")
    world.opinion(case.folio, Outcome.APPROVE, "Me parece bien.", "quien-opinó")

    for title in ("Rondas", "Auditoría"):
        assert "quien-opinó" not in opened(world, case.folio, title)


def test_the_trail_names_acts_and_people_in_spanish(world: World) -> None:
    case = sent(world, b"uma")

    shown = opened(world, case.folio, "Auditoría")

    for words in ("Solicitud registrada", "Evidencias recibidas", "la empresa", "Resultado de la evaluación"):
        assert words in shown
    assert "resultado: Con inconsistencias" in shown
    assert "motivo: La evaluación encontró inconsistencias: falta tu resolución; vence: 30/nov/2026" in shown
    assert "<dt><bdi>huella del resultado</bdi></dt>" in shown.split("<details>", 1)[1]


@pytest.mark.parametrize("title", [tab.TITLE for tab in ALL])
def test_a_missing_file_costs_a_sentence_in_its_tab_alone(world: World, title: str) -> None:
    case = sent(world, f"uma of {title}".encode())  # a file that no test before has read
    submission = world.view(case.folio).current.submissions[0].submission
    (world.house.settings.var / "blobs" / submission.blob).unlink()

    shown = opened(world, case.folio, title)

    assert "Traceback" not in shown
    assert ("Recupéralo de un respaldo." in shown) is (title in {"Avisos", "Pantallas", "CFDI", "Archivo"})


@pytest.mark.parametrize("title", [tab.TITLE for tab in ALL])
def test_hostile_texts_are_inert_in_every_tab(world: World, title: str) -> None:
    case = sent(world, b"uma")
    world.sql("UPDATE applicants SET name = :name, email = :name", name=EVERYTHING)
    world.sql("UPDATE submissions SET file_name = :name", name=EVERYTHING + "A" * 1_000_000)

    shown = opened(world, case.folio, title)

    assert "<img src=x" not in shown
    assert "<script" not in shown
    assert "\u202e" not in shown
    assert len(shown) < 100_000


def test_a_store_that_goes_away_is_said_and_the_case_stays(world: World) -> None:
    case = sent(world, b"uma")
    desk = press_as(world, "ana")
    assert desk.case is not None
    gone = replace(world.house, database=create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    desk.case.tabs.case = replace(desk.case.tabs.case, house=gone)

    desk.case.tabs.open("Archivo")

    assert f"Caso {case.folio}" in screen(desk)
