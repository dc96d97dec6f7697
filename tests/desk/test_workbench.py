"""The desk in an analyst's hands: open, look, decide; and whatever may go wrong meanwhile is a sentence."""

import re
from base64 import b64decode
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from backoffice.casework import intake, review
from backoffice.desk.workbench import Workbench
from backoffice.domain.work import Outcome
from backoffice.records.cases import Case
from tests.casework.world import World
from tests.desk.at_the_desk import choose, look, press, press_as, screen
from tests.desk.hostile import EVERYTHING
from tests.desk.test_queue import sent


@pytest.fixture
def case(world: World) -> Case:
    """A case with an inconsistent verdict."""
    return sent(world, b"uma")


@pytest.fixture
def bench(world: World, case: Case) -> Workbench:
    """Ana's desk, with that case opened."""
    desk = Workbench(world.house, "ana")
    choose(desk)
    return desk


def test_an_empty_desk_says_what_will_appear_and_when(world: World) -> None:
    desk = Workbench(world.house, "ana")

    assert "No hay casos por revisar" in screen(desk)
    assert "en cuanto termina la evaluación" in screen(desk)


def test_looking_at_a_case_claims_nothing_and_taking_it_says_until_when(world: World, case: Case) -> None:
    desk = Workbench(world.house, "ana")
    look(desk)
    looked, before = screen(desk), world.task(case.folio).claimed_by

    press(desk, "Tomar el caso")

    assert before is None
    assert "Nadie tiene este caso y mirarlo no lo toma." in looked
    assert "sin asignar" in looked
    assert "Pedir correcciones" not in looked
    assert "Pedir correcciones" in screen(desk)
    assert "tomado por ana hasta 12:15" in screen(desk)
    assert world.task(case.folio).claimed_by == "ana"


def test_an_open_case_says_its_company_its_time_and_its_cause(bench: Workbench, case: Case) -> None:
    shown = screen(bench)

    assert f"Caso {case.folio} · <bdi>Empresa 1, S.A. de C.V.</bdi>" in shown
    assert "quedan 5 días hábiles (lunes 30/nov/2026)" in shown
    assert "El cálculo usa la UMA (117.31); corresponde la UMI (100.81)." in shown


def test_the_first_explained_row_is_worked_out_and_another_can_be_chosen(bench: Workbench) -> None:
    assert bench.case is not None

    bench.case.choose("b-1")

    assert bench.case.rows.selected == "b-1"
    assert "b-1 paso a paso" in bench.case.steps.value


def test_reading_renews_the_claim(bench: Workbench, world: World, case: Case) -> None:
    assert bench.case is not None
    world.clock.forward(minutes=10)

    bench.case.choose("b-1")

    lease = world.task(case.folio).lease_until
    assert lease is not None
    assert lease.isoformat() == "2026-11-23T18:25:00+00:00"
    assert "tomado por ana hasta 12:25" in screen(bench)


def test_the_letter_is_seen_before_it_is_sent_and_is_the_one_that_is_sent(
    bench: Workbench, world: World, case: Case
) -> None:
    assert bench.decision is not None
    bench.decision.remarks.value = "Revisa también tu manual."
    press(bench, "Pedir correcciones")
    asked = screen(bench)

    press(bench, "Confirmar: pedir correcciones")
    world.work()

    sent_subject = world.view(case.folio).letters[-1].subject
    assert sent_subject is not None
    assert f"Asunto: {sent_subject}" in asked
    assert "Revisa también tu manual." in asked
    assert 'sandbox=""' in asked
    assert "No hay casos por revisar" in screen(bench)
    assert f"Pediste correcciones en el caso {case.folio}." in screen(bench)
    decision = world.view(case.folio).rounds[0].submissions[0].decision
    assert decision is not None
    assert (decision.analyst, decision.outcome, decision.reasons) == ("ana", "corrections", "Revisa también tu manual.")


def test_what_was_not_confirmed_was_not_sent(bench: Workbench, world: World, case: Case) -> None:
    press(bench, "Pedir correcciones")

    press(bench, "Todavía no")

    assert world.view(case.folio).case.state == "in_analysis"
    assert "Devolver a la cola" in screen(bench)


def test_a_consistent_case_is_approved(world: World) -> None:
    case = sent(world, b"right")
    desk = Workbench(world.house, "ana")
    choose(desk)

    press(desk, "Aprobar")
    press(desk, "Confirmar: aprobar")
    press_as(world, "olga", "Aprobar", "Confirmar: aprobar")

    assert world.view(case.folio).case.state == "approved"
    assert f"Guardamos tu opinión del caso {case.folio}. Falta la de otra persona" in screen(desk)


def test_approving_against_the_verdict_needs_a_written_reason(bench: Workbench, world: World, case: Case) -> None:
    assert bench.decision is not None
    press(bench, "Aprobar")
    refused = screen(bench)
    bench.decision.remarks.value = "La diferencia se aclaró con la empresa."

    press(bench, "Aprobar")
    asked = screen(bench)
    press(bench, "Confirmar: aprobar")

    assert "Tu resolución difiere del resultado de la evaluación: escribe el motivo." in refused
    assert "la carta sale cuando otra persona también apruebe." in asked
    assert world.view(case.folio).case.state == "in_analysis"
    assert world.task(case.folio).reason == "second_opinion"


def test_a_case_given_back_is_free_for_others(bench: Workbench, world: World, case: Case) -> None:
    press(bench, "Devolver a la cola")

    assert (world.task(case.folio).state, world.task(case.folio).claimed_by) == ("open", None)
    assert f"El caso {case.folio} volvió a la cola." in screen(bench)


def test_leaving_keeps_the_claim(bench: Workbench, world: World, case: Case) -> None:
    press(bench, "← Volver a la cola")

    assert world.task(case.folio).claimed_by == "ana"
    assert bench.queue.table.rows[0]["cells"][-1]["text"] == "ana"


def test_what_somebody_else_holds_can_be_read_and_not_decided(bench: Workbench, world: World) -> None:
    other = Workbench(world.house, "benito")
    choose(other)

    assert "Este caso lo tiene ana hasta las 12:15: puedes leerlo." in screen(other)
    assert "El cálculo usa la UMA" in screen(other)
    assert "Pedir correcciones" not in screen(other)
    assert "Tomarlo de todos modos" in screen(other)


def test_a_claim_that_lapsed_is_said_nothing_is_lost_and_taking_it_again_goes_on(
    bench: Workbench, world: World, case: Case
) -> None:
    assert bench.decision is not None
    bench.decision.remarks.value = "Una observación larga."
    press(bench, "Pedir correcciones")
    world.clock.forward(minutes=16)
    press(bench, "Confirmar: pedir correcciones")
    lost = screen(bench)

    press(bench, "Tomar el caso")
    press(bench, "Pedir correcciones")
    press(bench, "Confirmar: pedir correcciones")

    assert "tu reserva venció: tómalo de nuevo y repite tu resolución." in lost
    assert "Una observación larga." in lost
    assert world.view(case.folio).rounds[0].submissions[0].decision is not None


def test_what_was_decided_meanwhile_is_said_and_not_decided_twice(bench: Workbench, world: World, case: Case) -> None:
    press(bench, "Pedir correcciones")
    world.clock.forward(minutes=16)
    task = world.task(case.folio)
    review.claim(world.house, task.id, "benito")
    review.decide(world.house, task.id, "benito", Outcome.CORRECTIONS)

    press(bench, "Confirmar: pedir correcciones")

    assert "El caso ya se resolvió: con correcciones, por benito. Actualiza la cola." in screen(bench)
    press(bench, "← Volver a la cola")
    assert "No hay casos por revisar" in screen(bench)


def test_a_case_that_left_the_queue_meanwhile_is_said(world: World, case: Case) -> None:
    desk = Workbench(world.house, "ana")
    intake.receive(world.house, case.folio, "otro.xls", b"right")

    choose(desk)

    assert "Este caso ya no espera revisión: llegó un archivo nuevo o se canceló." in screen(desk)
    assert "Pedir correcciones" not in screen(desk)


def test_a_database_that_went_away_is_a_sentence_and_what_was_written_stays(bench: Workbench, world: World) -> None:
    assert bench.decision is not None
    bench.decision.remarks.value = "Una observación larga."
    gone = replace(world.house, database=create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    bench.decision.case = bench.decision.writing.case = replace(bench.decision.case, house=gone)

    press(bench, "Pedir correcciones")

    assert "La base de datos no responde. Lo que escribiste sigue aquí" in screen(bench)
    assert bench.decision.remarks.value == "Una observación larga."


def test_a_missing_file_is_a_sentence_beside_the_rest_of_the_case(world: World, case: Case) -> None:
    submission = world.view(case.folio).current.submissions[0].submission
    (world.house.settings.var / "blobs" / submission.blob).unlink()
    desk = Workbench(world.house, "ana")
    choose(desk)
    assert desk.case is not None

    desk.case.tabs.open("Pantallas")

    assert "ya no está completo en el almacén. Recupéralo de un respaldo." in screen(desk)
    assert "El cálculo usa la UMA" in screen(desk)


def test_hostile_names_are_inert_everywhere_in_a_case(world: World, case: Case) -> None:
    world.sql("UPDATE applicants SET name = :name, email = :name", name=EVERYTHING)
    world.sql("UPDATE submissions SET file_name = :name", name=EVERYTHING + "A" * 1_000_000)
    desk = Workbench(world.house, "ana")

    choose(desk)

    assert "<img src=x" not in screen(desk)
    assert "<script" not in screen(desk)
    assert "\u202e" not in screen(desk)
    assert len(screen(desk)) < 100_000


def test_a_dozen_cases_fill_the_queue_and_each_can_be_opened(world: World, case: Case) -> None:
    for number in range(2, 13):
        sent(world, b"right", number)
    desk = Workbench(world.house, "ana")

    last = desk.queue.cases[-1]
    desk.open(last.task_id, last.folio)

    assert len(desk.queue.table.rows) == 12
    assert f"Caso {last.folio}" in screen(desk)


def test_the_report_of_the_open_case_is_one_page_to_be_saved(bench: Workbench, case: Case) -> None:
    assert "Descargar el informe" not in screen(bench)

    press(bench, "Informe")

    link = re.search(
        rf'download="informe-{case.folio}.html" href="data:text/html;charset=utf-8;base64,([A-Za-z0-9+/=]+)"',
        screen(bench),
    )
    assert link is not None
    assert "El cálculo usa la UMA (117.31); corresponde la UMI (100.81)." in b64decode(link[1]).decode()


def test_a_report_that_cannot_be_made_is_a_sentence(bench: Workbench, world: World) -> None:
    world.sql("DROP TABLE verdicts CASCADE")

    press(bench, "Informe")

    assert "Descargar el informe" not in screen(bench)
    assert "Traceback" not in screen(bench)
    assert 'role="status"' in screen(bench)


def test_the_words_that_were_looked_at_are_those_that_are_sent(bench: Workbench, world: World, case: Case) -> None:
    """A browser may hand on the last letters of a text after the letter was drawn."""
    choose(bench)
    panel = bench.decision
    assert panel is not None
    panel.remarks.value = "Revisa la guia FI"
    press(bench, "Pedir correcciones")
    panel.remarks.value = "Revisa la guia FINAL"

    assert "Revisa la guia FINAL" in panel.letter.value
    press(bench, "Confirmar: pedir correcciones")
    decision = world.view(case.folio).rounds[0].submissions[0].decision
    assert decision is not None
    assert decision.reasons == "Revisa la guia FINAL"
