"""The columns of tab 2 as a table: title, width, format and where the given value comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backoffice.domain.test_set.model import FREQUENCY_LABELS, TestRow

NOT_APPLICABLE = "No aplica"
TEXT, DATE, MONEY, FINE, WHOLE = "@", "yyyy-mm-dd", "#,##0.00", "#,##0.00###", "0"

DISCOUNT_TYPES = {"1": "1 Porcentaje", "2": "2 Cuota fija", "3": "3 Factor de descuento"}
ZONES = {"general": "General", "border": "Frontera norte"}
ANSWERS = {"yes": "Sí", "no": "No"}
Value = str | int | Decimal | date


@dataclass(frozen=True, slots=True)
class Given:
    """A column that the test set fills in; ``only_in_samples`` where section b learns it from the notices."""

    title: str
    width: float
    format: str
    value: Callable[[TestRow], str | int]
    only_in_samples: bool = False

    def cell_value(self, row: TestRow) -> Value:
        """The value as a cell holds it: dates and numbers are true ones, what is empty does not apply."""
        raw = self.value(row)
        if isinstance(raw, int):
            return raw
        if raw == "":
            return NOT_APPLICABLE
        if self.format == DATE:
            return date.fromisoformat(raw)
        return Decimal(raw) if self.format in {MONEY, FINE} else raw


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that the applicant fills in; ``hint`` is shown when the cell is chosen."""

    title: str
    width: float
    format: str
    hint: str


def case(column: str, labels: dict[str, str] | None = None) -> Callable[[TestRow], str]:
    """A column of the case, with labels for people where it is a code."""
    return lambda row: (labels or {}).get(row.case[column], row.case[column])


def absences(row: TestRow) -> str:
    """``2025-05-03..2025-05-05;2025-05-09`` for people."""
    return row.case["absences"].replace("..", " a ").replace(";", "; ")


GIVEN = (
    Given("No.", 18, WHOLE, lambda row: row.number),
    Given("NSS", 16, TEXT, lambda row: row.nss),
    Given("Nombre", 32, TEXT, lambda row: row.name),
    Given("RFC", 16, TEXT, lambda row: row.rfc),
    Given("CURP", 23, TEXT, lambda row: row.curp),
    Given("Crédito", 13, TEXT, lambda row: row.credit_number),
    Given("Tipo de descuento", 22, TEXT, case("discount_type", DISCOUNT_TYPES), only_in_samples=True),
    Given("Valor del descuento", 13, FINE, case("discount_value"), only_in_samples=True),
    Given("Frecuencia", 13, TEXT, lambda row: FREQUENCY_LABELS.get(row.frequency, row.frequency)),
    Given("Inicio del periodo", 12, DATE, case("period_start")),
    Given("Fin del periodo", 12, DATE, case("period_end")),
    Given("Fecha de pago", 12, DATE, lambda row: row.paid_on),
    Given("Alta", 12, DATE, lambda row: row.hired_on),
    Given("Baja", 12, DATE, lambda row: row.left_on),
    Given("Salario diario", 12, FINE, case("daily_wage")),
    Given("SDI", 12, FINE, case("sdi")),
    Given("SDI nuevo", 12, FINE, case("changed_sdi")),
    Given("Desde", 12, DATE, case("sdi_changed_on")),
    Given("Zona", 15, TEXT, case("zone", ZONES)),
    Given("Ausencias e incapacidades", 30, TEXT, absences),
    Given("Salario disponible", 13, MONEY, case("wage_available")),
    Given("Primera nómina del bimestre", 14, TEXT, case("first_payroll", ANSWERS)),
)

WITHHOLDING = Wanted("Retención total", 14, MONEY, "Total retenido en el periodo, en pesos: 1490.41")
WANTED = {
    "samples": (
        Wanted("Días del bimestre", 12, WHOLE, "Días naturales del bimestre: 61. Si el periodo cruza, «No aplica»."),
        Wanted("Valor UMI", 12, FINE, "Valor de la UMI que usaste: 100.81. Si no usaste ninguna, «No aplica»."),
        Wanted("Descuento diario", 14, "#,##0.0000", "Importe por día, con cuatro decimales o más: 98.3607"),
        Wanted("Días con retención", 12, WHOLE, "Días del periodo por los que retienes: 15"),
        Wanted("Amortización", 14, MONEY, "Importe del periodo después de topes, sin seguro: 1475.41"),
        Wanted("Seguro de daños", 12, MONEY, "15.00 en la primera nómina del bimestre; si no, 0"),
        WITHHOLDING,
    ),
    "assessment": (WITHHOLDING,),
}
