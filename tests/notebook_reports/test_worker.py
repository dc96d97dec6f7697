"""Reports by a worker process over a real queue: made, and made after all where the worker was killed meanwhile."""

import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from backoffice.casework import notebook_reports, report_schedules, sweeping
from backoffice.domain.notebook_report import Every, ReportState
from backoffice.records.reports import NotebookReport, newest
from tests.conftest import Mailbox
from tests.notebook_reports.test_running import gone, processes
from tests.workers.conftest import DRAMATIQ, Crew, crew, kill, until

__all__ = ["crew"]


def only(crew: Crew) -> NotebookReport:
    """The one report."""
    with crew.house.transaction() as work:
        (report,) = newest(work.session)
    return report


def swept(crew: Crew) -> bool:
    """What was forgotten is rung for, as the clock does; always true."""
    sweeping.ring_forgotten(crew.house)
    return True


def test_a_worker_makes_what_is_asked_for(crew: Crew) -> None:
    notebook_reports.order(crew.house, "analisis_masivo", "olga", mailed=False)

    with crew.process(*DRAMATIQ):
        until(lambda: only(crew).state is not ReportState.WAITING, seconds=120)

    report, page = notebook_reports.page_of(crew.house, 1)
    assert report.state is ReportState.DONE, report.error
    assert b"An\xc3\xa1lisis masivo" in page


def test_a_worker_killed_meanwhile_takes_its_notebook_with_it_and_another_makes_the_report(
    crew: Crew, short_folder: Path
) -> None:
    place = f"{short_folder}/mesa-report-"
    crew = replace(crew, environment={**crew.environment, "TMPDIR": str(short_folder)})
    notebook_reports.order(crew.house, "analisis_masivo", "olga", mailed=False)
    with crew.process(*DRAMATIQ) as worker:
        until(lambda: bool(processes(place, "kernel")), seconds=120)
        kill(worker)
        assert gone(place)
    assert only(crew).state is ReportState.WAITING

    with crew.house.database.begin() as connection:
        connection.execute(text("UPDATE outbox SET lease_until = now(), ring_at = now() - interval '1 second'"))
    with crew.process(*DRAMATIQ):
        time.sleep(0.1)
        sweeping.ring_forgotten(crew.house)
        until(lambda: only(crew).state is not ReportState.WAITING, seconds=120)

    assert only(crew).state is ReportState.DONE


def test_a_scheduled_report_reaches_the_desk_by_the_clock_and_the_workers(crew: Crew, mailbox: Mailbox) -> None:
    settings = crew.house.settings.model_copy(update={"desk_email": "mesa@instituto.example"})
    noon = crew.house.now().replace(year=2026, month=11, day=26, hour=18)
    house = replace(crew.house, settings=settings, now=lambda: noon)
    report_schedules.schedule(house, "analisis_masivo", Every.DAILY, "olga")
    report_schedules.order_due(house)
    environment = {**crew.environment, "MESA_DESK_EMAIL": "mesa@instituto.example"}

    with replace(crew, environment=environment).process(*DRAMATIQ):
        until(lambda: swept(crew) and len(mailbox.letters()) == 1, seconds=120)

    (letter,) = mailbox.letters()
    assert letter["Subject"].startswith("Informe «Análisis masivo» del ")
    assert [part.get_content_type() for part in letter.iter_attachments()] == ["text/html"]
