"""Evidence as an applicant would send it, from a test set: template filled in, archive, screens and receipt."""

import json
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image, ImageDraw

from backoffice.domain.test_set.model import TestSet
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT, Cells, filled_in
from backoffice.rehearsal.making.packing import as_xlsx


def filled(test_set: TestSet, answers: Cells, icons: Mapping[str, bytes] | None = None) -> bytes:
    """The template of *test_set* as .xlsx with *answers* and pictures; *icons* stand where objects will go."""
    return filled_in(test_set, answers, screens(), icons or {})


def screens() -> list[bytes]:
    """One picture as PNG for each place of tab 3; no two are alike."""
    return [screen(f"Pantalla {number + 1}", number) for number in range(4)]


def screen(words: str, shade: int) -> bytes:
    """A picture as PNG."""
    image = Image.new("RGB", (640, 360), (200 + 5 * shade, 220, 240 - 8 * shade))
    ImageDraw.Draw(image).text((10, 10), words, fill=(20, 20, 40))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def archive(members: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A zip with fixed dates of whatever an applicant may put in it, in that order and with those names."""
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

#: Unsealed, and right by SAT's schemas; 7,500.00 earned, 1,475.41 and 15.00 withheld for housing.
CFDI = """<?xml version="1.0" encoding="UTF-8"?>
<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" xmlns:nomina12="http://www.sat.gob.mx/nomina12"
 Version="4.0" Fecha="2026-09-15T12:00:00" SubTotal="7500.00" Descuento="1490.41" Moneda="MXN" Total="6009.59"
 TipoDeComprobante="N" Exportacion="01" LugarExpedicion="06300" Sello="" NoCertificado="" Certificado="">
 <cfdi:Emisor Rfc="EKU9003173C9" Nombre="TALLERES FICTICIOS" RegimenFiscal="601"/>
 <cfdi:Receptor Rfc="XAXX010101000" Nombre="MARÍA ORTEGA" DomicilioFiscalReceptor="06300"
  RegimenFiscalReceptor="605" UsoCFDI="CN01"/>
 <cfdi:Conceptos>
  <cfdi:Concepto ClaveProdServ="84111505" Cantidad="1" ClaveUnidad="ACT" Descripcion="Pago de nómina"
   ValorUnitario="7500.00" Importe="7500.00" Descuento="1490.41" ObjetoImp="01"/>
 </cfdi:Conceptos>
 <cfdi:Complemento>
  <nomina12:Nomina Version="1.2" TipoNomina="O" FechaPago="2026-09-15" FechaInicialPago="2026-09-01"
   FechaFinalPago="2026-09-15" NumDiasPagados="15.000" TotalPercepciones="7500.00" TotalDeducciones="1490.41">
   <nomina12:Emisor RegistroPatronal="Y5412345101"/>
   <nomina12:Receptor Curp="XEXX010101HNEXXXA4" NumSeguridadSocial="66554433221" TipoContrato="01" TipoRegimen="02"
    NumEmpleado="7" PeriodicidadPago="04" SalarioDiarioIntegrado="524.65" ClaveEntFed="CMX"/>
   <nomina12:Percepciones TotalSueldos="7500.00" TotalGravado="7000.00" TotalExento="500.00">
    <nomina12:Percepcion TipoPercepcion="001" Clave="P01" Concepto="Sueldo" ImporteGravado="7000.00" ImporteExento="500.00"/>
   </nomina12:Percepciones>
   <nomina12:Deducciones TotalOtrasDeducciones="1490.41">
    <nomina12:Deduccion TipoDeduccion="009" Clave="D09" Concepto="Crédito de vivienda" Importe="1475.41"/>
    <nomina12:Deduccion TipoDeduccion="009" Clave="D10" Concepto="Seguro de daños" Importe="15.00"/>
   </nomina12:Deducciones>
  </nomina12:Nomina>
 </cfdi:Complemento>
</cfdi:Comprobante>
"""

#: What is embedded in which tab.
FILES = {ARCHIVE: ("avisos.zip", archive(NOTICES)), RECEIPT: ("recibo.xml", CFDI.encode())}


def embedding(test_set: TestSet, answers: Cells, files: Mapping[str, tuple[str, bytes]]) -> bytes:
    """The whole evidence as .xlsx, embedded the way Excel does; *files* replaces what is right, tab by tab."""
    return as_xlsx(filled(test_set, answers), {**FILES, **files})
