"""Tab 4: the unsealed payroll receipt of one worker of the set. SAT's schemas are ``tab4_form``'s part."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from backoffice.domain.checks.causes import Causes
from backoffice.domain.checks.comparison import number_in
from backoffice.domain.checks.lines import HousingLines, housing_lines
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.wording import Kind, clean, grouped, in_pesos
from backoffice.domain.evidence import Cfdi
from backoffice.domain.findings import Finding, Severity, Standing
from backoffice.domain.money import to_centavos
from backoffice.domain.test_set import TestRow

TAB = 4
_ERROR = partial(Kind, severity=Severity.ERROR)

CFDI_MISSING = _ERROR(
    "cfdi_missing",
    sentence="La pestaña 4 no trae el CFDI de nómina. Inserta el XML sin sellar del recibo de la fila {label}.",
)
SEALED = _ERROR(
    "cfdi_sealed",
    sentence="El CFDI viene sellado. Envíalo sin sellar, solo con los datos ficticios del set: un recibo sellado puede "
    "contener datos de personas reales.",
)
NSS = _ERROR(
    "cfdi_nss_differs",
    sentence="El CFDI es de otro trabajador: se esperaba el NSS {expected} (fila {label}) y encontramos {found}.",
)
EMPLOYER = _ERROR(
    "cfdi_employer_differs",
    sentence="El registro patronal del CFDI no es el del set: se esperaba {expected} y encontramos {found}.",
)
PERIOD_START = _ERROR(
    "cfdi_period_start_differs",
    sentence="La fecha inicial de pago del CFDI no es la de la fila {label}: se esperaba {expected} y encontramos "
    "{found}.",
)
PERIOD_END = _ERROR(
    "cfdi_period_end_differs",
    sentence="La fecha final de pago del CFDI no es la de la fila {label}: se esperaba {expected} y encontramos "
    "{found}.",
)
DEDUCTION_MISSING = _ERROR(
    "cfdi_deduction_missing",
    sentence="El CFDI no trae la deducción por el crédito de vivienda. Inclúyela con la clave 009 o 010.",
)
WRONG_CODE = _ERROR(
    "cfdi_deduction_code_wrong",
    sentence="El CFDI trae la deducción por el crédito de vivienda con la clave {found} ({name}). Usa la 009 o la 010.",
)
AMOUNT = _ERROR(
    "cfdi_amount_differs",
    sentence="La deducción por el crédito de vivienda en el CFDI no es la retención de la fila {label}: calculamos "
    "{right} y encontramos {given}.{beside}",
    standing=Standing.SECONDARY,
)
#: The same where another defensible reading of a disputed rule explains the figure, as it does in tab 2.
TO_CONFIRM = Kind(
    "cfdi_criterion_to_confirm",
    Severity.WARNING,
    "La deducción por el crédito de vivienda en el CFDI no es la retención de la fila {label}: calculamos {right} y "
    "encontramos {given}.{beside} Otra lectura de la regla lo explica: criterio por confirmar.",
    Standing.DISPUTED,
)
OTHER_THAN_TAB_2 = Kind(
    "cfdi_differs_from_tab_2",
    Severity.WARNING,
    "El CFDI y tu pestaña 2 no traen la misma cifra para la fila {label}: el CFDI dice {given}, que es lo que "
    "calculamos; la pestaña 2 dice {own}. Confirma que los dos salen del mismo cálculo.",
    Standing.PROPOSED,
)
ROUNDING = Kind(
    "cfdi_rounding_accepted",
    Severity.NOTE,
    "La deducción del CFDI difiere de la retención de la fila {label} solo por redondeo ({given} en lugar de {right}); "
    "la aceptamos.",
    Standing.PROPOSED,
)
INSURANCE_APART = Kind(
    "cfdi_insurance_as_other",
    Severity.WARNING,
    "El seguro de daños viene en una línea aparte con la clave 004 (Otros). Lo tomamos en cuenta; conviene usar la 009 "
    "o la 010.",
    Standing.PROPOSED,
)

CODE_NAMES = {"004": "Otros", "005": "Aportaciones a Fondo de vivienda"}


def the_receipt_is_there(matter: Matter) -> Iterator[Finding]:
    """Tab 4 carries a payroll CFDI, embedded or as text in cells."""
    if matter.evidence.cfdi is None and not matter.reading_failed(TAB):
        yield CFDI_MISSING.finding(words={"label": _row(matter).label}, **place(matter))


def the_receipt_is_not_sealed(matter: Matter) -> Iterator[Finding]:
    """The CFDI has no fiscal stamp and no seal."""
    if matter.evidence.cfdi is not None and matter.evidence.cfdi.sealed:
        yield SEALED.finding(**place(matter))


def the_receipt_is_of_the_worker_employer_and_period_asked_for(matter: Matter) -> Iterator[Finding]:
    """NumSeguridadSocial, RegistroPatronal, FechaInicialPago and FechaFinalPago are those of the set."""
    cfdi = matter.evidence.cfdi
    for kind, right, found in _identities(matter, cfdi) if cfdi is not None else ():
        if right and _plain_id(right) != _plain_id(found):
            words = {"label": _row(matter).label}
            yield kind.finding(words=words, expected=right, found=clean(found) or "nada", **place(matter))


def the_housing_credit_has_its_own_code(matter: Matter) -> Iterator[Finding]:
    """The deduction carries SAT's code 009 or 010; 004 only for a separate line of insurance."""
    lines = _lines(matter)
    if lines is None:
        return
    for code in sorted({line.type for line in lines.miscoded}):
        yield WRONG_CODE.finding(words={"name": CODE_NAMES[code]}, expected="009", found=code, **place(matter))
    if lines.insurance_apart is not None:
        yield INSURANCE_APART.finding(expected="009", found="004", **place(matter))
    if not (lines.coded or lines.miscoded) and _right(matter):
        yield DEDUCTION_MISSING.finding(expected="009", **place(matter))


def the_receipt_withholds_what_the_row_does(matter: Matter) -> Iterator[Finding]:
    """The lines of the housing credit add up to the row's official withholding, within the tolerance."""
    lines, right = _lines(matter), _right(matter)
    if lines is None or right is None or lines.total == right or not (lines.coded or lines.miscoded):
        return
    given = lines.total
    near = _is_near(matter, given)
    causes = Causes() if near else _causes(matter, given)
    words = {
        "label": _row(matter).label,
        "right": grouped(right),
        "given": grouped(given),
        "beside": _beside_tab_2(matter, given, causes),
    }
    disputed = bool(causes.codes) and matter.test_set.receipt in matter.disputed
    kind = ROUNDING if near else TO_CONFIRM if disputed else AMOUNT
    yield kind.finding(
        words=words, expected=in_pesos(right), found=in_pesos(given), causes=causes.codes, **place(matter)
    )


def the_receipt_and_tab_2_carry_the_same_withholding(matter: Matter) -> Iterator[Finding]:
    """Receipt and tab 2 carry one figure for the row. Here where the receipt's is right; else it is told with it."""
    lines, own = _lines(matter), _own(matter)
    if lines is None or own is None or not (lines.coded or lines.miscoded):
        return
    if _is_near(matter, lines.total) and not _is_near(matter, own):
        words = {"label": _row(matter).label, "given": grouped(lines.total), "own": grouped(own)}
        yield OTHER_THAN_TAB_2.finding(
            words=words, expected=in_pesos(lines.total), found=in_pesos(own), **place(matter)
        )


def _row(matter: Matter) -> TestRow:
    return matter.test_set.row(*matter.test_set.receipt)


def place(matter: Matter) -> dict[str, Any]:
    """Where every finding about the receipt belongs: the row it was asked for."""
    row = _row(matter)
    return {"tab": TAB, "section": row.section, "number": row.number, "nss": row.nss}


def _identities(matter: Matter, cfdi: Cfdi) -> Iterator[tuple[Kind, str, str]]:
    row = _row(matter)
    yield NSS, row.nss, cfdi.nss
    yield EMPLOYER, matter.test_set.nrp, cfdi.employer_registration
    yield PERIOD_START, row.case["period_start"], cfdi.period_start
    yield PERIOD_END, row.case["period_end"], cfdi.period_end


def _plain_id(text: str) -> str:
    """Without dashes and spaces, in capitals; a date without its time."""
    return re.sub(r"[\s-]", "", text[:64].partition("T00:")[0]).upper()


def _lines(matter: Matter) -> HousingLines | None:
    cfdi = matter.evidence.cfdi
    return None if cfdi is None else housing_lines(cfdi, _row(matter), matter.limits)


def _causes(matter: Matter, given: Decimal) -> Causes:
    """The same wrong amount in tab 2 has been diagnosed there."""
    answer = matter.answers.get(matter.test_set.receipt)
    return matter.causes_of(matter.test_set.receipt) if answer == to_centavos(given) else Causes()


def _right(matter: Matter) -> Decimal | None:
    """The official withholding of the row, in pesos; ``None`` where it is not known."""
    row = _row(matter)
    return Decimal(row.expected["withholding"] or 0) if row.is_answered else None


def _is_near(matter: Matter, pesos: Decimal) -> bool:
    """Within the tolerance of the official withholding, where that is known."""
    right = _right(matter)
    return right is not None and matter.limits.forgives(pesos - right)


def _own(matter: Matter) -> Decimal | None:
    """What tab 2 says of the row, in pesos; ``None`` where it holds no number."""
    section, number = matter.test_set.receipt
    pairs = (pair for pair in matter.rows[section].pairs if pair.row.number == number)
    answers = (pair.answer.answers.get("withholding") for pair in pairs)
    numbers = (number_in(answer) for answer in answers if answer is not None)
    return next((found for found in numbers if found is not None and found.is_finite()), None)


def _beside_tab_2(matter: Matter, given: Decimal, causes: Causes) -> str:
    """Whether tab 2 has the receipt's wrong amount too, the right one, or a third one."""
    own = _own(matter)
    if own is None:
        return ""
    if in_pesos(own) == in_pesos(given) or causes.codes:
        return f" Es la misma cifra que en tu pestaña 2.{causes.words}"
    if _is_near(matter, own):
        return f" En tu pestaña 2 está la cifra correcta ({grouped(own)}): es el recibo el que no la trae."
    return f" En tu pestaña 2 hay otra ({grouped(own)}), que tampoco es la correcta: no salen del mismo cálculo."
