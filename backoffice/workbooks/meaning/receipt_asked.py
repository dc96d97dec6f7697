"""Whose receipt tab 4 asks for, by what the template writes over the place of the XML."""

import re

from backoffice.workbooks.formats.grid import Grid, Value
from backoffice.workbooks.meaning.given import day
from backoffice.workbooks.meaning.numbers import digits
from backoffice.workbooks.meaning.words import plain

#: What the label says → its name in ``CASES.csv``, or of the worker.
LABELS = {"nss": "nss", "inicio del periodo": "period_start", "fin del periodo": "period_end"}
NSS_DIGITS, BESIDE = 11, 3
#: Where the row stands in tab 2: «… de la sección a, No. 1 de la pestaña 2 …».
PLACE = re.compile(r"\bseccion ([ab]) no (\d{1,4})\b")
SECTIONS = {"a": "samples", "b": "assessment"}
#: All of it stands at the top left.
ROWS, COLUMNS, LONGEST_LABEL, LONGEST = 60, 12, 40, 200


def receipt_asked(grid: Grid | None) -> dict[str, str]:
    """What is still there of ``section``, ``number``, ``nss`` and the period; the first of each. *grid* is tab 4's."""
    found: dict[str, str] = {}
    for cells in grid.rows[:ROWS] if grid is not None else ():
        for column, text in enumerate(cells[:COLUMNS]):
            if isinstance(text, str) and len(text) <= LONGEST:
                found = {**told(text, cells[column + 1 : column + 1 + BESIDE]), **found}
    return found


def told(text: str, following: list[Value]) -> dict[str, str]:
    """What one text tells: a label with the cells after it, or the sentence that names the row."""
    name = LABELS.get(plain(text)) if len(text) <= LONGEST_LABEL else None
    if name and (value := beside(name, following)):
        return {name: value}
    place = PLACE.search(plain(text))
    return {"section": SECTIONS[place[1]], "number": place[2]} if place else {}


def beside(name: str, cells: list[Value]) -> str:
    """The value at the right of a label, '' where it is none."""
    value = next((cell for cell in cells if cell is not None and cell != ""), None)
    if name != "nss":
        return day(value) or ""
    nss = digits(value, NSS_DIGITS)
    return nss if len(nss) == NSS_DIGITS else ""
