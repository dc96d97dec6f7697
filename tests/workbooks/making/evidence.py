"""Evidence as an applicant would send it, from a test set: template filled in, archive, screens and receipt."""

import json
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image, ImageDraw

from backoffice.domain.test_set.model import TestSet
from backoffice.workbooks.template import write
from tests.workbooks.making.packages import embed_in_xlsx, object_part

Answers = Mapping[tuple[str, int], Mapping[str, str | float | Decimal]]
HEADERS = {
    "Días del bimestre": "bimester_days",
    "Valor UMI": "unit_value",
    "Descuento diario": "daily_amount",
    "Días con retención": "days",
    "Amortización": "amortization",
    "Seguro de daños": "insurance",
    "Retención total": "withholding",
}


def filled(test_set: TestSet, answers: Answers, *, screens: int = 4, icons: bool = False) -> bytes:
    """The template of *test_set* as .xlsx with *answers* and pictures; *icons* are left where objects will go."""
    book = load_workbook(BytesIO(write(test_set)))
    fill(book["2. Amortizaciones"], answers)
    for number in range(screens):
        add_picture(book["3. Pantallas"], screen(f"Pantalla {number + 1}", number), f"A{8 + 26 * number}", number)
    if icons:
        add_picture(book["1. JSON"], screen("zip", 9, (96, 72)), "B10", 9)
        add_picture(book["4. CFDI"], screen("xml", 9, (96, 72)), "B32", 9)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def fill(sheet: object, answers: Answers) -> None:
    """Write the answers under the headers of tab 2."""
    section, columns = "", {}
    for row in sheet.iter_rows():  # type: ignore[attr-defined]
        first = str(row[0].value)
        if first.startswith(("a) ", "b) ")):
            section = "samples" if first.startswith("a") else "assessment"
        if first == "No.":
            columns = {HEADERS[str(cell.value)]: cell.column - 1 for cell in row if str(cell.value) in HEADERS}
        if isinstance(row[0].value, int):
            for step, value in answers.get((section, row[0].value), {}).items():
                row[columns[step]].value = value


def screen(words: str, shade: int, size: tuple[int, int] = (640, 360)) -> bytes:
    """A picture as PNG."""
    image = Image.new("RGB", size, (200 + 5 * shade, 220, 240 - 8 * shade))
    ImageDraw.Draw(image).text((10, 10), words, fill=(20, 20, 40))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def add_picture(sheet: object, content: bytes, anchor: str, number: int) -> None:
    """Put a picture on a sheet."""
    image = SheetImage(BytesIO(content))
    image.width, image.height = (96, 72) if number == 9 else (480, 270)
    sheet.add_image(image, anchor)  # type: ignore[attr-defined]


def archive(members: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A zip with fixed dates."""
    written = BytesIO()
    with ZipFile(written, "w", method) as package:
        for name, content in members.items():
            entry = ZipInfo(name, (2026, 9, 20, 12, 0, 0))
            entry.compress_type = method
            package.writestr(entry, content)
    return written.getvalue()


NOTICES = {
    "avisos/consulta-01.json": json.dumps({"consulta": "1", "avisos": [{"nss": "03149512340"}]}),
    "avisos/consulta-02.json": json.dumps({"consulta": "2", "avisos": [{"nss": "11223344556"}]}),
}

RECEIPT = """<?xml version="1.0" encoding="UTF-8"?>
<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" xmlns:nomina12="http://www.sat.gob.mx/nomina12"
 Version="4.0" Fecha="2026-09-15T12:00:00" SubTotal="7500.00" Descuento="1490.41" Moneda="MXN" Total="6009.59"
 TipoDeComprobante="N" Exportacion="01" LugarExpedicion="06300" Sello="" NoCertificado="" Certificado="">
 <cfdi:Emisor Rfc="EKU9003173C9" Nombre="TALLERES FICTICIOS" RegimenFiscal="601"/>
 <cfdi:Receptor Rfc="XAXX010101000" Nombre="MARÍA ORTEGA" DomicilioFiscalReceptor="06300"
  RegimenFiscalReceptor="605" UsoCFDI="CN01"/>
 <cfdi:Complemento>
  <nomina12:Nomina Version="1.2" TipoNomina="O" FechaPago="2026-09-15" FechaInicialPago="2026-09-01"
   FechaFinalPago="2026-09-15" NumDiasPagados="15">
   <nomina12:Emisor RegistroPatronal="Y5412345101"/>
   <nomina12:Receptor Curp="XEXX010101HNEXXXA4" NumSeguridadSocial="66554433221"/>
   <nomina12:Deducciones TotalOtrasDeducciones="1490.41">
    <nomina12:Deduccion TipoDeduccion="009" Clave="D09" Concepto="Crédito de vivienda" Importe="1475.41"/>
    <nomina12:Deduccion TipoDeduccion="009" Clave="D10" Concepto="Seguro de daños" Importe="15.00"/>
   </nomina12:Deducciones>
  </nomina12:Nomina>
 </cfdi:Complemento>
</cfdi:Comprobante>
"""


def as_excel_embeds(
    test_set: TestSet, answers: Answers, *, notices: bytes | None = None, receipt: str = RECEIPT
) -> bytes:
    """The whole evidence as .xlsx, archive and receipt embedded the way Excel does."""
    packed = archive(NOTICES) if notices is None else notices
    objects = {1: object_part("avisos.zip", packed), 4: object_part("recibo.xml", receipt.encode())}
    return embed_in_xlsx(filled(test_set, answers), objects)
