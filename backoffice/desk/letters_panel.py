"""Letters that wait for a person: why, and what can be done: send it again, or take it for delivered."""

from collections.abc import Callable
from uuid import UUID

import ipywidgets

from backoffice.casework import troubled_letters
from backoffice.casework.house import House
from backoffice.desk.page import page, style
from backoffice.desk.pieces import Message, button, fill, html, line, stack
from backoffice.desk.spanish import hour
from backoffice.desk.table import Cell, Column, Row, table
from backoffice.domain.explained.spanish import counted, moment_said, said
from backoffice.records.bounces import TroubledLetter, troubled

COLUMNS = (
    Column("Folio", width=104),
    Column("Carta"),
    Column("Para", width=220),
    Column("Estado", width=150),
    Column("Desde", width=150),
)
STATES = {"failed": "No se entregó", "uncertain": "No se sabe si llegó", "bounced": "Regresó"}
TITLE = "Cartas que esperan a alguien"
NOTHING = "Aquí aparece cada carta que un servidor rechaza, que regresa, o de la que no se sabe si llegó."
PLACEHOLDER = "Por qué (queda en la auditoría)"
AGAIN = "La carta va en camino otra vez."
TAKEN = "La carta cuenta como entregada."


class LettersPanel:
    """The letters in trouble. ``widget`` is what a notebook shows; who *only looks* is offered no act."""

    def __init__(self, house: House, me: str, *, only_looks: bool = False) -> None:
        self.house, self.me = house, me
        self.letters: dict[str, TroubledLetter] = {}
        self.message, self.head, self.empty = Message(), html(), html()
        self.table = table(COLUMNS, caption=TITLE, search="Buscar folio, carta o dirección")
        self.table.on_choose(self.choose)
        self.why = ipywidgets.Text(placeholder=PLACEHOLDER)
        again = button("Enviar otra vez", lambda: self._act(troubled_letters.send_again, AGAIN), look="primary")
        taken = button("Dar por entregada", lambda: self._act(troubled_letters.taken_for_delivered, TAKEN))
        does = [] if only_looks else [self.why, again, taken]
        self.acts = line([*does, button("Actualizar", self.look_again)], "mesa-acts")
        looks = html(style())
        looks.layout.display = "none"
        self.widget = stack([looks, self.message.widget, self.head, self.empty, self.table, self.acts], "mesa")
        self.refresh()

    def choose(self, key: str) -> None:
        """The letter that the buttons are about."""
        self.table.selected = key

    def look_again(self) -> None:
        """Take the message away and read anew."""
        self.message.say("")
        self.refresh()

    def refresh(self) -> None:
        """Read the letters; where the database does not answer, what was shown stays and a sentence says so."""
        with self.message.minding():
            with self.house.transaction() as work:
                found = troubled(work.session)
            self.letters = {str(one.letter_id): one for one in found}
            self._show()

    def _show(self) -> None:
        rows = [self._row(key, one) for key, one in self.letters.items()]
        at = hour(self.house.now(), self.house.settings.zone)
        waiting = counted(len(rows), "carta espera", "cartas esperan") if rows else ""
        self.head.value = page("queue_head", title=TITLE, waiting=waiting, me=self.me, at=at)
        fill(self.empty, "" if rows else page("queue_empty", title="Ninguna carta espera a nadie", text=NOTHING))
        for widget in (self.table, self.acts):
            widget.layout.display = None if rows else "none"
        self.table.show(rows, rows[0].key if rows else "")
        self.why.value = ""

    def _row(self, key: str, one: TroubledLetter) -> Row:
        since = moment_said(one.since, self.house.settings.zone) if one.since else ""
        return Row(
            key,
            (
                Cell(one.folio or "sin caso"),
                Cell(said(one.subject, 200), small=said(one.why, 300)),
                Cell(said(one.recipient, 254)),
                Cell(STATES[one.state], tone="warn" if one.state == "uncertain" else "bad"),
                Cell(since, order=one.since.timestamp() if one.since else 0.0),
            ),
        )

    def _act(self, act: Callable[[House, UUID, str, str], None], done: str) -> None:
        one = self.letters.get(self.table.selected)
        if one is None:
            self.message.say("Elige primero una carta de la lista.", "bad")
            return
        with self.message.minding():
            act(self.house, one.letter_id, self.me, str(self.why.value))
            self.refresh()
            self.message.say(done, "ok")
