"""From parts to periods: add, round once, add the damage insurance, and stop at the wage available."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from backoffice.domain.amortization.cases import Booleans, Cases, Integers
from backoffice.domain.amortization.method import RIGHT, Method
from backoffice.domain.amortization.parts import Parts, cut
from backoffice.domain.amortization.steps import Steps, explain
from backoffice.domain.parameters import Parameters

CAPS = ("uma", "twenty_percent", "wage_available")
CAP_NAMES = np.array(
    ["+".join(name for bit, name in enumerate(CAPS) if code >> bit & 1) for code in range(8)], dtype=object
)
#: Twice a numerator must stay below 2**63; the estimate is a float, so the limit leaves it room.
LARGEST_NUMERATOR = 4.0e18
TOO_LARGE = "Las cantidades de esta fila exceden lo que el cálculo exacto admite; revisa los valores."


@dataclass(frozen=True, slots=True)
class Withholdings:
    """``rows``: days, amortization, insurance, withholding (centavos), capped_by, error — one row a case.

    ``parts``: row, start and end (days since 1970), days, bimester_days, unit_value (centavos, -1 where none), base_e5
    (pesos × 100,000), numerator / denominator (centavos a day before caps), capped — one row a part, in order.
    """

    rows: pd.DataFrame
    parts: pd.DataFrame


def withhold(cases: Cases, parameters: Parameters, method: Method = RIGHT) -> Withholdings:
    """Compute all *cases* by *method*. Rows that cannot be computed say why in ``error`` and count as zero."""
    parts = cut(cases, method, parameters)
    steps = explain(cases, parts, method, parameters)
    amortization = round_once(parts, steps, method)
    days = whole_row(steps.days, parts)
    insurance = damage_insurance(cases, parts, steps, method, parameters)
    amortization, insurance, short = wage_ceiling(cases, amortization, insurance, method)
    capped = any_part(steps.base_capped, parts) | any_part(steps.capped, parts) << 1 | short.astype(np.int64) << 2
    good = steps.error == ""
    columns = {
        "days": np.where(good, days // steps.day_scale, 0),
        "amortization": np.where(good, amortization, 0),
        "insurance": np.where(good, insurance, 0),
        "withholding": np.where(good, amortization + insurance, 0),
        "capped_by": CAP_NAMES[np.where(good, capped, 0)],
        "error": steps.error,
    }
    return Withholdings(pd.DataFrame(columns, copy=False), parts_frame(parts, steps))


def round_once(parts: Parts, steps: Steps, method: Method) -> Integers:
    """Centavos of each row's amortization: the parts added as fractions, rounded once at the end."""
    if len(parts.offset) == 0:
        return np.zeros(0, dtype=np.int64)
    numerator = np.where(steps.capped, steps.cap_numerator, steps.numerator)
    denominator = np.where(steps.capped, steps.cap_denominator, steps.denominator)
    single = len(parts.row) == len(parts.offset)
    common = denominator if single else np.lcm.reduceat(denominator, parts.offset)
    wider = 1 if single else common[parts.row] // denominator
    refuse_overflow(parts, steps, numerator, denominator, common)
    terms = numerator * steps.days * wider
    total, common = whole_row(terms, parts), common * steps.day_scale
    centavos: Integers = total // common if method.rounding == "down" else (2 * total + common) // (2 * common)
    return centavos


def refuse_overflow(parts: Parts, steps: Steps, numerator: Integers, denominator: Integers, common: Integers) -> None:
    """Rows whose exact numerators would not fit in 64 bits get an error instead of a wrapped number."""
    size = np.abs(numerator).astype(np.float64) * steps.days * (common[parts.row] / denominator)
    if len(parts.row) != len(parts.offset):
        size = np.add.reduceat(size, parts.offset)
    compared = steps.numerator.astype(np.float64) * steps.cap_denominator
    tested = steps.cap_numerator >= 0
    compared = np.where(tested, np.maximum(compared, steps.cap_numerator * steps.denominator.astype(np.float64)), 0.0)
    negative = np.minimum.reduceat(np.minimum(numerator, denominator), parts.offset) < 0
    worst = np.maximum(size, np.maximum.reduceat(compared, parts.offset))
    large = (worst > LARGEST_NUMERATOR) | (common > LARGEST_NUMERATOR) | (common <= 0) | negative
    steps.error[large & (steps.error == "")] = TOO_LARGE


def damage_insurance(cases: Cases, parts: Parts, steps: Steps, method: Method, parameters: Parameters) -> Integers:
    """Centavos of insurance: once a bimester, in its first payroll, never prorated, where a day is withheld."""
    amount = parameters["damage_insurance"].scaled(parts.start[parts.offset])
    days = whole_row(steps.days, parts)
    applies = (days > 0) & cases.first_payroll
    known = (days > 0) & (cases.payrolls > 0)
    match method.insurance:
        case "none":
            applies = np.zeros_like(applies)
        case "every_payroll":
            applies = days > 0
        case "split":
            share = (2 * amount + cases.payrolls) // np.maximum(2 * cases.payrolls, 1)
            applies, amount = applies | known, np.where(known, share, amount)
        case "prorated":
            bimester = steps.bimester_days[parts.offset] * steps.day_scale
            amount = (2 * amount * days + bimester) // (2 * bimester)
        case "not_on_hire":
            applies = applies & ~((cases.hired_on >= cases.start) & (cases.hired_on <= cases.end))
    return np.where(applies, amount, 0)


def whole_row(values: Integers, parts: Parts) -> Integers:
    """The sum over the parts of each row."""
    if len(parts.offset) == 0:
        return np.zeros(0, dtype=np.int64)
    total: Integers = np.add.reduceat(values, parts.offset)
    return total


def wage_ceiling(
    cases: Cases, amortization: Integers, insurance: Integers, method: Method
) -> tuple[Integers, Integers, Booleans]:
    """Never more than the wage available; what is missing is taken from the insurance first."""
    excess = amortization + insurance - cases.available
    short = (cases.available >= 0) & (excess > 0)
    if method.wage_available == "ignored" or not short.any():
        return amortization, insurance, np.zeros(len(cases), dtype=bool)
    kept = np.where(short, np.maximum(insurance - excess, 0), insurance)
    return np.where(short, cases.available - kept, amortization), kept, short


def any_part(flags: Booleans, parts: Parts) -> Integers:
    """1 for each row of which any part is flagged."""
    if len(parts.offset) == 0:
        return np.zeros(0, dtype=np.int64)
    any_of: Booleans = np.logical_or.reduceat(flags, parts.offset)
    return any_of.astype(np.int64)


def parts_frame(parts: Parts, steps: Steps) -> pd.DataFrame:
    """The explanation, one row a part."""
    return pd.DataFrame(
        {
            "row": parts.row,
            "start": parts.start,
            "end": parts.start + parts.length - 1,
            "days": steps.days // steps.day_scale,
            "bimester_days": steps.bimester_days,
            "unit_value": steps.unit_value,
            "base_e5": steps.base_e5,
            "numerator": steps.numerator,
            "denominator": steps.denominator,
            "capped": steps.capped,
        },
        copy=False,
    )
