"""The sheets of an OpenDocument spreadsheet with their cells, within limits. Pictures and objects are not read here."""

import re

from backoffice.workbooks.formats.grid import Grid, Value
from backoffice.workbooks.formats.odf_stream import Attributes, Stream, named
from backoffice.workbooks.formats.odf_values import cell_value
from backoffice.workbooks.limits import PACKAGE_ENTRIES, USED_CELLS
from backoffice.workbooks.refusals import EvidenceRefused

MAX_COLUMNS, MAX_ROWS = 16_384, 1_048_576
#: Cells with a value that only exist because one is said to be repeated: nobody's table has so many.
REPEATED_VALUES = USED_CELLS // 10
#: What LibreOffice keeps of sheets of other workbooks that formulas name: ``'file:///otro.ods'#$Hoja1``.
OTHER_WORKBOOK = re.compile(r"'.*'#")
NAME, STYLE, DISPLAY = named("table:name"), named("table:style-name"), named("table:display")
STYLE_NAME, FAMILY = named("style:name"), named("style:family")
COLUMNS, ROWS = named("table:number-columns-repeated"), named("table:number-rows-repeated")
COUNT = named("text:c")


class Sheets:
    """Listens to a stream, and has ``grids`` at its end. ``name`` is the sheet being read, '' between sheets."""

    def __init__(self, stream: Stream, file_format: str) -> None:
        self.grids: list[Grid] = []
        self.name = ""
        self._stream, self._format = stream, file_format
        self._slots, self._repeats = USED_CELLS, REPEATED_VALUES
        self._hidden: set[str] = set()
        self._style = ""
        self._spreadsheet = self._table = self._row = self._cell = 0  # depths; 0 while none is open
        self._attributes: Attributes = {}
        self._paragraphs: list[str] = []
        self._cells: list[Value] = []
        self._column = self._height = self._rows = 0
        self._listen(stream)

    def _listen(self, stream: Stream) -> None:
        """To styles, tables, rows, cells and their paragraphs."""
        starts = {
            "style:style": self._start_style, "style:table-properties": self._table_properties,
            "office:spreadsheet": self._start_spreadsheet, "table:table": self._start_table,
            "table:table-row": self._start_row, "table:table-cell": self._start_cell,
            "table:covered-table-cell": self._start_cell, "text:p": self._start_paragraph,
            "text:s": lambda attributes: stream.add(" " * min(repeated(attributes, COUNT), MAX_COLUMNS)),
            "text:tab": lambda _: stream.add("\t"), "text:line-break": lambda _: stream.add("\n"),
            **dict.fromkeys(("office:annotation", "table:tracked-changes", "table:dde-links"), stream.leave_out),
        }  # fmt: skip
        ends = {
            "table:table": self._end_table, "table:table-row": self._end_row, "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell, "text:p": self._end_paragraph,
        }  # fmt: skip
        stream.starts.update({named(name): listener for name, listener in starts.items()})
        stream.ends.update({named(name): listener for name, listener in ends.items()})

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(STYLE_NAME, "") if attributes.get(FAMILY) == "table" else ""

    def _table_properties(self, attributes: Attributes) -> None:
        if self._style and attributes.get(DISPLAY) == "false":
            self._hidden.add(self._style)

    def _start_spreadsheet(self, _: Attributes) -> None:
        self._spreadsheet = self._stream.depth

    def _start_table(self, attributes: Attributes) -> None:
        """A sheet stands directly in the spreadsheet; any other table is none."""
        name = attributes.get(NAME, "")
        at_its_place = self._spreadsheet and self._stream.depth == self._spreadsheet + 1
        if not at_its_place or OTHER_WORKBOOK.match(name):
            self._stream.leave_out()
            return
        if len(self.grids) >= PACKAGE_ENTRIES:
            raise EvidenceRefused("too_many_parts", file_format=self._format)
        self._table, self._rows = self._stream.depth, 0
        self.name = name or f"Hoja{len(self.grids) + 1}"
        self.grids.append(Grid(self.name, attributes.get(STYLE, "") in self._hidden))

    def _end_table(self) -> None:
        if self._stream.depth == self._table:
            self._table, self.name = 0, ""

    def _start_row(self, attributes: Attributes) -> None:
        if self._table and not self._row:
            self._row, self._column, self._cells = self._stream.depth, 0, []
            self._height = repeated(attributes, ROWS)

    def _end_row(self) -> None:
        """The row, as often as it is repeated, after the empty ones before it."""
        if self._stream.depth != self._row:
            return
        self._row = 0
        if self._cells:
            rows = self.grids[-1].rows
            self._take(self._rows - len(rows) + len(self._cells) * self._height)
            self._repeat(len(self._cells) * (self._height - 1))
            rows.extend([] for _ in range(self._rows - len(rows)))
            rows.extend(list(self._cells) for _ in range(self._height))
        self._rows += self._height
        if self._cells and self._rows > MAX_ROWS:
            raise EvidenceRefused("too_far", file_format=self._format)

    def _start_cell(self, attributes: Attributes) -> None:
        if self._row and not self._cell:
            self._cell, self._attributes, self._paragraphs = self._stream.depth, attributes, []

    def _end_cell(self) -> None:
        """The cell, as often as it is repeated, after the empty ones before it."""
        if self._stream.depth != self._cell:
            return
        self._cell = 0
        count = repeated(self._attributes, COLUMNS)
        value = cell_value(self._attributes, "\n".join(self._paragraphs) if self._paragraphs else None)
        if value is not None:
            if self._column + count > MAX_COLUMNS:
                raise EvidenceRefused("too_far", file_format=self._format)
            self._repeat(count - 1)
            self._cells.extend([None] * (self._column - len(self._cells)))
            self._cells.extend([value] * count)
        self._column += count

    def _start_paragraph(self, _: Attributes) -> None:
        """Of a cell: what is written in shapes and notes is no value."""
        if self._cell and self._stream.depth == self._cell + 1:
            self._stream.gather()

    def _end_paragraph(self) -> None:
        if self._cell and self._stream.depth == self._cell + 1:
            self._paragraphs.append(self._stream.gathered())

    def _take(self, cells: int) -> None:
        """Refuse what would need more memory than a workbook may."""
        self._slots -= cells
        if self._slots < 0:
            raise EvidenceRefused("too_far", file_format=self._format)

    def _repeat(self, cells: int) -> None:
        """Refuse a few bytes that stand for a sheet full of values."""
        self._repeats -= cells
        if self._repeats < 0:
            raise EvidenceRefused("too_far", file_format=self._format)


def repeated(attributes: Attributes, name: str) -> int:
    """How often something is repeated: 1 where it is not said, more than any sheet holds where it makes no sense."""
    written = attributes.get(name)
    if written is None:
        return 1
    if not (written.isascii() and written.isdigit()) or len(written) > 7:
        return MAX_ROWS + 1
    return max(1, int(written))
