"""Worked examples: cases of nobody, each about one rule. Their figures are computed when they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from backoffice.domain.explained.worked import Ask, Worked, workings
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestRow
from backoffice.domain.test_set.model import CASE_COLUMNS


@dataclass(frozen=True, slots=True)
class Example:
    """One case. ``slug`` is its anchor; ``given`` are the facts as people read them, ``lesson`` what it shows."""

    slug: str
    title: str
    given: str
    lesson: str
    row: TestRow


@dataclass(frozen=True, slots=True)
class Solved:
    """An example with its number, from 1, and its steps."""

    number: int
    example: Example
    worked: Worked


#: Facts of a row that are no columns of its case.
OF_THE_WORKER = ("paid_on", "hired_on", "left_on", "unified_only")


def _row(frequency: str, case: Mapping[str, str], more: Mapping[str, str]) -> TestRow:
    return TestRow(
        section="samples",
        number=1,
        nss="",
        name="",
        rfc="",
        curp="",
        credit_number="",
        frequency=frequency,
        case={**dict.fromkeys(CASE_COLUMNS, ""), "zone": "general", "first_payroll": "no", **case},
        expected={},
        **{"paid_on": case["period_end"], **more},
    )


def _example(slug: str, title: str, given: str, lesson: str, /, frequency: str = "fortnight", **facts: str) -> Example:
    more: dict[str, str] = {
        name: facts.pop(name) for name in ("paid_on", "hired_on", "left_on", "unified_only") if name in facts
    }
    return Example(slug, title, given, lesson, _row(frequency, facts, more))


_SEPTEMBER = {"period_start": "2026-09-01", "period_end": "2026-09-15"}

EXAMPLES: tuple[Example, ...] = (
    _example(
        "cuota-fija", "Cuota fija",
        "Cuota fija de 3,000.00 al mes, del 1 al 15 de septiembre de 2026, primera nómina del bimestre.",
        "Dos mensualidades entre los 61 días de septiembre y octubre, por 15 días. El seguro se cobra completo.",
        **_SEPTEMBER, discount_type="2", discount_value="3000.00", sdi="524.65", daily_wage="500.00",
        first_payroll="yes",
    ),
    _example(
        "factor-de-descuento", "Factor de descuento",
        "Factor 26.0528, los mismos quince días; no es la primera nómina del bimestre.",
        "El factor se multiplica por la UMI con todos sus decimales, sin 30.4.",
        **_SEPTEMBER, discount_type="3", discount_value="26.0528", sdi="524.65", daily_wage="500.00",
    ),
    _example(
        "porcentaje", "Porcentaje",
        "25 % de un SDI de 524.65 (salario diario 500.00), los mismos quince días.",
        "El porcentaje se aplica al SDI de cada día, no al salario diario. El bimestre no interviene.",
        **_SEPTEMBER, discount_type="1", discount_value="25", sdi="524.65", daily_wage="500.00",
    ),
    _example(
        "quincena-de-16-dias", "Quincena de 16 días",
        "Cuota fija de 3,000.00, del 16 al 31 de agosto de 2026.",
        "Cuentan los 16 días naturales, aunque la nómina pague 15. Julio y agosto tienen 62 días.",
        discount_type="2", discount_value="3000.00", period_start="2026-08-16", period_end="2026-08-31",
        sdi="524.65", daily_wage="500.00",
    ),
    _example(
        "ausencias-antes", "Ausencias antes del 1 de noviembre de 2025",
        "Cuota fija de 2,450.00, bimestre de mayo y junio de 2025, ausencias del 5 al 11 de mayo.",
        "Cada día de ausencia se descuenta: 61 − 7 = 54 días.",
        "bimester", discount_type="2", discount_value="2450.00", period_start="2025-05-01", period_end="2025-06-30",
        absences="2025-05-05..2025-05-11",
    ),
    _example(
        "ausencias-despues", "Ausencias desde el 1 de noviembre de 2025",
        "La misma cuota, bimestre de noviembre y diciembre de 2025, ausencias del 3 al 9 de noviembre.",
        "Las ausencias ya no reducen los días: se retiene el bimestre completo.",
        "bimester", discount_type="2", discount_value="2450.00", period_start="2025-11-01", period_end="2025-12-31",
        absences="2025-11-03..2025-11-09",
    ),
    _example(
        "limite-del-20", "Límite del 20 % a quien gana el salario mínimo",
        "Cuota fija de 2,450.00, catorcena del 1 al 14 de julio de 2021, salario diario 141.70, SDI 148.10484.",
        "Sin límite serían 1,106.45. Quien gana el salario mínimo amortiza a lo más el 20 % del SBC por día.",
        "fourteen_day", discount_type="2", discount_value="2450.00", period_start="2021-07-01",
        period_end="2021-07-14", sdi="148.10484", daily_wage="141.70",
    ),
    _example(
        "tope-de-25-uma", "Tope de 25 UMA",
        "10 % de un SDI de 4,000.00, del 1 al 15 de septiembre de 2026.",
        "El SDI se limita a 25 veces la UMA del día antes de aplicar el porcentaje.",
        **_SEPTEMBER, discount_type="1", discount_value="10", sdi="4000.00", daily_wage="3800.00",
    ),
    _example(
        "cambio-de-bimestre", "Periodo que cruza dos bimestres",
        "Cuota fija de 3,000.00, semana del 29 de agosto al 4 de septiembre de 2026.",
        "Tres días son del bimestre de 62 días y cuatro del de 61. Las partes se suman sin redondear.",
        "weekly", discount_type="2", discount_value="3000.00", period_start="2026-08-29", period_end="2026-09-04",
        sdi="524.65", daily_wage="500.00",
    ),
    _example(
        "cambio-de-ano", "Periodo que cruza dos años, con salario mínimo",
        "Factor 22.25, semana del 27 de diciembre de 2019 al 2 de enero de 2020, salario diario 123.22, SDI 123.22.",
        "Cada parte usa los días, la UMI y los topes de su bimestre. En 2020 ese salario ya es el mínimo: la segunda "
        "parte tiene el límite del 20 %.",
        "weekly", discount_type="3", discount_value="22.25", period_start="2019-12-27", period_end="2020-01-02",
        sdi="123.22", daily_wage="123.22",
    ),
    _example(
        "inicio-del-credito", "Retención que empieza dentro del periodo",
        "Factor 20.5, bimestre de enero y febrero de 2023; el aviso se recibe el 14 de enero.",
        "Se retiene desde el día siguiente a la recepción: 45 de los 59 días. La cuenta se parte el 1 de febrero, "
        "cuando cambia la UMA; en este caso las dos partes dan lo mismo por día.",
        "bimester", discount_type="3", discount_value="20.5", period_start="2023-01-01", period_end="2023-02-28",
        starts_on="2023-01-15",
    ),
    _example(
        "suspension", "Aviso de suspensión",
        "Cuota fija de 3,000.00, del 1 al 15 de septiembre de 2026; la suspensión se recibe el 10 de septiembre.",
        "El día en que se recibe la suspensión es el último con retención.",
        **_SEPTEMBER, discount_type="2", discount_value="3000.00", sdi="524.65", daily_wage="500.00",
        ends_on="2026-09-10",
    ),
    _example(
        "modificacion", "Aviso de modificación",
        "Cuota fija de 3,000.00 que pasa a 2,000.00; la modificación se recibe el 5 de septiembre de 2026.",
        "El valor nuevo vale desde el día siguiente: 5 días con el anterior y 10 con el nuevo.",
        **_SEPTEMBER, discount_type="2", discount_value="3000.00", sdi="524.65", daily_wage="500.00",
        changed_on="2026-09-06", changed_value="2000.00",
    ),
    _example(
        "cambio-de-salario", "Cambio de salario",
        "25 %, bimestre de septiembre y octubre de 2026; el SDI pasa de 524.65 a 560.00 el 1 de octubre.",
        "Cada SDI por sus días: 30 con el anterior y 31 con el nuevo.",
        "bimester", discount_type="1", discount_value="25", period_start="2026-09-01", period_end="2026-10-31",
        sdi="524.65", daily_wage="500.00", sdi_changed_on="2026-10-01", changed_sdi="560.00",
    ),
    _example(
        "salario-disponible", "Salario disponible",
        "El ejemplo 1, cuando al trabajador solo le quedan 1,480.00 para la retención.",
        "Nunca se retiene más de lo disponible; lo que falta se toma primero del seguro.",
        **_SEPTEMBER, discount_type="2", discount_value="3000.00", sdi="524.65", daily_wage="500.00",
        first_payroll="yes", wage_available="1480.00",
    ),
    _example(
        "alta-en-el-periodo", "Alta dentro del periodo",
        "Cuota fija de 3,000.00, primera nómina del bimestre; el trabajador ingresa el 6 de septiembre de 2026.",
        "Se retiene desde el alta, y el seguro se cobra completo.",
        **_SEPTEMBER, discount_type="2", discount_value="3000.00", sdi="524.65", daily_wage="500.00",
        starts_on="2026-09-06", hired_on="2026-09-06", first_payroll="yes",
    ),
    _example(
        "nss-unificado", "Aviso con NSS unificado",
        "Cuota fija de 3,000.00, del 1 al 15 de septiembre de 2026; tu nómina conoce al trabajador por su NSS "
        "unificado, y el crédito se registró con otro.",
        "El aviso es suyo también cuando solo coincide «nssUnificado»: se le retiene.",
        **_SEPTEMBER, discount_type="2", discount_value="3000.00", sdi="524.65", daily_wage="500.00",
        unified_only="yes",
    ),
)  # fmt: skip


def solved(parameters: Parameters) -> tuple[Solved, ...]:
    """Every example by the right method, with the official values it rests on."""
    worked = workings([Ask(example.row, (), {}) for example in EXAMPLES], parameters)
    return tuple(Solved(number, *pair) for number, pair in enumerate(zip(EXAMPLES, worked, strict=True), 1))
