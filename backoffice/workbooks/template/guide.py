"""The sheet after the four tabs: how to fill the workbook in, step by step."""

from openpyxl.worksheet.worksheet import Worksheet

from backoffice.domain.test_set.model import TestSet
from backoffice.workbooks.template import style as s

STEPS = (
    ("Antes de empezar", (
        "Este libro es solo tuyo: pertenece al set de pruebas de arriba. No mezcles datos de otro set.",
        "Los trabajadores son ficticios. No escribas datos de personas reales ni envíes recibos timbrados.",
        "Amarillo con la leyenda «Por llenar»: es lo que tú llenas. Lo demás ya viene dado.",
    )),
    ("1. JSON", (
        "Usa los archivos .json de la carpeta avisos/ que vienen con el set.",
        "Compáctalos sin editarlos en un solo .zip e insértalo como objeto.",
    )),
    ("2. Amortizaciones", (
        "Sección a: escribe cada paso del cálculo. Sección b: solo la retención total.",
        "Lo que no te damos (en b, tipo y valor; en ambas, fechas de los avisos) está en los avisos .json.",
        "Escribe números, sin «$» ni letras: 1490.41. Si un paso no corresponde, escribe «No aplica».",
        "«Amortización» es el importe después de topes; «Descuento diario», con cuatro decimales o más.",
        "La pestaña está protegida sin contraseña: Revisar → Desproteger hoja, si necesitas copiar en bloque.",
    )),
    ("3. Pantallas", (
        "Pega una imagen por recuadro, del trabajador que cada recuadro nombra.",
    )),
    ("4. CFDI", (
        "Inserta el XML del recibo que se pide, sin sellar ni timbrar. También puedes pegar su texto en la hoja.",
    )),
    ("Para enviarlo", (
        "Guarda como .xls (Libro de Excel 97-2003, recomendado) o .xlsx. Desde LibreOffice, solo como .xls.",
        "Sin contraseña y de no más de 5 MB: si pesa más, reduce las imágenes. Envíalo como dice tu correo.",
    )),
)  # fmt: skip


def fill_guide(sheet: Worksheet, test_set: TestSet) -> None:
    """The instructions, with the test set they belong to."""
    s.head(sheet, "Cómo llenar este libro de evidencias", test_set.id)
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 104
    row = 4
    for title, sentences in STEPS:
        s.put(sheet, f"A{row}", title, s.HEADING, s.PROSE)
        for sentence in sentences:
            s.put(sheet, f"B{row}", sentence, s.PLAIN, s.PROSE)
            sheet.row_dimensions[row].height = 18
            row += 1
        row += 1
    sheet.protection.sheet = True
    s.prepare_print(sheet, landscape=True)
