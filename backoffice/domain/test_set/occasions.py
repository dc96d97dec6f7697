"""The occasions for a mistake: each a way to draw a candidate row on which some mistakes show and others do not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set.candidate import Candidate, iso
from backoffice.domain.test_set.draw import Draw
from backoffice.domain.test_set.periods import ONE_DAY, Period, bimester_of, crosses, month_end, period_of

FREQUENCIES = ("weekly", "fourteen_day", "fortnight", "fortnight", "month", "bimester")
EARLIEST_PERIOD = date(2019, 3, 1)
REFORM = date(2025, 11, 1)
LAST_DAY_OF_OLD_ABSENCES = date(2025, 6, 30)
#: From this day on a whole fortnight after the reform has been paid.
FIRST_NEW_ABSENCES = date(2025, 11, 15)


@dataclass(frozen=True, slots=True)
class Setting:
    """What every occasion draws from: the stream, the day of the set, the official values."""

    draw: Draw
    on: date
    parameters: Parameters

    @property
    def earliest(self) -> date:
        """The first day that a period may have: of the fiscal year before, and not before March 2019."""
        return max(date(self.on.year - 1, 1, 1), EARLIEST_PERIOD)

    def day(self, first: date | None = None, last: date | None = None) -> date:
        """A day of this fiscal year or the one before, not after the day of the set."""
        first = max(first or date.min, self.earliest)
        last = min(last or self.on, self.on)
        return first + self.draw.below((last - first).days + 1) * ONE_DAY

    def period(self, frequency: str | None = None, first: date | None = None, last: date | None = None) -> Period:
        """A period that lies in those years, and in one bimester."""
        while True:
            found = period_of(frequency or self.draw.pick(FREQUENCIES), self.day(first, last))
            early = found.start < max(first or date.min, self.earliest)
            if not (early or found.end > min(last or self.on, self.on) or crosses(found)):
                return found

    def candidate(self, occasion: str, period: Period, kind: str | None = None) -> Candidate:
        """A worker well above the minimum wage, withheld all the period, paid at its end or soon after."""
        kind = kind or self.draw.pick("123")
        daily_wage = self.draw.decimal("480.00", "1650.00")
        return Candidate(
            occasion=occasion,
            period=period,
            discount_type=kind,
            discount_value=value(self.draw, kind),
            daily_wage=daily_wage,
            sdi=integrated(self.draw, daily_wage),
            received_on=period.start - self.draw.between(70, 400) * ONE_DAY,
            paid_on=min(period.end + self.draw.below(4) * ONE_DAY, max(self.on, period.end)),
        )


def value(draw: Draw, kind: str) -> str:
    """Percent, pesos a month or factor."""
    match kind:
        case "1":
            return draw.pick(("17.5", "20", "22", "25", "28"))
        case "2":
            return draw.decimal("1150.00", "4650.00")
        case _:
            return draw.decimal("12.0001", "41.9999")


def integrated(draw: Draw, daily_wage: str) -> str:
    """A daily wage with its benefits: 4.52 % to 11 % more, to the centavo."""
    factor = Decimal(draw.between(10452, 11100)) / 10_000
    return str((Decimal(daily_wage) * factor).quantize(Decimal("0.01")))


def plain(given: Setting) -> Candidate:
    """Any type, any frequency, nothing special."""
    return given.candidate("plain", given.period())


def long_fortnight(given: Setting) -> Candidate:
    """A second fortnight of 16 days (13 or 14 in February)."""
    while True:
        period = given.period("fortnight")
        if period.days != 15:
            return given.candidate("long_fortnight", period)


def first_of_bimester(given: Setting) -> Candidate:
    """The first payroll of a bimester: it carries the insurance."""
    while True:
        period = given.period(given.draw.pick(("fortnight", "month", "weekly")))
        if (period.start - bimester_of(period.start)[0]).days < 1:
            return given.candidate("first_of_bimester", period)


def crossing(given: Setting) -> Candidate:
    """A week or a fourteen days with days of two bimesters, sometimes of two years."""
    while True:
        period = period_of(given.draw.pick(("weekly", "fourteen_day")), given.day())
        if crosses(period) and given.earliest <= period.start and period.end <= given.on:
            return given.candidate("crossing", period, given.draw.pick("23"))


def new_year(given: Setting) -> Candidate:
    """From December into January: the unit may change with the year."""
    period = period_of("fourteen_day", date(given.on.year, 1, 2))
    if not crosses(period):
        period = Period("fourteen_day", period.start - 7 * ONE_DAY, period.end - 7 * ONE_DAY)
    return given.candidate("new_year", period, "3") if period.end <= given.on else crossing(given)


def late_notice(given: Setting) -> Candidate:
    """The notice of withholding arrives inside the period."""
    made = given.candidate("late_notice", given.period())
    return replace(made, received_on=made.period.inside(given.draw) - ONE_DAY * given.draw.below(2))


def hired_inside(given: Setting) -> Candidate:
    """The worker is hired inside the period; the notice had come before."""
    made = given.candidate("hired_inside", given.period())
    hired = made.period.inside(given.draw)
    return replace(made, hired_on=hired, received_on=hired - given.draw.between(2, 20) * ONE_DAY)


def left_inside(given: Setting) -> Candidate:
    """The worker leaves inside the period."""
    made = given.candidate("left_inside", given.period())
    return replace(made, left_on=made.period.inside(given.draw))


def suspended_inside(given: Setting) -> Candidate:
    """A notice of suspension arrives inside the period."""
    made = given.candidate("suspended_inside", given.period())
    return replace(made, suspended_on=made.period.inside(given.draw))


def modified_inside(given: Setting) -> Candidate:
    """A notice of modification arrives inside the period."""
    made = given.candidate("modified_inside", given.period())
    changed = made.discount_value
    while changed == made.discount_value:
        changed = value(given.draw, made.discount_type)
    return replace(made, modified_on=made.period.inside(given.draw) - ONE_DAY, changed_value=changed)


def wage_change(given: Setting) -> Candidate:
    """Type 1: the SDI changes inside the period."""
    made = given.candidate("wage_change", given.period(), "1")
    percent = given.draw.between(103, 118)
    changed = (Decimal(made.sdi) * percent / 100).quantize(Decimal("0.01"))
    return replace(made, sdi_changed_on=made.period.inside(given.draw), changed_sdi=str(changed))


def high_wage(given: Setting) -> Candidate:
    """Type 1: an SDI above 25 UMA."""
    made = given.candidate("high_wage", given.period(), "1")
    daily_wage = given.draw.decimal("3050.00", "4900.00")
    return replace(made, daily_wage=daily_wage, sdi=integrated(given.draw, daily_wage))


def minimum_wage(given: Setting) -> Candidate:
    """A worker who earns the minimum wage of the zone; the cap of 20 % holds."""
    made = given.candidate("minimum_wage", given.period())
    zone = given.draw.pick(("general", "border"))
    lowest = str(given.parameters[f"minimum_wage_{zone}"].on(made.period.start))
    heavy = {"1": "30", "2": given.draw.decimal("3800.00", "5200.00"), "3": given.draw.decimal("38.0001", "51.9999")}
    return replace(
        made,
        occasion=f"minimum_wage_{zone}",
        zone=zone,
        daily_wage=lowest,
        sdi=integrated(given.draw, lowest),
        discount_value=heavy[made.discount_type],
    )


def between_zones(given: Setting) -> Candidate:
    """A wage above the general minimum and below the border's: the zone decides whether the cap holds."""
    made = minimum_wage(given)
    lowest, highest = (given.parameters[f"minimum_wage_{z}"].on(made.period.start) for z in ("general", "border"))
    daily_wage = given.draw.decimal(str(lowest + 10), str(highest - 10))
    return replace(made, occasion="between_zones", daily_wage=daily_wage, sdi=integrated(given.draw, daily_wage))


def old_absences(given: Setting) -> Candidate:
    """Days without wage before the reform, when they reduced the days with withholding."""
    newest = min(LAST_DAY_OF_OLD_ABSENCES, given.on) - given.draw.between(61, 180) * ONE_DAY
    period = period_of(given.draw.pick(("fortnight", "month", "bimester")), newest)
    return with_absences(given, given.candidate("old_absences", period), "old_absences")


def new_absences(given: Setting) -> Candidate:
    """Days without wage since the reform; types 2 and 3, whose rule is settled."""
    if given.on < FIRST_NEW_ABSENCES:
        return old_absences(given)
    longer = ("month", "bimester") if given.on >= REFORM + 61 * ONE_DAY else ()
    period = given.period(given.draw.pick(("fortnight", *longer)), first=REFORM)
    return with_absences(given, given.candidate("new_absences", period, given.draw.pick("23")), "new_absences")


def with_absences(given: Setting, made: Candidate, occasion: str) -> Candidate:
    """From two to six days of the period, together and inside it."""
    first = made.period.start + given.draw.between(1, 6) * ONE_DAY
    last = first + given.draw.between(1, 5) * ONE_DAY
    return replace(made, occasion=occasion, absences=f"{iso(first)}..{iso(last)}")


def little_wage(given: Setting) -> Candidate:
    """The period leaves less than the withholding."""
    made = given.candidate("little_wage", given.period(given.draw.pick(("weekly", "fortnight", "month"))))
    return replace(made, wage_available=given.draw.decimal("85.00", "190.00"))


def unified(given: Setting) -> Candidate:
    """The notices carry the worker's former number; only the unified one matches."""
    return replace(given.candidate("unified", given.period()), unified_only=True)


def whole_bimester(given: Setting) -> Candidate:
    """A payroll of a whole bimester: twice the monthly amount."""
    return given.candidate("whole_bimester", given.period("bimester"), given.draw.pick("23"))


def family(given: Setting) -> list[Candidate]:
    """A month of 31 days and its two fortnights, of 15 and of 16 days, of one worker: the whole is its halves.

    And another worker's first fortnight at twice the base.
    """
    while True:
        month = given.period("month")
        if month.days == 31:
            break
    half = month.start + 14 * ONE_DAY
    first, second = Period("fortnight", month.start, half), Period("fortnight", half + ONE_DAY, month.end)
    whole = replace(given.candidate("month_of_halves", month, given.draw.pick("23")), family="halves")
    return [
        whole,
        replace(whole, occasion="first_half", period=first, paid_on=first.end),
        replace(whole, occasion="second_half", period=second, paid_on=second.end),
        replace(
            whole,
            occasion="twice_the_base",
            family="",
            period=first,
            paid_on=first.end,
            discount_value=str(2 * Decimal(whole.discount_value)),
        ),
    ]


def leap_year(given: Setting) -> Candidate:
    """A bimester of 60 days: January-February of the last leap year."""
    year = given.on.year - given.on.year % 4
    last = month_end(year, 2)
    if last > given.on:
        last = month_end(year - 4, 2)
    half, whole = last.replace(day=16), last.replace(day=1)
    period = given.draw.pick((Period("fortnight", half, last), Period("month", whole, last)))
    return given.candidate("leap_year", period)


OCCASIONS: dict[Callable[[Setting], Candidate], int] = {
    plain: 40,
    long_fortnight: 16,
    first_of_bimester: 24,
    crossing: 24,
    new_year: 6,
    late_notice: 28,
    hired_inside: 28,
    left_inside: 20,
    suspended_inside: 20,
    modified_inside: 24,
    wage_change: 16,
    high_wage: 16,
    minimum_wage: 28,
    between_zones: 24,
    old_absences: 28,
    new_absences: 20,
    little_wage: 16,
    leap_year: 6,
    unified: 6,
    whole_bimester: 8,
}

#: What every set shows at least once, whatever tells mistakes apart: a zone's minimum wage counts as an occasion each.
ALWAYS = ("whole_bimester", "leap_year", "crossing", "minimum_wage_general", "minimum_wage_border", "old_absences",
          "new_absences", "unified")  # fmt: skip
