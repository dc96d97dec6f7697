"""The rows of tab 2 in which something differs, one line a row: cell, expected, found, difference, cause. Pure."""

from dataclasses import dataclass
from itertools import groupby

from backoffice.desk.spanish import counted, number_in, said, signed_pesos
from backoffice.domain.checks.causes import alternatives, named
from backoffice.domain.findings import Finding, Section, Severity, row_label
from backoffice.domain.letters.corrections import STEPS, WITHHOLDING
from backoffice.domain.money import shown, to_centavos
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.verdict import Verdict
from backoffice.mail.wording import figure, grouped_nss

Place = tuple[Section, int]

#: What a finding without a cause is called beside its row.
TAGS = {
    "rounding_accepted": "redondeo, aceptado",
    "not_applicable_as_zero": "«No aplica», aceptado",
    "number_as_text": "texto, aceptado",
    "answer_missing": "falta el dato",
    "answer_unreadable": "no se pudo leer",
    "answer_is_error": "error de fórmula",
    "answer_without_value": "fórmula sin resultado",
    "answer_claims_not_applicable": "dice «No aplica»",
    "answer_should_not_apply": "no aplica",
    "row_missing": "falta el renglón",
    "row_unanswered": "renglón sin contestar",
    "row_repeated": "renglón repetido",
}
UNEXPLAINED = "sin causa identificada"
TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "info"}
WORDS = {Severity.ERROR: "por corregir", Severity.WARNING: "por ver", Severity.NOTE: "aceptado"}
_GRAVEST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row. Figures are as people read them; ``step`` is named where it is not the whole withholding.

    ``causes`` are codes of the mistakes that, all at once, give what was found, the first alternative where several
    fit; ``tone`` is ``bad``, ``warn`` or ``info``; ``shown`` are the cells of the row as found, by their step.
    """

    place: Place
    label: str
    cell: str
    nss: str
    kind: str
    step: str
    expected: str
    found: str
    difference: str
    causes: tuple[str, ...]
    tag: str
    tone: str
    shown: tuple[tuple[str, str], ...]


def differences(verdict: Verdict | None, asked: TestSet) -> list[Difference]:
    """A line for every row with a finding, in the order of the set."""
    found = [f for f in verdict.findings if f.tab == 2 and f.section and f.number] if verdict else []
    rows = {(row.section, row.number): row for row in asked.rows}
    ordered = sorted(found, key=lambda f: (f.section == "assessment", f.number))
    groups = ((place, list(group)) for place, group in groupby(ordered, key=_place))
    return [_line(place, group, rows.get(place), verdict) for place, group in groups if verdict]


def kind_of(row: TestRow | None) -> str:
    """``Factor 26.0528``, ``Cuota fija 3,000.00``, ``Porcentaje 25 %``."""
    if row is None:
        return ""
    value = row.case["discount_value"]
    return {"1": f"Porcentaje {value} %", "2": f"Cuota fija {figure(value)}", "3": f"Factor {value}"}.get(
        row.case["discount_type"], value
    )


def _place(finding: Finding) -> Place:
    return finding.section or "samples", finding.number or 0


def _line(place: Place, found: list[Finding], row: TestRow | None, verdict: Verdict) -> Difference:
    main = min(found, key=lambda f: (f.code != "withholding_differs", _GRAVEST[f.severity]))
    possible = alternatives(c for c in verdict.diagnosis if c.mistake in main.causes and place in c.explains)
    return Difference(
        place=place,
        label=row_label(*place),
        cell=said(main.cell, 12),
        nss=grouped_nss(said(main.nss or (row.nss if row else ""), 20)),
        kind=kind_of(row),
        step=_step(main, len(found) - 1),
        expected=figure(said(main.expected, 30)),
        found=figure(said(main.found, 30)),
        difference=_difference(main),
        causes=possible[0] if possible else (),
        tag=_tag(main, possible, place in verdict.unexplained),
        tone=TONES[main.severity],
        shown=tuple((STEPS[f.code], figure(said(f.found, 30))) for f in found if f.code in STEPS),
    )


def _step(main: Finding, others: int) -> str:
    name = STEPS.get(main.code, "")
    more = f"y {counted(others, 'dato', 'datos')} más" if others else ""
    return f"{name} {more}".rstrip() if name not in {"", WITHHOLDING} else more


def _difference(main: Finding) -> str:
    right, given = number_in(main.expected), number_in(main.found)
    if right is None or given is None:
        return ""
    if main.code in {"bimester_days_differs", "days_differs"}:
        return shown(to_centavos(given - right)).removesuffix(".00")
    return signed_pesos(given - right)


def _tag(main: Finding, possible: list[tuple[str, ...]], unexplained: bool) -> str:
    if possible:
        return named(possible)
    if unexplained and main.code == "withholding_differs":
        return UNEXPLAINED
    if main.code in STEPS and main.code != "withholding_differs":
        return "paso del cálculo"
    return TAGS.get(main.code, WORDS[main.severity])
