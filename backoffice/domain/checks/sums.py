"""Does each step of a sample follow from those before it? Arithmetic on one row's figures; nothing is judged here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from backoffice.domain.amortization.reading import PLAIN_DECIMAL
from backoffice.domain.checks.wording import grouped, plain
from backoffice.domain.money import CENTAVO
from backoffice.domain.test_set import TestRow

#: The figures of a row by step; a step that shows no number is absent.
Figures = Mapping[str, Decimal]
Worked = Callable[[TestRow, Figures], Decimal]

#: Powers of ten beyond which no figure of a step is possible, and nothing follows from it.
SMALLEST_POWER, LARGEST_POWER = -15, 9
#: Digits enough for anything that follows from figures within them.
EXACT = Context(prec=60)
#: The daily amount is official at six decimals.
DAILY_DECIMALS = 6
MONEY_STEPS = {"amortization", "insurance", "withholding"}


@dataclass(frozen=True, slots=True)
class Formula:
    """How one step follows from others. ``said`` is the sum in words, with ``{value}`` and the steps in braces.

    ``days``: the result is a daily amount times days, and as exact as the daily amount shows.
    """

    step: str
    of: tuple[str, ...]
    result: Worked
    said: str
    days: bool = False


def formulas(row: TestRow) -> tuple[Formula, ...]:
    """The formulas of the row's discount type. Type 1's daily amount follows from given values alone."""
    return (*DAILY.get(row.case["discount_type"], ()), AMORTIZATION, WITHHOLDING)


def by_unit(row: TestRow, shown: Figures) -> Decimal:
    """Type 3: twice the factor times the unit, by the days of the bimester."""
    return 2 * Decimal(row.case["discount_value"]) * shown["unit_value"] / shown["bimester_days"]


def by_month(row: TestRow, shown: Figures) -> Decimal:
    """Type 2: two monthly amounts, by the days of the bimester."""
    return 2 * Decimal(row.case["discount_value"]) / shown["bimester_days"]


def by_days(_: TestRow, shown: Figures) -> Decimal:
    """The daily amount for the days with withholding, where nothing caps it."""
    return shown["daily_amount"] * shown["days"]


def whole(row: TestRow, shown: Figures) -> Decimal:
    """Amortization and insurance, up to the wage available where the sum shown passes it."""
    total = shown["amortization"] + shown["insurance"]
    available = row.case["wage_available"]
    ceiling = Decimal(available) if available else total
    return min(total, ceiling) if shown["withholding"] <= ceiling else total


MONTHLY = "{value} × 2 ÷ {bimester_days} días"
BY_FACTOR = "{value} × {unit_value} × 2 ÷ {bimester_days} días"
DAILY = {
    "2": (Formula("daily_amount", ("bimester_days",), by_month, MONTHLY),),
    "3": (Formula("daily_amount", ("unit_value", "bimester_days"), by_unit, BY_FACTOR),),
}
AMORTIZATION = Formula("amortization", ("daily_amount", "days"), by_days, "{daily_amount} × {days} días", days=True)
WITHHOLDING = Formula("withholding", ("amortization", "insurance"), whole, "{amortization} + {insurance} de seguro")


@dataclass(frozen=True, slots=True)
class Sum:
    """A formula worked out on a row's figures: what it gives, what is shown, and the room that rounding leaves."""

    formula: Formula
    gives: Decimal
    shown: Decimal
    room: Decimal

    @property
    def holds(self) -> bool:
        """The step shown follows from the others."""
        return abs(self.gives - self.shown) <= self.room


def sums(row: TestRow, shown: Figures, tolerance: Decimal) -> Iterator[Sum]:
    """Every formula of the row that its figures allow. *tolerance*: pesos by which money may differ."""
    possible = {step: number for step, number in shown.items() if is_possible(number)}
    for formula in formulas(row):
        if {formula.step, *formula.of} <= possible.keys():
            gives = worked_out(formula, row, possible)
            if gives is not None:
                yield Sum(formula, gives, possible[formula.step], room(formula, possible, tolerance))


def is_possible(number: Decimal) -> bool:
    """No monster: what is worked out with it can be written down."""
    return number.is_finite() and SMALLEST_POWER < number.adjusted() < LARGEST_POWER


def worked_out(formula: Formula, row: TestRow, shown: Figures) -> Decimal | None:
    """What the formula gives; ``None`` where it cannot be worked out (no days in the bimester)."""
    with localcontext(EXACT):
        try:
            return formula.result(row, shown)
        except ArithmeticError:
            return None


def room(formula: Formula, shown: Figures, tolerance: Decimal) -> Decimal:
    """By how much rounding, or cutting, of the figures shown may part a step from the ones before it.

    Of a daily amount, that of itself and that of the monthly amount, to centavos, on the way to it.
    """
    if formula.step == "daily_amount":
        return unit_of(shown["daily_amount"]) + abs(2 * CENTAVO / shown["bimester_days"])
    return tolerance + (unit_of(shown["daily_amount"]) * abs(shown["days"]) if formula.days else 0)


def unit_of(daily_amount: Decimal) -> Decimal:
    """One in the last decimal that a daily amount shows: ``98.36`` → ``0.01``."""
    exponent = daily_amount.normalize().as_tuple().exponent
    decimals = min(max(0, -exponent if isinstance(exponent, int) else 0), DAILY_DECIMALS)
    return Decimal(1).scaleb(-decimals)


def official_figures(row: TestRow) -> dict[str, Decimal]:
    """The row's right figures by step; those that do not apply are absent."""
    return {step: Decimal(text) for step, text in row.expected.items() if text is not None}


def rounded(step: str, number: Decimal) -> Decimal:
    """As the step shows it: money to the centavo, the daily amount to six decimals, half up."""
    decimals = 2 if step in MONEY_STEPS else DAILY_DECIMALS
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)


def in_words(formula: Formula, row: TestRow, shown: Figures) -> str:
    """``26.0528 × 100.81 × 2 ÷ 61 días``; a wage ceiling is named, for it is part of the sum."""
    figures = {step: spoken(step, shown[step]) for step in formula.of}
    available = row.case["wage_available"] if formula is WITHHOLDING else ""
    ceiling = f", hasta {grouped(Decimal(available))} de salario disponible," if available else ""
    return formula.said.format(value=value_of(row), **figures) + ceiling


def value_of(row: TestRow) -> str:
    """Pesos of a fixed amount with their thousands, a factor as it stands."""
    value = row.case["discount_value"]
    return grouped(Decimal(value)) if PLAIN_DECIMAL.fullmatch(value) and row.case["discount_type"] == "2" else value


def spoken(step: str, number: Decimal) -> str:
    """A figure as people read it: money with its thousands, the others plain."""
    return grouped(number) if step in MONEY_STEPS else plain(number)
