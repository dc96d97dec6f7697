"""Reports made by running a notebook: asked for by a person or by the calendar, run by a worker, kept, and posted.

A notebook that fails is an outcome that is kept and told; only what kills its worker is tried again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlmodel import col

from backoffice.casework import letters, outbox
from backoffice.casework.house import House, Transaction
from backoffice.casework.outbox import Attempt
from backoffice.domain.errors import BadInput, MissingSetting, WrongState
from backoffice.domain.explained.spanish import moment_said
from backoffice.domain.letters import DeskReport
from backoffice.domain.letters.desk import TEAM
from backoffice.domain.notebook_report import ReportState
from backoffice.domain.work import WorkKind
from backoffice.mail.message import Attachment
from backoffice.records.outbox import OutboxRow
from backoffice.records.reports import NotebookReport
from backoffice.reports.notebooks import Notebook, Ran, chosen, notebooks, whole
from backoffice.reports.notebooks import run as run_notebook
from backoffice.settings import child_environment

#: The lease is lengthened so often while a notebook goes on.
HOLD_AFTER = timedelta(seconds=15)
#: A larger page (bytes) stays at the desk; the letter says how to get it.
LARGEST_ATTACHMENT = 5 * 1024 * 1024
NO_ADDRESS = "Falta MESA_DESK_EMAIL: sin esa dirección no hay a quién enviar el informe. Dala y vuelve a intentarlo."
DIED = "El proceso que lo hacía terminó de golpe en cada intento. Revisa la memoria de este equipo."

log = structlog.get_logger()

Running = Callable[..., Ran]


def order(house: House, name: str, by: str, *, mailed: bool) -> NotebookReport:
    """Ask for a report of the notebook of that *name*; a worker makes it.

    Raises ``BadInput`` for no such notebook, ``MissingSetting`` where it is to be mailed and nobody is there.
    """
    if mailed and house.settings.desk_email is None:
        raise MissingSetting(NO_ADDRESS)
    notebook = chosen(name)
    with house.transaction() as work:
        return put(work, notebook, f"operator:{by}", mailed=mailed)


def put(
    work: Transaction, notebook: Notebook, actor: str, *, mailed: bool, period: str | None = None
) -> NotebookReport:
    """A report to be made, and the work that makes it."""
    report = NotebookReport(
        number=int(work.session.execute(select(func.nextval("notebook_report_numbers"))).scalar_one()),
        notebook=notebook.name,
        period=period,
        asked_by=actor,
        asked_at=work.now,
        mailed=mailed,
    )
    work.put(report, outbox.row(work, WorkKind.RUN_REPORT, report.id, None))
    work.happened("order_report", actor, None, report=report.number, notebook=notebook.name, period=period)
    return report


def run(house: House, row_id: UUID, running: Running = run_notebook) -> None:
    """Make the report that an outbox row asks for."""
    attempt = outbox.begin(house, row_id, gave_up=lambda work, row: _gave_up(house, work, row))
    if attempt is None:
        return
    with outbox.forgiving(house, attempt):
        started, name = _begun(house, attempt)
        ran = _ran(house, attempt, name, running)
        page = None if ran.body is None else _page(house, name, ran, started)
        blob = None if page is None else house.blobs.put(page)
        with outbox.finishing(house, attempt) as (work, _):
            report = work.session.get_one(NotebookReport, attempt.subject_id)
            report.started_at, report.blob, report.size = started, blob, None if page is None else len(page)
            report.failed_cell, report.error = ran.failed_cell, ran.error or None
            _end(house, work, report, page)


def page_of(house: House, number: int) -> tuple[NotebookReport, bytes]:
    """A report that was made and its page. Raises ``BadInput``, ``WrongState`` where there is none, and
    ``StoredFileMissing``."""
    with house.transaction() as work:
        query = select(NotebookReport).where(col(NotebookReport.number) == number)
        report = work.session.execute(query).scalar_one_or_none()
    if report is None:
        raise BadInput(f"No hay un informe {number}. Mira los que hay con «./mesa report».")
    if report.state == ReportState.WAITING:
        raise WrongState(f"El informe {number} todavía no está hecho. Espera a que termine.")
    if report.blob is None:
        raise WrongState(f"El informe {number} no tiene página. {report.error or ''}".strip())
    return report, house.blobs.get(report.blob)


def title_of(name: str) -> str:
    """The title of a notebook; its name where it is no longer there."""
    return notebooks()[name].title if name in notebooks() else name


def _begun(house: House, attempt: Attempt) -> tuple[datetime, str]:
    with house.transaction() as work:
        return work.now, work.session.get_one(NotebookReport, attempt.subject_id).notebook


def _ran(house: House, attempt: Attempt, name: str, running: Running) -> Ran:
    try:
        notebook = chosen(name)
    except BadInput as gone:
        return Ran(None, str(gone))
    ran = running(notebook, child_environment(house.settings, house.addresses), _holding(house, attempt))
    if ran.error:
        log.warning("notebook_stopped", notebook=name, cell=ran.failed_cell, why=ran.error)
    return ran


def _holding(house: House, attempt: Attempt) -> Callable[[], None]:
    """Called while the notebook goes on: the work stays this attempt's. Raises ``Overtaken`` where it is another's."""
    held = house.now()

    def pulse() -> None:
        nonlocal held
        if house.now() - held >= HOLD_AFTER:
            outbox.hold(house, attempt)
            held = house.now()

    return pulse


def _page(house: House, name: str, ran: Ran, started: datetime) -> bytes:
    made = f"Hecho el {moment_said(started, house.settings.zone)}"
    return whole(ran.body or "", title=title_of(name), made=made, stopped=ran.error).encode()


def _end(house: House, work: Transaction, report: NotebookReport, page: bytes | None) -> None:
    """The report stands as it is now; whoever is to get it does."""
    report.state = ReportState.FAILED if report.error else ReportState.DONE
    report.ended_at = work.now
    state = report.state.value
    work.happened("finish_report", "system", None, report=report.number, state=state, why=report.error)
    if not report.mailed or house.settings.desk_email is None:
        return
    local = (report.started_at or work.now).astimezone(house.settings.zone)
    attached = page is not None and len(page) <= LARGEST_ATTACHMENT
    name = f"{report.notebook}-{local:%Y-%m-%d}.html"
    letter = DeskReport(
        company=TEAM,
        on=house.local_date(work.now),
        contact=house.settings.contact,
        report=title_of(report.notebook),
        number=report.number,
        made_at=local,
        stopped=report.error or "",
        attachment=name if attached else None,
        has_page=page is not None,
    )
    files = (Attachment(name, page, "text/html"),) if attached and page is not None else ()
    letters.post(house, work, None, letter, to=house.settings.desk_email, about=report.id, attachments=files)


def _gave_up(house: House, work: Transaction, row: OutboxRow) -> None:
    """Every attempt died with its worker."""
    report = work.session.get_one(NotebookReport, row.subject_id)
    report.error = DIED
    _end(house, work, report, None)
