"""Reports from being asked for to the letter: kept, told, and made once, however often work comes."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest

from backoffice.casework import notebook_reports, sending
from backoffice.casework.notebook_reports import order, page_of
from backoffice.domain.errors import BadInput, MissingSetting, StoredFileMissing, WrongState
from backoffice.domain.notebook_report import ReportState
from backoffice.domain.work import WorkKind, WorkState
from backoffice.records.audit import AuditEvent, verify
from backoffice.records.outbox import OutboxRow
from backoffice.records.reports import NotebookReport, newest
from backoffice.reports.notebooks import Notebook, Ran
from tests.casework.world import World
from tests.conftest import Mailbox
from tests.notebook_reports.notebooks import notebook

FINE = Ran("<p>Todo en <b>orden</b></p>")
STOPPED = Ran("<p>Algo</p>", "En la celda 3: La base de datos no responde.", 3)


def gives(ran: Ran) -> Callable[..., Ran]:
    """A notebook that comes to this."""
    return lambda *_: ran


def row_of(world: World) -> UUID:
    """The work that was rung for last."""
    kind, row_id = world.bells.rung[-1]
    assert kind is WorkKind.RUN_REPORT
    return row_id


def only(world: World) -> NotebookReport:
    """The one report."""
    (report,) = world.reading(newest)
    return report


def made(world: World, ran: Ran = FINE, *, mailed: bool = False) -> NotebookReport:
    """A report that was asked for and made."""
    order(world.house, "analisis_masivo", "olga", mailed=mailed)
    notebook_reports.run(world.house, row_of(world), gives(ran))
    return only(world)


def posted(world: World, mailbox: Mailbox) -> EmailMessage:
    """The letter that went out."""
    kind, row_id = world.bells.rung[-1]
    assert kind is WorkKind.SEND_LETTER
    sending.send(world.house, row_id)
    (letter,) = mailbox.letters()
    return letter


def text_of(letter: EmailMessage) -> str:
    """What it says."""
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_a_report_is_asked_for_made_and_kept(world: World) -> None:
    report = made(world)

    assert (report.number, report.notebook, report.asked_by) == (1, "analisis_masivo", "operator:olga")
    assert (report.state, report.error, report.failed_cell) == (ReportState.DONE, None, None)
    _, page = page_of(world.house, 1)
    assert report.size == len(page)
    assert "<title>Análisis masivo</title>" in page.decode()
    assert "Hecho el 23/nov/2026, 12:00" in page.decode()
    assert "<p>Todo en <b>orden</b></p>" in page.decode()
    assert [kind for kind, _ in world.bells.rung] == [WorkKind.RUN_REPORT]


def test_a_report_that_is_sent_goes_with_its_page(desk_world: World, mailbox: Mailbox) -> None:
    made(desk_world, mailed=True)

    letter = posted(desk_world, mailbox)

    assert letter["Subject"] == "Informe «Análisis masivo» del 23/nov/2026"
    assert letter["To"] == "mesa@instituto.example"
    (page,) = letter.iter_attachments()
    assert (page.get_filename(), page.get_content_type()) == ("analisis_masivo-2026-11-23.html", "text/html")
    assert "Todo en <b>orden</b>" in page.get_content()
    assert "Va adjunto: analisis_masivo-2026-11-23.html." in text_of(letter)


def test_a_notebook_that_stopped_is_kept_and_the_letter_says_so(desk_world: World, mailbox: Mailbox) -> None:
    report = made(desk_world, STOPPED, mailed=True)

    assert (report.state, report.failed_cell, report.error) == (
        ReportState.FAILED, 3, "En la celda 3: La base de datos no responde.",
    )  # fmt: skip
    letter = posted(desk_world, mailbox)
    assert letter["Subject"] == "El informe «Análisis masivo» no llegó a su final"
    assert "En la celda 3: La base de datos no responde. Qué sigue: corrige la causa" in text_of(letter)
    (page,) = letter.iter_attachments()
    shown = page.get_payload(decode=True).decode()
    assert "El informe no llegó a su final.</strong> En la celda 3: La base de datos no responde." in shown


def test_a_page_too_large_for_a_letter_stays_at_the_desk(desk_world: World, mailbox: Mailbox) -> None:
    made(desk_world, Ran("x" * (5 * 1024 * 1024)), mailed=True)

    letter = posted(desk_world, mailbox)

    assert list(letter.iter_attachments()) == []
    assert "Es demasiado grande para un correo. Obtenlo con «./mesa report --get 1»." in text_of(letter)


def test_a_run_without_a_page_is_told_as_such(desk_world: World, mailbox: Mailbox) -> None:
    made(desk_world, Ran(None, "Tardó más de 15 minutos y se detuvo."), mailed=True)

    letter = posted(desk_world, mailbox)

    assert list(letter.iter_attachments()) == []
    assert "Tardó más de 15 minutos y se detuvo." in text_of(letter)
    assert "--get" not in text_of(letter)
    with pytest.raises(WrongState, match=r"El informe 1 no tiene página\. Tardó más de 15 minutos"):
        page_of(desk_world.house, 1)


def test_work_that_comes_twice_makes_one_report_and_one_letter(desk_world: World) -> None:
    made(desk_world, mailed=True)
    row_id = next(row_id for kind, row_id in desk_world.bells.rung if kind is WorkKind.RUN_REPORT)

    notebook_reports.run(desk_world.house, row_id, gives(STOPPED))

    assert only(desk_world).state is ReportState.DONE
    assert [kind for kind, _ in desk_world.bells.rung].count(WorkKind.SEND_LETTER) == 1


def test_a_long_run_keeps_its_lease_and_is_left_to_nobody_else(world: World) -> None:
    order(world.house, "analisis_masivo", "olga", mailed=False)
    row_id, seen = row_of(world), list[int]()

    def long(_: Notebook, __: object, pulse: Callable[[], None]) -> Ran:
        for _ in range(10):
            world.clock.forward(seconds=30)
            pulse()
            notebook_reports.run(world.house, row_id, lambda *_: seen.append(1) or FINE)
        return FINE

    notebook_reports.run(world.house, row_id, long)

    assert seen == []
    report = only(world)
    assert report.state is ReportState.DONE
    assert report.started_at is not None
    assert report.ended_at is not None
    assert (report.ended_at - report.started_at).total_seconds() == 300


def test_a_run_that_was_overtaken_keeps_nothing(world: World) -> None:
    order(world.house, "analisis_masivo", "olga", mailed=False)
    row_id = row_of(world)

    def slow(_: Notebook, __: object, pulse: Callable[[], None]) -> Ran:
        world.clock.forward(minutes=5)
        notebook_reports.run(world.house, row_id, gives(FINE))
        pulse()
        return STOPPED

    notebook_reports.run(world.house, row_id, slow)

    assert only(world).state is ReportState.DONE


def test_work_whose_worker_dies_three_times_is_told_and_over(desk_world: World, mailbox: Mailbox) -> None:
    order(desk_world.house, "analisis_masivo", "olga", mailed=True)
    row_id = row_of(desk_world)

    def dies(*_: object) -> Ran:
        raise RuntimeError("gone")

    for _ in range(4):
        notebook_reports.run(desk_world.house, row_id, dies)
        desk_world.clock.forward(minutes=2)

    report = only(desk_world)
    assert report.state is ReportState.FAILED
    assert report.error == (
        "El proceso que lo hacía terminó de golpe en cada intento. Revisa la memoria de este equipo."
    )
    row = desk_world.reading(lambda session: session.get_one(OutboxRow, row_id))
    assert row.state is WorkState.QUARANTINED
    assert "terminó de golpe en cada intento" in text_of(posted(desk_world, mailbox))


def test_a_notebook_that_is_no_longer_there_is_an_outcome(world: World) -> None:
    order(world.house, "analisis_masivo", "olga", mailed=False)
    world.sql("UPDATE notebook_reports SET notebook = 'ya_no_esta'")

    notebook_reports.run(world.house, row_of(world))

    report = only(world)
    assert report.state is ReportState.FAILED
    assert (report.error or "").startswith("No hay un cuaderno «ya_no_esta» para informes. Hay: analisis_masivo")


def test_the_real_notebook_runs_over_the_desks_own_database(world: World) -> None:
    world.case()
    order(world.house, "analisis_masivo", "olga", mailed=False)

    notebook_reports.run(world.house, row_of(world))

    report, page = page_of(world.house, 1)
    assert report.state is ReportState.DONE, report.error
    assert "Aquí aparece cada archivo de evidencias que envíe una empresa" in page.decode()
    assert "data:image/png;base64," in page.decode()
    assert "from backoffice.desk import mesa" not in page.decode()
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?!data:|#)[^\s\"')>]+", page.decode()) == []
    assert "<script" not in page.decode()


def test_without_a_database_the_notebook_s_sentence_is_the_report_s(world: World, folder: Path) -> None:
    notebook(folder, "from backoffice.desk import mesa\nmesa.everything()")
    order(world.house, "prueba", "olga", mailed=False)
    nowhere = "postgresql://nobody:hidden@127.0.0.1:1/nothing"

    def elsewhere(one: Notebook, environment: dict[str, str], pulse: Callable[[], None]) -> Ran:
        return notebook_reports.run_notebook(one, {**environment, "MESA_DATABASE_URL": nowhere}, pulse)

    notebook_reports.run(world.house, row_of(world), elsewhere)

    report, page = page_of(world.house, 1)
    assert (report.error or "").startswith("En la celda 1: La base de datos no responde. Arranca los servicios")
    assert b"hidden" not in page
    assert b"Traceback" not in page


def test_reports_are_told_to_the_audit_trail(world: World) -> None:
    made(world, STOPPED)

    events = world.reading(lambda session: session.query(AuditEvent).order_by(AuditEvent.sequence).all())
    assert [(event.act, event.actor) for event in events] == [
        ("order_report", "operator:olga"),
        ("finish_report", "system"),
    ]
    assert world.reading(verify).broken_at is None


def test_what_cannot_be_asked_for_is_refused(world: World) -> None:
    for name in ("nada", "../analisis_masivo", "/etc/passwd", "notebooks/../x", "analisis_masivo.py", ""):
        with pytest.raises(BadInput, match="No hay un cuaderno"):
            order(world.house, name, "olga", mailed=False)
    with pytest.raises(BadInput, match="«cola_de_revision» se usa a mano, en JupyterLab"):
        order(world.house, "cola_de_revision", "olga", mailed=False)
    with pytest.raises(MissingSetting, match="Falta MESA_DESK_EMAIL"):
        order(world.house, "analisis_masivo", "olga", mailed=True)

    assert world.reading(newest) == []


@pytest.mark.parametrize("name", ["analisis_masivo", "analisis_masivo.ipynb", "notebooks/analisis_masivo.ipynb"])
def test_a_notebook_is_named_as_people_name_it(world: World, name: str) -> None:
    assert order(world.house, name, "olga", mailed=False).notebook == "analisis_masivo"


def test_a_page_that_is_not_there_is_a_sentence(world: World) -> None:
    with pytest.raises(BadInput, match=r"No hay un informe 1\. Mira los que hay con «\./mesa report»"):
        page_of(world.house, 1)
    order(world.house, "analisis_masivo", "olga", mailed=False)
    with pytest.raises(WrongState, match="El informe 1 todavía no está hecho"):
        page_of(world.house, 1)
    notebook_reports.run(world.house, row_of(world), gives(FINE))
    store = world.house.blobs.folder
    assert store is not None
    (store / (only(world).blob or "")).unlink()
    with pytest.raises(StoredFileMissing):
        page_of(world.house, 1)
