"""Tabs 1, 3 and 4: where the archive, the screenshots and the payroll receipt go. These tabs are not locked."""

from openpyxl.worksheet.worksheet import Worksheet

from backoffice.domain.test_set.model import FREQUENCY_LABELS, TestRow, TestSet
from backoffice.domain.test_set.screens import SCREENS, screen_rows
from backoffice.workbooks.template import style as s

#: What a receipt needs and no notice tells; fictitious, the same for every test set. Codes of SAT's catalogues.
RECEIPT_DETAILS = (
    ("Código postal del trabajador", "06300"),
    ("Lugar de expedición (código postal)", "06300"),
    ("Régimen fiscal del trabajador", "605 Sueldos y salarios"),
    ("Uso del CFDI", "CN01 Nómina"),
    ("Tipo de contrato", "01 Por tiempo indeterminado"),
    ("Tipo de régimen", "02 Sueldos"),
    ("Tipo de jornada", "01 Diurna"),
    ("Riesgo de puesto", "1 Clase I"),
    ("Entidad federativa", "CMX Ciudad de México"),
)
PERIODICITIES = {
    "weekly": "02",
    "fourteen_day": "03",
    "fortnight": "04",
    "month": "05",
    "bimester": "06",
}
SCREEN_ROWS = 22


def fill_archive(sheet: Worksheet, test_set: TestSet) -> None:
    """Tab 1: one place for the compressed archive."""
    s.head(sheet, "Archivo compactado con los ficheros .json", test_set.id)
    widths(sheet, {"A": 26, "B": 44, "C": 22, "D": 22})
    steps = (
        "1. Junta en un archivo .zip los ficheros .json de la carpeta avisos/ que vienen con el set; no los edites.",
        "2. Menú Insertar → Objeto → Crear desde archivo. Elige el .zip y marca «Mostrar como icono».",
        "3. No marques «Vincular al archivo»: el .zip debe quedar dentro de este libro.",
    )
    for row, step in enumerate(steps, start=4):
        s.put(sheet, f"A{row}", step)
    s.frame(sheet, 8, 22, 4, "Por llenar: inserta aquí el archivo .zip")
    s.prepare_print(sheet)


def fill_screens(sheet: Worksheet, test_set: TestSet) -> None:
    """Tab 3: four titled places, each with the worker whose screen is wanted."""
    s.head(sheet, "Pantallas del sistema", test_set.id)
    widths(sheet, {"A": 26, "B": 44, "C": 22, "D": 22})
    s.put(sheet, "A3", "Pega una imagen legible en cada recuadro; que se vea el NSS.", s.QUIET)
    top = 5
    for (title, words), row in zip(SCREENS, screen_rows(test_set), strict=True):
        s.put(sheet, f"A{top}", title, s.HEADING)
        s.put(sheet, f"A{top + 1}", f"{words} {row.name}, NSS {row.nss} ({tab_row(row)}).")
        s.frame(sheet, top + 2, top + 1 + SCREEN_ROWS, 4, "Por llenar: pega aquí la imagen")
        top += SCREEN_ROWS + 4
    s.prepare_print(sheet)


def fill_receipt(sheet: Worksheet, test_set: TestSet) -> None:
    """Tab 4: the worker whose receipt is wanted, the fictitious data it needs, and one place for the XML."""
    s.head(sheet, "CFDI de nómina (XML) sin sellar", test_set.id)
    widths(sheet, {"A": 38, "B": 44, "C": 16, "D": 16})
    row = test_set.row(*test_set.receipt)
    asked = f"Elabora el recibo del trabajador de la {tab_row(row)} e insértalo abajo como objeto (.xml), sin timbrar."
    s.put(sheet, "A3", asked, s.QUIET)
    next_row = 5
    for label, value in (*receipt_data(test_set, row), *RECEIPT_DETAILS):
        s.put(sheet, f"A{next_row}", label, s.QUIET)
        s.put(sheet, f"B{next_row}", value, s.STRONG)
        sheet[f"B{next_row}"].number_format = "@"
        for column in "AB":
            sheet[f"{column}{next_row}"].border = s.box(s.LINE)
        next_row += 1
    s.frame(sheet, next_row + 1, next_row + 14, 4, "Por llenar: inserta aquí el archivo .xml")
    s.prepare_print(sheet)


def receipt_data(test_set: TestSet, row: TestRow) -> tuple[tuple[str, str], ...]:
    """What the test set says about the worker, the employer and the period."""
    frequency = f"{PERIODICITIES.get(row.frequency, '')} {FREQUENCY_LABELS.get(row.frequency, row.frequency)}".strip()
    return (
        ("Trabajador", row.name),
        ("NSS", row.nss),
        ("RFC", row.rfc),
        ("CURP", row.curp),
        ("Crédito", row.credit_number),
        ("Registro patronal (NRP)", test_set.nrp),
        ("Patrón (ficticio)", test_set.employer_name),
        ("Inicio del periodo", row.case["period_start"]),
        ("Fin del periodo", row.case["period_end"]),
        ("Fecha de pago", row.paid_on),
        ("Salario diario", row.case["daily_wage"]),
        ("Salario diario integrado", row.case["sdi"]),
        ("Periodicidad de pago", frequency),
    )


def tab_row(row: TestRow) -> str:
    """Where a worker stands in tab 2, in words."""
    letter = "a" if row.section == "samples" else "b"
    return f"sección {letter}, No. {row.number} de la pestaña 2"


def widths(sheet: Worksheet, columns: dict[str, float]) -> None:
    """Widths of columns, in characters."""
    for letter, width in columns.items():
        sheet.column_dimensions[letter].width = width
