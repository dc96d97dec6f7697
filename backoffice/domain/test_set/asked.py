"""Whose receipt a set asks for, by what tab 4 still says, else by the receipt itself."""

from collections.abc import Iterable, Mapping
from typing import cast, get_args

from backoffice.domain.causes import Place
from backoffice.domain.evidence import Cfdi, Evidence
from backoffice.domain.findings import Section
from backoffice.domain.test_set.claims import bare
from backoffice.domain.test_set.generation import RECEIPT
from backoffice.domain.test_set.model import TestRow

Rows = Mapping[Place, TestRow]


def place_asked(asked: Mapping[str, str]) -> Place | None:
    """Section and number, where tab 4 names them."""
    section, number = asked.get("section"), asked.get("number", "")
    if section not in get_args(Section) or not (number.isascii() and number.isdigit()):
        return None
    return cast("Section", section), int(number)


def receipt_row(rows: Rows, evidence: Evidence) -> Place:
    """The row that tab 4 names, else a row of the worker whom it names, or the receipt; else the one usually asked for.

    Where there are no rows, nobody's: the place is the usual one all the same.
    """
    asked, cfdi = evidence.receipt_asked, evidence.cfdi
    nss, place = bare(asked.get("nss", "")), place_asked(asked)
    if place is not None and place in rows and nss in {"", bare(rows[place].nss)}:
        return place
    period = (asked.get("period_start", ""), asked.get("period_end", ""))
    for one, its in ((nss, period), (bare(cfdi.nss) if cfdi else "", _period(cfdi))):
        of_worker = [where for where, row in rows.items() if one and bare(row.nss) == one]
        if of_worker:
            return _of_period(of_worker, rows, its)
    return RECEIPT if RECEIPT in rows else next(iter(rows), RECEIPT)


def _period(cfdi: Cfdi | None) -> tuple[str, str]:
    return (cfdi.period_start[:10], cfdi.period_end[:10]) if cfdi else ("", "")


def _of_period(places: Iterable[Place], rows: Rows, period: tuple[str, str]) -> Place:
    """Of the rows of one worker the one of this period; the first where none is."""
    held = list(places)
    cases = ((place, rows[place].case) for place in held)
    found = (place for place, case in cases if (case["period_start"], case["period_end"]) == period)
    return next(found, held[0])
