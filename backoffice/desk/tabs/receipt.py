"""The receipt (CFDI) of tab 4, as it is read: who, when, how much, and its deductions, those of the credit marked."""

from collections.abc import Sequence
from datetime import date

from backoffice.desk.case import OpenCase
from backoffice.desk.page import page
from backoffice.desk.seen import evidence, traces
from backoffice.desk.signs import sign_of
from backoffice.domain.calendar import spoken
from backoffice.domain.evidence import Cfdi, Deduction
from backoffice.domain.explained.points import point_of
from backoffice.domain.explained.spanish import counted, said
from backoffice.domain.money import shown as pesos
from backoffice.domain.money import to_centavos
from backoffice.domain.test_set import TestSet
from backoffice.domain.typography import figure, grouped_nss

TITLE = "CFDI"
#: SAT's codes of the credit's deductions, and what they are.
CREDIT = {"009": "préstamo del Infonavit", "010": "pago por crédito de vivienda"}
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


def shown(case: OpenCase) -> str:
    """The receipt, or that there is none."""
    receipt = evidence(case).cfdi
    findings = case.verdict.findings if case.verdict else ()
    points = [point_of(one) for one in findings if one.tab == 4]
    deductions = [deduction_said(one) for one in (receipt.deductions if receipt else ())]
    folios = [one.uuid for one in traces(case).receipts if one.uuid] if receipt else []
    facts = facts_of(receipt, folios) if receipt else ()
    wanted = wanted_of(case.asked, receipt)
    return page("tab_receipt", facts=facts, deductions=deductions[:MOST_DEDUCTIONS], points=points, wanted=wanted)


def wanted_of(asked: TestSet, receipt: Cfdi | None) -> dict[str, str]:
    """The row of the set that the receipt is of: who, its right withholding, and what the credit's lines add up to."""
    row = asked.row(*asked.receipt)
    right = row.expected["withholding"] or ""
    lines = [to_centavos(one.amount) for one in (receipt.deductions if receipt else ()) if one.type in CREDIT]
    found = pesos(sum(lines)) if lines else "ninguna deducción del crédito"
    same = bool(lines) and figure(right) == found
    return {
        "row": row.label, "name": row.name, "nss": grouped_nss(row.nss), "right": figure(right), "found": found,
        "tone": "ok" if same else "bad",
    }  # fmt: skip


def deduction_said(one: Deduction) -> tuple[str, str, str, str, str]:
    """A line of the receipt as texts; the last says what it is where it is the credit's."""
    amount = pesos(to_centavos(one.amount))
    return said(one.type, 10), said(one.key, 20), said(one.concept, 80), amount, CREDIT.get(one.type, "")


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
