"""A million plain periods with all steps, beside a bare integer kernel and a row-by-row Decimal calculation."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from backoffice.domain.amortization import Cases, read_cases, withhold
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
    return Cases(**{name: c if name.startswith("absence_") else np.tile(c, times) for name, c in columns.items()})


def kernel(factor_e4: np.ndarray, days: np.ndarray, bimester: np.ndarray) -> np.ndarray:
    """factor × UMI × 2 ÷ bimester × days, half up, and nothing else."""
    numerator = factor_e4 * (10081 * 2) * days
    denominator = bimester * 10_000
    return (2 * numerator + denominator) // (2 * denominator)


def decimals(cases: Cases) -> list[Decimal]:
    """The same formula a row at a time."""
    cent = Decimal("0.01")
    umi, found = Decimal("100.81"), []
    for kind, value, start, end in zip(cases.kind, cases.value_e4, cases.start, cases.end, strict=True):
        monthly = Decimal(int(value)) / 10_000 * (umi if kind == 3 else 1)
        amount = monthly * 2 / 61 * int(end - start + 1)
        found.append(amount.quantize(cent, rounding=ROUND_HALF_UP))
    return found


def run() -> Iterator[Line]:
    """Measure; one line a goal."""
    cases, few = plain_cases(ROWS), plain_cases(SAMPLE)
    values, days = cases.value_e4, cases.end - cases.start + 1
    bimester = np.full(ROWS, 61)
    official = parameters()
    whole, _ = timed(lambda: withhold(cases, official))
    bare, _ = timed(lambda: kernel(values, days, bimester))
    slow, _ = timed(lambda: decimals(few), times=3)
    slow *= ROWS / SAMPLE
    yield Line(
        "amortization: 1,000,000 periods, all steps / bare kernel", whole, bare, whole / bare, "<= 8", whole <= 8 * bare
    )
    yield Line("amortization: row-by-row Decimal / all steps", slow, whole, slow / whole, ">= 100", slow >= 100 * whole)
    yield Line("amortization: million rows a second", whole, None, ROWS / whole / 1e6, ">= 5", whole <= 0.2)
