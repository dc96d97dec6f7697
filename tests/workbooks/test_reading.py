"""What a workbook says comes out whole, whatever the format and wherever the words stand."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from PIL import Image

from backoffice.domain.evidence import AnswerKind, Evidence
from backoffice.workbooks import reading
from tests.workbooks.making.office import GOLDEN


def codes(evidence: Evidence) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in evidence.findings]


def changed(workbook: bytes, change: object) -> bytes:
    """An .xlsx after *change* (a function of the book); embedded objects are lost, as openpyxl does not know them."""
    book = load_workbook(BytesIO(workbook))
    change(book)  # type: ignore[operator]
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def book_of(rows: list[list[object]], name: str = "2. Amortizaciones") -> bytes:
    """An .xlsx with one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def test_the_same_evidence_as_xls_and_as_xlsx_says_the_same(xls: bytes, xlsx: bytes) -> None:
    from_xls, from_xlsx = reading.read(xls), reading.read(xlsx)

    assert (from_xls.format, from_xlsx.format) == ("xls", "xlsx")
    assert replace(from_xls, format="") == replace(from_xlsx, format="")


def test_every_answer_comes_with_its_cell_and_its_exact_number(xls: bytes) -> None:
    rows = {(row.section, row.number): row for row in reading.read(xls).rows}

    first = rows["samples", 1]
    assert (first.nss, first.credit_number, first.row) == ("03149512340", "0912345678", 7)
    assert {step: (a.cell, a.number) for step, a in first.answers.items()} == {
        "bimester_days": ("W7", Decimal(61)),
        "unit_value": ("X7", None),
        "daily_amount": ("Y7", Decimal("98.3607")),
        "days": ("Z7", Decimal(15)),
        "amortization": ("AA7", Decimal("1475.41")),
        "insurance": ("AB7", Decimal(15)),
        "withholding": ("AC7", Decimal("1490.41")),
    }
    assert first.answers["unit_value"].kind == AnswerKind.NOT_APPLICABLE
    assert rows["assessment", 1].answers["withholding"].number == Decimal("0.3")
    assert rows["assessment", 2].answers["withholding"].kind == AnswerKind.TEXT_NUMBER
    assert rows["assessment", 2].answers["withholding"].number == Decimal("1490.41")


def test_archive_screens_and_receipt_are_read_from_their_tabs(xls: bytes) -> None:
    evidence = reading.read(xls)

    assert [(f.sheet, f.name, f.kind, f.members) for f in evidence.embedded] == [
        ("1. JSON", "avisos.zip", "zip", ("avisos/consulta-01.json", "avisos/consulta-02.json")),
        ("4. CFDI", "recibo.xml", "xml", ()),
    ]
    assert evidence.notice_files[0].text == '{"consulta": "1", "avisos": [{"nss": "03149512340"}]}'
    assert [(p.sheet, p.format, p.width, p.height) for p in evidence.pictures] == [
        ("3. Pantallas", "png", 640, 360)
    ] * 4
    assert evidence.cfdi is not None
    assert (evidence.cfdi.source, evidence.cfdi.nss, evidence.cfdi.total) == (
        "embedded",
        "66554433221",
        Decimal("6009.59"),
    )
    assert [line.amount for line in evidence.cfdi.deductions] == [Decimal("1475.41"), Decimal("15.00")]
    assert evidence.test_set_id == "TS-2026-0001"
    assert codes(evidence) == ["text_numbers"]


def test_a_workbook_that_libreoffice_saved_as_xlsx_has_lost_its_objects_and_is_told_so() -> None:
    evidence = reading.read((GOLDEN / "evidencias-sin-objeto.xlsx").read_bytes())

    assert codes(evidence) == ["only_icon", "text_numbers", "no_cfdi"]
    assert len(evidence.rows) == 5


def test_an_xlsx_named_xls_is_read_with_a_note(xlsx: bytes) -> None:
    evidence = reading.read(xlsx, "evidencias.xls")

    assert codes(evidence) == ["name_differs_from_format", "text_numbers"]


def test_columns_are_found_by_their_words_in_any_order_case_and_line_breaks() -> None:
    workbook = book_of(
        [
            [],
            [None, None, "EVALUACIÓN PARA EL CÁLCULO DE RETENCIONES"],
            [None, "TOTAL DE LA\nRETENCION", "Num. de Seguridad Social", "Comentarios", "No. de crédito", "NÚM"],
            [None, 12.5, 3149512340, "x", 912345678.0, "1."],
            [],
            [None, "MUESTRAS DEL CALCULO DE RETENCIONES"],
            ["no.", "nss", "credito", "DIAS BIMESTRE", "umi", "Descuento Diario (MXN)", "Días a retener",
             "Amortización del período", "seguro", "retención"],
            [7, "92876543210", "1923456789", 61, 100.81, 86.1106, 13, 1119.44, 0, 1119.44],
        ]
    )  # fmt: skip

    rows = reading.read(workbook).rows

    assert [(r.section, r.number, r.nss, r.credit_number) for r in rows] == [
        ("assessment", 1, "03149512340", "0912345678"),
        ("samples", 7, "92876543210", "1923456789"),
    ]
    assert rows[0].answers["withholding"].cell == "B4"
    assert [a.cell for a in rows[1].answers.values()] == ["D8", "E8", "F8", "G8", "H8", "I8", "J8"]


def test_sections_side_by_side_are_told_apart() -> None:
    workbook = book_of(
        [
            ["a) Muestras del cálculo", None, None, None, None, "b) Evaluación del cálculo"],
            ["No.", "NSS", "Días con retención", "Retención total", None, "No.", "NSS", "Retención total"],
            [1, "92876543210", 15, 10.5, None, 1, "11223344556", 20.5],
        ]
    )

    rows = reading.read(workbook).rows

    assert [(r.section, r.nss, r.answers["withholding"].cell, r.answers["withholding"].number) for r in rows] == [
        ("samples", "92876543210", "D3", Decimal("10.5")),
        ("assessment", "11223344556", "H3", Decimal("20.5")),
    ]


def test_a_title_between_rows_starts_the_other_section_under_the_same_headers() -> None:
    workbook = book_of(
        [
            ["a) Muestras del cálculo de retenciones"],
            ["No.", "NSS", "Retención total"],
            [1, "92876543210", 10.5],
            ["b) Evaluación para el cálculo de retenciones"],
            [1, "11223344556", 20.5],
        ]
    )

    assert [(r.section, r.nss) for r in reading.read(workbook).rows] == [
        ("samples", "92876543210"),
        ("assessment", "11223344556"),
    ]


def test_tabs_with_other_names_are_taken_by_their_order(xlsx: bytes) -> None:
    def rename(book: Workbook) -> None:
        for sheet, name in zip(book.worksheets, ("Uno", "Dos", "Tres", "Cuatro", "Cinco"), strict=True):
            sheet.title = name

    evidence = reading.read(changed(xlsx, rename))

    assert evidence.tabs == {1: "Uno", 2: "Dos", 3: "Tres", 4: "Cuatro"}
    assert "tabs_by_order" in codes(evidence)
    assert len(evidence.rows) == 5


def test_a_missing_tab_is_an_error_and_the_others_are_read(xlsx: bytes) -> None:
    evidence = reading.read(changed(xlsx, lambda book: book.remove(book["3. Pantallas"])))

    missing = [finding for finding in evidence.findings if finding.code == "tab_missing"]
    assert [(finding.tab, finding.severity.value) for finding in missing] == [(3, "error")]
    assert len(evidence.rows) == 5


def test_a_hidden_sheet_is_named(xlsx: bytes) -> None:
    def hide(book: Workbook) -> None:
        book["3. Pantallas"].sheet_state = "veryHidden"

    evidence = reading.read(changed(xlsx, hide))

    hidden = next(finding for finding in evidence.findings if finding.code == "sheet_hidden")
    assert (hidden.tab, hidden.message) == (
        3,
        "La hoja «3. Pantallas» está oculta. Muéstrala si forma parte de tu evidencia.",
    )
    assert [sheet.hidden for sheet in evidence.sheets] == [False, False, True, False, False]


def test_error_cells_and_formulas_without_value_are_told_with_their_cell(xlsx: bytes) -> None:
    def spoil(book: Workbook) -> None:
        sheet = book["2. Amortizaciones"]
        sheet["W7"], sheet["AC8"], sheet["W14"] = "#N/A", "=AA8+AB8", "hola"

    evidence = reading.read(changed(xlsx, spoil))

    told = {finding.code: (finding.cell, finding.found) for finding in evidence.findings if finding.tab == 2}
    assert told["error_cells"] == ("W7", "#N/A")
    assert told["formulas_without_value"] == ("AC8", "1")
    assert told["unreadable_numbers"] == ("W14", "hola")
    rows = {(row.section, row.number): row for row in evidence.rows}
    assert rows["samples", 1].answers["bimester_days"].kind == AnswerKind.ERROR
    assert rows["samples", 2].answers["withholding"].kind == AnswerKind.NO_STORED_VALUE


def test_digits_with_a_space_between_are_one_number_only_where_decimals_follow(xlsx: bytes) -> None:
    def space(book: Workbook) -> None:
        sheet = book["2. Amortizaciones"]
        sheet["AA7"], sheet["AA8"], sheet["AC7"] = "1 475", "100 200.50", "1\u00a0490.41"

    evidence = reading.read(changed(xlsx, space))

    rows = {(row.section, row.number): row.answers for row in evidence.rows}
    first, second = rows["samples", 1], rows["samples", 2]
    assert (first["amortization"].kind, first["amortization"].number) == (AnswerKind.UNREADABLE, None)
    assert (second["amortization"].number, first["withholding"].number) == (Decimal("100200.50"), Decimal("1490.41"))
    told = {finding.code: (finding.cell, finding.found) for finding in evidence.findings if finding.tab == 2}
    assert told == {"ambiguous_numbers": ("AA7", "1 475"), "text_numbers": ("AC7", "3")}


def test_headings_in_merged_cells_over_two_rows_are_read() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "2. Amortizaciones"
    sheet["A1"] = "b) Evaluación para el cálculo de retenciones"
    for cell, text in {
        "A2": "No.",
        "B2": "NSS",
        "C2": "Descuento",
        "E2": "Importe",
        "C3": "valor",
        "D3": "diario",
    }.items():
        sheet[cell] = text
    sheet["E3"] = "a retener"
    for merged in ("A2:A3", "B2:B3", "C2:D2"):
        sheet.merge_cells(merged)
    sheet.append([1, "03149512340", 3000, 98.3607, 1490.41])
    written = BytesIO()
    book.save(written)

    (row,) = reading.read(written.getvalue()).rows

    assert (row.section, row.nss, row.given) == ("assessment", "03149512340", {"discount_value": "3000"})
    assert {step: (answer.cell, answer.number) for step, answer in row.answers.items()} == {
        "daily_amount": ("D4", Decimal("98.3607")),
        "withholding": ("E4", Decimal("1490.41")),
    }


def test_a_missing_column_and_a_missing_section_are_errors() -> None:
    evidence = reading.read(
        book_of([["a) Muestras del cálculo"], ["No.", "NSS", "Retención total"], [1, "92876543210", 5]])
    )

    missing = [finding.found for finding in evidence.findings if finding.code in {"column_missing", "section_missing"}]
    assert len(missing) == 7
    assert missing[-1] == "«b) Evaluación para el cálculo de retenciones»"


def test_a_workbook_without_anything_in_it_is_read_and_everything_is_missing() -> None:
    evidence = reading.read(book_of([], "Hoja"))

    assert codes(evidence) == ["tab_missing"] * 4
    assert evidence.rows == ()


def test_five_thousand_rows_are_read_and_what_comes_after_is_told() -> None:
    rows: list[list[object]] = [["a) Muestras del cálculo"], ["No.", "NSS", "Retención total"]]
    rows += [[number, f"{number:011d}", number / 100] for number in range(1, 5_002)]

    evidence = reading.read(book_of(rows))

    assert len(evidence.rows) == 5_000
    last = evidence.rows[-1]
    assert (last.nss, last.answers["withholding"].number) == ("00000005000", Decimal(50))
    assert "too_many_rows" in codes(evidence)


def test_the_rows_of_a_section_are_counted_over_all_its_tables_and_the_excess_is_told_once() -> None:
    titles = ["No.", "NSS", "Retención total", None] * 3
    rows: list[list[object]] = [["a) Muestras del cálculo"], titles]
    rows += [[n, f"{n:011d}", 5, None] * 3 for n in range(1, 2_001)]

    evidence = reading.read(book_of(rows))

    assert len(evidence.rows) == 5_000
    assert codes(evidence).count("too_many_rows") == 1


@pytest.mark.parametrize(("count", "read", "told"), [(40, 40, 0), (41, 40, 1), (300, 40, 1)])
def test_forty_tables_are_read_and_more_are_told(count: int, read: int, told: int) -> None:
    rows: list[list[object]] = [["a) Muestras del cálculo"]]
    for n in range(1, count + 1):
        rows += [["No.", "NSS", "Retención total"], [n, f"{n:011d}", 5]]

    evidence = reading.read(book_of(rows))

    assert (len(evidence.rows), codes(evidence).count("too_many_tables")) == (read, told)


def test_pictures_come_with_safe_thumbnails(xls: bytes) -> None:
    found = reading.gallery(xls)

    assert (found.format, len(found.pictures)) == ("xls", 4)
    picture, thumbnail = found.pictures[0]
    assert (picture.sheet, picture.width) == ("3. Pantallas", 640)
    with Image.open(BytesIO(thumbnail)) as image:
        assert (image.format, image.size) == ("PNG", (640, 360))


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_reading_twice_says_the_same(kind: str, request: pytest.FixtureRequest) -> None:
    data = request.getfixturevalue(kind)

    assert reading.read(data) == reading.read(data)
