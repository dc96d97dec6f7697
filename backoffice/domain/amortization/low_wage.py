"""The cap of those who earn the minimum wage: 20 % of the base a day (LFT art. 97, fracción III)."""

from math import gcd

import numpy as np

from backoffice.domain.amortization.cases import Booleans, Integers
from backoffice.domain.amortization.rates import integrated_wage, minimum_wage, uma_ceiling
from backoffice.domain.amortization.worksheet import Worksheet

WITHOUT_SDI = "Quien gana el salario mínimo necesita el salario diario integrado (sdi) para el límite del 20 %."
#: A base in pesos × 100,000 times a share × 10,000 is centavos × 10,000,000.
SCALE = 10_000_000
#: The value of the table ``low_wage_base`` that stands for the daily wage.
DAILY_WAGE = 2


def low_wage_cap(sheet: Worksheet) -> tuple[Integers, int]:
    """The most that may be withheld a day: centavos as numerators (-1 where not capped) over one denominator."""
    none = np.full(len(sheet.kind), -1, dtype=np.int64)
    low = low_wages(sheet)
    if not low.any():
        return none, 1
    base = cap_base(sheet, low)
    for row in np.unique(sheet.parts.row[low & (base < 0)]):
        sheet.refuse(row, WITHOUT_SDI)
    share = sheet.parameters["low_wage_share"].scaled(sheet.parts.start)
    common = gcd(SCALE, *(int(one) for one in np.unique(share[low])))
    return np.where(low & (base >= 0), base * (share // common), none), SCALE // common


def low_wages(sheet: Worksheet) -> Booleans:
    """The parts of workers whose daily wage is at most the minimum wage of their zone on the part's first day.

    How many minimum wages that is, is a dated setting, for it is disputed.
    """
    if sheet.method.low_wage_cap == "nobody":
        return np.zeros(len(sheet.kind), dtype=bool)
    if sheet.method.low_wage_cap == "everyone":
        return sheet.needed & (integrated_wage(sheet) >= 0)
    wage = sheet.parts.of(sheet.cases.daily_wage_e5)
    tested = sheet.needed & (wage >= 0)
    if not tested.any():
        return tested
    border = sheet.parts.flags_of(sheet.cases.border)
    minimum, table = minimum_wage(sheet, ~border if sheet.method.zone == "other" else border)
    sheet.missing(tested & (minimum < 0), sheet.parts.start, table)
    hundredths = sheet.parameters["low_wage_threshold"].scaled(sheet.parts.start)
    low: Booleans = tested & (wage <= minimum * hundredths * 10)
    return low


def cap_base(sheet: Worksheet, low: Booleans) -> Integers:
    """SBC (SDI up to 25 UMA) or daily wage, as the dated setting says, in pesos × 100,000; -1 where not given."""
    daily_wage = sheet.parts.of(sheet.cases.daily_wage_e5)
    if sheet.method.low_wage_base == "daily_wage":
        return daily_wage
    wage, ceiling = integrated_wage(sheet), uma_ceiling(sheet)
    sheet.missing(low & (ceiling < 0), sheet.parts.start, sheet.parameters["uma"])
    contribution = np.where(ceiling >= 0, np.minimum(wage, ceiling), wage)
    on_wage = sheet.parameters["low_wage_base"].scaled(sheet.parts.start) == DAILY_WAGE
    return np.where(on_wage, daily_wage, contribution)
