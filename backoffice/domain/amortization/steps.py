"""The steps of each part, put together: the columns that explain a withholding.

Amounts are fractions of centavos; nothing is rounded here, but where a mistake does so.
"""

from dataclasses import dataclass

import numpy as np

from backoffice.domain.amortization.cases import Booleans, Cases, Integers
from backoffice.domain.amortization.days import day_of_the_bimester, withheld_days
from backoffice.domain.amortization.low_wage import low_wage_cap
from backoffice.domain.amortization.method import Method
from backoffice.domain.amortization.parts import Parts, bimester_days
from backoffice.domain.amortization.rates import Span, daily_amount, unit_value, wage_base
from backoffice.domain.amortization.worksheet import Worksheet
from backoffice.domain.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Steps:
    """One element a part. ``numerator / denominator``: centavos a day before caps; ``cap_…``: the 20 % cap a day.

    ``days`` are × ``day_scale``; ``unit_value`` centavos, -1 where none; ``base_e5`` pesos × 100,000. ``errors``
    are sentences by row.
    """

    days: Integers
    day_scale: int
    bimester_days: Integers
    unit_value: Integers
    base_e5: Integers
    base_capped: Booleans
    numerator: Integers
    denominator: Integers
    cap_numerator: Integers
    cap_denominator: int
    capped: Booleans
    errors: dict[int, str]


def explain(cases: Cases, parts: Parts, method: Method, parameters: Parameters) -> Steps:
    """All steps of all parts. Rows that lack a value get their sentence in ``errors``."""
    sheet = Worksheet.begin(cases, parts, method, parameters)
    days, scale = withheld_days(sheet)
    sheet = sheet.where(days > 0)
    look = day_of_the_bimester(sheet)
    bimester = bimester_days(look, ahead=1 if method.divisor == "next_bimester" else 0)
    unit = unit_value(sheet, look)
    base, base_capped = wage_base(sheet)
    numerator, denominator = daily_amount(sheet, Span(days, scale, bimester), unit, base)
    cap, cap_denominator = low_wage_cap(sheet)
    capped = np.zeros(len(cap), dtype=bool)
    if len(cap) and int(cap.max()) >= 0:
        capped = sheet.needed & (cap >= 0) & (numerator * cap_denominator > cap * denominator)
    return Steps(
        days=days,
        day_scale=scale,
        bimester_days=bimester,
        unit_value=unit,
        base_e5=base,
        base_capped=base_capped,
        numerator=numerator,
        denominator=denominator,
        cap_numerator=cap,
        cap_denominator=cap_denominator,
        capped=capped,
        errors=sheet.errors,
    )
