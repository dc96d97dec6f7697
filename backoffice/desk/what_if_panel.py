"""*¿Y si…?*: the chosen row with other inputs, beside what was expected and what came."""

from collections.abc import Callable

import ipywidgets

from backoffice.desk.case import OpenCase
from backoffice.desk.keys import keyed
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, Widget, button, html, line, stack
from backoffice.domain.errors import BadInput
from backoffice.domain.explained.differences import Difference
from backoffice.domain.explained.what_explains import needed, which_changes
from backoffice.domain.explained.what_if import FIELDS, UNIT, UNIT_LABEL, what_if, which_mistakes
from backoffice.domain.mistakes import CATALOGUE, wording
from backoffice.domain.test_set import TestRow

GRID = "mesa-what-if"
RIGHT = "Como debe ser"
CHOICES = {
    "discount_type": {"Porcentaje": "1", "Cuota fija": "2", "Factor": "3"},
    "zone": {"General": "general", "Frontera norte": "border"},
    "first_payroll": {"Sí": "yes", "No": "no"},
}
EQUALS = {
    "": "No es lo esperado ni lo recibido.",
    "expected": "Es lo esperado.",
    "found": "Es lo recibido: esto lo explica.",
    "expected+found": "Es lo esperado, y lo recibido.",
}


class WhatIfPanel:
    """Closed until somebody asks; then the fields of one row, filled in as the set has them. *lead* goes into them."""

    def __init__(self, case: OpenCase, lead: Callable[[str], None]) -> None:
        self.case, self.lead = case, lead
        self.line: Difference | None = None
        self.message, self.answer = Message(), html()
        self.fields: dict[str, Widget] = {name: self._field(name) for name in FIELDS}
        names = {wording(code).name: code for code in CATALOGUE}
        self.mistake = ipywidgets.Dropdown(options=[(RIGHT, ""), *names.items()], description="Quien calcula")
        acts = line([button("Calcular", self.ask, look="primary"), button("¿Qué explica lo recibido?", self.search)])
        acts.add_class("mesa-acts")
        self.unit = ipywidgets.Text(description=UNIT_LABEL, placeholder="el oficial")
        grid = ipywidgets.Box([*self.fields.values(), self.unit, self.mistake])
        grid.add_class("mesa-fields")
        grid.add_class(GRID)
        self._inside = [grid, acts, self.message.widget, self.answer]
        self.toggle = keyed(button("¿Y si…?", self.open, look="plain"), "y")
        self.widget = stack([self.toggle])

    def about(self, chosen: Difference | None) -> None:
        """Another row was chosen: its own inputs are filled in."""
        self.line = chosen
        self.answer.value = ""
        self.message.say("")
        row = self._row()
        if row is not None:
            for name, field in self.fields.items():
                field.value = row.case[name]
            self.mistake.value = self.unit.value = ""

    def open(self) -> None:
        """Show the fields, or take them away."""
        is_open = len(self.widget.children) > 1
        self.widget.children = (self.toggle,) if is_open else (self.toggle, *self._inside)
        if not is_open:
            self.lead(GRID)

    def ask(self) -> None:
        """Compute the row as the fields say."""
        with self.message.minding():
            row, chosen = self._row(), self.line
            if row is None or chosen is None:
                raise BadInput("Elige primero un renglón.")
            changes = {name: str(field.value) for name, field in {**self.fields, UNIT: self.unit}.items()}
            found = what_if(row, changes, str(self.mistake.value), chosen.found, self.case.rules)
            self.message.say("")
            self.answer.value = page(
                "what_if", said=EQUALS[found.equals], withholding=found.withholding, line=chosen, worked=found.steps
            )

    def search(self) -> None:
        """Name the mistakes, and the changes of one input, that alone give what came."""
        with self.message.minding():
            row, chosen = self._row(), self.line
            if row is None or chosen is None:
                raise BadInput("Elige primero un renglón.")
            names = {code: wording(code).name for code in CATALOGUE}
            rules, found = self.case.rules, chosen.found
            self.answer.value = page(
                "what_explains",
                line=chosen,
                mistakes=which_mistakes(row, found, names, rules),
                changes=which_changes(row, found, rules),
                needed=needed(row, found, rules),
            )
            self.message.say("")

    def _row(self) -> TestRow | None:
        if self.line is None:
            return None
        try:
            return self.case.asked.row(*self.line.place)
        except KeyError:
            return None

    def _field(self, name: str) -> Widget:
        if name in CHOICES:
            return ipywidgets.Dropdown(options=list(CHOICES[name].items()), description=FIELDS[name])
        return ipywidgets.Text(description=FIELDS[name])
