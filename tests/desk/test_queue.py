"""The queue as values: why each case is there, until when, who holds it, and nothing at all where nothing waits."""

from datetime import date

from backoffice.casework import evaluation, intake, request, review
from backoffice.desk.queue import COLUMNS, queue_frame, view, waiting
from backoffice.domain.applicant import Applicant
from backoffice.records.cases import Case
from tests.casework.world import World
from tests.desk.hostile import EVERYTHING


def sent(world: World, content: bytes, number: int = 1) -> Case:
    """A case of another company whose evidence waits for a person."""
    who = Applicant(f"A01123451{number:02d}", "EKU9003173C9", f"Empresa {number}, S.A. de C.V.", "x@empresa.example")
    case = request.register(world.house, who)
    world.work()
    intake.receive(world.house, case.folio, "e.xls", content)
    world.work()
    return case


def test_a_case_says_its_result_its_cause_its_wrong_rows_and_how_its_deadline_was_counted(world: World) -> None:
    case = sent(world, b"uma")

    (found,) = waiting(world.house)

    assert (found.folio, found.company, found.round_number) == (case.folio, "Empresa 1, S.A. de C.V.", 1)
    assert (found.result, found.wrong) == ("Con inconsistencias", "a) 0 · b) 1")
    assert found.cause == "UMA por UMI: 1 de 1 renglón."
    assert found.why == "La evaluación encontró inconsistencias: falta tu resolución."
    assert (found.due, found.days_left) == (date(2026, 11, 30), 5)
    assert found.counted == "5 días hábiles desde el 23/nov/2026; no cuentan sábados ni domingos"
    assert (found.held_by, found.held_until) == (None, None)


def test_a_consistent_case_waits_too(world: World) -> None:
    sent(world, b"right")

    (found,) = waiting(world.house)

    assert (found.result, found.wrong, found.cause) == ("Sin inconsistencias", "", "Todo coincide.")


def test_a_quarantined_file_is_in_the_queue_and_says_so(world: World) -> None:
    case = sent(world, b"crash")
    for _ in range(3):
        world.clock.forward(hours=1)
        evaluation.run(world.house, world.view(case.folio).work[-1].id)

    (found,) = waiting(world.house)

    assert found.result == "No se pudo evaluar"
    assert found.why == "En cuarentena: el archivo no se pudo evaluar en tres intentos."
    assert view([found], "En cuarentena", "ana") == [found]


def test_a_claim_is_seen_by_all_until_it_lapses(world: World) -> None:
    sent(world, b"uma")
    review.claim(world.house, waiting(world.house)[0].task_id, "ana")

    held = waiting(world.house)
    world.clock.forward(minutes=15)
    lapsed = waiting(world.house)

    assert [case.held_by for case in held] == ["ana"]
    assert [case.held_by for case in lapsed] == [None]


def test_views_divide_by_deadline_and_by_holder(world: World) -> None:
    early = sent(world, b"uma", 1)
    world.clock.forward(days=3)
    late = sent(world, b"right", 2)
    review.claim(world.house, waiting(world.house)[0].task_id, "ana")
    world.clock.forward(days=4, minutes=-1)
    review.claim(world.house, waiting(world.house)[0].task_id, "ana")
    world.clock.forward(minutes=1)

    cases = waiting(world.house)
    seen = {name: [case.folio for case in view(cases, name, "ana")] for name in ("Todos", "Hoy", "Vencidos", "Míos")}
    world.clock.forward(days=1)
    overdue = [case.folio for case in view(waiting(world.house), "Vencidos", "ana")]

    assert seen == {
        "Todos": [early.folio, late.folio],
        "Hoy": [early.folio],
        "Vencidos": [],
        "Míos": [early.folio],
    }
    assert [case.folio for case in view(cases, "Sin asignar", "ana")] == [late.folio]
    assert overdue == [early.folio]


def test_an_empty_queue_is_a_typed_frame_without_lines(world: World) -> None:
    frame = queue_frame(waiting(world.house), world.house.settings.zone)

    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == 0
    assert str(frame["round"].dtype) == "int64"


def test_the_frame_is_local_and_typed_and_the_same_the_second_time(world: World) -> None:
    for number in (1, 2, 3):
        sent(world, b"uma", number)

    first = queue_frame(waiting(world.house), world.house.settings.zone)
    second = queue_frame(waiting(world.house), world.house.settings.zone)

    assert first.equals(second)
    assert str(first["received_at"].dtype) == "datetime64[us, America/Mexico_City]"
    assert first["received_at"].iloc[0].isoformat() == "2026-11-23T12:00:00-06:00"
    assert list(first["days_left"]) == [5, 5, 5]


def test_hostile_names_become_one_harmless_line(world: World) -> None:
    sent(world, b"uma")
    world.sql("UPDATE applicants SET name = :name", name=EVERYTHING + "A" * 1_000_000)

    (found,) = waiting(world.house)

    assert len(found.company) == 120
    assert not {"\u202e", "\u200b", "\ufeff", "\n"} & set(found.company)
