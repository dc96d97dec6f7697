"""The rows of tab 2 in which something differs, one line a row: cell, expected, found, difference, cause. Pure."""

from dataclasses import dataclass
from itertools import groupby

from backoffice.domain.checks.causes import alternatives, named
from backoffice.domain.explained.compared import is_compared
from backoffice.domain.explained.proof import is_of_withholding
from backoffice.domain.explained.spanish import counted, number_in, said, signed_pesos
from backoffice.domain.findings import Finding, Section, Severity, row_label
from backoffice.domain.letters.corrections import STEPS, WITHHOLDING
from backoffice.domain.money import shown, to_centavos
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.typography import figure, grouped_nss
from backoffice.domain.verdict import Verdict

Place = tuple[Section, int]

#: What a finding without a cause is called beside its row.
TAGS = {
    "rounding_accepted": "redondeo, aceptado",
    "not_applicable_as_zero": "«No aplica», aceptado",
    "number_as_text": "texto, aceptado",
    "criterion_to_confirm": "criterio por confirmar",
    "answer_missing": "falta el dato",
    "answer_unreadable": "no se pudo leer",
    "answer_is_error": "error de fórmula",
    "answer_is_date": "es una fecha",
    "answer_without_value": "fórmula sin resultado",
    "answer_claims_not_applicable": "dice «No aplica»",
    "answer_should_not_apply": "no aplica",
    "steps_contradict": "pasos que no cuadran",
    "related_rows_contradict": "renglones que no cuadran",
    "nss_differs": "otro NSS",
    "credit_differs": "otro crédito",
    "given_value_changed": "otro dato del set",
    "row_missing": "falta el renglón",
    "row_unanswered": "renglón sin contestar",
    "row_repeated": "renglón repetido",
    "row_renumbered": "otro número, aceptado",
}
#: What is compared here is no amount: it is neither grouped as one nor subtracted.
IDENTITIES = {"nss_differs", "credit_differs", "given_value_changed", "row_missing", "row_renumbered"}
#: Findings about one cell to be filled in, whichever its step. In b) there is only one step.
OF_A_CELL = {"rounding_accepted", "criterion_to_confirm", "number_as_text", "not_applicable_as_zero"} | {
    code for code in TAGS if code.startswith("answer_")
}
#: Findings about more than one cell, that say nothing of whether any one of them is right.
BESIDE_THE_CELLS = {"steps_contradict", "related_rows_contradict", "row_renumbered"}
UNEXPLAINED = "sin causa identificada"
TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "info"}
WORDS = {Severity.ERROR: "por corregir", Severity.WARNING: "por ver", Severity.NOTE: "aceptado"}
SIGNS = {"bad": "✕", "warn": "!", "info": "✓"}
_GRAVEST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
#: A row tells so many sentences beside its figures.
MOST_SENTENCES = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """One row. Figures are as people read them; ``step`` is named where it is not the whole withholding.

    ``causes`` are codes of the mistakes that, all at once, give what was found, the first alternative where several
    fit; ``tone`` is ``bad``, ``warn`` or ``info``; ``shown`` are the cells of the row as found, by their step;
    ``agreed`` the steps that were asked for and in which nothing was found; ``also`` are the sentences on what no
    figure tells.
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
    agreed: tuple[str, ...]
    also: tuple[str, ...]


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


def value_said(code: str, text: str | None) -> str:
    """What a finding of that code expected or found, as people read it: amounts with thousands, an NSS in groups."""
    short = said(text, 30)
    return grouped_nss(short) if code in IDENTITIES else figure(short)


def tag_of(finding: Finding, verdict: Verdict) -> str:
    """What is the matter with a row in a few words: its cause, where one is known."""
    if named_cause := cause_named(finding, verdict):
        return named_cause
    if finding.code in STEPS and finding.code != "withholding_differs":
        return "paso del cálculo"
    return TAGS.get(finding.code, WORDS[finding.severity])


def cause_named(finding: Finding, verdict: Verdict) -> str:
    """``A``, ``A y B`` for two mistakes at once, ``A o bien C`` where both fit; '' where no cause is looked for."""
    possible = _possible(finding, verdict)
    if possible:
        doubt = f": {TAGS[finding.code]}" if finding.code == "criterion_to_confirm" else ""
        return f"{named(possible)}{doubt}"
    unexplained = _place(finding) in verdict.unexplained and finding.code == "withholding_differs"
    return UNEXPLAINED if unexplained else ""


def _place(finding: Finding) -> Place:
    return finding.section or "samples", finding.number or 0


def _possible(finding: Finding, verdict: Verdict) -> list[tuple[str, ...]]:
    """The alternatives that explain the row of a finding."""
    place = _place(finding)
    return alternatives(c for c in verdict.diagnosis if c.mistake in finding.causes and place in c.explains)


def _line(place: Place, found: list[Finding], row: TestRow | None, verdict: Verdict) -> Difference:
    main = min(found, key=lambda f: (not is_of_withholding(f), _GRAVEST[f.severity]))
    possible = _possible(main, verdict)
    return Difference(
        place=place,
        label=row_label(*place),
        cell=said(main.cell, 12),
        nss=grouped_nss(said(main.nss or (row.nss if row else ""), 20)),
        kind=kind_of(row),
        step=_step(main, sum(f is not main and (f.code in STEPS or f.code in OF_A_CELL) for f in found)),
        expected=_expected(main, row),
        found=value_said(main.code, main.found),
        difference=_difference(main),
        causes=possible[0] if possible else (),
        tag=tag_of(main, verdict),
        tone=TONES[main.severity],
        shown=tuple((step_of(f), value_said(f.code, f.found)) for f in found if step_of(f)),
        agreed=_agreed(place, found, verdict),
        also=tuple(said(f.message, 400) for f in found if _needs_words(f))[:MOST_SENTENCES],
    )


def _agreed(place: Place, found: list[Finding], verdict: Verdict) -> tuple[str, ...]:
    """Steps of a row of a) without a finding, where the tab was read whole and every finding tells of which cell it is.

    b) asks for no steps.
    """
    if place[0] != "samples" or not is_compared(verdict, "samples"):
        return ()
    if not all(step_of(f) or f.code in BESIDE_THE_CELLS for f in found):
        return ()
    differing = {step_of(f) for f in found}
    return tuple(name for name in STEPS.values() if name not in differing)


def _expected(main: Finding, row: TestRow | None) -> str:
    """Of a row that did not come, the amount that it should have said."""
    if main.code in {"row_missing", "row_unanswered"} and row is not None:
        return figure(row.expected["withholding"] or "")
    return value_said(main.code, main.expected)


def step_of(finding: Finding) -> str:
    """The step of the calculation that a finding is about, as the template names it; '' where it does not tell."""
    if finding.code in STEPS:
        return STEPS[finding.code]
    alone = finding.section == "assessment" and finding.code in OF_A_CELL
    return WITHHOLDING if alone or is_of_withholding(finding) else ""


def _needs_words(finding: Finding) -> bool:
    return finding.code not in STEPS and finding.severity is not Severity.NOTE


def _step(main: Finding, others: int) -> str:
    name = STEPS.get(main.code, "")
    more = f"y {counted(others, 'dato', 'datos')} más" if others else ""
    return f"{name} {more}".rstrip() if name not in {"", WITHHOLDING} else more


def _difference(main: Finding) -> str:
    right, given = number_in(main.expected), number_in(main.found)
    if right is None or given is None or main.code in IDENTITIES:
        return ""
    if main.code in {"bimester_days_differs", "days_differs"}:
        return shown(to_centavos(given - right)).removesuffix(".00")
    return signed_pesos(given - right)
