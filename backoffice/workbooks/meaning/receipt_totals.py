"""The totals that a receipt says, and the sums of its lines. Whether they agree is not asked here."""

from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from backoffice.workbooks.formats.safe_xml import descendants
from backoffice.workbooks.meaning.receipt_values import amount, text


class Sum(NamedTuple):
    """An attribute added over nodes; ``always`` they carry it, so that one without it leaves the sum unknown."""

    node: str
    attribute: str
    always: bool


#: Of the receipt itself, and of its payroll complements; by the names of ``Cfdi.totals``.
OF_RECEIPT = {
    "SubTotal": Sum("Comprobante", "SubTotal", always=True),
    "Descuento": Sum("Comprobante", "Descuento", always=True),
    "Total": Sum("Comprobante", "Total", always=True),
    "Concepto@Importe": Sum("Concepto", "Importe", always=True),
    "Concepto@Descuento": Sum("Concepto", "Descuento", always=False),
}
OF_PAYROLLS = {
    "TotalPercepciones": Sum("Nomina", "TotalPercepciones", always=False),
    "TotalDeducciones": Sum("Nomina", "TotalDeducciones", always=False),
    "TotalOtrosPagos": Sum("Nomina", "TotalOtrosPagos", always=False),
    "TotalSueldos": Sum("Percepciones", "TotalSueldos", always=False),
    "TotalSeparacionIndemnizacion": Sum("Percepciones", "TotalSeparacionIndemnizacion", always=False),
    "TotalJubilacionPensionRetiro": Sum("Percepciones", "TotalJubilacionPensionRetiro", always=False),
    "TotalGravado": Sum("Percepciones", "TotalGravado", always=True),
    "TotalExento": Sum("Percepciones", "TotalExento", always=True),
    "TotalOtrasDeducciones": Sum("Deducciones", "TotalOtrasDeducciones", always=False),
    "TotalImpuestosRetenidos": Sum("Deducciones", "TotalImpuestosRetenidos", always=False),
    "Percepcion@ImporteGravado": Sum("Percepcion", "ImporteGravado", always=True),
    "Percepcion@ImporteExento": Sum("Percepcion", "ImporteExento", always=True),
    "Deduccion@Importe": Sum("Deduccion", "Importe", always=True),
    "OtroPago@Importe": Sum("OtroPago", "Importe", always=True),
}


def totals(root: etree._Element, payrolls: list[etree._Element]) -> dict[str, Decimal]:
    """All that can be told; complements are added up."""
    found = {name: added([root], asked) for name, asked in OF_RECEIPT.items()}
    found |= {name: added(payrolls, asked) for name, asked in OF_PAYROLLS.items()}
    return {name: value for name, value in found.items() if value is not None}


def added(places: list[etree._Element], asked: Sum) -> Decimal | None:
    """The sum; ``None`` where nothing says it, or something that is no amount."""
    written = [text(node, asked.attribute) for place in places for node in descendants(place, asked.node)]
    if not asked.always:
        written = [value for value in written if value]
    amounts = [amount(value) for value in written]
    known = [value for value in amounts if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None
