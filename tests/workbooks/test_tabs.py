"""Which sheet is which tab, however they are called."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from backoffice.workbooks import reading


@pytest.mark.parametrize(
    ("names", "table", "tabs"),
    [
        (["Léeme", "A", "B", "C", "D"], "B", {1: "A", 2: "B", 3: "C", 4: "D"}),
        (["Inicio", "A", "B", "C", "D"], "B", {1: "A", 2: "B", 3: "C", 4: "D"}),
        (["A", "B", "C", "D"], "A", {2: "A", 3: "C", 4: "D"}),
        (["Notas 2", "A", "B", "C", "D"], "B", {1: "A", 2: "B", 3: "C", 4: "D"}),
        (["Portada", "Evidencia 1", "Evidencia 2", "Evidencia 3", "Evidencia 4"], "Evidencia 2",
         {1: "Evidencia 1", 2: "Evidencia 2", 3: "Evidencia 3", 4: "Evidencia 4"}),
        (["Amortizaciones viejas*", "1. JSON", "2. Amortizaciones", "Evidencias", "4. CFDI"], "2. Amortizaciones",
         {1: "1. JSON", 2: "2. Amortizaciones", 3: "Evidencias", 4: "4. CFDI"}),
        (["Amortizaciones viejas*", "JSON", "Cálculo", "Pantallas", "XML"], "Cálculo",
         {1: "JSON", 2: "Cálculo", 3: "Pantallas", 4: "XML"}),
    ],
)  # fmt: skip
def test_tabs_are_told_by_title_then_by_what_is_seen_then_by_content(
    names: list[str], table: str, tabs: dict[int, str]
) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in names:
        sheet = book.create_sheet(name.removesuffix("*"))
        sheet.sheet_state = "hidden" if name.endswith("*") else "visible"
        if sheet.title == table or sheet.sheet_state == "hidden":
            for row in (["No.", "NSS", "Retención total"], [1, "92876543210", 5]):
                sheet.append(row)
    written = BytesIO()
    book.save(written)

    evidence = reading.read(written.getvalue())

    assert (evidence.tabs, [row.sheet for row in evidence.rows]) == (tabs, [table])
