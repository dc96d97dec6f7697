"""The withholding a second time, day by day with fractions: slow, plain, and sharing no code with the desk."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

UMI = {2017: "75.49", 2018: "78.43", 2019: "82.22", 2020: "84.55", 2021: "87.21", 2022: "91.56", 2023: "96.32",
       2024: "100.81", 2025: "100.81", 2026: "100.81"}  # fmt: skip
UMA = {2017: "75.49", 2018: "80.60", 2019: "84.49", 2020: "86.88", 2021: "89.62", 2022: "96.22", 2023: "103.74",
       2024: "108.57", 2025: "113.14", 2026: "117.31"}  # fmt: skip
GENERAL = {2018: "88.36", 2019: "102.68", 2020: "123.22", 2021: "141.70", 2022: "172.87", 2023: "207.44",
           2024: "248.93", 2025: "278.80", 2026: "315.04"}  # fmt: skip
BORDER = {2018: "88.36", 2019: "176.72", 2020: "185.56", 2021: "213.39", 2022: "260.34", 2023: "312.41",
          2024: "374.89", 2025: "419.88", 2026: "440.87"}  # fmt: skip
ONE_DAY = timedelta(days=1)


@dataclass
class Case:
    """One row; amounts are texts of pesos, '' where not given."""

    kind: int
    value: str
    start: date
    end: date
    sdi: str = ""
    daily_wage: str = ""
    border: bool = False
    absences: list[date] = field(default_factory=list)
    starts_on: date | None = None
    ends_on: date | None = None
    first_payroll: bool = False
    wage_available: str = ""
    changed_on: date | None = None
    changed_value: str = ""
    sdi_changed_on: date | None = None
    changed_sdi: str = ""

    def row(self) -> dict[str, str]:
        """The columns of CASES.csv."""
        return {
            "discount_type": str(self.kind),
            "discount_value": self.value,
            "period_start": self.start.isoformat(),
            "period_end": self.end.isoformat(),
            "sdi": self.sdi,
            "daily_wage": self.daily_wage,
            "zone": "border" if self.border else "general",
            "absences": ";".join(day.isoformat() for day in self.absences),
            "starts_on": self.starts_on.isoformat() if self.starts_on else "",
            "ends_on": self.ends_on.isoformat() if self.ends_on else "",
            "first_payroll": "yes" if self.first_payroll else "no",
            "wage_available": self.wage_available,
            "changed_on": self.changed_on.isoformat() if self.changed_on else "",
            "changed_value": self.changed_value,
            "sdi_changed_on": self.sdi_changed_on.isoformat() if self.sdi_changed_on else "",
            "changed_sdi": self.changed_sdi,
        }


def uma_on(day: date) -> Fraction:
    return Fraction(UMA[day.year if day.month > 1 else day.year - 1])


def bimester(day: date) -> tuple[int, int]:
    return day.year, (day.month + 1) // 2


def bimester_length(day: date) -> int:
    first_month = day.month if day.month % 2 else day.month - 1
    first = date(day.year, first_month, 1)
    after = date(day.year + 1, 1, 1) if first_month == 11 else date(day.year, first_month + 2, 1)
    return (after - first).days


def reaches(change: date | None, day: date) -> bool:
    return change is not None and day >= change


def half_up(amount: Fraction) -> int:
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def withholding(case: Case) -> tuple[int, int, int]:
    """(amortization, insurance, withholding) in centavos."""
    days = []
    day = case.start
    while day <= case.end:
        if (case.starts_on is None or day >= case.starts_on) and (case.ends_on is None or day <= case.ends_on):
            days.append(day)
        day += ONE_DAY
    amortization, counted = Fraction(0), 0
    for part in parts(case, days):
        withheld = [day for day in part if not reduces(case, day)]
        counted += len(withheld)
        amortization += part_amount(case, part[0], len(withheld))
    total = half_up(amortization * 100)
    insurance = 1500 if case.first_payroll and counted else 0
    if case.wage_available:
        available = int(Fraction(case.wage_available) * 100)
        over = max(0, total + insurance - available)
        from_insurance = min(over, insurance)
        insurance -= from_insurance
        total -= over - from_insurance
    return total, insurance, total + insurance


def parts(case: Case, days: list[date]) -> list[list[date]]:
    """Days in runs that share bimester, UMA, value and SDI."""
    found: list[list[date]] = []
    last = None
    for day in days:
        key = (bimester(day), day.year, uma_on(day), reaches(case.changed_on, day), reaches(case.sdi_changed_on, day))
        if key != last:
            found.append([])
        found[-1].append(day)
        last = key
    return found


def reduces(case: Case, day: date) -> bool:
    return day in case.absences and day < date(2025, 11, 1)


def part_amount(case: Case, first: date, days: int) -> Fraction:
    value = Fraction(case.changed_value if reaches(case.changed_on, first) else case.value)
    wage_text = case.changed_sdi if reaches(case.sdi_changed_on, first) else case.sdi
    wage = min(Fraction(wage_text), 25 * uma_on(first)) if wage_text else None
    if case.kind == 1:
        assert wage is not None
        daily = wage * value / 100
    else:
        monthly = value if case.kind == 2 else value * Fraction(UMI[first.year])
        daily = 2 * monthly / bimester_length(first)
    lowest = Fraction((BORDER if case.border else GENERAL)[first.year])
    if case.daily_wage and Fraction(case.daily_wage) <= lowest:
        assert wage is not None
        daily = min(daily, wage / 5)
    return daily * days
