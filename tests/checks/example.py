"""A small test set and faultless evidence for it, all in literals; tests change what they are about."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from backoffice.domain.checks import judge
from backoffice.domain.evidence import (
    STEPS,
    Answer,
    AnswerKind,
    AnswerRow,
    Cfdi,
    Deduction,
    EmbeddedFile,
    Evidence,
    NoticeFile,
    Picture,
    Sheet,
)
from backoffice.domain.findings import Finding, Section
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.domain.verdict import Verdict
from backoffice.official import parameters
from tests.workbooks.making.sample import case, worker

SHA = "ab" * 32

CASE = case(
    discount_type="2", discount_value="3000.00", period_start="2026-09-01", period_end="2026-09-15", sdi="524.65",
    daily_wage="500.00", starts_on="2024-01-15",
)  # fmt: skip

#: section, number, nss, credit, what differs in the case, the right steps
ROWS = (
    ("samples", 1, "10108500014", "1500000011", {"first_payroll": "yes"},
     ("61", None, "98.360656", "15", "1475.41", "15.00", "1490.41")),
    ("samples", 2, "10108500022", "1500000029", {"discount_type": "3", "discount_value": "26.0528"},
     ("61", "100.81", "86.110910", "15", "1291.66", "0.00", "1291.66")),
    ("samples", 3, "10108500030", "1500000037", {"discount_type": "1", "discount_value": "25"},
     (None, None, "131.1625", "15", "1967.44", "0.00", "1967.44")),
    ("assessment", 1, "10108500048", "1500000045", {"discount_type": "3", "discount_value": "26.0528"},
     ("61", "100.81", "86.110910", "15", "1291.66", "0.00", "1291.66")),
    ("assessment", 2, "10108500055", "1500000052", {},
     ("61", None, "98.360656", "15", "1475.41", "0.00", "1475.41")),
    ("assessment", 3, "10108500055", "1500000052", {"period_start": "2026-08-16", "period_end": "2026-08-31"},
     ("62", None, "96.774194", "16", "1548.39", "0.00", "1548.39")),
    ("assessment", 4, "10108500063", "1500000060", {"ends_on": "2026-08-20"},
     ("61", None, "98.360656", "0", "0.00", "0.00", "0.00")),
)  # fmt: skip

#: What a faultless system writes into tab 2: ``None`` is "No aplica".
ANSWERS: dict[tuple[Section, int], tuple[str | None, ...]] = {
    ("samples", 1): ("61", None, "98.3607", "15", "1475.41", "15", "1490.41"),
    ("samples", 2): ("61", "100.81", "86.1109", "15", "1291.66", "0", "1291.66"),
    ("samples", 3): (None, None, "131.1625", "15", "1967.44", "0", "1967.44"),
    ("assessment", 1): ("1291.66",),
    ("assessment", 2): ("1475.41",),
    ("assessment", 3): ("1548.39",),
    ("assessment", 4): ("0",),
}
FIRST_SHEET_ROW = {"samples": 10, "assessment": 30}
COLUMNS = {step: column for column, step in zip("WXYZ", STEPS, strict=False)} | {
    "amortization": "AA", "insurance": "AB", "withholding": "AC",
}  # fmt: skip


def notice(query: str, factor: str, seal: str, set_id: str = "T-0001") -> str:
    """A notice as the service spells it."""
    body = {"nss": "10108500048", "numCredito": "1500000045", "facDescuento": factor}
    return json.dumps({"nrp": "A0112345105", "consulta": query, "set": set_id, "avisos": [body], "sello": seal})


NOTICES = {
    "avisos/retencion-1.json": notice("2026-08-01", "26.0528", "c2VsbG8tdW5v"),
    "avisos/retencion-2.json": notice("2026-08-15", "20.5000", "c2VsbG8tZG9z"),
}


def example_set() -> TestSet:
    """Three samples and four assessment rows, two of them of one worker; the receipt asked for is b-1's."""
    return TestSet(
        id="T-0001",
        round="first",
        on=date(2026, 11, 23),
        rules_version="2026-01",
        nrp="A0112345105",
        rfc="EKU9003173C9",
        employer_name="Escuela Kemper Urgate",
        service_public_key="",
        rows=tuple(_row(row) for row in ROWS),
        receipt=("assessment", 1),
        notices=NOTICES,
    )


def _row(literal) -> TestRow:
    section, number, nss, credit, differing, steps = literal
    return worker(
        section, number, nss, f"Trabajador {number}", credit, curp="AAAA010101HDFAAA01",
        case={**CASE, **differing}, expected=dict(zip(STEPS, steps, strict=True)),
    )  # fmt: skip


def answer(cell: str, text: str | None) -> Answer:
    """A cell with a number, or with "No aplica"."""
    if text is None:
        return Answer(cell, AnswerKind.NOT_APPLICABLE, "No aplica")
    return Answer(cell, AnswerKind.NUMBER, text, Decimal(text))


def answer_row(section: Section, number: int, nss: str, credit: str, texts: tuple[str | None, ...]) -> AnswerRow:
    """A row of tab 2 where the template has it."""
    place = FIRST_SHEET_ROW[section] + number
    steps = STEPS if section == "samples" else ("withholding",)
    answers = {step: answer(f"{COLUMNS[step]}{place}", text) for step, text in zip(steps, texts, strict=True)}
    return AnswerRow(section, number, nss, credit, "2. Amortizaciones", place, answers)


def faultless() -> Evidence:
    """Evidence that answers everything rightly."""
    return Evidence(
        format="xls",
        sheets=tuple(Sheet(name, 40, 30) for name in ("1. JSON", "2. Amortizaciones", "3. Pantallas", "4. CFDI")),
        tabs={1: "1. JSON", 2: "2. Amortizaciones", 3: "3. Pantallas", 4: "4. CFDI"},
        test_set_id="T-0001",
        rows=tuple(answer_row(s, n, nss, credit, ANSWERS[s, n]) for s, n, nss, credit, _, _ in ROWS),
        embedded=(EmbeddedFile("1. JSON", "avisos.zip", "zip", ("retencion-1.json", "retencion-2.json")),),
        notice_files=tuple(NoticeFile(name.removeprefix("avisos/"), text) for name, text in NOTICES.items()),
        pictures=(
            Picture("3. Pantallas", "png", 1280, 720, "11" * 32),
            Picture("3. Pantallas", "png", 1280, 720, "22" * 32),
        ),
        cfdi=Cfdi(
            source="embedded", sheet="4. CFDI", version="4.0", issuer_rfc="EKU9003173C9",
            receiver_rfc="XAXX010101000", receiver_curp="AAAA010101HDFAAA01", nss="10108500048",
            employer_registration="A0112345105", period_start="2026-09-01", period_end="2026-09-15",
            paid_on="2026-09-15", total=Decimal("6000.00"),
            deductions=(
                Deduction("001", "D01", "Seguridad social", Decimal("210.00")),
                Deduction("009", "D09", "Crédito de vivienda", Decimal("1291.66")),
            ),
        ),
    )  # fmt: skip


def verdict_on(evidence: Evidence, test_set: TestSet | None = None) -> Verdict:
    """The verdict by the official values in force."""
    return judge(evidence, test_set or example_set(), SHA, parameters())


def with_row(section: Section, number: int, change: Callable[[AnswerRow], AnswerRow]) -> Evidence:
    """Faultless evidence with one row changed."""
    evidence = faultless()
    return replace(
        evidence,
        rows=tuple(change(row) if (row.section, row.number) == (section, number) else row for row in evidence.rows),
    )


def with_answers(changes: dict[tuple[Section, int, str], Answer | str | None]) -> Evidence:
    """Faultless evidence with other answers: ``{(section, number, step): "1503.08"}``, ``None`` for "No aplica"."""
    evidence = faultless()
    for (section, number, step), new in changes.items():
        rows = []
        for row in evidence.rows:
            if (row.section, row.number) == (section, number):
                old = row.answers[step]
                cell = Answer(old.cell, *new[1:]) if isinstance(new, Answer) else answer(old.cell, new)
                rows.append(replace(row, answers={**row.answers, step: cell}))
            else:
                rows.append(row)
        evidence = replace(evidence, rows=tuple(rows))
    return evidence


def with_cfdi(**changes: object) -> Evidence:
    """Faultless evidence with another receipt."""
    evidence = faultless()
    assert evidence.cfdi is not None
    return replace(evidence, cfdi=replace(evidence.cfdi, **changes))


def codes(verdict: Verdict) -> list[str]:
    """The codes of all findings, in order."""
    return [finding.code for finding in verdict.findings]


def the(verdict: Verdict, code: str) -> Finding:
    """The only finding with this code."""
    (finding,) = [finding for finding in verdict.findings if finding.code == code]
    return finding
