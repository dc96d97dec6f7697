"""The days with withholding of each part: calendar days less the absences that count."""

import numpy as np

from backoffice.domain.amortization.cases import LONG_AGO, Integers
from backoffice.domain.amortization.worksheet import Worksheet

#: An absent day that counts 7/6 makes sixths of days; every other method counts whole days.
SIXTHS = 6


def withheld_days(sheet: Worksheet) -> tuple[Integers, int]:
    """Days of each part, and their scale (1, or 6 where they are sixths)."""
    days = sheet.parts.length if sheet.method.days == "calendar" else commonly_counted(sheet)
    if len(sheet.cases.absence_day) == 0 or sheet.method.absences == "never":
        return days, 1
    absent = absences(sheet)
    if sheet.method.absences == "seventh":
        return np.maximum(SIXTHS * days - 7 * absent, 0), SIXTHS
    return np.maximum(days - absent, 0), 1


def commonly_counted(sheet: Worksheet) -> Integers:
    """Days of each part as programs count them that do not count those of the calendar."""
    cases, parts = sheet.cases, sheet.parts
    days = parts.length.copy()
    last = parts.offset + np.diff(np.append(parts.offset, len(parts.row))) - 1
    if sheet.method.days == "nominal":
        whole = (cases.starts_on <= cases.start) & (cases.ends_on >= cases.end) & (cases.nominal_days > 0)
        days[last[whole]] += (cases.nominal_days - (cases.end - cases.start + 1))[whole]
    if sheet.method.days == "one_short":
        cut_short = (cases.starts_on > cases.start) & (cases.starts_on <= cases.end)
        cut_short |= (cases.ends_on >= cases.start) & (cases.ends_on < cases.end)
        days[last[cut_short]] -= 1
    return days


def absences(sheet: Worksheet) -> Integers:
    """Absent days that reduce each part, each judged by its own date (LINFONAVIT art. 29, reform of 2025)."""
    cases, parts = sheet.cases, sheet.parts
    counts = np.ones(len(cases.absence_day), dtype=bool)
    if sheet.method.absences != "always":
        for kind in (1, 2, 3):
            of_kind = cases.kind[cases.absence_row] == kind
            table = sheet.parameters[f"absences_reduce_days_{kind}"]
            counts[of_kind] = table.scaled(cases.absence_day[of_kind]) == 1
    row, day = cases.absence_row[counts], cases.absence_day[counts]
    spread = 1 << 20
    part = np.searchsorted(parts.row * spread + parts.start, row * spread + day, side="right") - 1
    part = np.maximum(part, 0)
    inside = (parts.row[part] == row) & (day >= parts.start[part]) & (day < parts.start[part] + parts.length[part])
    return np.bincount(part[inside], minlength=len(parts.row)).astype(np.int64)


def day_of_the_bimester(sheet: Worksheet) -> Integers:
    """The day whose bimester and UMI a part takes."""
    cases, parts = sheet.cases, sheet.parts
    if sheet.method.bimester == "first_day":
        return parts.of(cases.start)
    if sheet.method.bimester == "payment_date":
        paid = parts.of(cases.paid_on)
        return np.where(paid == LONG_AGO, parts.start, paid)
    return parts.start
