"""The queue on the screen: views, a table to choose from, and what to expect where nothing waits."""

from collections.abc import Callable, Sequence
from uuid import UUID

import ipywidgets

from backoffice.casework.house import House
from backoffice.desk.keys import keyed
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, button, fill, html, line, stack
from backoffice.desk.queue import VIEWS, Waiting, view, waiting
from backoffice.desk.spanish import days_left, hour
from backoffice.desk.table import Cell, Column, Row, table
from backoffice.domain.calendar import spoken_with_weekday
from backoffice.domain.collector import resting
from backoffice.domain.explained.spanish import counted

COLUMNS = (
    Column("Folio y ronda", width=104),
    Column("Empresa", width=200),
    Column("Resultado", width=154),
    Column("Causa y por qué está aquí"),
    Column("Vence", width=240),
    Column("Lo tiene", width=96),
)
TITLE = "Cola de revisión"
EMPTY_TITLE = "No hay casos por revisar"
EMPTY = (
    "Aquí aparece cada caso en cuanto termina la evaluación de un archivo de evidencias, con cinco días hábiles para "
    "resolverlo. Elige «Actualizar» para volver a mirar."
)
EMPTY_VIEW = "Ningún caso en «{name}»"
OTHERS = "Hay {others} en la vista «Todos»."


class QueuePanel:
    """The queue of one analyst. ``opened`` is called with the task and the folio that a person chose.

    *onward* takes the next case.
    """

    def __init__(
        self,
        house: House,
        me: str,
        message: Message,
        opened: Callable[[UUID, str], None],
        onward: Callable[[], None] | None,
    ) -> None:
        self.house, self.me, self.message, self.opened = house, me, message, opened
        self.cases: list[Waiting] = []
        self.head, self.empty = html(), html()
        self.views = ipywidgets.ToggleButtons(options=[(name, name) for name in VIEWS])
        self.views.observe(lambda _: self.show(), "value")
        self.table = table(COLUMNS, caption="Casos por revisar", search="Buscar folio, empresa o causa", opens=True)
        self.table.on_choose(self._chosen)
        self.views.add_class("mesa-numbered")
        acts = [keyed(button("Tomar el siguiente", onward), "n")] if onward else []
        acts.append(keyed(button("Actualizar", self.look_again), "r"))
        bar = line([self.views, *acts], "mesa-views", "mesa-acts")
        self.widget = stack([self.head, bar, self.empty, self.table])

    def choose_view(self, number: str) -> None:
        """The view of that number, from 1 on; one that there is not changes nothing."""
        names = list(VIEWS)
        if number.isdecimal() and 1 <= int(number) <= len(names):
            self.views.value = names[int(number) - 1]

    def look_again(self) -> None:
        """Take the message away and read the queue anew."""
        self.message.say("")
        self.refresh()

    def refresh(self) -> None:
        """Read the queue; where the database does not answer, what was shown stays and a sentence says so."""
        with self.message.minding():
            self.cases = waiting(self.house)
            self._name_views()
            self.show()

    def in_view(self) -> list[Waiting]:
        """The cases of the chosen view, the most urgent first."""
        return view(self.cases, self.views.value, self.me)

    def show(self) -> None:
        """The chosen view."""
        seen = self.in_view()
        at = hour(self.house.now(), self.house.settings.zone)
        self.head.value = page("queue_head", title=TITLE, waiting=summary(self.cases), me=self.me, at=at)
        fill(self.empty, "" if seen else self._emptiness())
        self.table.layout.display = None if seen else "none"
        with resting():
            self.table.show([row(case, self.house) for case in seen])

    def _emptiness(self) -> str:
        others = counted(len(self.cases), "caso", "casos")
        if not self.cases:
            return page("queue_empty", title=EMPTY_TITLE, text=EMPTY)
        title = EMPTY_VIEW.format(name=self.views.value)
        return page("queue_empty", title=title, text=OTHERS.format(others=others))

    def _name_views(self) -> None:
        """Each view with how many it holds; the chosen one stays chosen."""
        chosen = self.views.value
        self.views.options = [(f"{name} {len(view(self.cases, name, self.me))}", name) for name in VIEWS]
        self.views.value = chosen

    def _chosen(self, key: str) -> None:
        case = next((case for case in self.cases if str(case.task_id) == key), None)
        if case is not None:
            self.opened(case.task_id, case.folio)


def summary(cases: Sequence[Waiting]) -> str:
    """``6 casos esperan tu resolución · 1 vencido · 2 vencen hoy``."""
    late, today = (sum(VIEWS[name](case, "") for case in cases) for name in ("Vencidos", "Hoy"))
    parts = [counted(len(cases), "caso espera resolución", "casos esperan resolución")]
    if late:
        parts.append(counted(late, "vencido", "vencidos"))
    if today:
        parts.append(counted(today, "vence hoy", "vencen hoy"))
    return " · ".join(parts)


def row(case: Waiting, house: House) -> Row:
    """A case as a row of the table."""
    tone = "bad" if case.days_left < 0 else "warn" if case.days_left == 0 else ""
    result_tone = {"Sin inconsistencias": "ok", "Con inconsistencias": "bad"}.get(case.result, "warn")
    due = f"{spoken_with_weekday(case.due)} · {case.counted}"
    wrong = f"distintos: {case.wrong}" if case.wrong else ""
    until = f"hasta {hour(case.held_until, house.settings.zone)}" if case.held_until else ""
    left = days_left(case.days_left)
    consulted = f"En consulta, {case.consulted}" if case.consulted else ""
    return Row(
        str(case.task_id),
        (
            Cell(case.folio, small=f"ronda {case.round_number}"),
            Cell(case.company),
            Cell(case.result, small=wrong, tone=result_tone),
            Cell(case.cause, small=f"{case.why} {consulted}".rstrip()),
            Cell(f"{left[0].upper()}{left[1:]}", small=due, tone=tone, order=case.due.toordinal()),
            Cell(case.held_by or "Sin asignar", small=until),
        ),
    )
