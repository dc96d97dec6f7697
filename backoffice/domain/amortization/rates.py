"""What is withheld a day, before any cap: the unit, the wage, the value, and what divides a monthly amount."""

from dataclasses import dataclass

import numpy as np

from backoffice.domain.amortization.cases import Booleans, Integers
from backoffice.domain.amortization.worksheet import Worksheet
from backoffice.domain.parameters import Table

FIXED_DIVISORS = {"month_30_4": (10, 304), "month_30": (1, 30), "year_365": (12, 365)}


@dataclass(frozen=True, slots=True)
class Span:
    """The days of each part, their scale, and the days of the bimester they count in."""

    days: Integers
    scale: int
    bimester: Integers


def unit_value(sheet: Worksheet, look: Integers) -> Integers:
    """Centavos of the unit that a factor multiplies, on the days to *look* at; -1 for the other types."""
    of_factor = sheet.needed & (sheet.kind == 3)
    if sheet.method.factor in {"as_pesos", "as_percentage"} or not of_factor.any():
        return np.full(len(sheet.kind), -1, dtype=np.int64)
    found, table = unit_table(sheet, look)
    if int(found.min()) < 0:
        sheet.missing(of_factor & (found < 0), look, table)
    return np.where(of_factor, found, -1)


def unit_table(sheet: Worksheet, look: Integers) -> tuple[Integers, Table]:
    """The unit of every part, whatever its type, and the table it comes from."""
    parts, parameters = sheet.parts, sheet.parameters
    match sheet.method.unit:
        case "minimum_wage":
            return minimum_wage(sheet, parts.flags_of(sheet.cases.border))
        case "uma":
            return parameters["uma"].scaled(parts.start), parameters["uma"]
        case "previous_umi":
            return parameters["umi"].previous_different(look), parameters["umi"]
        case _:
            return parameters["umi"].scaled(look), parameters["umi"]


def minimum_wage(sheet: Worksheet, border: Booleans) -> tuple[Integers, Table]:
    """Centavos of the minimum wage on the first day of each part, and the table to name where one is missing."""
    general, northern = sheet.parameters["minimum_wage_general"], sheet.parameters["minimum_wage_border"]
    days = sheet.parts.start
    if not border.any():
        return general.scaled(days), general
    return np.where(border, northern.scaled(days), general.scaled(days)), northern if border.all() else general


def wage_base(sheet: Worksheet) -> tuple[Integers, Booleans]:
    """The daily base of type 1 in pesos × 100,000 (-1 where none), and where the cap of 25 UMA lowered it."""
    base = integrated_wage(sheet)
    uncapped = np.zeros(len(base), dtype=bool)
    by_wage = sheet.needed & paid_by_wage(sheet)
    if sheet.method.base == "daily_wage":
        wage = sheet.parts.of(sheet.cases.daily_wage_e5)
        return np.where(by_wage & (wage >= 0), wage, base), uncapped
    if sheet.method.uma_cap == "none" or not by_wage.any():
        return base, uncapped
    ceiling = uma_ceiling(sheet)
    sheet.missing(by_wage & (ceiling < 0), sheet.parts.start, sheet.parameters["uma"])
    capped = by_wage & (ceiling >= 0) & (base > ceiling)
    return np.where(capped, ceiling, base), capped


def paid_by_wage(sheet: Worksheet) -> Booleans:
    """The parts whose amount is a share of the wage."""
    by_wage: Booleans = sheet.kind == 1
    if sheet.method.factor == "as_percentage":
        by_wage |= sheet.kind == 3
    return by_wage


def integrated_wage(sheet: Worksheet) -> Integers:
    """The SDI of each part in pesos × 100,000; -1 where not given."""
    cases, of = sheet.cases, sheet.parts.of
    before = of(cases.sdi_e5)
    if sheet.method.sdi_change == "old" or not sheet.sdi_changes:
        return before
    until = of(cases.end) if sheet.method.sdi_change == "new" else sheet.parts.start
    return np.where(of(cases.sdi_changed_on) <= until, of(cases.changed_sdi_e5), before)


def uma_ceiling(sheet: Worksheet) -> Integers:
    """25 UMA of each part in pesos × 100,000 (LSS art. 28); -1 where there is no UMA."""
    table, days = sheet.parameters["uma"], sheet.parts.start
    uma = table.previous_different(days) if sheet.method.uma_cap == "previous" else table.scaled(days)
    return np.where(uma >= 0, uma * sheet.parameters["uma_cap"].scaled(days) * 1_000, -1)


def daily_amount(sheet: Worksheet, span: Span, unit: Integers, base: Integers) -> tuple[Integers, Integers]:
    """Centavos a day of each part, before any cap, as numerator and denominator."""
    value = discount_value(sheet)
    monthly, over = monthly_amount(sheet, value, unit)
    times, by = divisor(sheet, span)
    numerator, denominator = times * monthly, by * over
    by_wage = paid_by_wage(sheet)
    if by_wage.any():
        numerator = np.where(by_wage, np.maximum(base, 0) * value, numerator)
        denominator = np.where(by_wage, 1_000_000_000, denominator)
    if sheet.method.daily == "centavos":
        return (2 * numerator + denominator) // (2 * denominator), np.ones_like(denominator)
    return numerator, denominator


def monthly_amount(sheet: Worksheet, value: Integers, unit: Integers) -> tuple[Integers, Integers]:
    """Centavos a month of types 2 and 3, as numerator and denominator."""
    of_factor = sheet.kind == 3
    match sheet.method.factor:
        case "as_pesos" | "as_percentage":
            return value, np.full_like(value, 100)
        case "times_unit_30_4":
            return np.where(of_factor, value * np.maximum(unit, 0) * 304, value), np.where(of_factor, 100_000, 100)
        case _:
            return np.where(of_factor, value * np.maximum(unit, 0), value), np.where(of_factor, 10_000, 100)


def discount_value(sheet: Worksheet) -> Integers:
    """Percent, pesos a month or factor of each part, × 10,000."""
    cases, of = sheet.cases, sheet.parts.of
    value = of(cases.value_e4)
    if sheet.method.value_change != "old" and sheet.value_changes:
        until = of(cases.end) if sheet.method.value_change == "new" else sheet.parts.start
        value = np.where(of(cases.changed_on) <= until, of(cases.changed_value_e4), value)
    if sheet.method.factor == "two_decimals":
        return np.where(sheet.kind == 3, (value + 50) // 100 * 100, value)
    return value


def divisor(sheet: Worksheet, span: Span) -> tuple[Integers, Integers]:
    """(times, by): a day's share of a monthly amount is monthly × times ÷ by."""
    cases, method, of = sheet.cases, sheet.method, sheet.parts.of
    if method.divisor in FIXED_DIVISORS:
        times, by = FIXED_DIVISORS[method.divisor]
        return np.full_like(span.bimester, times), np.full_like(span.bimester, by)
    if method.divisor not in {"payrolls", "payrolls_of_month"}:
        return np.full_like(span.bimester, 1 if method.divisor == "monthly" else 2), span.bimester
    shared = cases.payrolls > 0
    if method.divisor == "payrolls_of_month":
        shared &= np.isin(cases.nominal_days, (15, 30))
    total = np.maximum(sheet.parts.total(span.days), 1)
    applies = sheet.parts.flags_of(shared)
    return np.where(applies, 2 * span.scale, 2), np.where(applies, of(cases.payrolls * total), span.bimester)
