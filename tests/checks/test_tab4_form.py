"""Tab 4: whether the receipt is a payroll CFDI by SAT's schemas, and how each fault of it is told."""

from dataclasses import replace

import pytest

from backoffice.domain.checks.schema_faults import REASONS
from backoffice.domain.evidence import SchemaError
from backoffice.domain.findings import Finding, Severity, Standing
from backoffice.workbooks.sat.violations import REASONS as READ
from tests.checks.example import codes, the, verdict_on, with_cfdi


def with_faults(*faults: SchemaError, count: int = 0):
    """Faultless evidence but for these faults of the receipt."""
    return with_cfdi(schema_errors=faults, schema_error_count=count or len(faults))


def told(fault: SchemaError) -> Finding:
    """The finding on a receipt with one fault."""
    (finding,) = verdict_on(with_faults(fault)).findings
    return finding


def missing(name: str, line: int = 4) -> SchemaError:
    """An attribute that the receiver lacks."""
    return SchemaError(line, "Receptor", name, "attribute_missing")


@pytest.mark.parametrize(
    ("fault", "code", "message"),
    [
        (
            missing("UsoCFDI"),
            "cfdi_attribute_missing",
            "Al nodo Receptor del CFDI le falta el atributo UsoCFDI (línea 4). Inclúyelo.",
        ),
        (
            SchemaError(11, "nomina12:Receptor", "Sueldo", "attribute_unknown"),
            "cfdi_attribute_unknown",
            "El nodo nomina12:Receptor del CFDI trae el atributo Sueldo, que el esquema del SAT no admite ahí (línea 11). "
            "Quítalo o corrige su nombre.",
        ),
        (
            SchemaError(11, "nomina12:Receptor", "TipoContrato", "not_in_catalogue", "c_TipoContrato", "99x"),
            "cfdi_value_not_in_catalogue",
            "El atributo TipoContrato del nodo nomina12:Receptor trae «99x», que no está en el catálogo c_TipoContrato "
            "del SAT (línea 11). Usa una clave de ahí.",
        ),
        (
            SchemaError(11, "nomina12:Receptor", "Sindicalizado", "not_in_catalogue", "", "tal vez"),
            "cfdi_value_not_in_catalogue",
            "El atributo Sindicalizado del nodo nomina12:Receptor trae «tal vez», que no está en la lista que admite el "
            "SAT (línea 11). Usa una clave de ahí.",
        ),
        (
            SchemaError(9, "nomina12:Nomina", "FechaPago", "type", "t_Fecha", "15/09/2026"),
            "cfdi_value_wrong",
            "El atributo FechaPago del nodo nomina12:Nomina trae «15/09/2026» (línea 9); se espera una fecha que exista, "
            "como 2026-09-15.",
        ),
        (
            SchemaError(9, "Concepto", "Cantidad", "type", "", "uno"),
            "cfdi_value_wrong",
            "El atributo Cantidad del nodo Concepto trae «uno» (línea 9); se espera otro tipo de dato.",
        ),
        (
            SchemaError(11, "nomina12:Receptor", "Curp", "pattern", "t_CURP", "XEXX010101HZZXXXA4"),
            "cfdi_value_wrong",
            "El atributo Curp del nodo nomina12:Receptor trae «XEXX010101HZZXXXA4» (línea 11); se espera una CURP.",
        ),
        (
            SchemaError(11, "nomina12:Receptor", "NumSeguridadSocial", "pattern", "[0-9]{1,15}", "123-4"),
            "cfdi_value_wrong",
            "El atributo NumSeguridadSocial del nodo nomina12:Receptor trae «123-4» (línea 11); se espera el patrón "
            "[0-9]{1,15}.",
        ),
        (
            SchemaError(3, "Emisor", "Nombre", "pattern", "[^|]{1,300}", "A|B"),
            "cfdi_value_wrong",
            "El atributo Nombre del nodo Emisor trae «A|B» (línea 3); no admite el carácter «|».",
        ),
        (
            SchemaError(3, "Emisor", "Nombre", "too_short", "1"),
            "cfdi_value_wrong",
            "El atributo Nombre del nodo Emisor viene vacío (línea 3); necesita un valor.",
        ),
        (
            SchemaError(4, "Receptor", "DomicilioFiscalReceptor", "length", "5", "832"),
            "cfdi_value_wrong",
            "El atributo DomicilioFiscalReceptor del nodo Receptor trae «832» (línea 4); se esperan 5 caracteres.",
        ),
        (
            SchemaError(11, "nomina12:Receptor", "SalarioBaseCotApor", "decimals", "2", "524.65123"),
            "cfdi_value_wrong",
            "El atributo SalarioBaseCotApor del nodo nomina12:Receptor trae «524.65123» (línea 11); se esperan 2 "
            "decimales o menos.",
        ),
        (
            SchemaError(9, "nomina12:Nomina", "NumDiasPagados", "too_small", "0.001", "0"),
            "cfdi_value_wrong",
            "El atributo NumDiasPagados del nodo nomina12:Nomina trae «0» (línea 9); lo menos que admite es 0.001.",
        ),
        (
            SchemaError(2, "Comprobante", "Nombre", "too_long", "", "a" * 100),
            "cfdi_value_wrong",
            f"El atributo Nombre del nodo Comprobante trae «{'a' * 59}…» (línea 2); no es lo que el SAT espera ahí.",
        ),
        (
            SchemaError(6, "Complemento", "", "node_unexpected", "Conceptos"),
            "cfdi_node_unexpected",
            "El nodo Complemento del CFDI no va ahí (línea 6): se espera Conceptos.",
        ),
        (
            SchemaError(4, "Receptor", "", "node_unexpected", "InformacionGlobal, CfdiRelacionados, Emisor"),
            "cfdi_node_unexpected",
            "El nodo Receptor del CFDI no va ahí (línea 4): se espera InformacionGlobal, CfdiRelacionados o Emisor.",
        ),
        (
            SchemaError(0, "Cosa", "", "node_unexpected"),
            "cfdi_node_unexpected",
            "El nodo Cosa del CFDI no va ahí.",
        ),
        (
            SchemaError(12, "nomina12:Percepciones", "", "node_missing", "Percepcion"),
            "cfdi_node_missing",
            "Al nodo nomina12:Percepciones del CFDI le falta el nodo Percepcion (línea 12). Inclúyelo.",
        ),
        (
            SchemaError(5, "Conceptos", "", "text"),
            "cfdi_text_unexpected",
            "El nodo Conceptos del CFDI trae texto suelto (línea 5). Quítalo: los datos van en atributos.",
        ),
        (
            SchemaError(1_234, "Conceptos", "", "de otro mundo"),
            "cfdi_schema_differs",
            "El nodo Conceptos del CFDI no cumple el esquema del SAT (línea 1,234). Valida el archivo antes de enviarlo.",
        ),
    ],
)
def test_each_kind_of_fault_has_its_sentence(fault, code, message):
    finding = told(fault)

    assert (finding.code, finding.message) == (code, message)
    assert (finding.severity, finding.standing, finding.tab) == (Severity.ERROR, Standing.VERIFIED, 4)


def test_a_fault_carries_what_is_expected_and_found():
    contract = told(SchemaError(11, "nomina12:Receptor", "TipoContrato", "not_in_catalogue", "c_TipoContrato", "99x"))

    assert (contract.expected, contract.found) == ("c_TipoContrato", "99x")
    assert (told(missing("UsoCFDI")).expected, told(missing("UsoCFDI")).found) == ("UsoCFDI", None)


def test_every_reason_of_reading_has_a_sentence_of_its_own():
    assert {*READ.values(), "node_missing", "other"} == set(REASONS)


def test_beyond_five_the_rest_is_gathered_in_one():
    names = ("Rfc", "Nombre", "DomicilioFiscalReceptor", "RegimenFiscalReceptor", "UsoCFDI", "Otro", "Mas")

    verdict = verdict_on(with_faults(*(missing(name, line) for line, name in enumerate(names, start=1))))

    assert codes(verdict) == ["cfdi_attribute_missing"] * 5 + ["cfdi_schema_more"]
    assert the(verdict, "cfdi_schema_more").message == (
        "El CFDI no cumple los esquemas del SAT en 2 lugares más: Otro de Receptor (línea 6) y Mas de Receptor "
        "(línea 7). Valídalo completo antes de enviarlo."
    )


def test_the_sixth_is_one_more():
    verdict = verdict_on(with_faults(*(missing(f"A{n}") for n in range(6))))

    assert "en 1 lugar más: A5 de Receptor (línea 4)." in the(verdict, "cfdi_schema_more").message


def test_five_faults_are_told_one_by_one_and_no_more():
    assert codes(verdict_on(with_faults(*(missing(f"A{n}") for n in range(5))))) == ["cfdi_attribute_missing"] * 5


def test_faults_that_are_not_listed_are_counted():
    verdict = verdict_on(with_faults(*(missing(f"A{n}") for n in range(20)), count=4_400))

    message = the(verdict, "cfdi_schema_more").message
    assert message.startswith("El CFDI no cumple los esquemas del SAT en 4,395 lugares más: A5 de Receptor (línea 4), ")
    assert "A9 de Receptor (línea 4) y 4,390 más" in message


def test_hostile_names_and_values_stay_short_and_on_one_line():
    finding = told(SchemaError(3, "x" * 100, "y" * 100, "pattern", "{" * 100, "\x1b[2J\r\n" + "9" * 100))

    assert "\x1b" not in finding.message
    assert "\n" not in finding.message
    assert len(finding.message) < 400


def test_an_amount_that_is_none_is_told_once():
    unread = Finding(code="cfdi_amount", severity=Severity.ERROR, message="Una deducción trae «mil».", tab=4)
    wrong = with_faults(SchemaError(20, "nomina12:Deduccion", "Importe", "type", "t_ImporteMXN", "mil"))

    assert codes(verdict_on(replace(wrong, findings=(unread,)))) == ["cfdi_value_wrong"]
    assert codes(verdict_on(replace(with_cfdi(version="3.3"), findings=(unread,)))) == [
        "cfdi_amount",
        "cfdi_version_differs",
    ]


@pytest.mark.parametrize(
    ("versions", "found"),
    [
        ({"version": "3.3"}, "CFDI 3.3 con nómina 1.2"),
        ({"payroll_version": "1.1"}, "CFDI 4.0 con nómina 1.1"),
        ({"version": "3.2", "payroll_version": "1.1"}, "CFDI 3.2 con nómina 1.1"),
    ],
)
def test_another_version_is_told_with_the_one_that_is_asked_for(versions, found):
    verdict = verdict_on(with_cfdi(**versions))

    assert codes(verdict) == ["cfdi_version_differs"]
    assert verdict.findings[0].message == (
        f"El recibo viene como {found}. Genéralo como CFDI 4.0 con el complemento de nómina 1.2."
    )


def test_a_version_that_is_not_said_is_left_to_the_schema():
    assert verdict_on(with_cfdi(version="", payroll_version="")).findings == ()


@pytest.mark.parametrize(("kind", "name"), [("I", "ingreso"), ("E", "egreso"), ("T", "traslado"), ("P", "pago")])
def test_a_receipt_of_another_type_is_told(kind, name):
    finding = the(verdict_on(with_cfdi(type=kind)), "cfdi_type_differs")

    assert finding.message == (f"El CFDI es de tipo {kind} ({name}). Un recibo de nómina lleva TipoDeComprobante N.")
    assert (finding.expected, finding.found) == ("N", kind)


@pytest.mark.parametrize("kind", ["", "Z", "NN"])
def test_a_type_that_does_not_exist_is_left_to_the_schema(kind):
    assert verdict_on(with_cfdi(type=kind)).findings == ()


def test_several_complements_only_warn():
    verdict = verdict_on(with_cfdi(payrolls=3))

    assert (verdict.result, codes(verdict)) == ("consistent", ["cfdi_payrolls_several"])
    assert "trae 3 complementos de nómina; leímos el primero" in verdict.findings[0].message


def test_without_a_receipt_nothing_is_said_of_its_form():
    assert codes(verdict_on(with_cfdi())) == []
