"""SAT's schemas on a receipt: what they say, in what order, and what is forgiven."""

from itertools import pairwise

import pytest

from backoffice.domain.evidence import SchemaError
from tests.workbooks.making.evidence import CFDI
from tests.workbooks.making.receipts import CURP, PAYROLL_END, cfdi_of, changed, faults


def test_the_receipt_of_the_other_tests_is_right() -> None:
    assert faults(CFDI) == []


@pytest.mark.parametrize(
    "seal",
    [
        "",
        'Sello="" NoCertificado="" Certificado=""',
        'Sello="" NoCertificado="00000000000000000000" Certificado=""',
        'Sello="" NoCertificado="12" Certificado="no"',
        'NoCertificado="veinte"',
    ],
)
def test_what_the_seal_lacks_is_forgiven(seal: str) -> None:
    assert faults(changed('Sello="" NoCertificado="" Certificado=""', seal)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (' UsoCFDI="CN01"', "", SchemaError(7, "Receptor", "UsoCFDI", "attribute_missing")),
        (CURP, "", SchemaError(17, "nomina12:Receptor", "Curp", "attribute_missing")),
        (CURP, CURP + 'Sueldo="1" ', SchemaError(17, "nomina12:Receptor", "Sueldo", "attribute_unknown")),
        (
            'TipoContrato="01"', 'TipoContrato="99x"',
            SchemaError(17, "nomina12:Receptor", "TipoContrato", "not_in_catalogue", "c_TipoContrato", "99x"),
        ),
        ('Moneda="MXN"', 'Moneda="MX"', SchemaError(4, "Comprobante", "Moneda", "not_in_catalogue", "c_Moneda", "MX")),
        (
            "<nomina12:Emisor Reg", '<nomina12:Emisor Curp="XEXX" Reg',
            SchemaError(15, "nomina12:Emisor", "Curp", "length", "18", "XEXX"),
        ),
        (
            'ClaveEntFed="CMX"', 'ClaveEntFed="CMX" Sindicalizado="tal vez"',
            SchemaError(17, "nomina12:Receptor", "Sindicalizado", "not_in_catalogue", "", "tal vez"),
        ),
        (
            'ClaveEntFed="CMX"', 'ClaveEntFed="CMX" Antigüedad="29 semanas"',
            SchemaError(17, "nomina12:Receptor", "Antigüedad", "pattern",
                        "P(([1-9][0-9]{0,3})|0)W|P([1-9][0-9]?Y)?(([1-9]|1[012])M)?(0|[1-9]|[12][0-9]|3[01])D",
                        "29 semanas"),
        ),
        (CURP, 'Curp="XEXX010101HZZXXXA4" ',
         SchemaError(17, "nomina12:Receptor", "Curp", "pattern", "t_CURP", "XEXX010101HZZXXXA4")),
        ('Total="6009.59"', 'Total="seis mil"', SchemaError(4, "Comprobante", "Total", "type", "t_Importe", "seis mil")),
        ('Total="6009.59"', 'Total="-1"', SchemaError(4, "Comprobante", "Total", "too_small", "0.000000", "-1")),
        ('"524.65"', '"524.65123"',
         SchemaError(17, "nomina12:Receptor", "SalarioDiarioIntegrado", "decimals", "2", "524.65123")),
        ('"15.000"', '"99999.000"',
         SchemaError(14, "nomina12:Nomina", "NumDiasPagados", "too_large", "36160.000", "99999.000")),
        ('FechaPago="2026-09-15"', 'FechaPago="15/09/2026"',
         SchemaError(14, "nomina12:Nomina", "FechaPago", "type", "t_Fecha", "15/09/2026")),
        ('FechaPago="2026-09-15"', 'FechaPago="2026-02-30"',
         SchemaError(14, "nomina12:Nomina", "FechaPago", "type", "t_Fecha", "2026-02-30")),
        ('Nombre="TALLERES FICTICIOS"', 'Nombre=""', SchemaError(5, "Emisor", "Nombre", "too_short", "1")),
        ('Nombre="TALLERES FICTICIOS"', 'Nombre="A|B"',
         SchemaError(5, "Emisor", "Nombre", "pattern", "[^|]{1,300}", "A|B")),
        ('NumEmpleado="7"', 'NumEmpleado="1234567890123456"',
         SchemaError(17, "nomina12:Receptor", "NumEmpleado", "too_long", "15", "1234567890123456")),
        ("<cfdi:Conceptos>", "<cfdi:Impuestos/><cfdi:Conceptos>",
         SchemaError(8, "Impuestos", "", "node_unexpected", "Conceptos")),
        (PAYROLL_END, '<otro:Cosa xmlns:otro="urn:otro"/>' + PAYROLL_END, SchemaError(26, "Cosa", "", "node_unexpected")),
        ("<cfdi:Conceptos>", "<cfdi:Conceptos>pago", SchemaError(8, "Conceptos", "", "text")),
        ("<cfdi:Conceptos>", '<cfdi:Conceptos xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
         SchemaError(8, "Conceptos", "", "other")),
    ],
)  # fmt: skip
def test_each_fault_is_told_once_with_its_line_node_and_what_is_asked(
    old: str, new: str, expected: SchemaError
) -> None:
    assert faults(changed(old, new)) == [expected]


def test_a_node_that_is_missing_is_named() -> None:
    text = CFDI[: CFDI.index("<nomina12:Percepcion ")] + CFDI[CFDI.index("</nomina12:Percepciones>") :]

    assert faults(text) == [SchemaError(18, "nomina12:Percepciones", "", "node_missing", "Percepcion")]


def test_of_several_nodes_alike_the_right_one_is_told() -> None:
    assert faults(changed('Clave="D10"', 'Clave="D"')) == [
        SchemaError(23, "nomina12:Deduccion[2]", "Clave", "too_short", "3", "D")
    ]


def test_the_stamp_and_an_addendum_are_left_out_but_not_where_they_do_not_belong() -> None:
    stamp = '<tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1"/>'
    addendum = "<cfdi:Addenda><lo que='sea'/></cfdi:Addenda>"

    stamped = cfdi_of(changed(PAYROLL_END, stamp + PAYROLL_END + addendum))

    assert (stamped.sealed, stamped.schema_errors) == (True, ())
    assert [fault.element for fault in faults(changed("<cfdi:Conceptos>", addendum + "<cfdi:Conceptos>"))] == []
    assert [fault.element for fault in faults(changed("</cfdi:Conceptos>", stamp + "</cfdi:Conceptos>"))] == [
        "TimbreFiscalDigital"
    ]


def test_a_node_out_of_place_does_not_hide_the_faults_of_the_payroll() -> None:
    text = changed("<cfdi:Conceptos>", "<cfdi:Impuestos/><cfdi:Conceptos>").replace(CURP, "")

    assert [(fault.line, fault.element, fault.attribute) for fault in faults(text)] == [
        (8, "Impuestos", ""),
        (17, "nomina12:Receptor", "Curp"),
    ]


def test_a_payroll_out_of_place_is_told() -> None:
    text = CFDI.replace(" <cfdi:Complemento>", "").replace(" </cfdi:Complemento>", "")

    assert [(fault.element, fault.reason) for fault in faults(text)] == [("nomina12:Nomina", "node_unexpected")]


def test_faults_are_counted_beyond_those_that_are_listed() -> None:
    lines = "".join(f'<nomina12:Deduccion TipoDeduccion="x" Clave="D{n:02}"/>' for n in range(30))

    cfdi = cfdi_of(changed("</nomina12:Deducciones>", lines + "</nomina12:Deducciones>"))

    assert len(cfdi.schema_errors) == 20
    assert cfdi.schema_error_count == 30 * 3


def test_faults_come_in_the_order_of_the_lines() -> None:
    text = (
        changed('ClaveUnidad="ACT"', 'ClaveUnidad="ZZZZ"')
        .replace('TipoContrato="01"', "")
        .replace(' Fecha="', ' Fecha="z')
    )

    lines = [fault.line for fault in faults(text)]

    assert lines == [4, 10, 17]
    assert all(first <= second for first, second in pairwise(lines))
