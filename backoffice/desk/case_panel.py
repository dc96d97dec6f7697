"""One case on the screen: the conclusion first, then the rows and their steps, the decision, the proof behind it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from backoffice.desk.aside_panel import AsidePanel
from backoffice.desk.case import OpenCase
from backoffice.desk.expediente_link import ExpedienteLink
from backoffice.desk.page import page
from backoffice.desk.pieces import button, columns, html, line, stack
from backoffice.desk.report_link import ReportLink
from backoffice.desk.spanish import hour
from backoffice.desk.table import Cell, Column, Row, table
from backoffice.desk.tabs import Tabs
from backoffice.desk.what_if_panel import WhatIfPanel
from backoffice.domain.explained.differences import Difference
from backoffice.domain.explained.lights import TITLES
from backoffice.domain.explained.points import point_of
from backoffice.domain.explained.rules_said import checks_said
from backoffice.domain.explained.spanish import counted, number_in, said
from backoffice.domain.findings import Finding

COLUMNS = (
    Column("Renglón y celda", width=64, fixed=True),
    Column("Tipo y NSS", fixed=True),
    Column("Esperado", figures=True),
    Column("Recibido", figures=True),
    Column("Diferencia", figures=True),
    Column("Causa"),
)
TABS = {tab: f"{tab} {title}" for tab, title in TITLES.items()}
#: More points than these are counted; the letter has them all.
MOST_POINTS = 40
#: Pixels of the table of differences: thirty rows scroll inside, so that the decision stays in sight.
TABLE_HEIGHT = 430


class CasePanel:
    """What a person looks at; *decision* is the widget of what can be done, *activity* is called when rows are read.

    *on_set_aside* gets the keys of findings and a reason, *on_restore* the keys; *on_seen* says that the pictures were
    looked at.
    """

    def __init__(
        self,
        case: OpenCase,
        *,
        back: Callable[[], None],
        activity: Callable[[], None],
        decision: Any,
        on_set_aside: Callable[[Sequence[str], str], None],
        on_restore: Callable[[Sequence[str]], None],
        on_seen: Callable[[], None],
    ) -> None:
        self.case, self.activity = case, activity
        self.aside = AsidePanel(case, on_set_aside, on_restore)
        self.what_if, self.tabs = WhatIfPanel(case), Tabs(case, on_seen)
        self.lines = {line.label: line for line in case.differences}
        self.head, self.steps = html(), html()
        self.rows = table(COLUMNS, caption="Renglones distintos", height=TABLE_HEIGHT)
        self.rows.on_choose(self.choose)
        self.leave = button("← Volver a la cola", back, look="plain")
        above = line([self.leave, ReportLink(case).widget, ExpedienteLink(case).widget], "mesa-acts")
        conclusion = html(page("conclusion", case=case))
        self.widget = stack(
            [above, self.head, conclusion, *self._proof(), self.aside.widget, decision, self.tabs.widget]
        )
        self._show_rows()

    def held(self, by: str | None, until: datetime | None) -> None:
        """Say who holds the case."""
        zone = self.case.house.settings.zone
        holder = f"tomado por {said(by, 40)} hasta {hour(until, zone)}" if by and until else "sin asignar"
        self.head.value = page("case_head", case=self.case, holder=holder)

    def step(self, by: int) -> None:
        """Show the row that many further down, or up; at the ends it stays."""
        labels = list(self.lines)
        if labels:
            at = labels.index(self.rows.selected) + by if self.rows.selected in self.lines else 0
            self.choose(labels[max(0, min(at, len(labels) - 1))])

    def choose(self, label: str) -> None:
        """Show the steps of one row."""
        self.rows.selected = label
        self._look_at(self.lines[label])
        self.activity()

    def _proof(self) -> Iterable[Any]:
        rows = [columns(self.rows, stack([self.steps, self.what_if.widget]))] if self.lines else []
        return [*rows, html(points_page(self.case.points))] if self.case.points else rows

    def _show_rows(self) -> None:
        if not self.lines:
            return
        lines = self.lines.values()
        counting = [line for line in lines if not self.case.why_aside(line)]
        first = next((line for line in counting if line.causes), [*counting, *lines][0])
        self.rows.show([row(line, self.case.why_aside(line)) for line in lines], first.label)
        self._look_at(first)

    def _look_at(self, line: Difference) -> None:
        self.steps.value = page("steps", worked=self.case.worked(line), rules=self.case.rules_of(line))
        self.what_if.about(line)
        self.aside.about(line.label)


def row(line: Difference, aside: str = "") -> Row:
    """A difference as a row of the table; *aside* is why it does not count, '' where it does."""
    change = number_in(line.difference.replace("−", "-").replace("+", "").replace(",", ""))
    return Row(
        line.label,
        (
            Cell(line.label, small=line.cell, order=line.place[1] + (1000 if line.place[0] == "assessment" else 0)),
            Cell(line.kind, small=line.nss),
            Cell(line.expected),
            Cell(line.found),
            Cell(line.difference, tone="bad" if line.tone == "bad" else "", order=float(change or 0)),
            Cell("improcedente" if aside else line.tag, small=line.step, tone="" if aside else line.tone, tag=True),
        ),
        struck=f"Improcedente: {aside}" if aside else "",
    )


def points_page(points: list[Finding]) -> str:
    """What was found beside the rows, as a list."""
    shown = [
        (TABS.get(point.tab or 0, ""), point_of(point), checks_said([point.code])) for point in points[:MOST_POINTS]
    ]
    left_out = len(points) - len(shown)
    more = f"{counted(left_out, 'punto', 'puntos')} más; la carta los lleva." if left_out else ""
    return page("points", points=shown, more=more)
