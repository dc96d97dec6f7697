"""From parts to periods: add, round once, add the damage insurance, and stop at the wage available."""

from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Withholdings:
    """The result: columns of one element a row, and the steps of the parts.

    ``days``; ``amortization``, ``insurance`` and ``withholding`` in centavos; ``capped`` as bits in the order of
    ``CAPS``; ``errors`` as sentences by row. A row that cannot be computed counts as zero.
    """

    days: Integers
    amortization: Integers
    insurance: Integers
    withholding: Integers
    capped: Integers
    errors: dict[int, str]
    parts_of: Parts
    steps: Steps

    @cached_property
    def failed(self) -> Booleans:
        """Which rows could not be computed."""
        flags = np.zeros(len(self.days), dtype=bool)
        flags[list(self.errors)] = True
        return flags

    @cached_property
    def rows(self) -> pd.DataFrame:
        """days, amortization, insurance, withholding (centavos), capped_by, error — one row a case."""
        error = np.full(len(self.days), "", dtype=object)
        for row, sentence in self.errors.items():
            error[row] = sentence
        columns = {
            "days": self.days,
            "amortization": self.amortization,
            "insurance": self.insurance,
            "withholding": self.withholding,
            "capped_by": CAP_NAMES[self.capped],
            "error": error,
        }
        return pd.DataFrame(columns, copy=False)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """One row a part, in order: the explanation.

        row, start and end (days since 1970), days, bimester_days, unit_value (centavos, -1 where none), base_e5 (pesos
        × 100,000), numerator / denominator (centavos a day before caps), capped.
        """
        steps, parts = self.steps, self.parts_of
        columns = {
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
        }
        return pd.DataFrame(columns, copy=False)


def withhold(cases: Cases, parameters: Parameters, method: Method = RIGHT, parts: Parts | None = None) -> Withholdings:
    """Compute all *cases* by *method*. Rows that cannot be computed say why in ``errors`` and count as zero.

    *parts* are those of ``cut`` for this method, where somebody has them.
    """
    parts = cut(cases, method, parameters) if parts is None else parts
    steps = explain(cases, parts, method, parameters)
    amortization = round_once(parts, steps, method)
    insurance = damage_insurance(cases, parts, steps, method, parameters)
    amortization, insurance, short = wage_ceiling(cases, amortization, insurance, method)
    capped = parts.any(steps.base_capped) | parts.any(steps.capped) << 1 | short.astype(np.int64) << 2
    days = whole_days(parts, steps)
    withholding = amortization + insurance
    if steps.errors:
        for column in (days, amortization, insurance, withholding, capped):
            column[list(steps.errors)] = 0
    return Withholdings(days, amortization, insurance, withholding, capped, steps.errors, parts, steps)


def whole_days(parts: Parts, steps: Steps) -> Integers:
    """Days of each row, sixths cut off. A column of its own: rows in error are written to."""
    total = parts.total(steps.days)
    return total.copy() if steps.day_scale == 1 else total // steps.day_scale


def round_once(parts: Parts, steps: Steps, method: Method) -> Integers:
    """Centavos of each row's amortization: the parts added as fractions, rounded once at the end."""
    if len(parts.offset) == 0:
        return np.zeros(0, dtype=np.int64)
    numerator, denominator = steps.numerator, steps.denominator
    if steps.capped.any():
        numerator = np.where(steps.capped, steps.cap_numerator, numerator)
        denominator = np.where(steps.capped, steps.cap_denominator, denominator)
    common = denominator if parts.single else np.lcm.reduceat(denominator, parts.offset)
    refuse_overflow(parts, steps, numerator, denominator, common)
    terms = numerator * steps.days
    if not parts.single:
        terms *= common[parts.row] // denominator
    total, common = parts.total(terms), common if steps.day_scale == 1 else common * steps.day_scale
    centavos: Integers = total // common if method.rounding == "down" else (2 * total + common) // (2 * common)
    return centavos


def refuse_overflow(parts: Parts, steps: Steps, numerator: Integers, denominator: Integers, common: Integers) -> None:
    """Rows whose exact numerators would not fit in 64 bits get an error instead of a wrapped number."""
    if within_limits(parts, steps, numerator, denominator, common):
        return
    size = np.abs(numerator).astype(np.float64) * steps.days * (common[parts.row] / denominator)
    compared = steps.numerator.astype(np.float64) * steps.cap_denominator
    compared = np.maximum(compared, steps.cap_numerator * steps.denominator.astype(np.float64))
    compared = np.where(steps.cap_numerator >= 0, compared, 0.0)
    worst = np.maximum(np.add.reduceat(size, parts.offset), np.maximum.reduceat(compared, parts.offset))
    negative = np.minimum.reduceat(np.minimum(numerator, denominator), parts.offset) < 0
    large = (worst > LARGEST_NUMERATOR) | (common > LARGEST_NUMERATOR) | (common <= 0) | negative
    for row in np.flatnonzero(large):
        steps.errors.setdefault(int(row), TOO_LARGE)


def within_limits(parts: Parts, steps: Steps, numerator: Integers, denominator: Integers, common: Integers) -> bool:
    """A quick look at the extremes, which nearly always suffices."""
    if int(numerator.min()) < 0 or int(common.min()) <= 0:
        return False
    widest = int(common.max()) // int(denominator.min()) + 1 if not parts.single else 1
    most_parts = len(parts.row) - len(parts.offset) + 1
    largest = int(numerator.max()) * int(steps.days.max()) * widest * most_parts
    compared = max(
        int(steps.numerator.max()) * steps.cap_denominator, int(steps.cap_numerator.max()) * int(common.max())
    )
    return max(largest, compared) < LARGEST_NUMERATOR


def damage_insurance(cases: Cases, parts: Parts, steps: Steps, method: Method, parameters: Parameters) -> Integers:
    """Centavos of insurance: once a bimester, in its first payroll, never prorated, where a day is withheld."""
    amount = parameters["damage_insurance"].scaled(parts.start if parts.single else parts.start[parts.offset])
    days = parts.total(steps.days)
    applies = (days > 0) & cases.first_payroll
    match method.insurance:
        case "none":
            applies = np.zeros_like(applies)
        case "every_payroll":
            applies = days > 0
        case "split":
            share = (2 * amount + cases.payrolls) // np.maximum(2 * cases.payrolls, 1)
            known = (days > 0) & (cases.payrolls > 0)
            applies, amount = applies | known, np.where(known, share, amount)
        case "prorated":
            bimester = steps.bimester_days[parts.offset] * steps.day_scale
            amount = (2 * amount * days + bimester) // (2 * bimester)
        case "not_on_hire":
            applies = applies & ~((cases.hired_on >= cases.start) & (cases.hired_on <= cases.end))
    return np.where(applies, amount, 0)


def wage_ceiling(
    cases: Cases, amortization: Integers, insurance: Integers, method: Method
) -> tuple[Integers, Integers, Booleans]:
    """Never more than the wage available; what is missing is taken from the insurance first."""
    if len(cases) == 0 or int(cases.available.max()) < 0:
        return amortization, insurance, np.zeros(len(cases), dtype=bool)
    excess = amortization + insurance - cases.available
    short = (cases.available >= 0) & (excess > 0)
    if method.wage_available == "ignored" or not short.any():
        return amortization, insurance, np.zeros(len(cases), dtype=bool)
    kept = np.where(short, np.maximum(insurance - excess, 0), insurance)
    return np.where(short, cases.available - kept, amortization), kept, short
