"""Receipts as an applicant may send them, and what reading says of them."""

from io import BytesIO

import openpyxl

from backoffice.domain.evidence import Cfdi, Evidence, SchemaError
from backoffice.rehearsal.making.filling import RECEIPT
from backoffice.workbooks import reading
from backoffice.workbooks.meaning.receipt import read
from tests.workbooks.making.evidence import CFDI, embedding, filled
from tests.workbooks.making.sample import ANSWERS, TEST_SET

CURP = 'Curp="XEXX010101HNEXXXA4" '
PAYROLL_END = "</cfdi:Complemento>"
NOMINA = CFDI[CFDI.index(" <cfdi:Complemento>") : CFDI.index("</cfdi:Comprobante>")]

Told = list[tuple[str, str | None]]


def changed(old: str, new: str) -> str:
    """The right receipt with one change."""
    assert CFDI.count(old) == 1
    return CFDI.replace(old, new)


def declared(encoding: str) -> str:
    """The right receipt, declaring another encoding."""
    return CFDI.replace('encoding="UTF-8"', f'encoding="{encoding}"').replace("MARÍA", "MARÍA Ñ")


def attributes(count: int) -> str:
    """So many attributes that no schema knows."""
    return " ".join(f"a{number}=''" for number in range(count))


def told(document: bytes) -> Told:
    """Code and what was found, of the remarks on a document that says nothing."""
    cfdi, findings = read("embedded", "4. CFDI", document)
    assert cfdi is None
    return [(finding.code, finding.found) for finding in findings]


def said(document: bytes) -> tuple[Cfdi, Told]:
    """What a document says, and the remarks on it."""
    cfdi, findings = read("embedded", "4. CFDI", document)
    assert cfdi is not None
    return cfdi, [(finding.code, finding.found) for finding in findings]


def cfdi_of(text: str) -> Cfdi:
    """What a receipt says."""
    return said(text.encode())[0]


def faults(text: str) -> list[SchemaError]:
    """Where a receipt breaks the schemas."""
    return list(cfdi_of(text).schema_errors)


def with_receipt(document: bytes) -> Evidence:
    """The whole evidence with *document* embedded in tab 4."""
    return reading.read(embedding(TEST_SET, ANSWERS, {RECEIPT: ("recibo.xml", document)}))


def in_tab_4(*cells: str) -> Evidence:
    """The whole evidence with texts below each other in tab 4."""
    book = openpyxl.load_workbook(BytesIO(filled(TEST_SET, ANSWERS)))
    for row, text in enumerate(cells, start=2):
        book["4. CFDI"].cell(row, 1).value = text
    written = BytesIO()
    book.save(written)
    return reading.read(written.getvalue())


def remarks(evidence: Evidence) -> list[str]:
    """Codes of the findings about tab 4."""
    return [finding.code for finding in evidence.findings if finding.tab == 4]
