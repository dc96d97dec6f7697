"""The rows to be computed, as columns of exact integers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Errors = Mapping[int, str]

#: Absent dates: no start, no end, no change.
LONG_AGO, FAR_AWAY = -1_000_000, 1_000_000

#: Withheld periods of each frequency in a bimester, and the days that payroll commonly counts for one.
FREQUENCIES = {
    "weekly": (8, 7),
    "fourteen_day": (4, 14),
    "fortnight": (4, 15),
    "month": (2, 30),
    "bimester": (1, 60),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Columns of equal length *n*, one element a row.

    Days are counted from 1970-01-01; amounts are scaled integers: ``value_e4`` (percent, pesos a month or factor,
    × 10,000), ``sdi_e5`` and ``daily_wage_e5`` (pesos × 100,000; -1 where not given), ``available`` (centavos; -1
    where not given). ``absence_row`` and ``absence_day`` are a list of their own, sorted, without repetition.
    ``frequency``, ``paid_on``, ``hired_on``, ``left_on`` and ``unified_only`` matter to mistakes alone. ``errors``
    holds a sentence for each row that cannot be computed.
    """

    kind: Integers
    value_e4: Integers
    start: Integers
    end: Integers
    sdi_e5: Integers
    daily_wage_e5: Integers
    border: Booleans
    starts_on: Integers
    ends_on: Integers
    first_payroll: Booleans
    available: Integers
    changed_on: Integers
    changed_value_e4: Integers
    sdi_changed_on: Integers
    changed_sdi_e5: Integers
    absence_row: Integers
    absence_day: Integers
    payrolls: Integers
    nominal_days: Integers
    paid_on: Integers
    hired_on: Integers
    left_on: Integers
    unified_only: Booleans
    errors: Errors

    def __len__(self) -> int:
        return len(self.kind)
