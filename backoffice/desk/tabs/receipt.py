"""The receipt (CFDI) of tab 4, as it is read: who, when, how much, and its deductions, those of the credit marked."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from backoffice.desk.case import OpenCase
from backoffice.desk.page import page
from backoffice.desk.seen import evidence, traces
from backoffice.desk.signs import sign_of
from backoffice.domain.calendar import spoken
from backoffice.domain.checks.limits import Limits
from backoffice.domain.checks.lines import HousingLines, housing_lines
from backoffice.domain.checks.tab4_receipt import TO_CONFIRM
from backoffice.domain.checks.wording import grouped
from backoffice.domain.evidence import Cfdi, Deduction
from backoffice.domain.explained.points import point_of
from backoffice.domain.explained.spanish import counted, said
from backoffice.domain.money import shown as pesos
from backoffice.domain.money import to_centavos
from backoffice.domain.test_set import TestRow
from backoffice.domain.typography import grouped_nss

TITLE = "CFDI"
#: SAT's codes of the credit's deductions, and what they are.
CREDIT = {"009": "préstamo del Infonavit", "010": "pago por crédito de vivienda"}
MISCODED, INSURANCE_APART = "del crédito, con otra clave", "seguro de daños, aparte"
#: Totals of the receipt that tell what the worker gets, by SAT's name.
TOTALS = {
    "TotalPercepciones": "Percepciones",
    "TotalDeducciones": "Deducciones",
    "TotalOtrosPagos": "Otros pagos",
}
MOST_DEDUCTIONS = 60


def badge(case: OpenCase) -> str:
    """A sign where something of tab 4 is to be corrected or looked at."""
    return sign_of(case.verdict, 4)


class Compared(NamedTuple):
    """What the receipt withholds for the credit beside what is right: texts, and the tone of the sum."""

    sum: str
    right: str
    difference: str
    tone: str
    remark: str


def shown(case: OpenCase) -> str:
    """The receipt, or that there is none."""
    receipt, row = evidence(case).cfdi, case.asked.row(*case.asked.receipt)
    findings = [one for one in (case.verdict.findings if case.verdict else ()) if one.tab == 4]
    words = {"row": row, "nss": grouped_nss(row.nss), "points": [point_of(one) for one in findings]}
    if receipt is None:
        return page("tab_receipt", facts=(), **words)
    limits = Limits.on(case.asked.on, case.rules)
    lines = housing_lines(receipt, row, limits)
    folios = [one.uuid for one in traces(case).receipts if one.uuid]
    named = [(one, credit_said(one, lines)) for one in receipt.deductions]
    if len(named) > MOST_DEDUCTIONS:
        named.sort(key=lambda one: not one[1])  # the credit's are shown, whatever is left out
    deductions = [deduction_said(*one) for one in named[:MOST_DEDUCTIONS]]
    disputed = any(one.code == TO_CONFIRM.code for one in findings)
    more = len(receipt.deductions) - len(deductions)
    return page(
        "tab_receipt",
        facts=facts_of(receipt, folios),
        deductions=deductions,
        more=counted(more, "deducción más", "deducciones más") if more else "",
        compared=compared(lines, row, limits, disputed=disputed),
        **words,
    )


def compared(lines: HousingLines, row: TestRow, limits: Limits, *, disputed: bool) -> Compared | None:
    """The credit's lines as the evaluation adds them up; ``None`` where the row's withholding is not known."""
    if not row.is_answered:
        return None
    right = Decimal(row.expected["withholding"] or 0)
    off = lines.total - right
    if not (lines.coded or lines.miscoded):
        tone, remark = ("bad", "El recibo no trae ninguna deducción del crédito.") if right else ("ok", "")
    elif not off:
        tone, remark = "ok", ""
    elif limits.forgives(off):
        tone, remark = "ok", "Difiere por redondeo; se acepta."
    elif disputed:
        tone, remark = "warn", "Otra lectura de la regla lo explica: criterio por confirmar."
    else:
        tone, remark = "bad", ""
    apart = f"{'+' if off > 0 else ''}{grouped(off)}" if off else ""
    return Compared(grouped(lines.total), grouped(right), apart, tone, remark)


def credit_said(one: Deduction, lines: HousingLines) -> str:
    """What a line is to the credit; '' for what is of other matters."""
    if one is lines.insurance_apart:
        return INSURANCE_APART
    if any(one is other for other in lines.miscoded):
        return MISCODED
    return CREDIT.get(one.type, "")


def deduction_said(one: Deduction, credit: str) -> tuple[str, str, str, str, str]:
    """A line of the receipt as texts; the last says what it is where it is the credit's."""
    return said(one.type, 10), said(one.key, 20), said(one.concept, 80), pesos(to_centavos(one.amount)), credit


def facts_of(receipt: Cfdi, folios: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What the receipt says of itself, by name; *folios* are its fiscal folios (UUID), none where it has no stamp."""
    known = (
        ("Emisor", receipt.issuer_rfc),
        ("Receptor", f"{receipt.receiver_rfc} · {receipt.receiver_curp}"),
        ("NSS", grouped_nss(receipt.nss)),
        ("Registro patronal", receipt.employer_registration),
        ("Periodo", f"{_day(receipt.period_start)} a {_day(receipt.period_end)}"),
        ("Fecha de pago", _day(receipt.paid_on)),
        *((TOTALS[name], pesos(to_centavos(amount))) for name, amount in receipt.totals.items() if name in TOTALS),
        ("Total", pesos(to_centavos(receipt.total)) if receipt.total is not None else "no lo dice"),
        ("Folio fiscal (UUID)", ", ".join(folios[:3]).upper() or "sin timbre, no tiene"),
        ("Versiones", f"CFDI {receipt.version}, nómina {receipt.payroll_version}"),
        ("Sello", "sellado (la guía lo pide sin sellar)" if receipt.sealed else "sin sellar, como pide la guía"),
        ("Esquemas del SAT", _of_schemas(receipt)),
        ("Dónde está", f"hoja «{receipt.sheet}», {'archivo insertado' if receipt.source == 'embedded' else 'celdas'}"),
    )
    return tuple((name, said(value, 120)) for name, value in known)


def _day(text: str) -> str:
    """A date as the desk writes it; what is none, as it came."""
    try:
        return spoken(date.fromisoformat(text))
    except ValueError:
        return text


def _of_schemas(receipt: Cfdi) -> str:
    faults = receipt.schema_error_count
    return (
        counted(faults, "incumplimiento", "incumplimientos") if faults else "los cumple, salvo lo que falta por sellar"
    )
