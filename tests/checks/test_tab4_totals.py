"""Tab 4: the receipt's totals add up, whatever of them it says."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backoffice.domain.findings import Finding, Severity
from tests.checks.example import codes, faultless, verdict_on, with_cfdi

#: A receipt with wages, a payment apart and deductions, as its own XML says it.
RIGHT = {
    "SubTotal": "8000.00", "Descuento": "2391.17", "Total": "5608.83",
    "Concepto@Importe": "8000.00", "Concepto@Descuento": "2391.17",
    "TotalPercepciones": "7500.00", "TotalDeducciones": "2391.17", "TotalOtrosPagos": "500.00",
    "TotalSueldos": "7000.00", "TotalSeparacionIndemnizacion": "400.00", "TotalJubilacionPensionRetiro": "100.00",
    "TotalGravado": "7100.00", "TotalExento": "400.00",
    "Percepcion@ImporteGravado": "7100.00", "Percepcion@ImporteExento": "400.00",
    "TotalOtrasDeducciones": "1695.57", "TotalImpuestosRetenidos": "695.60",
    "Deduccion@Importe": "2391.17", "OtroPago@Importe": "500.00",
}  # fmt: skip


def findings(*absent: str, **changes: str) -> tuple[Finding, ...]:
    """What is said of a receipt with other totals; ``Concepto_Importe`` stands for ``Concepto@Importe``."""
    said = {**RIGHT, **{name.replace("_", "@"): value for name, value in changes.items()}}
    totals = {name: Decimal(value) for name, value in said.items() if name not in absent}
    return verdict_on(with_cfdi(totals=totals)).findings


def test_totals_that_add_up_say_nothing():
    assert findings() == ()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("Concepto_Importe", "7999.00", "SubTotal es 8,000.00, pero la suma de Importe en los nodos Concepto es 7,999.00"),
        ("TotalOtrosPagos", "501.00", "SubTotal es 8,000.00, pero TotalPercepciones + TotalOtrosPagos es 8,001.00"),
        ("Concepto_Descuento", "0", "Descuento es 2,391.17, pero la suma de Descuento en los nodos Concepto es 0.00"),
        ("Total", "5608.80", "Total es 5,608.80, pero SubTotal − Descuento es 5,608.83"),
        ("TotalSueldos", "7000.02",
         "TotalPercepciones es 7,500.00, pero TotalSueldos + TotalSeparacionIndemnizacion + TotalJubilacionPensionRetiro "
         "es 7,500.02"),
        ("Percepcion_ImporteGravado", "7000",
         "TotalGravado es 7,100.00, pero la suma de ImporteGravado en los nodos Percepcion es 7,000.00"),
        ("Percepcion_ImporteExento", "500",
         "TotalExento es 400.00, pero la suma de ImporteExento en los nodos Percepcion es 500.00"),
        ("TotalImpuestosRetenidos", "0",
         "TotalDeducciones es 2,391.17, pero TotalOtrasDeducciones + TotalImpuestosRetenidos es 1,695.57"),
        ("Deduccion_Importe", "2391.15",
         "TotalDeducciones es 2,391.17, pero la suma de Importe en los nodos Deduccion es 2,391.15"),
        ("OtroPago_Importe", "1000000.5",
         "TotalOtrosPagos es 500.00, pero la suma de Importe en los nodos OtroPago es 1,000,000.50"),
    ],
)  # fmt: skip
def test_a_total_that_does_not_is_told_with_both_sides(name, value, message):
    first = findings(**{name: value})[0]

    assert first.code == "cfdi_totals_differ"
    assert first.message == f"Los totales del CFDI no cuadran: {message}. Revisa los importes."
    assert (first.severity, first.tab, first.number) == (Severity.ERROR, 4, 1)


def test_figures_are_expected_and_found():
    (finding,) = findings(Total="5608.80")

    assert (finding.expected, finding.found) == ("5608.83", "5608.80")


def test_a_wrong_discount_is_told_wherever_it_enters():
    assert [finding.message.split(":")[1].split(" es ")[0] for finding in findings(Descuento="2400.00")] == [
        " Descuento", " Descuento", " Total",
    ]  # fmt: skip


@pytest.mark.parametrize(("total", "count"), [("5608.82", 0), ("5608.84", 0), ("5608.81", 1), ("5608.845", 1)])
def test_one_centavo_is_no_difference(total, count):
    assert len(findings(Total=total)) == count


@pytest.mark.parametrize("absent", RIGHT)
def test_what_is_absent_is_not_compared(absent):
    told = {finding.message.split(": ")[1].split(" es ")[0] for finding in findings(absent)}

    assert absent not in told
    assert told <= {"SubTotal", "Total", "TotalPercepciones", "TotalDeducciones"}


def test_a_receipt_without_other_payments_or_deductions_adds_up():
    assert (
        findings(
            "TotalOtrosPagos", "OtroPago@Importe", "Descuento", "Concepto@Descuento", "TotalDeducciones",
            "TotalOtrasDeducciones", "TotalImpuestosRetenidos", "Deduccion@Importe",
            SubTotal="7500.00", Concepto_Importe="7500.00", Total="7500.00",
        )
        == ()
    )  # fmt: skip


def test_taxable_alone_is_no_sum_of_all_that_was_earned():
    assert findings("TotalExento", "Percepcion@ImporteExento") == ()


def test_figures_of_eighteen_digits_are_compared_exactly():
    nines = "999999999999999999.99"

    assert findings(OtroPago_Importe=nines, TotalOtrosPagos=nines)[0].found == "8000.00"
    assert len(findings(OtroPago_Importe=nines, TotalOtrosPagos="999999999999999999.97")) == 2


def test_without_totals_or_without_a_receipt_nothing_is_compared():
    assert findings(*RIGHT) == ()
    assert codes(verdict_on(replace(faultless(), cfdi=None))) == ["cfdi_missing"]
