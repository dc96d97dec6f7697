"""The payroll receipt (CFDI) of tab 4: embedded, or its text in cells. Whether it is right is not asked here."""

import re
from decimal import Decimal

from lxml import etree

from backoffice.domain.evidence import Cfdi, Deduction, SchemaError
from backoffice.domain.findings import Finding
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.formats.safe_xml import descendants, local
from backoffice.workbooks.limits import CFDI_BYTES, SCHEMA_ERRORS
from backoffice.workbooks.meaning.receipt_totals import totals
from backoffice.workbooks.meaning.receipt_values import amount, text
from backoffice.workbooks.meaning.receipt_xml import namespace, other_than_a_receipt, payrolls, root_of, version_of
from backoffice.workbooks.meaning.telling import telling_cells
from backoffice.workbooks.remarks import remark
from backoffice.workbooks.sat import schema
from backoffice.workbooks.sat.files import CFDI, PAYROLL

DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
START = re.compile(r"<\?xml|<!DOCTYPE|<(?:[\w.-]+:)?Comprobante\b")
FULL_CELL = 32_767
#: Starts that are tried in one sheet; a receipt has two at most, its declaration and its root.
STARTS = 12


def read(source: str, sheet: str, document: bytes) -> tuple[Cfdi | None, list[Finding]]:
    """What an XML document says, or why it says nothing. *source* is ``embedded`` or ``cells``."""
    root, findings = root_of(document)
    if root is None:
        return None, findings
    if other := other_than_a_receipt(root):
        return None, [remark("not_a_cfdi", found=other)]
    return receipt(source, sheet, root), [*findings, *amount_remarks(payrolls(root)[0])]


def receipt(source: str, sheet: str, root: etree._Element) -> Cfdi:
    """The fields that the checks compare; '' where the document leaves one out."""
    complements = payrolls(root)
    payroll = complements[0]
    issuer, receiver = child(root, "Emisor"), child(root, "Receptor")
    employer, worker = child(payroll, "Emisor"), child(payroll, "Receptor")
    errors = schema_errors(root, payroll)
    return Cfdi(
        source=source,
        sheet=sheet,
        version=version_of(root),
        issuer_rfc=text(issuer, "Rfc"),
        receiver_rfc=text(receiver, "Rfc"),
        receiver_curp=text(worker, "Curp"),
        nss=text(worker, "NumSeguridadSocial"),
        employer_registration=text(employer, "RegistroPatronal"),
        period_start=text(payroll, "FechaInicialPago"),
        period_end=text(payroll, "FechaFinalPago"),
        paid_on=text(payroll, "FechaPago"),
        total=amount(text(root, "Total")),
        deductions=tuple(deduction(line) for line in readable_lines(payroll)),
        sealed=bool(text(root, "Sello") or descendants(root, "TimbreFiscalDigital")),
        type=text(root, "TipoDeComprobante"),
        payroll_version=version_of(payroll),
        payrolls=len(complements),
        totals=totals(root, complements),
        schema_errors=tuple(errors[:SCHEMA_ERRORS]),
        schema_error_count=len(errors),
    )


def schema_errors(root: etree._Element, payroll: etree._Element) -> list[SchemaError]:
    """Where the receipt breaks SAT's schemas; of another version than theirs, that alone is worth telling."""
    return schema.violations(root) if (namespace(root), namespace(payroll)) == (CFDI, PAYROLL) else []


def readable_lines(payroll: etree._Element) -> list[etree._Element]:
    """Deduction lines whose amount is a number."""
    return [line for line in descendants(payroll, "Deduccion") if amount(text(line, "Importe")) is not None]


def deduction(line: etree._Element) -> Deduction:
    """One deduction line."""
    value = amount(text(line, "Importe")) or Decimal(0)
    return Deduction(text(line, "TipoDeduccion"), text(line, "Clave"), text(line, "Concepto"), value)


def amount_remarks(payroll: etree._Element) -> list[Finding]:
    """Lines that were left out."""
    lines = descendants(payroll, "Deduccion")
    odd = [text(line, "Importe") for line in lines if amount(text(line, "Importe")) is None]
    return [remark("cfdi_amount", found=odd[0])] if odd else []


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first direct child of this local name."""
    return next((each for each in element if local(each) == name), None)


def in_cells(grid: Grid) -> list[tuple[int, int]]:
    """Row (from 1) and column (from 0) of the cells where the text of an XML may start; a note may be among them."""
    return [(row, column) for row, column, value in telling_cells(grid) if START.search(value)][:STARTS]


def text_from(grid: Grid, row: int, column: int) -> tuple[list[bytes], int]:
    """The XML whose text starts in a cell: one candidate per way of joining the cells below, and its last row."""
    pieces, last = column_text(grid, row, column)
    return [document(joined) for joined in joinings(pieces)], last


def column_text(grid: Grid, row: int, column: int) -> tuple[list[str], int]:
    """Texts from a cell down to the end of the document, blank ones too: they count, and take their lines.

    And the row of the last.
    """
    pieces, size, last = [], 0, row
    for last, cells in enumerate(grid.rows[row - grid.first_row :], row):  # noqa: B007 — told after the loop
        value = cells[column] if column < len(cells) else None
        if isinstance(value, str) and value:
            pieces.append(value)
            size += len(value)
        if size > CFDI_BYTES or (isinstance(value, str) and re.search(r"Comprobante\s*>\s*$", value)):
            break
    return pieces, last


def joinings(pieces: list[str]) -> list[str]:
    """Lines, or one text cut where a cell was full."""
    lines = "".join(piece if len(piece) >= FULL_CELL else piece + "\n" for piece in pieces)
    return [lines, "".join(pieces)]


def document(joined: str) -> bytes:
    """The text as UTF-8 without what comes before the XML nor a declaration that may name another encoding.

    White space stays: lines are counted by it, and it weighs.
    """
    start = START.search(joined)
    return DECLARATION.sub("", joined[start.start() if start else 0 :]).encode("utf-8", "replace")
