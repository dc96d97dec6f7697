"""Tab 2: what is given about each worker, and the marked cells for the applicant's figures."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from backoffice.domain.findings import Section
from backoffice.domain.test_set.model import TestRow, TestSet
from backoffice.workbooks.template import style as s
from backoffice.workbooks.template.columns import DATE, FINE, GIVEN, MONEY, TEXT, WANTED, WHOLE, Wanted

TITLES: dict[Section, str] = {
    "samples": "a) Muestras del cálculo de retenciones",
    "assessment": "b) Evaluación para el cálculo de retenciones",
}
EXPLAINED: dict[Section, str] = {
    "samples": "Escribe cada paso del cálculo en las celdas amarillas.",
    "assessment": "Escribe solo la retención total. Tipo, valor y fechas del descuento están en los avisos.",
}
IN_THE_NOTICE = "En el aviso"
NUMERIC = {DATE, FINE, MONEY, WHOLE}


def fill_answers(sheet: Worksheet, test_set: TestSet) -> None:
    """Both sections, one below the other; given cells are locked, the others take numbers or «No aplica»."""
    s.head(sheet, "Resultados del cálculo de las amortizaciones", test_set.id)
    next_row = section(sheet, 4, "samples", test_set)
    section(sheet, next_row + 1, "assessment", test_set)
    for index, column in enumerate(GIVEN, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for index, wanted in enumerate(WANTED["samples"], start=len(GIVEN) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = wanted.width
    sheet.freeze_panes = "D4"
    lock(sheet)
    s.prepare_print(sheet, landscape=True)


def section(sheet: Worksheet, top: int, name: Section, test_set: TestSet) -> int:
    """One section from row *top* on; the row after it."""
    s.put(sheet, f"A{top}", TITLES[name], s.HEADING, s.MIDDLE)
    s.put(sheet, f"F{top}", EXPLAINED[name], s.QUIET, s.MIDDLE)
    sheet.row_dimensions[top].height = 24
    bands(sheet, top + 1, len(WANTED[name]))
    headers(sheet, top + 2, name)
    rows = test_set.section(name)
    for row_index, row in enumerate(rows, start=top + 3):
        given(sheet, row_index, row)
        wanted(sheet, row_index, name)
    for index, column in enumerate(WANTED[name], start=len(GIVEN) + 1):
        validate(sheet, get_column_letter(index), top + 3, top + 2 + len(rows), column)
    return top + 3 + len(rows)


def bands(sheet: Worksheet, row: int, wanted_columns: int) -> None:
    """The line over the headers that says whose columns they are, in words and in colour."""
    first, last = len(GIVEN) + 1, len(GIVEN) + wanted_columns
    spans = ((1, len(GIVEN), "DATOS DEL SET", s.GROUND, s.QUIET), (first, last, "POR LLENAR", s.INPUT, s.ON_INPUT))
    for start, end, words, color, font in spans:
        for column in range(start, end + 1):
            sheet.cell(row, column).fill = s.filled(color)
        s.put(sheet, sheet.cell(row, start).coordinate, words, font, s.MIDDLE)


def headers(sheet: Worksheet, row: int, name: Section) -> None:
    """The titles of the columns. Section b leaves type and value to the notices."""
    titles = [IN_THE_NOTICE if c.only_in_samples and name == "assessment" else c.title for c in GIVEN]
    for index, title in enumerate([*titles, *(column.title for column in WANTED[name])], start=1):
        cell = sheet.cell(row, index, title)
        cell.font, cell.alignment = s.ON_INK, s.WRAPPED
        cell.fill = s.filled(s.INK if index <= len(GIVEN) else s.ACCENT)
        cell.border = s.box(s.LINE)
    sheet.row_dimensions[row].height = 42


def given(sheet: Worksheet, index: int, row: TestRow) -> None:
    """The given cells of one row."""
    for column_index, column in enumerate(GIVEN, start=1):
        hidden = column.only_in_samples and row.section == "assessment"
        value = "—" if hidden else column.cell_value(row)
        cell = sheet.cell(index, column_index, value)
        applies = not hidden and value != "No aplica"
        cell.font = s.PLAIN if applies else s.QUIET
        cell.border = s.box(s.LINE)
        cell.number_format = column.format if not isinstance(value, str) else TEXT
        cell.alignment = s.RIGHT if column.format in NUMERIC and column.title != "No." else s.LEFT
    sheet.cell(index, 1).alignment = s.CENTERED
    sheet.row_dimensions[index].height = 19


def wanted(sheet: Worksheet, index: int, name: Section) -> None:
    """The cells to fill in: yellow, framed, unlocked."""
    for column_index, column in enumerate(WANTED[name], start=len(GIVEN) + 1):
        cell = sheet.cell(index, column_index)
        cell.fill, cell.border = s.filled(s.INPUT), s.box(s.INPUT_LINE)
        cell.number_format, cell.alignment, cell.font = column.format, s.RIGHT, s.PLAIN
        cell.protection = s.UNLOCKED


def validate(sheet: Worksheet, letter: str, first: int, last: int, column: Wanted) -> None:
    """Numbers from zero on, or «No aplica»."""
    if last < first:
        return
    cell = f"{letter}{first}"
    rule = DataValidation(
        type="custom",
        formula1=f'OR(AND(ISNUMBER({cell}),N({cell})>=0),LOWER(TRIM({cell}))="no aplica")',
        allow_blank=True,
        errorTitle="Dato no válido",
        error="Escribe un número sin letras ni signos, por ejemplo 1490.41, o «No aplica».",
        promptTitle=column.title,
        prompt=column.hint,
        showErrorMessage=True,
        showInputMessage=True,
    )
    rule.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(rule)


def lock(sheet: Worksheet) -> None:
    """Protect what is given, without password; widths and formats may be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatCells = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
