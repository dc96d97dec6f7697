"""One case on the screen: the conclusion first, then the rows and their steps, the decision, the proof behind it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from backoffice.desk.aside_panel import AsidePanel
from backoffice.desk.case import OpenCase
from backoffice.desk.expediente_link import ExpedienteLink
from backoffice.desk.keys import Act, Keys, keyed
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, button, columns, html, line, seen, stack
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
#: Classes of what is brought into sight, and what the light of each tab of the book opens.
ROWS, BEHIND = "mesa-rows", "mesa-behind"
OPENS = {1: "Avisos", 2: ROWS, 3: "Pantallas", 4: "CFDI"}
#: More points than these are counted; the letter has them all.
MOST_POINTS = 40
#: Pixels of the table of differences: thirty rows scroll inside, so that the decision stays in sight.
TABLE_HEIGHT = 430


class CasePanel:
    """What a person looks at; *decision* is what is read and written to decide, *activity* is called on reading rows.

    *bar* stays in sight at the foot. *on_set_aside* gets the keys of findings and a reason, *on_restore* the keys,
    *on_seen* says that the pictures were looked at; *keys* lead to what is asked for.
    """

    def __init__(
        self,
        case: OpenCase,
        *,
        back: Callable[[], None],
        activity: Callable[[], None],
        decision: Any,
        bar: Any,
        message: Message,
        keys: Keys,
        on_set_aside: Callable[[Sequence[str], str], None],
        on_restore: Callable[[Sequence[str]], None],
        on_seen: Callable[[], None],
    ) -> None:
        self.case, self.activity, self.keys, self.is_markable = case, activity, keys, True
        self.aside = AsidePanel(case, on_set_aside, on_restore, Message(message), keys.lead)
        self.what_if, self.tabs = WhatIfPanel(case, keys.lead), Tabs(case, on_seen)
        self.tabs.widget.add_class(BEHIND)
        self.tabs.chosen.add_class("mesa-numbered")
        self.lines = {line.label: line for line in case.differences}
        self.head, self.steps = html(), html()
        counted_rows = counted(len(self.lines), "renglón distinto", "renglones distintos")
        self.rows = table(COLUMNS, caption="Renglones distintos", height=TABLE_HEIGHT, count=counted_rows)
        self.rows.add_class(ROWS)
        self.rows.on_choose(self.choose)
        self.leave = keyed(button("← Volver a la cola", back, look="plain"), "q")
        self.report, self.export = ReportLink(case), ExpedienteLink(case)
        keyed(self.report.widget.children[0], "f")
        keyed(self.export.button, "e")
        above = line([self.leave, self.report.widget, self.export.widget], "mesa-acts")
        conclusion = html(page("conclusion", case=case, opens=self._opens()))
        self.widget = stack(
            [above, self.head, conclusion, *self._proof(), self.aside.widget, decision, self.tabs.widget, bar]
        )
        self._show_rows()

    def held(self, by: str | None, until: datetime | None) -> None:
        """Say who holds the case."""
        zone = self.case.house.settings.zone
        holder = f"tomado por {said(by, 40)} hasta {hour(until, zone)}" if by and until else "sin asignar"
        self.head.value = page("case_head", case=self.case, holder=holder)

    def may_be_marked(self, may: bool, me: str) -> None:
        """Offer to *me* what marks the case, or take it away: *Improcedente*, and that the pictures were looked at."""
        self.is_markable = may
        seen(self.aside.widget, may)
        self.tabs.offer_seen(may and not self.case.pictures_seen_by(me))

    @property
    def acts(self) -> dict[str, Act]:
        """What the keys do while the case is read; keys that do alike are told together."""
        titles = [title for _, title in self.tabs.chosen.options]
        tabs = " ".join(str(number) for number in range(1, len(titles) + 1))
        rows: dict[str, Act] = {
            "j": ("renglón siguiente", lambda: self.step(1)),
            "k": ("renglón anterior", lambda: self.step(-1)),
            "y": ("¿y si…?", self.what_if.open),
        }
        aside: dict[str, Act] = {"p": ("improcedente", self.aside.press)}
        return {
            **(rows if self.lines else {}),
            **(aside if self.aside.what.options and self.is_markable else {}),
            "f": ("informe", self.report.make),
            "e": ("expediente", self.export.make),
            tabs: ("pestañas", lambda: None),
        }

    def press(self, key: str) -> bool:
        """Do what *key* does here; whether it does anything."""
        titles = [title for _, title in self.tabs.chosen.options]
        if key.isdecimal() and 1 <= int(key) <= len(titles):
            self.open(titles[int(key) - 1])
            return True
        _, act = self.acts.get(key, ("", None))
        if act is not None:
            act()
        return act is not None

    def open(self, name: str) -> None:
        """Bring into sight what a light opens: a tab by its title, or the rows."""
        if name == ROWS and self.lines:
            self.keys.sight(ROWS)
        elif name in [title for _, title in self.tabs.chosen.options]:
            self.tabs.chosen.value = name
            self.keys.sight(BEHIND)

    def _opens(self) -> dict[int, str]:
        """What the light of each tab of the book opens."""
        return OPENS if self.lines else {tab: name for tab, name in OPENS.items() if name != ROWS}

    def step(self, by: int) -> None:
        """Show the row that many further down, or up, as they stand on the screen; at the ends it stays."""
        labels = [label for label in self.rows.order if label in self.lines]
        if labels:
            at = labels.index(self.rows.selected) + by if self.rows.selected in labels else 0
            self.choose(labels[max(0, min(at, len(labels) - 1))])

    def choose(self, label: str) -> None:
        """Show the steps of one row."""
        self.rows.selected = label
        self._look_at(self.lines[label])
        self.activity()

    def _proof(self) -> Iterable[Any]:
        rows = [columns(self.rows, self.steps), self.what_if.widget] if self.lines else []
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
        self.steps.value = page(
            "steps", worked=self.case.worked(line), rules=self.case.rules_of(line), agreed=line.agreed
        )
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
