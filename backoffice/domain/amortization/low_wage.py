"""The cap of those who earn the minimum wage: 20 % of the base a day (LFT art. 97, fracción III)."""

from math import gcd

import numpy as np

from backoffice.domain.amortization.cases import Booleans, Integers
from backoffice.domain.amortization.rates import integrated_wage, minimum_wage, uma_ceiling
from backoffice.domain.amortization.worksheet import Worksheet

WITHOUT_SDI = "Quien gana el salario mínimo necesita el salario diario integrado (sdi) para el límite del 20 %."
#: A base in pesos × 100,000 times a share × 10,000 is centavos × 10,000,000.
SCALE = 10_000_000


def low_wage_cap(sheet: Worksheet) -> tuple[Integers, int]:
    """The most that may be withheld a day: centavos as numerators (-1 where not capped) over one denominator."""
    share = int(sheet.parameters["low_wage_share"].values[0].value * 10_000)
    common = gcd(share, SCALE)
    none = np.full(len(sheet.kind), -1, dtype=np.int64)
    low = low_wages(sheet)
    if not low.any():
        return none, SCALE // common
    base = cap_base(sheet, low)
    for row in np.unique(sheet.parts.row[low & (base < 0)]):
        sheet.refuse(row, WITHOUT_SDI)
    return np.where(low & (base >= 0), base * (share // common), none), SCALE // common


def low_wages(sheet: Worksheet) -> Booleans:
    """The parts of workers whose daily wage is at most the minimum wage of their zone on the part's first day."""
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
    low: Booleans = tested & (wage <= minimum * 1_000)
    return low


def cap_base(sheet: Worksheet, low: Booleans) -> Integers:
    """SBC (SDI up to 25 UMA) in pesos × 100,000; -1 where the SDI is not given."""
    if sheet.method.low_wage_base == "daily_wage":
        return sheet.parts.of(sheet.cases.daily_wage_e5)
    wage, ceiling = integrated_wage(sheet), uma_ceiling(sheet)
    sheet.missing(low & (ceiling < 0), sheet.parts.start, sheet.parameters["uma"])
    return np.where(ceiling >= 0, np.minimum(wage, ceiling), wage)
