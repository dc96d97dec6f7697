"""Tab 4: whether the receipt's totals add up, by the definitions of SAT's schemas and of its guide to payroll receipts.
Whether the withholding in it is right is not asked here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.tab4_receipt import place
from backoffice.domain.checks.wording import Kind, grouped, in_pesos
from backoffice.domain.findings import Finding, Severity, Standing

TOTALS = Kind(
    "cfdi_totals_differ",
    Severity.ERROR,
    "Los totales del CFDI no cuadran: {total} es {given}, pero {sum} es {right}. Revisa los importes.",
    Standing.SECONDARY,
)
TOLERANCE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Equation:
    """A total, and what adds up to it: names of ``Cfdi.totals``. Of the ``parts`` any may be absent, unless ``whole``;
    what is ``taken_off`` may be absent always."""

    total: str
    parts: tuple[str, ...]
    taken_off: tuple[str, ...] = ()
    whole: bool = False


EQUATIONS = (
    Equation("SubTotal", ("Concepto@Importe",)),
    Equation("SubTotal", ("TotalPercepciones", "TotalOtrosPagos")),
    Equation("Descuento", ("Concepto@Descuento",)),
    Equation("Descuento", ("TotalDeducciones",)),
    Equation("Total", ("SubTotal",), taken_off=("Descuento",)),
    Equation("TotalPercepciones", ("TotalSueldos", "TotalSeparacionIndemnizacion", "TotalJubilacionPensionRetiro")),
    Equation("TotalPercepciones", ("TotalGravado", "TotalExento"), whole=True),
    Equation("TotalGravado", ("Percepcion@ImporteGravado",)),
    Equation("TotalExento", ("Percepcion@ImporteExento",)),
    Equation("TotalDeducciones", ("TotalOtrasDeducciones", "TotalImpuestosRetenidos")),
    Equation("TotalDeducciones", ("Deduccion@Importe",)),
    Equation("TotalOtrosPagos", ("OtroPago@Importe",)),
)


def the_receipts_totals_add_up(matter: Matter) -> Iterator[Finding]:
    """Every total of the receipt is the sum of its parts; what is absent is not compared."""
    said = matter.evidence.cfdi.totals if matter.evidence.cfdi is not None else {}
    for equation in EQUATIONS:
        right = _right(equation, said)
        if right is None or abs(right - said[equation.total]) <= TOLERANCE:
            continue
        given = said[equation.total]
        words = {
            "total": equation.total,
            "given": grouped(given),
            "sum": _sum_words(equation, said),
            "right": grouped(right),
        }
        yield TOTALS.finding(words=words, expected=in_pesos(right), found=in_pesos(given), **place(matter))


def _right(equation: Equation, said: Mapping[str, Decimal]) -> Decimal | None:
    """What the total should be; ``None`` where too little is said."""
    present = [said[name] for name in equation.parts if name in said]
    if equation.total not in said or not present or (equation.whole and len(present) < len(equation.parts)):
        return None
    return sum(present, Decimal(0)) - sum((said[name] for name in equation.taken_off if name in said), Decimal(0))


def _sum_words(equation: Equation, said: Mapping[str, Decimal]) -> str:
    """``TotalPercepciones + TotalOtrosPagos``, ``la suma de Importe en los nodos Concepto``."""
    added = " + ".join(_spoken(name) for name in equation.parts if name in said)
    return " − ".join([added, *(name for name in equation.taken_off if name in said)])


def _spoken(name: str) -> str:
    node, _, attribute = name.partition("@")
    return f"la suma de {attribute} en los nodos {node}" if attribute else name
