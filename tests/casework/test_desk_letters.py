"""Letters to the people of the desk: what waits, what is due, what the week came to; never seen by a company."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest

from backoffice.casework import intake, promises
from backoffice.domain.letters import CaseToReview, DeskDueSoon
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import render
from backoffice.records.audit import has, head
from backoffice.records.outbox import OutboxRow
from tests.casework.test_promises import at
from tests.casework.test_queries import sent
from tests.casework.world import World

DESK = "revision@instituto.example"


@pytest.fixture
def staffed(world: World) -> World:
    """The world, with an address for its people."""
    settings = world.house.settings.model_copy(update={"desk_email": DESK})
    world.house = replace(world.house, settings=settings)
    return world


def to_the_desk(world: World) -> list[OutboxRow]:
    """All of these letters, oldest first."""
    rows = world.reading(lambda session: session.query(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.key).all())
    return [row for row in rows if row.letter and row.letter.startswith("desk_")]


def body(world: World, row: OutboxRow) -> str:
    """The letter as it was written."""
    return world.house.blobs.get(row.message or "").decode()


def test_a_new_case_is_told_with_its_day_and_the_company_never_sees_it(staffed: World) -> None:
    folio = sent(staffed, 1, b"uma")

    (row,) = to_the_desk(staffed)
    assert (row.subject, row.recipient) == (f"Caso {folio}: resuélvelo a más tardar el 30/nov/2026", DESK)
    assert row.case_id is None
    assert [letter.letter for letter in staffed.view(folio).letters] == ["test_set_issued", "evidence_received"]


def test_a_quarantined_file_is_told_as_such(staffed: World) -> None:
    case = staffed.case()
    intake.receive(staffed.house, case.folio, "e.xls", b"crash")
    for _ in range(4):
        staffed.work()
        staffed.clock.forward(seconds=31)
        staffed.bells.rung += [(row.kind, row.id) for row in staffed.view(case.folio).work]

    (row,) = to_the_desk(staffed)
    assert row.letter == "desk_quarantined"
    assert "en cuarentena" in (row.subject or "")


def test_in_the_morning_what_is_due_or_late_is_told_once_a_day(staffed: World) -> None:
    first = sent(staffed, 1, b"uma")
    at(staffed, date(2026, 11, 26))
    second = sent(staffed, 2, b"right")
    promises.keep(staffed.house)
    assert [row.letter for row in to_the_desk(staffed)].count("desk_due_soon") == 0

    at(staffed, date(2026, 11, 27), 7)
    promises.keep(staffed.house)
    at(staffed, date(2026, 11, 27), 8)
    for _ in range(3):
        promises.keep(staffed.house)
    (due,) = (row for row in to_the_desk(staffed) if row.letter == "desk_due_soon")
    assert due.subject == "1 caso por resolver vence a más tardar mañana"
    assert first in body(staffed, due)
    assert second not in body(staffed, due)

    at(staffed, date(2026, 12, 2))
    promises.keep(staffed.house)
    *_, due = (row for row in to_the_desk(staffed) if row.letter == "desk_due_soon")
    assert due.subject == "2 casos por resolver vencen a más tardar mañana; 1 ya venció"


def test_nothing_is_written_on_days_off_nor_without_an_address(staffed: World, world: World) -> None:
    sent(staffed, 1, b"uma")
    for day in (date(2026, 11, 28), date(2026, 11, 29), date(2026, 12, 25)):
        at(staffed, day)
        before = len(to_the_desk(staffed))
        promises.tell_the_desk(staffed.house)
        assert len(to_the_desk(staffed)) == before

    nobody = replace(staffed.house, settings=staffed.house.settings.model_copy(update={"desk_email": None}))
    at(staffed, date(2026, 11, 30))
    assert promises.tell_the_desk(nobody) == 0


def test_the_week_is_told_once_in_figures(staffed: World) -> None:
    folio = sent(staffed, 1, b"uma")
    sent(staffed, 2, b"right")
    staffed.decided(folio, Outcome.CORRECTIONS)
    staffed.work()
    at(staffed, date(2026, 11, 30))
    for _ in range(2):
        promises.tell_the_desk(staffed.house)

    (week,) = (row for row in to_the_desk(staffed) if row.letter == "desk_weekly")
    assert week.subject == "La semana del 23/nov/2026: resueltos 1, en espera 1"
    for line in ("Solicitudes nuevas: 2", "Archivos recibidos: 2", "Aprobados: 0", "Con correcciones: 1"):
        assert line in body(staffed, week)


def test_three_hundred_cases_are_counted_and_thirty_listed(staffed: World) -> None:
    case = CaseToReview("2600000018", "Empresa", 1, "Motivo", date(2026, 11, 30), 0)
    letter = DeskDueSoon(company="equipo", on=date(2026, 11, 30), contact="x", cases=(case,) * 300)

    text = render(letter).text

    assert text.count("2600000018") == 30
    assert "y 270 más" in text


def test_the_end_of_the_audit_trail_is_posted_once_a_day_to_the_auditor(world: World) -> None:
    auditor = "auditoria@instituto.example"
    settings = world.house.settings.model_copy(update={"auditor_email": auditor})
    world.house = replace(world.house, settings=settings)
    assert promises.tell_the_auditor(world.house) == 0  # nothing has happened yet

    sent(world, 1, b"uma")
    heads = []
    for day in (24, 25):
        at(world, date(2026, 11, day))
        heads.append(world.reading(head))
        assert [promises.tell_the_auditor(world.house) for _ in range(2)] == [1, 0]

    first, second = to_the_desk(world)
    assert [row.recipient for row in (first, second)] == [auditor, auditor]
    for row, (events, hash_) in zip((first, second), heads, strict=True):
        assert row.subject is not None
        assert row.subject.endswith(f": {events} eventos")
        text = message_from_bytes(world.house.blobs.get(row.message or ""), policy=default).get_body(("plain",))
        assert text is not None
        assert f"./mesa audit verify --head {events}:{hash_}" in " ".join(text.get_content().split())
        assert world.reading(lambda session, at=events, of=hash_: has(session, at, of))


def test_without_an_auditor_the_trail_is_posted_to_nobody(world: World) -> None:
    sent(world, 1, b"uma")

    assert promises.tell_the_auditor(world.house) == 0
