"""A small sheet of our own, read before strangers' come: words, patterns and the interpreter's own caches get warm."""

from backoffice.workbooks.evidence import evidence_in
from backoffice.workbooks.formats.grid import Grid, Value
from backoffice.workbooks.meaning.answers import SECTION_TITLES
from backoffice.workbooks.meaning.columns import SAYINGS
from backoffice.workbooks.meaning.tabs import TAB_TITLES
from backoffice.workbooks.opening import Opened
from backoffice.workbooks.transcript import to_json

ROWS = 12


def practise() -> None:
    """Read tabs as the template has them, filled with anything."""
    grids = [Grid(name) for name in TAB_TITLES.values()]
    for title in SECTION_TITLES.values():
        grids[1].rows += [[title.strip("«»")], [sayings[0] for sayings in SAYINGS.values()]]
        grids[1].rows += [row(number) for number in range(ROWS)]
    to_json(evidence_in(Opened("xls", grids)))


def row(number: int) -> list[Value]:
    """One cell for each column: numbers, texts and numbers written as text."""
    kinds: tuple[Value, ...] = (float(number), f"{number:011d}", "No aplica", 1234.5 + number, "$1,234.56")
    return [kinds[(column + number) % len(kinds)] for column in range(len(SAYINGS))]
