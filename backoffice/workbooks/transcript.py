"""``Evidence`` as JSON and back: what the child process answers, and the contract of ``mesa read --json``."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from backoffice.domain.evidence import (
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
from backoffice.domain.findings import Finding


def to_json(evidence: Evidence) -> dict[str, Any]:
    """All of it; decimals as texts."""
    return {
        "format": evidence.format,
        "sheets": [asdict(sheet) for sheet in evidence.sheets],
        "tabs": {str(tab): name for tab, name in evidence.tabs.items()},
        "test_set_id": evidence.test_set_id,
        "rows": [row_to_json(row) for row in evidence.rows],
        "embedded": [embedded_to_json(file) for file in evidence.embedded],
        "notice_files": [[file.name, file.text] for file in evidence.notice_files],
        "pictures": [asdict(picture) for picture in evidence.pictures],
        "cfdi": cfdi_to_json(evidence.cfdi),
        "findings": [finding.to_json() for finding in evidence.findings],
    }


def from_json(data: dict[str, Any]) -> Evidence:
    """The inverse of ``to_json``."""
    return Evidence(
        format=data["format"],
        sheets=tuple(Sheet(**sheet) for sheet in data["sheets"]),
        tabs={int(tab): name for tab, name in data["tabs"].items()},
        test_set_id=data["test_set_id"],
        rows=tuple(row_from_json(row) for row in data["rows"]),
        embedded=tuple(EmbeddedFile(**{**file, "members": tuple(file["members"])}) for file in data["embedded"]),
        notice_files=tuple(NoticeFile(*file) for file in data["notice_files"]),
        pictures=tuple(Picture(**picture) for picture in data["pictures"]),
        cfdi=cfdi_from_json(data["cfdi"]),
        findings=tuple(Finding.from_json(finding) for finding in data["findings"]),
    )


def facts(evidence: Evidence) -> dict[str, Any]:
    """The contract of ``mesa read --json``."""
    return {
        "format": evidence.format,
        "sheets": [asdict(sheet) for sheet in evidence.sheets],
        "embedded": [embedded_to_json(file) for file in evidence.embedded],
        "pictures": [asdict(picture) for picture in evidence.pictures],
        "cfdi": cfdi_to_json(evidence.cfdi),
        "findings": [finding.to_json() for finding in evidence.findings],
    }


def refused_facts(file_format: str | None, finding: Finding) -> dict[str, Any]:
    """The same contract for a workbook that was refused."""
    nothing: dict[str, Any] = {"sheets": [], "embedded": [], "pictures": [], "cfdi": None}
    return {"format": file_format, **nothing, "findings": [finding.to_json()]}


def embedded_to_json(file: EmbeddedFile) -> dict[str, Any]:
    """Sheet, name, kind and members."""
    return {"sheet": file.sheet, "name": file.name, "kind": file.kind, "members": list(file.members)}


def row_to_json(row: AnswerRow) -> list[Any]:
    """One row, short: there may be thousands."""
    answers = {
        step: [a.cell, a.kind.value, a.shown, None if a.number is None else str(a.number)]
        for step, a in row.answers.items()
    }
    return [row.section, row.number, row.nss, row.credit_number, row.sheet, row.row, answers]


def row_from_json(data: list[Any]) -> AnswerRow:
    """The inverse of ``row_to_json``."""
    answers = {
        step: Answer(cell, AnswerKind(kind), shown, None if number is None else Decimal(number))
        for step, (cell, kind, shown, number) in data[6].items()
    }
    section, number, nss, credit_number, sheet, row = data[:6]
    return AnswerRow(section, number, nss, credit_number, sheet, row, answers)


def cfdi_to_json(cfdi: Cfdi | None) -> dict[str, Any] | None:
    """The receipt with its amounts as texts."""
    if cfdi is None:
        return None
    plain = asdict(cfdi)
    plain["total"] = None if cfdi.total is None else str(cfdi.total)
    plain["deductions"] = [{**line, "amount": str(line["amount"])} for line in plain["deductions"]]
    return plain


def cfdi_from_json(data: dict[str, Any] | None) -> Cfdi | None:
    """The inverse of ``cfdi_to_json``."""
    if data is None:
        return None
    total = None if data["total"] is None else Decimal(data["total"])
    lines = tuple(Deduction(**{**line, "amount": Decimal(line["amount"])}) for line in data["deductions"])
    return Cfdi(**{**data, "total": total, "deductions": lines})
