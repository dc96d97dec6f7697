"""``Evidence`` as JSON and back: what the child process answers, and the contract of ``mesa read --json``."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from itertools import groupby
from typing import Any

from backoffice.domain.collector import resting
from backoffice.domain.evidence import (
    Answer,
    AnswerKind,
    AnswerRow,
    EmbeddedFile,
    Evidence,
    NoticeFile,
    Picture,
    Sheet,
)
from backoffice.domain.findings import Finding
from backoffice.workbooks.receipt_transcript import cfdi_from_json, cfdi_to_json


def to_json(evidence: Evidence) -> dict[str, Any]:
    """All of it; decimals as texts."""
    return {
        "format": evidence.format,
        "sheets": [asdict(sheet) for sheet in evidence.sheets],
        "tabs": {str(tab): name for tab, name in evidence.tabs.items()},
        "test_set_id": evidence.test_set_id,
        "tables": tables_to_json(evidence.rows),
        "embedded": [embedded_to_json(file) for file in evidence.embedded],
        "notice_files": [[file.name, file.text] for file in evidence.notice_files],
        "pictures": [asdict(picture) for picture in evidence.pictures],
        "cfdi": cfdi_to_json(evidence.cfdi),
        "receipt_asked": dict(evidence.receipt_asked),
        "findings": [finding.to_json() for finding in evidence.findings],
    }


def from_json(data: dict[str, Any]) -> Evidence:
    """The inverse of ``to_json``."""
    return Evidence(
        format=data["format"],
        sheets=tuple(Sheet(**sheet) for sheet in data["sheets"]),
        tabs={int(tab): name for tab, name in data["tabs"].items()},
        test_set_id=data["test_set_id"],
        rows=all_rows(data["tables"]),
        embedded=tuple(EmbeddedFile(**{**file, "members": tuple(file["members"])}) for file in data["embedded"]),
        notice_files=tuple(NoticeFile(*file) for file in data["notice_files"]),
        pictures=tuple(Picture(**picture) for picture in data["pictures"]),
        cfdi=cfdi_from_json(data["cfdi"]),
        receipt_asked={str(name): str(value) for name, value in data["receipt_asked"].items()},
        findings=tuple(Finding.from_json(finding) for finding in data["findings"]),
    )


def facts(evidence: Evidence) -> dict[str, Any]:
    """The contract of ``mesa read --json``."""
    return {
        "format": evidence.format,
        "sheets": [asdict(sheet) for sheet in evidence.sheets],
        "embedded": [embedded_to_json(file) for file in evidence.embedded],
        "pictures": [picture_facts(picture) for picture in evidence.pictures],
        "cfdi": cfdi_to_json(evidence.cfdi),
        "findings": [finding.to_json() for finding in evidence.findings],
    }


def refused_facts(file_format: str | None, finding: Finding) -> dict[str, Any]:
    """The same contract for a workbook that was refused."""
    nothing: dict[str, Any] = {"sheets": [], "embedded": [], "pictures": [], "cfdi": None}
    return {"format": file_format, **nothing, "findings": [finding.to_json()]}


def picture_facts(picture: Picture) -> dict[str, Any]:
    """A picture in the contract, which knows nothing of blank ones."""
    return {name: value for name, value in asdict(picture).items() if name != "blank"}


def embedded_to_json(file: EmbeddedFile) -> dict[str, Any]:
    """Sheet, name, kind and members."""
    return {"sheet": file.sheet, "name": file.name, "kind": file.kind, "members": list(file.members)}


def tables_to_json(rows: Iterable[AnswerRow]) -> list[dict[str, Any]]:
    """Rows with the same columns together; there may be thousands, so what can be told once is."""
    return [
        {"section": section, "sheet": sheet, "columns": halves(columns), **rows_to_json(list(together))}
        for (section, sheet, *columns), together in groupby(rows, kept_together)
    ]


def kept_together(row: AnswerRow) -> list[str]:
    """Section and sheet, the steps, and the letters of their columns."""
    digits = -len(str(row.row))
    return [row.section, row.sheet, *row.answers, *[answer.cell[:digits] for answer in row.answers.values()]]


def halves(columns: list[str]) -> dict[str, str]:
    """Steps and then as many letters, as step → letters."""
    middle = len(columns) // 2
    return dict(zip(columns[:middle], columns[middle:], strict=True))


def rows_to_json(rows: list[AnswerRow]) -> dict[str, Any]:
    """The rows of one table, and the names of the given values that some of them have."""
    given = list(dict.fromkeys(name for row in rows if row.given for name in row.given))
    return {"given": given, "rows": [row_to_json(row, given) for row in rows]}


def row_to_json(row: AnswerRow, given: list[str]) -> list[Any]:
    """One row without what its table tells; a plain number is its text alone. Given values are last, if there are."""
    number = AnswerKind.NUMBER
    answers = [a.shown if a.kind is number else answer_to_json(a) for a in row.answers.values()]
    told = [row.row, row.number, row.nss, row.credit_number, answers]
    return [*told, [row.given.get(name) for name in given]] if row.given else told


def answer_to_json(answer: Answer) -> list[Any]:
    """An answer that is no plain number, without its cell."""
    return [answer.kind, answer.shown, None if answer.number is None else str(answer.number)]


def all_rows(tables: list[dict[str, Any]]) -> tuple[AnswerRow, ...]:
    """The rows of all tables."""
    with resting():
        return tuple(row for table in tables for row in rows_from_json(table))


def rows_from_json(table: dict[str, Any]) -> Iterator[AnswerRow]:
    """The inverse of ``tables_to_json``, for one of them."""
    section, sheet, columns, plain = table["section"], table["sheet"], table["columns"].items(), AnswerKind.NUMBER
    names = table["given"]
    for row, number, nss, credit_number, told, *values in table["rows"]:
        answers = {
            step: tuple.__new__(Answer, (f"{letters}{row}", plain, answer, Decimal(answer)))
            if isinstance(answer, str)
            else answer_from_json(f"{letters}{row}", answer)
            for (step, letters), answer in zip(columns, told, strict=True)
        }
        yield AnswerRow(section, number, nss, credit_number, sheet, row, answers, given_from_json(names, *values))


def given_from_json(names: list[str], values: Iterable[str | None] = ()) -> dict[str, str]:
    """The given values of one row by their names; those that it has not are ``None``."""
    return {name: str(value) for name, value in zip(names, values, strict=True) if value is not None} if values else {}


def answer_from_json(cell: str, told: list[Any]) -> Answer:
    """The inverse of ``answer_to_json``."""
    kind, shown, number = told
    return Answer(cell, AnswerKind(kind), shown, None if number is None else Decimal(number))
