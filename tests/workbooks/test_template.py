"""The template says what is given, asks for the rest, keeps what it must not tell, and is always the same."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from backoffice.domain.test_set.model import TestSet
from backoffice.rehearsal.making import office
from backoffice.workbooks import reading
from backoffice.workbooks.template import write

GIVEN = [
    "No.", "NSS", "Nombre", "RFC", "CURP", "Crédito", "Tipo de descuento", "Valor del descuento", "Frecuencia",
    "Inicio del periodo", "Fin del periodo", "Fecha de pago", "Alta", "Baja", "Salario diario", "SDI", "SDI nuevo",
    "Desde", "Zona", "Ausencias e incapacidades", "Salario disponible", "Primera nómina del bimestre",
]  # fmt: skip
STEPS = [
    "Días del bimestre", "Valor UMI", "Descuento diario", "Días con retención", "Amortización", "Seguro de daños",
    "Retención total",
]  # fmt: skip


def texts(sheet: object, row: int) -> list[str]:
    """The cells of a row as texts, empty ones at the end left out."""
    return [str(cell.value) for cell in sheet[row] if cell.value is not None]  # type: ignore[index]


def test_the_sheets_stand_in_the_guides_order_with_the_instructions_last(test_set: TestSet) -> None:
    book = load_workbook(BytesIO(write(test_set)))

    assert book.sheetnames == ["1. JSON", "2. Amortizaciones", "3. Pantallas", "4. CFDI", "Instrucciones"]


def test_section_a_gives_all_columns_and_asks_for_every_step(test_set: TestSet) -> None:
    sheet = load_workbook(BytesIO(write(test_set)))["2. Amortizaciones"]

    assert sheet["A4"].value == "a) Muestras del cálculo de retenciones"
    assert texts(sheet, 6) == GIVEN + STEPS
    assert texts(sheet, 8) == [
        "2", "92876543210", "PÉREZ LÓPEZ, JUAN", "XAXX010101000", "XEXX010101HNEXXXA4", "1923456789",
        "3 Factor de descuento", "26.0528", "Quincenal", "2026-09-01 00:00:00", "2026-09-15 00:00:00",
        "2026-09-15 00:00:00", "2026-09-03 00:00:00", "No aplica", "580.1", "610.12345", "No aplica", "No aplica",
        "Frontera norte", "2026-09-05 a 2026-09-06; 2026-09-09", "No aplica", "No",
    ]  # fmt: skip


def test_section_b_leaves_type_and_value_to_the_notices_and_asks_for_the_total_alone(test_set: TestSet) -> None:
    sheet = load_workbook(BytesIO(write(test_set)))["2. Amortizaciones"]

    assert sheet["A11"].value == "b) Evaluación para el cálculo de retenciones"
    assert texts(sheet, 13) == [*GIVEN[:6], "En el aviso", "En el aviso", *GIVEN[8:], "Retención total"]
    assert [sheet["G14"].value, sheet["H14"].value] == ["—", "—"]


def test_given_cells_are_locked_and_cells_to_fill_in_are_not(test_set: TestSet) -> None:
    sheet = load_workbook(BytesIO(write(test_set)))["2. Amortizaciones"]

    assert sheet.protection.sheet
    assert sheet["B7"].protection.locked
    assert [sheet[cell].protection.locked for cell in ("W7", "AC9", "W14", "W15")] == [False] * 4
    assert sheet["X14"].protection.locked


def test_cells_to_fill_in_take_numbers_or_no_aplica(test_set: TestSet) -> None:
    sheet = load_workbook(BytesIO(write(test_set)))["2. Amortizaciones"]

    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}

    assert len(rules) == 8
    assert rules["W14:W15"] == 'OR(AND(ISNUMBER(W14),N(W14)>=0),LOWER(TRIM(W14))="no aplica")'


def test_every_tab_carries_the_id_of_the_test_set_in_a_labelled_cell(test_set: TestSet) -> None:
    book = load_workbook(BytesIO(write(test_set)))

    for sheet in book.worksheets:
        assert (sheet["A2"].value, sheet["B2"].value) == ("Set de pruebas", "TS-2026-0001")


def test_tab_three_has_four_places_that_name_workers_of_the_set(test_set: TestSet) -> None:
    sheet = load_workbook(BytesIO(write(test_set)))["3. Pantallas"]

    places = [(sheet[f"A{row}"].value, sheet[f"A{row + 1}"].value) for row in (5, 31, 57, 83)]

    assert [title for title, _ in places] == [
        "1. Consulta del servicio",
        "2. Aviso en el expediente",
        "3. Cálculo de la retención",
        "4. Recibo de nómina",
    ]
    for (_, words), nss in zip(places, ("11223344556", "66554433221", "03149512340", "66554433221"), strict=True):
        assert f"NSS {nss}" in words


def test_tab_four_names_the_worker_and_what_the_receipt_needs(test_set: TestSet) -> None:
    sheet = load_workbook(BytesIO(write(test_set)))["4. CFDI"]

    given = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=5, max_row=27)}

    assert given["NSS"] == "66554433221"
    assert given["Registro patronal (NRP)"] == "Y5412345101"
    assert given["Periodicidad de pago"] == "05 Mensual"
    assert given["Código postal del trabajador"] == "06300"
    assert given["Tipo de régimen"] == "02 Sueldos"


def test_the_same_test_set_gives_the_same_bytes_dated_by_the_set(test_set: TestSet) -> None:
    first, second = write(test_set), write(test_set)

    assert first == second
    with ZipFile(BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.read("docProps/core.xml").count(b"2026-09-01T00:00:00Z") == 2


def test_an_empty_template_is_read_whole_and_lacks_only_what_the_applicant_adds(test_set: TestSet) -> None:
    evidence = reading.read(write(test_set))

    assert [finding.code for finding in evidence.findings] == ["no_object", "no_pictures", "no_cfdi"]
    assert [(row.section, row.number, row.nss) for row in evidence.rows] == [
        ("samples", 1, "03149512340"),
        ("samples", 2, "92876543210"),
        ("samples", 3, "45678901234"),
        ("assessment", 1, "11223344556"),
        ("assessment", 2, "66554433221"),
    ]
    assert {answer.kind.value for row in evidence.rows for answer in row.answers.values()} == {"empty"}


@pytest.mark.libreoffice
def test_everything_is_still_found_after_libreoffice_saves_it_as_xls(test_set: TestSet) -> None:
    template = write(test_set)

    evidence, saved = reading.read(template), reading.read(office.saved(template, ".xlsx"))

    assert saved.format == "xls"
    assert (saved.test_set_id, saved.rows, saved.tabs, saved.sheets) == (
        evidence.test_set_id,
        evidence.rows,
        evidence.tabs,
        evidence.sheets,
    )


def test_the_instructions_promise_no_service_and_agree_with_letters_on_the_format(test_set: TestSet) -> None:
    book = load_workbook(BytesIO(write(test_set)))

    told = [str(row[1].value) for row in book["Instrucciones"].iter_rows(min_row=4) if row[1].value]

    assert told[3] == "Usa los archivos .json de la carpeta avisos/ que vienen con el set."
    assert told[-2] == (
        "Guarda como .xls (Libro de Excel 97-2003, recomendado) o .xlsx. Desde LibreOffice, solo como .xls."
    )
    assert "servicio" not in " ".join([*told, *(str(book["1. JSON"][f"A{row}"].value) for row in (4, 5, 6))])
