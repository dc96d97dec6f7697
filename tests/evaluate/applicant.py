"""An applicant who fills in the template: answers, archive, screenshots and receipt, as Excel would save them."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

import openpyxl
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from backoffice.domain.evidence import STEPS
from backoffice.domain.findings import Section
from backoffice.domain.test_set import TestSet

HEADERS = {
    "Días del bimestre": "bimester_days",
    "Valor UMI": "unit_value",
    "Descuento diario": "daily_amount",
    "Días con retención": "days",
    "Amortización": "amortization",
    "Seguro de daños": "insurance",
    "Retención total": "withholding",
}
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"

CFDI = """<?xml version="1.0" encoding="UTF-8"?>
<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" xmlns:nomina12="http://www.sat.gob.mx/nomina12"
 Version="4.0" Total="9000.00" TipoDeComprobante="N">
<cfdi:Emisor Rfc="EKU9003173C9"/><cfdi:Receptor Rfc="{rfc}"/>
<cfdi:Complemento><nomina12:Nomina Version="1.2" FechaPago="{paid}" FechaInicialPago="{start}" FechaFinalPago="{end}">
<nomina12:Emisor RegistroPatronal="{nrp}"/><nomina12:Receptor Curp="{curp}" NumSeguridadSocial="{nss}"/>
<nomina12:Deducciones><nomina12:Deduccion TipoDeduccion="{code}" Clave="D1" Concepto="Crédito de vivienda"
 Importe="{amount}"/></nomina12:Deducciones></nomina12:Nomina></cfdi:Complemento></cfdi:Comprobante>"""


@dataclass
class Applicant:
    """What one applicant does. ``answers`` replaces right answers; ``None`` empties a cell."""

    test_set: TestSet
    answers: Mapping[tuple[Section, int, str], object] = field(default_factory=dict)
    notices: Mapping[str, str] | None = None
    screenshots: int = 2
    cfdi: Mapping[str, str] | None = field(default_factory=dict)

    def workbook(self, template: bytes) -> bytes:
        """The template, filled in and saved as .xlsx."""
        book = openpyxl.load_workbook(io.BytesIO(template))
        self._fill_in(book["2. Amortizaciones"])
        for number in range(self.screenshots):
            book["3. Pantallas"].add_image(screenshot(number), f"B{7 + 26 * number}")
        if self.cfdi is not None:
            for place, line in enumerate(self._receipt().splitlines()):
                book["4. CFDI"][f"A{30 + place}"] = line
        out = io.BytesIO()
        book.save(out)
        notices = self.test_set.notices if self.notices is None else self.notices
        return with_embedded(out.getvalue(), archive(notices)) if notices else out.getvalue()

    def _fill_in(self, sheet) -> None:
        section, columns = None, {}
        for row in sheet.iter_rows():
            first = str(row[0].value or "")
            if first.startswith(("a)", "b)")):
                section = "samples" if first.startswith("a)") else "assessment"
            if first == "No.":
                columns = {HEADERS[cell.value]: cell.column for cell in row if cell.value in HEADERS}
            if section and first.isdigit():
                self._answer(sheet, row[0].row, columns, section)

    def _answer(self, sheet, place, columns, section) -> None:
        number = int(sheet.cell(place, 1).value)
        expected = self.test_set.row(section, number).expected
        for step in STEPS:
            if step in columns:
                right = expected[step]
                right = "No aplica" if right is None else float(right)
                sheet.cell(place, columns[step]).value = self.answers.get((section, number, step), right)

    def _receipt(self) -> str:
        row = self.test_set.row(*self.test_set.receipt)
        right = {
            "rfc": row.rfc, "curp": row.curp, "nss": row.nss, "nrp": self.test_set.nrp, "paid": row.paid_on,
            "start": row.case["period_start"], "end": row.case["period_end"], "code": "009",
            "amount": row.expected["withholding"],
        }  # fmt: skip
        return CFDI.format(**{**right, **(self.cfdi or {})})


def screenshot(number: int) -> Image:
    """A picture of the size of a window; each number another colour."""
    data = io.BytesIO()
    Picture.new("RGB", (640, 400), (40 * number, 90, 120)).save(data, "PNG")
    data.seek(0)
    return Image(data)


def archive(notices: Mapping[str, str]) -> bytes:
    """The applicant's own zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in notices.items():
            made.writestr(name.rpartition("/")[2], text)
    return out.getvalue()


def with_embedded(workbook: bytes, payload: bytes) -> bytes:
    """The workbook with a file embedded in its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        new.writestr("xl/embeddings/avisos.zip", payload)
        new.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" Type="{PACKAGE}" '
            'Target="../embeddings/avisos.zip"/></Relationships>',
        )
    return out.getvalue()
