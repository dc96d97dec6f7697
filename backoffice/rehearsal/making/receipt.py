"""The payroll receipt of the row that is asked for: an unsealed CFDI 4.0 with its payroll complement 1.2."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from backoffice.domain.test_set import TestRow, TestSet

CFDI, PAYROLL = "http://www.sat.gob.mx/cfd/4", "http://www.sat.gob.mx/nomina12"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
NAMES = {"cfdi": CFDI, "nomina12": PAYROLL, "xsi": INSTANCE}
SCHEMAS = (
    f"{CFDI} http://www.sat.gob.mx/sitio_internet/cfd/4/cfdv40.xsd "
    f"{PAYROLL} http://www.sat.gob.mx/sitio_internet/cfd/nomina/nomina12.xsd"
)
#: SAT's periodicities of payment.
PERIODICITIES = {"weekly": "02", "fourteen_day": "03", "fortnight": "04", "month": "05", "bimester": "06"}
POSTAL_CODE = "06300"
#: What else a receipt takes off, as shares of the wage; plausible, no more is asked of them.
SOCIAL_SECURITY, INCOME_TAX = Decimal("0.0275"), Decimal("0.11")
HIRED_ON = date(2019, 3, 4)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Pesos of one receipt. ``housing`` lists code, key, concept and amount of its lines for the credit."""

    wage: Decimal
    social_security: Decimal
    income_tax: Decimal
    housing: tuple[tuple[str, str, str, Decimal], ...]

    @property
    def other_deductions(self) -> Decimal:
        """All that is no tax."""
        return self.social_security + sum((line[3] for line in self.housing), Decimal(0))

    @property
    def deductions(self) -> Decimal:
        """Everything that is taken off."""
        return self.other_deductions + self.income_tax


def amounts(row: TestRow, answer: Mapping[str, str | None], *, in_one_line: bool) -> Amounts:
    """What the receipt of *row* says if its program answered so: the insurance on its own line, or with the credit."""
    wage = centavos(Decimal(row.case["daily_wage"]) * days_of(row))
    insurance, withheld = Decimal(answer["insurance"] or 0), Decimal(answer["withholding"] or 0)
    housing: tuple[tuple[str, str, str, Decimal], ...] = (("009", "D09", "Préstamo Infonavit", withheld),)
    if not in_one_line:
        housing = (
            ("010", "D10", "Crédito de vivienda Infonavit", withheld - insurance),
            ("010", "D11", "Seguro de daños a la vivienda", insurance),
        )
    return Amounts(wage, centavos(wage * SOCIAL_SECURITY), centavos(wage * INCOME_TAX), housing)


def centavos(pesos: Decimal) -> Decimal:
    """Half up, two decimals."""
    return pesos.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def days_of(row: TestRow) -> int:
    """Calendar days of the payroll period."""
    return (date.fromisoformat(row.case["period_end"]) - date.fromisoformat(row.case["period_start"])).days + 1


def receipt(test_set: TestSet, paid: Amounts) -> bytes:
    """The XML of the receipt that *test_set* asks for."""
    row = test_set.row(*test_set.receipt)
    net = f"{paid.wage - paid.deductions:.2f}"
    root = etree.Element(f"{{{CFDI}}}Comprobante", nsmap=NAMES)
    root.set(f"{{{INSTANCE}}}schemaLocation", SCHEMAS)
    attributes(
        root, Version="4.0", Serie="NOM", Folio="1", Fecha=f"{row.paid_on}T12:00:00", Sello="",
        NoCertificado="00000000000000000000", Certificado="", SubTotal=f"{paid.wage:.2f}",
        Descuento=f"{paid.deductions:.2f}", Moneda="MXN", Total=net, TipoDeComprobante="N", Exportacion="01",
        MetodoPago="PUE", LugarExpedicion=POSTAL_CODE,
    )  # fmt: skip
    element(root, CFDI, "Emisor", Rfc=test_set.rfc, Nombre=bare(test_set.employer_name), RegimenFiscal="601")
    element(
        root, CFDI, "Receptor", Rfc=row.rfc, Nombre=bare(row.name), DomicilioFiscalReceptor=POSTAL_CODE,
        RegimenFiscalReceptor="605", UsoCFDI="CN01",
    )  # fmt: skip
    element(
        element(root, CFDI, "Conceptos"), CFDI, "Concepto", ClaveProdServ="84111505", Cantidad="1", ClaveUnidad="ACT",
        Descripcion="Pago de nómina", ValorUnitario=f"{paid.wage:.2f}", Importe=f"{paid.wage:.2f}",
        Descuento=f"{paid.deductions:.2f}", ObjetoImp="01",
    )  # fmt: skip
    payroll(element(root, CFDI, "Complemento"), test_set, row, paid)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return document


def payroll(parent: etree._Element, test_set: TestSet, row: TestRow, paid: Amounts) -> None:
    """The payroll complement."""
    wage = f"{paid.wage:.2f}"
    top = element(
        parent, PAYROLL, "Nomina", Version="1.2", TipoNomina="O", FechaPago=row.paid_on,
        FechaInicialPago=row.case["period_start"], FechaFinalPago=row.case["period_end"],
        NumDiasPagados=f"{days_of(row)}.000", TotalPercepciones=wage, TotalDeducciones=f"{paid.deductions:.2f}",
    )  # fmt: skip
    element(top, PAYROLL, "Emisor", RegistroPatronal=test_set.nrp)
    weeks = (date.fromisoformat(row.case["period_end"]) - HIRED_ON).days // 7
    element(
        top, PAYROLL, "Receptor", Curp=row.curp, NumSeguridadSocial=row.nss, FechaInicioRelLaboral=HIRED_ON.isoformat(),
        Antigüedad=f"P{weeks}W", TipoContrato="01", TipoJornada="01", TipoRegimen="02", NumEmpleado="1",
        RiesgoPuesto="1", PeriodicidadPago=PERIODICITIES[row.frequency], SalarioBaseCotApor=row.case["sdi"],
        SalarioDiarioIntegrado=row.case["sdi"], ClaveEntFed="CMX",
    )  # fmt: skip
    earned = element(top, PAYROLL, "Percepciones", TotalSueldos=wage, TotalGravado=wage, TotalExento="0.00")
    element(
        earned, PAYROLL, "Percepcion", TipoPercepcion="001", Clave="P01", Concepto="Sueldo", ImporteGravado=wage,
        ImporteExento="0.00",
    )  # fmt: skip
    taken = element(
        top, PAYROLL, "Deducciones", TotalOtrasDeducciones=f"{paid.other_deductions:.2f}",
        TotalImpuestosRetenidos=f"{paid.income_tax:.2f}",
    )  # fmt: skip
    lines = (("001", "D01", "IMSS", paid.social_security), ("002", "D02", "ISR", paid.income_tax), *paid.housing)
    for code, key, concept, amount in lines:
        line = element(taken, PAYROLL, "Deduccion", TipoDeduccion=code, Clave=key, Concepto=concept)
        attributes(line, Importe=f"{amount:.2f}")


def element(parent: etree._Element, space: str, name: str, **values: str) -> etree._Element:
    """A child with its attributes in order."""
    child = etree.SubElement(parent, f"{{{space}}}{name}")
    attributes(child, **values)
    return child


def attributes(element: etree._Element, **values: str) -> None:
    """Set them in order."""
    for name, value in values.items():
        element.set(name, value)


def bare(name: str) -> str:
    """A name as SAT registers it: capitals, without the kind of company."""
    return name.removesuffix(", S.A. de C.V.").upper()
