"""A million plain periods with all steps, beside a bare integer kernel and a row-by-row Decimal calculation."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from backoffice.domain.amortization import Cases, read_cases, withhold
from backoffice.domain.parameters.tables import EPOCH
from backoffice.official import parameters
from bench.measuring import Line, timed

ROWS = 1_000_000
SAMPLE = 10_000


def plain_cases(rows: int) -> Cases:
    """Fixed amounts and factors in one part each, as a month of payroll has them."""
    texts = [
        {
            "discount_type": str(2 + number % 2),
            "discount_value": f"{1500 + number}.25" if number % 2 == 0 else f"{12 + number % 20}.0528",
            "period_start": f"2026-{3 + number % 6:02d}-{1 if number % 3 else 16:02d}",
            "period_end": f"2026-{3 + number % 6:02d}-{15 if number % 3 else 28:02d}",
            "sdi": f"{500 + number}.65",
            "daily_wage": f"{480 + number}.00",
            "first_payroll": "yes" if number % 4 == 0 else "no",
        }
        for number in range(1000)
    ]
    few = read_cases(texts)
    times = rows // len(texts)
    columns = {f.name: getattr(few, f.name) for f in fields(few)}
    once = {"absence_row", "absence_day", "errors"}
    return Cases(**{name: c if name in once else np.tile(c, times) for name, c in columns.items()})


def kernel(factor_e4: np.ndarray, days: np.ndarray, bimester: np.ndarray) -> np.ndarray:
    """factor × UMI × 2 ÷ bimester × days, half up, and nothing else."""
    numerator = factor_e4 * (10081 * 2) * days
    denominator = bimester * 10_000
    return (2 * numerator + denominator) // (2 * denominator)


def decimals(cases: Cases) -> list[Decimal]:
    """The whole withholding a row at a time, with the same cuts, caps and tests."""
    return [one_row(cases, row) for row in range(len(cases))]


def one_row(cases: Cases, row: int) -> Decimal:
    """One row of plain pesos and dates; parts are cut at bimesters and at the change of UMA."""
    start, end = (date.fromordinal(int(day[row]) + EPOCH) for day in (cases.start, cases.end))
    value = Decimal(int(cases.value_e4[row])) / 10_000
    sdi, wage = (Decimal(int(column[row])) / 100_000 for column in (cases.sdi_e5, cases.daily_wage_e5))
    official = parameters()
    amortization, first = Decimal(0), start
    while first <= end:
        month = first.month - (first.month - 1) % 2
        bimester = date(first.year, month, 1)
        after = date(first.year + month // 11, (month + 1) % 12 + 1, 1)
        last = min(end, date.fromordinal(after.toordinal() - 1), *february(first))
        days = last.toordinal() - first.toordinal() + 1
        monthly = value * official["umi"].on(first) if cases.kind[row] == 3 else value
        amount = 2 * monthly / (after.toordinal() - bimester.toordinal()) * days
        if wage <= official["minimum_wage_general"].on(first):
            amount = min(amount, min(sdi, 25 * official["uma"].on(first)) * Decimal("0.2") * days)
        amortization += amount
        first = date.fromordinal(last.toordinal() + 1)
    total = amortization.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return total + (official["damage_insurance"].on(start) if cases.first_payroll[row] else 0)


def february(day: date) -> tuple[date, ...]:
    """The last day before the UMA changes, where a day comes before it."""
    return (date(day.year, 1, 31),) if day.month == 1 else ()


def run() -> Iterator[Line]:
    """Measure; one line a goal."""
    cases, few = plain_cases(ROWS), plain_cases(SAMPLE)
    values, days = cases.value_e4, cases.end - cases.start + 1
    bimester = np.full(ROWS, 61)
    official = parameters()
    whole, _ = timed(lambda: withhold(cases, official))
    bare, _ = timed(lambda: kernel(values, days, bimester))
    slow, _ = timed(lambda: decimals(few), times=3)
    exact = [int(amount * 100) for amount in decimals(few)]
    agree = exact == withhold(few, official).withholding.tolist()
    slow *= ROWS / SAMPLE
    yield Line(
        "amortization: 1,000,000 periods, all steps / bare kernel", whole, bare, whole / bare, "<= 8", whole <= 8 * bare
    )
    yield Line("amortization: row-by-row Decimal / all steps", slow, whole, slow / whole, ">= 100", slow >= 100 * whole)
    yield Line("amortization: the Decimal calculation agrees", 0, None, agree, "= 1", agree)
    yield Line("amortization: million rows a second", whole, None, ROWS / whole / 1e6, ">= 5", whole <= 0.2)
