"""Cells of .xls: xlrd reads the globals (texts, formats, dates); the cells of a sheet come from one pass of ours.

xlrd is given the bare stream of records: its own reading of OLE containers refuses some that Excel opens. Its reading
of cells takes three times as long, and the drawing would need a second pass.
"""

from io import StringIO
from struct import Struct, iter_unpack, unpack_from

import xlrd

from backoffice.workbooks.formats import biff
from backoffice.workbooks.formats.biff import BiffSheet, Drawing, DrawingReader
from backoffice.workbooks.formats.grid import ErrorValue, Grid, Value
from backoffice.workbooks.formats.xls_numbers import Looks
from backoffice.workbooks.refusals import EvidenceRefused

#: Records of cells ([MS-XLS] 2.4).
TEXT, SMALL, SMALLS, NUMBER, TRUTH, LABEL, RICH_LABEL, RESULT = 0xFD, 0x27E, 0xBD, 0x203, 0x205, 0x204, 0xD6, 0x207
FORMULAS = (0x06, 0x206, 0x406)
DIMENSIONS = 0x200
#: Rows' heights and empty cells: many, and without anything for us.
PASSED = frozenset({0x208, 0x201, 0xBE})
#: Kind and size, row, column, format; then the number of a text or a small number.
HEAD = Struct("<IHHHi")
#: Kind and size of the two commonest records, which have this size alone.
SHARED, RK = TEXT | 10 << 16, SMALL | 10 << 16
MOST_COLUMNS = 256


class Rows(dict[int, list[Value]]):
    """Rows by their number from 0, as wide as the sheet says it is."""

    width = 0

    def __missing__(self, row: int) -> list[Value]:
        made: list[Value] = [None] * self.width
        self[row] = made
        return made


def sheets(stream: bytes) -> list[tuple[Grid | None, str, Drawing]]:
    """Grid, name and drawing of every sheet; charts and such have no grid. Refused as damaged where it fails."""
    try:
        book = xlrd.open_workbook(file_contents=stream, logfile=StringIO(), on_demand=True)
        texts, looks = dict(enumerate(book._sharedstrings)), Looks(book)
        padded = stream + bytes(HEAD.size)  # the last EOF is read as if more followed
        return [sheet(padded, each, texts, looks) for each in biff.sheets(stream)]
    except MemoryError:
        raise
    except Exception as problem:
        raise EvidenceRefused("damaged", file_format="xls") from problem


def sheet(stream: bytes, place: BiffSheet, texts: dict[int, str], looks: Looks) -> tuple[Grid | None, str, Drawing]:
    """One sheet. What says a smaller width than it has is read once more, as wide as a sheet may be."""
    if not place.is_worksheet:
        return None, place.name, biff.drawing(stream, place.offset)
    reader = SheetReader(stream, texts, looks)
    try:
        reader.read(place.offset)
    except IndexError:
        reader = SheetReader(stream, texts, looks, MOST_COLUMNS)
        reader.read(place.offset)
    rows = [reader.rows.get(row, []) for row in range(max(reader.rows, default=-1) + 1)]
    return Grid(place.name, place.hidden, 1, rows), place.name, reader.drawing.found


class SheetReader:
    """One pass over the records of a sheet: its cells and its drawing."""

    def __init__(self, stream: bytes, texts: dict[int, str], looks: Looks, width: int = 0) -> None:
        self.rows = Rows()
        self.drawing = DrawingReader()
        self._stream, self._texts, self._looks = stream, texts, looks
        self._width = self.rows.width = width
        #: Where the text of a formula goes, whether it is still to come, and how many characters of it.
        self._awaited, self._awaits, self._left = (0, 0), False, 0
        self._cells = {
            SMALLS: self._several, NUMBER: self._number, TRUTH: self._truth, LABEL: self._label,
            RICH_LABEL: self._label, RESULT: self._result, TEXT: self._odd, SMALL: self._odd,
            DIMENSIONS: self._dimensions, **dict.fromkeys(FORMULAS, self._computed),
        }  # fmt: skip

    def read(self, place: int) -> None:
        """From the BOF at *place* to its EOF. ``struct.error``, ``LookupError`` or ``ValueError``: it is damaged."""
        stream, rows, texts, looks, head = self._stream, self.rows, self._texts, self._looks, HEAD.unpack_from
        kind, size = unpack_from("<HH", stream, place)
        if kind != biff.BOF:
            raise ValueError("no sheet begins here")
        while True:  # a loop without condition is one that the interpreter makes fast while it runs
            place += 4 + size
            both, row, column, look, value = head(stream, place)
            if both == SHARED:
                rows[row][column] = texts[value]
                size = 10
            elif both == RK:
                rows[row][column] = looks[look][value]
                size = 10
            else:
                kind, size = both & 0xFFFF, both >> 16
                if kind == biff.EOF:
                    return
                if kind not in PASSED:
                    size += self._other(kind, place, size)

    def _other(self, kind: int, place: int, size: int) -> int:
        """Any other record; how many bytes more to pass over, where it begins a chart of its own."""
        payload = self._stream[place + 4 : place + 4 + size]
        if kind in self._cells:
            self._cells[kind](payload)
            return 0
        if kind == biff.CONTINUE and self._left > 0:
            self._more(payload)
            return 0
        self.drawing.record(kind, payload)
        if kind == biff.BOF:
            return sum(4 + len(inner) for _, inner in biff.records(self._stream, place)) - 4 - size
        return 0

    def _several(self, payload: bytes) -> None:
        row, column = unpack_from("<HH", payload)
        if len(payload) != 6 * (payload[-2] + (payload[-1] << 8) - column + 2):
            raise ValueError("it does not have the cells that it says")
        cells, looks = self.rows[row], self._looks
        for look, packed in iter_unpack("<Hi", payload[4:-2]):
            cells[column] = looks[look][packed]
            column += 1

    def _odd(self, payload: bytes) -> None:
        raise ValueError(f"a cell of {len(payload)} bytes")

    def _dimensions(self, payload: bytes) -> None:
        self.rows.width = self._width or min(MOST_COLUMNS, unpack_from("<H", payload, 10)[0])

    def _number(self, payload: bytes) -> None:
        row, column, look, number = unpack_from("<HHHd", payload)
        self.rows[row][column] = self._looks[look].value(number)

    def _truth(self, payload: bytes) -> None:
        row, column, value, is_error = unpack_from("<HHxxBB", payload)
        self.rows[row][column] = error(value) if is_error else bool(value)

    def _label(self, payload: bytes) -> None:
        row, column = unpack_from("<HH", payload)
        self.rows[row][column] = unicode_text(payload, 6)

    def _computed(self, payload: bytes) -> None:
        """A formula by its stored result; a text comes in records of its own."""
        row, column, look, kind, value, mark = unpack_from("<HHHBxBxxxH", payload)
        self._awaited, self._awaits, self._left = (row, column), mark == 0xFFFF and kind == 0, 0
        if mark != 0xFFFF:
            self.rows[row][column] = self._looks[look].value(unpack_from("<d", payload, 6)[0])
        elif kind in (1, 2):
            self.rows[row][column] = bool(value) if kind == 1 else error(value)
        else:
            self.rows[row][column] = ""

    def _result(self, payload: bytes) -> None:
        if self._awaits:
            text = unicode_text(payload, 0)
            row, column = self._awaited
            self.rows[row][column] = text
            self._awaits, self._left = False, unpack_from("<H", payload)[0] - len(text)

    def _more(self, payload: bytes) -> None:
        """What the record of a formula's text had no room for."""
        text = payload[1:].decode("utf-16-le" if payload[:1] == b"\x01" else "latin-1", "replace")[: self._left]
        row, column = self._awaited
        self.rows[row][column] = f"{self.rows[row][column]}{text}"
        self._left -= max(1, len(text))


def error(code: int) -> ErrorValue:
    """The error of a cell as Excel shows it."""
    return ErrorValue(xlrd.error_text_from_code.get(code, "#N/A"))


def unicode_text(payload: bytes, start: int) -> str:
    """A text after its length and flags ([MS-XLS] 2.5.293), as far as this record has it."""
    length, flags = unpack_from("<HB", payload, start)
    start += 3 + 2 * bool(flags & 0x8) + 4 * bool(flags & 0x4)
    if flags & 0x1:
        return payload[start : start + 2 * length].decode("utf-16-le", "replace")
    return payload[start : start + length].decode("latin-1")
