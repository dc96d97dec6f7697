"""What a reader answers comes back as the evidence that it was."""

import json
from dataclasses import replace
from decimal import Decimal

from backoffice.domain.evidence import Answer, AnswerKind, AnswerRow, Evidence
from backoffice.workbooks.evidence import evidence_of
from backoffice.workbooks.transcript import from_json, to_json

ANSWERS = {
    "days": Answer("Z7", AnswerKind.NUMBER, "15", Decimal(15)),
    "amortization": Answer("AA7", AnswerKind.TEXT_NUMBER, "$1,475.41", Decimal("1475.41")),
    "insurance": Answer("AB7", AnswerKind.NOT_APPLICABLE, "No aplica"),
    "withholding": Answer("AC7", AnswerKind.ERROR, "#N/A"),
}
FIRST = AnswerRow("samples", 1, "03149512340", "", "2. Amortizaciones", 7, ANSWERS)
FEWER = {"withholding": Answer("B1000", AnswerKind.EMPTY)}


def there_and_back(evidence: Evidence) -> Evidence:
    """As it comes from a reader."""
    return from_json(json.loads(json.dumps(to_json(evidence))))


def test_evidence_comes_back_as_it_was(xls: bytes, xlsx: bytes) -> None:
    for data in (xls, xlsx):
        evidence = evidence_of(data)

        assert there_and_back(evidence) == evidence


def test_rows_of_several_tables_come_back_in_their_order() -> None:
    rows = (
        FIRST,
        replace(FIRST, row=8, answers={step: replaced(a, 8) for step, a in ANSWERS.items()}),
        AnswerRow("assessment", None, "", "0912345678", "2. Amortizaciones", 1_000, FEWER),
        replace(FIRST, section="assessment"),
        replace(FIRST, sheet="Otra"),
    )

    assert there_and_back(Evidence("xls", rows=rows)).rows == rows


def replaced(answer: Answer, row: int) -> Answer:
    """The answer in another row."""
    return answer._replace(cell=f"{answer.cell[:-1]}{row}")


def test_no_rows_come_back_as_none() -> None:
    assert there_and_back(Evidence("ods")) == Evidence("ods")
