"""Looking and taking: what claims a case, what renews the claim, and what stays where it was lost."""

from dataclasses import replace

from sqlalchemy import create_engine

from backoffice.desk.workbench import Workbench
from tests.casework.world import World
from tests.desk.at_the_desk import choose, look, press, press_as, screen
from tests.desk.test_hands import bar, hear, told
from tests.desk.test_queue import sent


def outage(desk: Workbench, world: World) -> None:
    """The database goes away under the open case."""
    assert desk.decision is not None
    gone = replace(world.house, database=create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    desk.decision.case = desk.decision.writing.case = replace(desk.decision.case, house=gone)


def test_any_work_at_the_desk_renews_the_claim_and_moves_no_focus(world: World) -> None:
    case = sent(world, b"uma")
    desk = Workbench(world.house, "ana")
    choose(desk)
    messages = told(desk)
    world.clock.forward(minutes=14)
    hear(desk, alive="yes")
    world.clock.forward(minutes=14)
    hear(desk, alive="yes")

    lease = world.task(case.folio).lease_until
    assert lease is not None
    assert lease.isoformat() == "2026-11-23T18:43:00+00:00"
    assert "tomado por ana hasta 12:43" in screen(desk)
    assert messages == []


def test_work_on_a_case_that_is_only_looked_at_claims_nothing(world: World) -> None:
    case = sent(world, b"uma")
    desk = Workbench(world.house, "ana")
    look(desk)

    hear(desk, alive="yes")

    assert world.task(case.folio).claimed_by is None


def test_a_renewal_that_fails_keeps_what_was_typed_and_its_sentence_goes_once_the_database_answers(
    world: World,
) -> None:
    sent(world, b"uma")
    desk = press_as(world, "ana", "Consulta interna…")
    assert desk.decision is not None
    desk.decision.why.value = "A Jurídico, con calma."
    whole = desk.decision.case
    outage(desk, world)
    hear(desk, alive="yes")
    without = bar(desk)

    desk.decision.case = desk.decision.writing.case = whole
    hear(desk, alive="yes")

    assert "La base de datos no responde." in without
    assert "La base de datos no responde." not in screen(desk)
    assert desk.decision.why.value == "A Jurídico, con calma."
    assert "Poner en consulta" in bar(desk)


def test_a_claim_that_somebody_took_over_meanwhile_keeps_what_was_typed(world: World) -> None:
    case = sent(world, b"uma")
    desk = press_as(world, "ana", "Consulta interna…")
    assert desk.decision is not None
    desk.decision.why.value = "A Jurídico, con calma."
    desk.decision.remarks.value = "Una observación larga."
    world.clock.forward(minutes=16)
    press_as(world, "benito")

    hear(desk, alive="yes")

    assert world.task(case.folio).claimed_by == "benito"
    assert "El caso lo tiene benito hasta las 12:31." in bar(desk)
    assert desk.decision.why.value == "A Jurídico, con calma."
    assert desk.decision.remarks.value == "Una observación larga."


def test_the_first_word_takes_a_case_that_is_free_and_the_fields_stay_the_same(world: World) -> None:
    case = sent(world, b"uma")
    desk = Workbench(world.house, "ana")
    look(desk)
    assert desk.decision is not None
    fields = desk.decision.widget.children

    desk.decision.remarks.value = "R"

    assert world.task(case.folio).claimed_by == "ana"
    assert "Pedir correcciones" in bar(desk)
    assert desk.decision.widget.children is fields


def test_the_first_row_set_aside_takes_the_case_and_a_refused_one_does_not(world: World) -> None:
    case = sent(world, b"uma")
    desk = Workbench(world.house, "ana")
    look(desk)
    assert desk.case is not None
    press(desk, "Improcedente")
    refused = world.task(case.folio).claimed_by
    desk.case.aside.why.value = "No procede."

    press(desk, "Improcedente")

    assert refused is None
    assert world.task(case.folio).claimed_by == "ana"
    assert "<s>Renglón b-1</s>" in screen(desk)
    assert "Pedir correcciones" in bar(desk)
