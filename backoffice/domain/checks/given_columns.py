"""The given columns of tab 2 as a table: what each is called, what its value is however it is written, and how people
read it. Nothing is compared here."""

import unicodedata
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial

from backoffice.domain.calendar import spoken
from backoffice.domain.checks.wording import clean, in_pesos, plain
from backoffice.domain.test_set import FREQUENCY_LABELS

NOT_APPLICABLE = "«No aplica»"


@dataclass(frozen=True, slots=True)
class Column:
    """Its title in the template, ``normal``: what equal values have in common, and ``said``: the value for people."""

    title: str
    normal: Callable[[str], Hashable] = str
    said: Callable[[str], str] = clean

    def shown(self, text: str) -> str:
        """A value as people read it; '' does not apply."""
        return self.said(text) if text else NOT_APPLICABLE


def number(text: str) -> Hashable:
    """``2450.00`` is ``2450``; a text that is no number is itself."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    return found if found.is_finite() else text


def letters(text: str) -> str:
    """Of a name or an identifier: its letters and digits, whatever their case, composed alike."""
    return "".join(c for c in unicodedata.normalize("NFKC", text[:240]).casefold() if c.isalnum())


def stretches(text: str) -> Hashable:
    """Days absent as stretches without gap between them, in order; a text that tells no days is itself."""
    pieces = (piece.split("..") for piece in text.split(";") if piece)
    try:
        ends = [[date.fromisoformat(end).toordinal() for end in piece] for piece in pieces]
    except ValueError:
        return text
    merged: list[tuple[int, int]] = []
    for first, last in sorted((stretch[0], stretch[-1]) for stretch in ends):
        if merged and first <= merged[-1][1] + 1:
            start, end = merged.pop()
            merged.append((start, max(end, last)))
        else:
            merged.append((first, last))
    return tuple(merged)


def day(text: str) -> str:
    """``2026-09-01`` → ``1/sep/2026``."""
    try:
        return spoken(date.fromisoformat(text))
    except ValueError:
        return clean(text)


def days(text: str) -> str:
    """``2025-05-03..2025-05-05;2025-05-09`` → ``3/may/2025 a 5/may/2025; 9/may/2025``."""
    pieces = (piece.split("..") for piece in text.split(";"))
    return clean("; ".join(" a ".join(map(day, piece)) for piece in pieces), 120)


def amount(text: str, say: Callable[[Decimal], str]) -> str:
    """A number as *say* has it; what is none stays."""
    found = number(text)
    return say(found) if isinstance(found, Decimal) else clean(text)


def label(text: str, labels: Mapping[str, str]) -> str:
    """What a code is called."""
    return labels.get(text, clean(text))


_TYPES = {"1": "1 Porcentaje", "2": "2 Cuota fija", "3": "3 Factor de descuento"}
_ZONES = {"general": "General", "border": "Frontera norte"}
_YES_OR_NO = {"yes": "Sí", "no": "No"}

#: By their names in ``CASES.csv``, in the template's order; without NSS and credit, which say whose row it is.
COLUMNS: dict[str, Column] = {
    "name": Column("Nombre", letters),
    "rfc": Column("RFC", letters),
    "curp": Column("CURP", letters),
    "discount_type": Column("Tipo de descuento", said=partial(label, labels=_TYPES)),
    "discount_value": Column("Valor del descuento", number, partial(amount, say=plain)),
    "frequency": Column("Frecuencia", said=partial(label, labels=FREQUENCY_LABELS)),
    "period_start": Column("Inicio del periodo", said=day),
    "period_end": Column("Fin del periodo", said=day),
    "paid_on": Column("Fecha de pago", said=day),
    "hired_on": Column("Alta", said=day),
    "left_on": Column("Baja", said=day),
    "daily_wage": Column("Salario diario", number, partial(amount, say=in_pesos)),
    "sdi": Column("SDI", number, partial(amount, say=in_pesos)),
    "changed_sdi": Column("SDI nuevo", number, partial(amount, say=in_pesos)),
    "sdi_changed_on": Column("Desde", said=day),
    "zone": Column("Zona", said=partial(label, labels=_ZONES)),
    "absences": Column("Ausencias e incapacidades", stretches, days),
    "wage_available": Column("Salario disponible", number, partial(amount, say=in_pesos)),
    "first_payroll": Column("Primera nómina del bimestre", said=partial(label, labels=_YES_OR_NO)),
}
