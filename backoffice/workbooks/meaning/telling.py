"""Texts that tell where something stands: headings, titles, the label of the test set, the start of a receipt.

Whatever is looked for in a sheet starts at one of them, so that of a long sheet only what follows them need be read.
"""

import re

from backoffice.domain.evidence import STEPS
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.meaning.columns import column_of, is_second_half
from backoffice.workbooks.meaning.sections import section_named

#: Characters of a text that are looked at: a few kilobytes of shared text may stand in a million cells. A receipt is
#: looked for in all of it, since a note may come before.
LOOKED_AT = 300
STEP_WORDS = "reten|amort|umi|unidad|diari|segur|d[ií]\u0301?a|descont|descuent|total|import|monto|cuota"
TITLE_WORDS = "muestras|evaluaci"
LABEL = re.compile(r"set\s+de\s+pruebas")
RECEIPT = re.compile(r"<\?xml|<!doctype|<(?:[\w.-]+:)?comprobante\b")
#: Worth a closer look; in lower case.
HINT = re.compile(f"{STEP_WORDS}|{TITLE_WORDS}|{LABEL.pattern}")


def tells(text: str) -> bool:
    """The text is one of these."""
    if text.isdigit():
        return False
    start = text[:LOOKED_AT].casefold()
    if HINT.search(start) and (names_step(text) or is_second_half(text) or section_named(text) or LABEL.search(start)):
        return True
    return "<" in text and RECEIPT.search(text.casefold()) is not None


def names_step(text: str) -> bool:
    """A heading over a column of answers."""
    named = column_of(text)
    return named is not None and named[0] in STEPS


def telling_cells(grid: Grid) -> list[tuple[int, int, str]]:
    """Row (from 1), column (from 0) and text of the cells of a sheet that tell something."""
    return grid.telling(tells)
