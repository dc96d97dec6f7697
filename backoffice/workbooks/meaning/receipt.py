"""The payroll receipt (CFDI) of tab 4: embedded, or its text in cells. Whether it is right is not asked here."""

import re
from decimal import Decimal

from lxml import etree

from backoffice.domain.evidence import Cfdi, Deduction
from backoffice.domain.findings import Finding
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.formats.safe_xml import UnsafeXml, descendants, local, parse
from backoffice.workbooks.limits import CFDI_BYTES
from backoffice.workbooks.remarks import remark

AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,10})?")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
START = re.compile(r"<\?xml|<!DOCTYPE|<(?:[\w.-]+:)?Comprobante\b")
HINT = re.compile(r"<\?xml|<!doctype|<(?:[\w.-]+:)?comprobante\b")
FULL_CELL = 32_767


def read(source: str, sheet: str, document: bytes) -> tuple[Cfdi | None, list[Finding]]:
    """What an XML document says, or why it says nothing. *source* is ``embedded`` or ``cells``."""
    if len(document) > CFDI_BYTES:
        return None, [remark("cfdi_too_large")]
    try:
        root = parse(document)
    except UnsafeXml:
        return None, [remark("cfdi_doctype")]
    except (etree.XMLSyntaxError, ValueError):
        return None, [remark("cfdi_doctype" if b"<!DOCTYPE" in document else "cfdi_damaged")]
    if local(root) != "Comprobante" or not descendants(root, "Nomina"):
        return None, [remark("not_a_cfdi")]
    return receipt(source, sheet, root), amount_remarks(root)


def receipt(source: str, sheet: str, root: etree._Element) -> Cfdi:
    """The fields that the checks compare; '' where the document leaves one out."""
    payroll = descendants(root, "Nomina")[0]
    issuer, receiver = child(root, "Emisor"), child(root, "Receptor")
    employer, worker = child(payroll, "Emisor"), child(payroll, "Receptor")
    return Cfdi(
        source=source,
        sheet=sheet,
        version=text(root, "Version"),
        issuer_rfc=text(issuer, "Rfc"),
        receiver_rfc=text(receiver, "Rfc"),
        receiver_curp=text(worker, "Curp"),
        nss=text(worker, "NumSeguridadSocial"),
        employer_registration=text(employer, "RegistroPatronal"),
        period_start=text(payroll, "FechaInicialPago"),
        period_end=text(payroll, "FechaFinalPago"),
        paid_on=text(payroll, "FechaPago"),
        total=amount(text(root, "Total")),
        deductions=tuple(deduction(line) for line in readable_lines(root)),
        sealed=bool(text(root, "Sello") or descendants(root, "TimbreFiscalDigital")),
    )


def readable_lines(root: etree._Element) -> list[etree._Element]:
    """Deduction lines whose amount is a number."""
    return [line for line in descendants(root, "Deduccion") if amount(text(line, "Importe")) is not None]


def deduction(line: etree._Element) -> Deduction:
    """One deduction line."""
    value = amount(text(line, "Importe")) or Decimal(0)
    return Deduction(text(line, "TipoDeduccion"), text(line, "Clave"), text(line, "Concepto"), value)


def amount_remarks(root: etree._Element) -> list[Finding]:
    """Lines that were left out."""
    lines = descendants(root, "Deduccion")
    odd = [text(line, "Importe") for line in lines if amount(text(line, "Importe")) is None]
    return [remark("cfdi_amount", found=odd[0])] if odd else []


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first direct child of this local name."""
    return next((each for each in element if local(each) == name), None)


def text(element: etree._Element | None, name: str) -> str:
    """An attribute, at most 300 characters; '' where absent."""
    return str(element.get(name, ""))[:300].strip() if element is not None else ""


def amount(written: str) -> Decimal | None:
    """A plain decimal; ``None`` for anything else."""
    return Decimal(written) if AMOUNT.fullmatch(written) else None


def in_cells(grid: Grid) -> list[bytes]:
    """The XML that stands as text in a sheet: one candidate per way of joining the cells below its start."""
    for row, column, value in grid.texts_like(HINT):
        if START.search(value):
            return [document(joined) for joined in joinings(column_text(grid, row, column))]
    return []


def column_text(grid: Grid, row: int, column: int) -> list[str]:
    """Texts from a cell down to the end of the document."""
    pieces, size = [], 0
    for cells in grid.rows[row - grid.first_row :]:
        value = cells[column] if column < len(cells) else None
        if isinstance(value, str) and value.strip():
            pieces.append(value)
            size += len(value)
        if size > CFDI_BYTES or (isinstance(value, str) and re.search(r"Comprobante\s*>\s*$", value)):
            break
    return pieces


def joinings(pieces: list[str]) -> list[str]:
    """Lines, or one text cut where a cell was full."""
    lines = "".join(piece if len(piece) >= FULL_CELL else piece + "\n" for piece in pieces)
    return [lines, "".join(pieces)]


def document(joined: str) -> bytes:
    """The text as UTF-8 without what comes before the XML nor a declaration that may name another encoding."""
    start = START.search(joined)
    return DECLARATION.sub("", joined[start.start() if start else 0 :]).strip().encode("utf-8", "replace")
