"""The payroll receipt (CFDI) of tab 4: embedded, or its text in cells. Whether it is right is not asked here."""

from decimal import Decimal

from lxml import etree

from backoffice.domain.evidence import Cfdi, Deduction, SchemaError
from backoffice.domain.findings import Finding
from backoffice.workbooks.formats.safe_xml import descendants, local
from backoffice.workbooks.limits import SCHEMA_ERRORS
from backoffice.workbooks.meaning.receipt_totals import totals
from backoffice.workbooks.meaning.receipt_values import amount, text
from backoffice.workbooks.meaning.receipt_xml import namespace, other_than_a_receipt, payrolls, root_of, version_of
from backoffice.workbooks.remarks import remark
from backoffice.workbooks.sat import schema
from backoffice.workbooks.sat.files import CFDI, PAYROLL


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
