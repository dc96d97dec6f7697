"""What reports there are: the notebooks, what is made again and again, and the newest ones."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from backoffice.casework.house import House
from backoffice.domain.explained.spanish import moment_said
from backoffice.domain.notebook_report import EVERY_LABELS, STATE_LABELS
from backoffice.records.reports import NotebookReport, ReportSchedule, newest, schedules
from backoffice.reports.notebooks import Notebook, notebooks


@dataclass(frozen=True, slots=True)
class Listed:
    """All that is shown."""

    notebooks: dict[str, Notebook]
    schedules: list[ReportSchedule]
    newest: list[NotebookReport]
    zone: ZoneInfo

    def document(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "notebooks": [{"name": one.name, "title": one.title} for one in self.notebooks.values()],
            "schedules": [{"notebook": one.notebook, "every": one.every.value} for one in self.schedules],
            "reports": [plain(one) for one in self.newest],
        }


def listed(house: House) -> Listed:
    """As it is now."""
    with house.transaction() as work:
        return Listed(notebooks(), schedules(work.session), newest(work.session), house.settings.zone)


def plain(report: NotebookReport) -> dict[str, Any]:
    """One report for machines."""
    return {
        "number": report.number,
        "notebook": report.notebook,
        "state": report.state.value,
        "period": report.period,
        "asked_by": report.asked_by,
        "asked_at": report.asked_at.isoformat(),
        "ended_at": report.ended_at.isoformat() if report.ended_at else None,
        "failed_cell": report.failed_cell,
        "error": report.error,
        "size": report.size,
    }


def show(found: Listed) -> None:
    """Two tables. Texts are never taken for markup."""
    console, every = Console(), {one.notebook: EVERY_LABELS[one.every] for one in found.schedules}
    known = Table("Cuaderno", "De qué trata", "Se hace solo", title="Cuadernos que dan un informe")
    for one in found.notebooks.values():
        known.add_row(Text(one.name), Text(one.title), every.get(one.name, "–"))
    console.print(known)
    if not found.newest:
        console.print("Todavía no hay informes. Haz uno con «./mesa report CUADERNO».")
        return
    made = Table("N.º", "Cuaderno", "Pedido", "Estado", title="Los más nuevos")
    for report in found.newest:
        state = STATE_LABELS[report.state]
        said = f"{state}: {report.error}" if report.error else state
        made.add_row(str(report.number), Text(report.notebook), moment_said(report.asked_at, found.zone), Text(said))
    console.print(made)
