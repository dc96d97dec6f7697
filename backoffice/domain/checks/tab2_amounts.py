"""Tab 2, how much: each step of a) and each withholding of b), from the frame of outcomes to findings with causes."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from backoffice.domain.causes import Diagnosis
from backoffice.domain.checks.causes import Causes
from backoffice.domain.checks.comparison import MONEY, PER_CENTAVO
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.mistaken import is_same, mistaken_figures
from backoffice.domain.checks.wording import (
    STEP_NAMES,
    Kind,
    as_date,
    clean,
    gathered,
    grouped,
    in_pesos,
    plain,
    step_words,
)
from backoffice.domain.evidence import STEPS, AnswerKind
from backoffice.domain.findings import Finding, Section, Severity, Standing, row_label
from backoffice.domain.money import shown

TAB = 2
_ERROR = partial(Kind, severity=Severity.ERROR)
_NOTE = partial(Kind, severity=Severity.NOTE, standing=Standing.PROPOSED)

#: A step of the calculation that came out otherwise; the formula rests on concordant secondary sources.
DIFFERS = {
    step: _ERROR(
        f"{step}_differs",
        sentence="Fila {label}: {step} no {agrees}; calculamos {right} y encontramos {given}{by}.{cause}",
        standing=Standing.SECONDARY,
    )
    for step in STEP_NAMES
}
#: The same where another defensible reading of a disputed rule explains the row: never by itself a reason to reject.
TO_CONFIRM = Kind(
    "criterion_to_confirm",
    Severity.WARNING,
    "Fila {label}: {step} no {agrees}; calculamos {right} y encontramos {given}{by}.{cause} Otra lectura de la regla "
    "lo explica: criterio por confirmar.",
    Standing.DISPUTED,
)
ROUNDING = _NOTE(
    "rounding_accepted",
    sentence="Fila {label}: {step} {differs} solo por redondeo ({given} en lugar de {right}); lo aceptamos.{cause}",
)
MISSING = _ERROR("answer_missing", sentence="Fila {label}: {lacks} {step} (celda {cell}). Anota el resultado.")
UNREADABLE = _ERROR(
    "answer_unreadable",
    sentence="Fila {label}: en {step} no pudimos leer una cifra posible; dice «{given}». Anota solo la cifra.",
)
IS_DATE = _ERROR(
    "answer_is_date",
    sentence="Fila {label}: en {step} hay una fecha ({given}), no una cifra. Da formato de número a la celda y revisa "
    "que muestre el resultado.",
)
ERROR_CELL = _ERROR(
    "answer_is_error",
    sentence="Fila {label}: la celda {of_step} muestra el error {given}. Corrige la fórmula o anota el valor.",
)
NO_STORED_VALUE = _ERROR(
    "answer_without_value",
    sentence="Fila {label}: en {step} hay una fórmula sin resultado guardado (celda {cell}). Abre el libro, deja que "
    "se calcule y guárdalo de nuevo, o anota el valor.",
)
CLAIMED = _ERROR(
    "answer_claims_not_applicable",
    sentence="Fila {label}: dice que {step} no {applies}, y en este caso sí {applies}: calculamos {right}.{cause}",
    standing=Standing.SECONDARY,
)
SHOULD_NOT_APPLY = Kind(
    "answer_should_not_apply",
    Severity.WARNING,
    "Fila {label}: en este tipo de descuento no {applies} {step}; encontramos {given} y esperábamos «No aplica».",
    Standing.PROPOSED,
)
AS_ZERO = _NOTE(
    "not_applicable_as_zero", sentence="Fila {label}: dice que {step} no {applies}; lo entendimos como 0.00."
)
AS_TEXT = _NOTE(
    "number_as_text", sentence="Fila {label}: {step} {comes} como texto («{given}»); lo entendimos como {understood}."
)
MANY_AS_TEXT = _NOTE("numbers_as_text", sentence="{count} cifras vienen como texto ({places}); las entendimos.")

_KINDS = {
    "rounding": ROUNDING,
    "missing": MISSING,
    "unreadable": UNREADABLE,
    "error": ERROR_CELL,
    "no_stored_value": NO_STORED_VALUE,
    "claimed_not_applicable": CLAIMED,
    "should_not_apply": SHOULD_NOT_APPLY,
    "not_applicable_as_zero": AS_ZERO,
}
#: Outcomes that are told, and those of them that are told though the right amount is not known.
_UNLIKE = frozenset({*_KINDS, "differs"})
_NO_AMOUNT = frozenset({"missing", "unreadable", "error", "no_stored_value"})
_EXPLAINED = (DIFFERS["withholding"], TO_CONFIRM, ROUNDING, CLAIMED)


def every_sample_shows_the_steps_of_its_calculation(matter: Matter) -> Iterator[Finding]:
    """In a), each step has the value of the official calculation: days, unit value, daily amount, caps, insurance."""
    yield from _judged(matter, "samples", STEPS[:-1])


def every_sample_has_the_right_withholding(matter: Matter) -> Iterator[Finding]:
    """In a), the total withholding of each row is the official one, within the tolerance of a period."""
    yield from _judged(matter, "samples", STEPS[-1:])


def every_assessment_row_has_the_right_withholding(matter: Matter) -> Iterator[Finding]:
    """In b), the total withholding of each row is the official one, within the tolerance of a period."""
    yield from _judged(matter, "assessment", STEPS[-1:])


def every_assessment_row_has_an_amount(matter: Matter) -> Iterator[Finding]:
    """In b), the total withholding of each row is an amount, be it right or wrong."""
    yield from _judged(matter, "assessment", STEPS[-1:], _NO_AMOUNT)


def every_amount_is_a_number(matter: Matter) -> Iterator[Finding]:
    """Amounts are numbers, not texts that look like numbers."""
    as_text = matter.amounts["kind"].eq(AnswerKind.TEXT_NUMBER)
    if not as_text.any():
        return
    typed = matter.amounts[as_text]
    for section in matter.rows:
        lines = typed[typed["section"].eq(section)].itertuples()
        yield from gathered((_finding(matter, AS_TEXT, line) for line in lines), MANY_AS_TEXT)


def _judged(
    matter: Matter, section: Section, steps: tuple[str, ...], outcomes: frozenset[str] = _UNLIKE
) -> Iterator[Finding]:
    """One finding per line of the frame that is not right. A column that reading did not find is told once, by it."""
    frame, unlike = matter.amounts, matter.amounts["outcome"].isin(outcomes)
    if not unlike.any():
        return
    wrong = frame[unlike & frame["section"].eq(section) & frame["step"].isin(steps)]
    if matter.reading_failed(TAB):
        wrong = wrong[wrong["cell"].ne("")]
    for line in wrong.itertuples():
        yield _finding(matter, _kind(matter, line), line)


def _kind(matter: Matter, line: Any) -> Kind:
    if line.outcome == "unreadable" and as_date(line.shown):
        return IS_DATE
    if line.outcome != "differs":
        return _KINDS[str(line.outcome)]
    return TO_CONFIRM if _is_other_reading(matter, line) else DIFFERS[str(line.step)]


def _is_other_reading(matter: Matter, line: Any) -> bool:
    """Another defensible reading explains the row, and gives this very figure."""
    place = (line.section, int(line.number))
    if place not in matter.disputed or line.step == "withholding":
        return place in matter.disputed
    disputed = [cause for cause in matter.diagnosis.causes if cause.mistake in matter.possible.parameters.defensible]
    tolerance = Decimal(matter.limits.tolerance_centavos) / 100
    readings = mistaken_figures(Diagnosis(tuple(disputed)), matter.possible, place)
    return any(
        line.step in figures and is_same(line.step, line.found_number, figures[line.step], tolerance)
        for figures in readings
    )


def _finding(matter: Matter, kind: Kind, line: Any) -> Finding:
    row = (line.section, int(line.number))
    told = line.step == "withholding" and kind in _EXPLAINED
    causes = matter.causes_of(row) if told else Causes()
    return kind.finding(
        words=_words(line, causes),
        tab=TAB,
        cell=line.cell or None,
        section=row[0],
        number=row[1],
        nss=line.nss,
        expected=(line.expected_text or None) if line.applies else "No aplica",
        found=_found(line) or None,
        causes=causes.codes,
    )


def _words(line: Any, causes: Causes) -> dict[str, Any]:
    return {
        "label": row_label(line.section, int(line.number)),
        **step_words(line.step),
        "right": _spoken(line.step, line.expected_text),
        "given": _given(line),
        "understood": _understood(line),
        "by": f" ({_signed(int(line.difference))})" if line.step in MONEY else "",
        "cause": causes.words,
    }


def _found(line: Any) -> str:
    """The number as understood; of anything else what the cell shows."""
    return _understood(line) if line.kind == AnswerKind.NUMBER else clean(line.shown)


def _given(line: Any) -> str:
    """The same for a sentence: money with its thousands, a date as people write it."""
    is_money = line.kind == AnswerKind.NUMBER and line.step in MONEY
    day = as_date(line.shown) if line.kind == AnswerKind.UNREADABLE else None
    return grouped(line.found_number) if is_money else day or _found(line)


def _understood(line: Any) -> str:
    if not isinstance(line.found_number, Decimal):
        return ""
    return (in_pesos if line.step in MONEY else plain)(line.found_number)


def _spoken(step: str, text: str) -> str:
    return grouped(Decimal(text)) if text and step in MONEY else text


def _signed(millionths: int) -> str:
    """A difference in pesos with its sign, as people read it."""
    centavos = (abs(millionths) + PER_CENTAVO // 2) // PER_CENTAVO
    return shown(-centavos) if millionths < 0 else f"+{shown(centavos)}"
