"""A million plain periods with all steps, beside a bare integer kernel and a row-by-row Decimal calculation."""

import ctypes
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from backoffice.domain.amortization import Cases, read_cases, withhold
from backoffice.domain.amortization.cases import FAR_AWAY
from backoffice.domain.amortization.withholding import CAPS
from backoffice.domain.parameters import Parameters
from backoffice.domain.parameters.tables import day_number, day_of
from backoffice.official import parameters
from bench.measuring import Line, in_turn, timed

ROWS = 1_000_000
SAMPLE = 10_000
TURNS = 15
#: glibc: blocks above 1 GiB alone come from the system (M_MMAP_THRESHOLD), free memory is not given back
#: (M_TRIM_THRESHOLD).
MALLOC = ((-3, 2**30), (-1, 2**31 - 1))


#: What makes a row more than plain: a change, a start and an end in mid-period, the cap of 20 %, the wage's ceiling.
ODD = (
    {"changed_on": "{month}-10", "changed_value": "18.0528"},
    {"starts_on": "{month}-05", "ends_on": "{month}-11"},
    {"daily_wage": "300.00", "sdi": "310.00"},
    {"wage_available": "150.00"},
)


def plain_cases(rows: int, odd: int = 0) -> Cases:
    """Fixed amounts and factors in one part each, as a month of payroll has them; *odd* of a thousand are not plain."""
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
    for number in range(odd):
        row = texts[number * len(texts) // odd]
        row |= {name: value.format(month=row["period_start"][:7]) for name, value in ODD[number % len(ODD)].items()}
        row["period_start"] = f"{row['period_start'][:7]}-01"
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


@dataclass(frozen=True)
class Steps:
    """What the row-by-row calculation answers, as the desk does."""

    days: int
    amortization: Decimal
    insurance: Decimal
    withholding: Decimal
    capped_by: str


def decimals(cases: Cases) -> list[Steps]:
    """The whole withholding a row at a time with Decimal: the same window, cuts, changes, caps, ceiling and columns."""
    return [one_row(cases, row, parameters()) for row in range(len(cases))]


def one_row(cases: Cases, row: int, official: Parameters) -> Steps:
    """One row of pesos and dates; parts are cut at bimesters, at the change of UMA and at the row's own changes."""
    first = day_of(max(int(cases.start[row]), int(cases.starts_on[row])))
    end = day_of(min(int(cases.end[row]), int(cases.ends_on[row])))
    began, amortization, days, caps = first, Decimal(0), 0, set()
    while first <= end:
        bimester, last = bounds(first)
        last = min(end, last, *february(first), *changes(cases, row, first))
        length = (last - first).days + 1
        amortization += part(cases, row, (first, length, bimester), official, caps)
        days += length
        first = last + timedelta(days=1)
    total = amortization.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    due = days > 0 and cases.first_payroll[row]
    insurance = official["damage_insurance"].on(began) if due else Decimal(0)
    if cases.available[row] >= 0 and total + insurance > (available := Decimal(int(cases.available[row])) / 100):
        insurance = max(Decimal(0), insurance - (total + insurance - available))
        total = available - insurance
        caps.add("wage_available")
    return Steps(days, total, insurance, total + insurance, "+".join(name for name in CAPS if name in caps))


def part(cases: Cases, row: int, span: tuple[date, int, int], official: Parameters, caps: set[str]) -> Decimal:
    """The amortization of one part: its first day, its days, the days of its bimester."""
    first, length, bimester = span
    number = day_number(first)
    changed = number >= cases.changed_on[row]
    value = Decimal(int(cases.changed_value_e4[row] if changed else cases.value_e4[row])) / 10_000
    raised = number >= cases.sdi_changed_on[row]
    sdi = Decimal(int(cases.changed_sdi_e5[row] if raised else cases.sdi_e5[row])) / 100_000
    wage = Decimal(int(cases.daily_wage_e5[row])) / 100_000
    base = min(sdi, official["uma_cap"].on(first) * official["uma"].on(first))
    if cases.kind[row] == 1:
        amount = base * value / 100 * length
        if base < sdi:
            caps.add("uma")
    else:
        monthly = value * official["umi"].on(first) if cases.kind[row] == 3 else value
        amount = 2 * monthly / bimester * length
    zone = "minimum_wage_border" if cases.border[row] else "minimum_wage_general"
    if 0 <= wage <= official[zone].on(first):
        limit = base * official["low_wage_share"].on(first) * length
        if amount > limit:
            caps.add("twenty_percent")
            return limit
    return amount


def bounds(day: date) -> tuple[int, date]:
    """Calendar days of the bimester of *day*, and its last day."""
    month = day.month - (day.month - 1) % 2
    after = date(day.year + month // 11, (month + 1) % 12 + 1, 1)
    return (after - date(day.year, month, 1)).days, after - timedelta(days=1)


def changes(cases: Cases, row: int, day: date) -> Iterator[date]:
    """The last day before each change of the row's that comes after a day."""
    for changed_on in (int(cases.changed_on[row]), int(cases.sdi_changed_on[row])):
        if day_number(day) < changed_on < FAR_AWAY:
            yield day_of(changed_on - 1)


def february(day: date) -> tuple[date, ...]:
    """The last day before the UMA changes, where a day comes before it."""
    return (date(day.year, 1, 31),) if day.month == 1 else ()


def keep_memory() -> None:
    """What arrays let go stays with this process, so that neither side pays, by chance, for fresh pages of the system.

    Elsewhere than under glibc nothing changes.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL("libc.so.6").mallopt
        for setting, value in MALLOC:
            mallopt(setting, value)


def run() -> Iterator[Line]:
    """Measure; one line a goal."""
    cases, few, odd = plain_cases(ROWS), plain_cases(SAMPLE), plain_cases(ROWS, odd=10)
    values, days = cases.value_e4, cases.end - cases.start + 1
    bimester = np.full(ROWS, 61)
    official = parameters()
    ours, bare_kernel = lambda: withhold(cases, official), lambda: kernel(values, days, bimester)
    given_back, beside, _ = in_turn(ours, bare_kernel, TURNS)
    keep_memory()
    whole, bare, _ = in_turn(ours, bare_kernel, TURNS)
    mixed, beside_mixed, _ = in_turn(lambda: withhold(odd, official), bare_kernel, TURNS)
    slow, _ = timed(lambda: decimals(few), times=3)
    tried = plain_cases(SAMPLE, odd=200)
    exact = [int(steps.withholding * 100) for steps in decimals(tried)]
    agree = exact == withhold(tried, official).withholding.tolist()
    slow *= ROWS / SAMPLE
    yield Line(
        "amortization: 1,000,000 periods, all steps / bare kernel", whole, bare, whole / bare, "<= 8", whole <= 8 * bare
    )
    words = "amortization: the same, memory given back to the system each time"
    yield Line(words, given_back, beside, given_back / beside, "–", True)
    words = "amortization: the same, one row in a hundred with a change, a cut or a cap"
    yield Line(words, mixed, beside_mixed, mixed / beside_mixed, "–", True)
    yield Line("amortization: row-by-row Decimal / all steps", slow, whole, slow / whole, ">= 100", slow >= 100 * whole)
    yield Line("amortization: the Decimal calculation agrees", 0, None, float(agree), "= 1", agree)
    yield Line("amortization: million rows a second", whole, None, ROWS / whole / 1e6, ">= 5", whole <= 0.2)
