"""Cells of an .xlsx sheet that calamine leaves empty: errors, and formulas that were never calculated.

The sheet's own XML tells them.
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

from backoffice.workbooks.formats.grid import ErrorValue, Grid, Uncalculated, parse_address

ALIKE_MARKS = (b"<f", b't="e"')
MARKS = (b"<f", b":f", b'"e"', b"'e'")
#: In a sheet written as most programs do.
FORMULA = rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)"
ERROR = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>\s*' + FORMULA + rb"?\s*(?:<v[^>]*>([^<]*)</v>)?")
UNCALCULATED = re.compile(rb"<c ([^>]*)>\s*" + FORMULA + rb"\s*(?:<v[^>]*>\s*</v>|<v ?/>)?\s*</c>")
ADDRESS = re.compile(rb'\br="([A-Za-z]{1,3}[0-9]{1,7})"')
TEXT_RESULT = b't="str"'

Special = ErrorValue | Uncalculated


def mark_special(grid: Grid, sheet: bytes, *, alike: bool) -> None:
    """Put errors and uncalculated formulas where the XML of the sheet has them; *alike*: as most programs write it."""
    if not any(mark in sheet for mark in (ALIKE_MARKS if alike else MARKS)):
        return
    for reference, value in written_alike(sheet) if alike else special_cells(sheet):
        try:
            row, column = parse_address(reference)
        except ValueError:
            continue
        grid.replace(row, column, value)


def written_alike(sheet: bytes) -> Iterator[tuple[str, Special]]:
    """The same as ``special_cells``, by patterns: of a long sheet a parser would call us for every cell."""
    for cell, value in ERROR.findall(sheet):
        yield address(cell), ErrorValue(value.decode("utf-8", "replace")[:20] or "#N/A")
    for cell in UNCALCULATED.findall(sheet):
        if TEXT_RESULT not in cell and b't="e"' not in cell:
            yield address(cell), Uncalculated()


def address(attributes: bytes) -> str:
    """The address among the attributes of a cell; '' where there is none."""
    found = ADDRESS.search(attributes)
    return found[1].decode() if found else ""


def special_cells(content: bytes) -> list[tuple[str, ErrorValue | Uncalculated]]:
    """Addresses of error cells and of formulas without value; what comes after broken XML is left out."""
    reader = SpecialCells()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        pass
    return reader.found


class SpecialCells:
    """Handlers for the XML of a sheet: ``c`` (address, type) holds ``f`` (formula) and ``v`` (stored value)."""

    def __init__(self) -> None:
        self.found: list[tuple[str, ErrorValue | Uncalculated]] = []
        self._cell: dict[str, str] = {}
        self._open = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A cell, or a part of one."""
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._cell = {"at": attributes.get("r", ""), "kind": attributes.get("t", "")}
        elif tag in {"f", "v"} and self._cell:
            self._cell[tag] = ""
            self._open = tag

    def text(self, characters: str) -> None:
        """Of a formula or of a value."""
        if self._open:
            self._cell[self._open] += characters

    def end(self, name: str) -> None:
        """A whole cell is known at its end."""
        self._open = ""
        if name.rpartition(":")[2] != "c":
            return
        cell, self._cell = self._cell, {}
        if cell.get("kind") == "e":
            self.found.append((cell["at"], ErrorValue(cell.get("v", "")[:20] or "#N/A")))
        elif "f" in cell and not cell.get("v") and cell["kind"] != "str":
            self.found.append((cell["at"], Uncalculated()))
