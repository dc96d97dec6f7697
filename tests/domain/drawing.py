"""Random cases of every kind, for comparison with the independent calculation."""

from datetime import date, timedelta

from tests.domain import oracle
from tests.domain.oracle import Case


def random_day(draw, first, last):
    return first + timedelta(days=draw.randint(0, (last - first).days))


def random_case(draw):
    start = random_day(draw, date(2019, 2, 1), date(2026, 10, 1))
    end = start + timedelta(days=draw.choice([0, 6, 13, 14, 15, 29, 30, 60, 75]))
    kind = draw.choice([1, 2, 3])
    values = {1: lambda: f"{draw.randint(1, 4000) / 100:.2f}", 2: lambda: f"{draw.randint(1, 900000) / 100:.2f}",
              3: lambda: f"{draw.randint(1, 600000) / 10000:.4f}"}  # fmt: skip
    sdi = f"{draw.randint(9000, 450000) / 100:.2f}{draw.choice(['', '05', '125', '499'])}"
    inside = [random_day(draw, start, end) for _ in range(3)]
    maybe = lambda value, share=0.3: value if draw.random() < share else None  # noqa: E731 - three lines below use it
    starts_on = maybe(random_day(draw, start - timedelta(days=5), end))
    ends_on = maybe(random_day(draw, starts_on or start, end + timedelta(days=5)))
    changed_on, sdi_changed_on = maybe(inside[0]), maybe(inside[1])
    lowest = oracle.GENERAL[start.year]
    return Case(
        kind=kind, value=values[kind](), start=start, end=end, sdi=sdi,
        daily_wage=draw.choice(["", lowest, oracle.BORDER[start.year], "60.00", "950.55"]),
        border=draw.random() < 0.3,
        absences=sorted({random_day(draw, start, end) for _ in range(draw.choice([0, 0, 1, 4]))}),
        starts_on=starts_on, ends_on=ends_on, first_payroll=draw.random() < 0.4,
        wage_available=draw.choice(["", "", "", "0", "12.50", "350.00", "99999.99"]),
        changed_on=changed_on, changed_value=values[kind]() if changed_on else "",
        sdi_changed_on=sdi_changed_on, changed_sdi=f"{draw.randint(9000, 450000) / 100:.2f}" if sdi_changed_on else "",
    )  # fmt: skip
