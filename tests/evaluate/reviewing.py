"""What tests of ``mesa check`` share: workbooks with one thing changed, folders of notices, amounts that are secret."""

import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl

from backoffice.domain.test_set import TestSet
from backoffice.rehearsal.making.filling import RECEIPT
from backoffice.rehearsal.making.packing import archive
from backoffice.workbooks import template
from tests.evaluate.applicant import Applicant, with_embedded

MONEY = ("amortization", "withholding")


def touched(test_set: TestSet, change: Callable[[openpyxl.Workbook], None], **more: object) -> bytes:
    """A faultless workbook after *change*."""
    book = openpyxl.load_workbook(io.BytesIO(Applicant(test_set, **more).workbook(template.write(test_set))))  # type: ignore[arg-type]
    change(book)
    out = io.BytesIO()
    book.save(out)
    return with_embedded(out.getvalue(), archive(test_set.notices))  # openpyxl loses it


def notices_in(folder: Path, test_set: TestSet) -> Path:
    """The notices of a set as files."""
    for name, text in test_set.notices.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder / "avisos"


def alone(test_set: TestSet, nss: str) -> bool:
    """The worker has one row."""
    return [row.nss for row in test_set.rows].count(nss) == 1


def without_receipt_amounts(workbook: bytes) -> bytes:
    """The receipt withholds 1.00: what the applicant typed himself is no secret given away."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for row in book[RECEIPT].iter_rows(min_row=30):
        for cell in row:
            if isinstance(cell.value, str) and 'TipoDeduccion="0' in cell.value and "Infonavit" in cell.value:
                cell.value = re.sub(r'Importe="[^"]*"', 'Importe="1.00"', cell.value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def said(text: str) -> set[str]:
    """Every amount in a text, without its thousands."""
    return {amount.replace(",", "") for amount in re.findall(r"\d[\d,]*\.\d{2}(?!\d)", text)}


def secret_amounts(test_set: TestSet) -> set[str]:
    """Amounts of b) of ten pesos or more that are no sample's too."""
    answers = json.loads(test_set.answers_json())["rows"]
    of = {
        section: {row["expected"][step] for row in answers if row["section"] == section for step in MONEY}
        for section in ("samples", "assessment")
    }
    given = {row[name] for row in answers for name in ("sdi", "daily_wage", "wage_available", "discount_value")}
    return {text for text in of["assessment"] - of["samples"] - given if Decimal(text or 0) >= 10}
