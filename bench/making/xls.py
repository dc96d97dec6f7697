"""Writing an ``.xls`` (BIFF8, [MS-XLS]): values and pictures, no formulas and no looks. Reading is not done here."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from backoffice.rehearsal.making import compound
from bench.making import xls_art
from bench.making.xls_art import pieces, record

BOF, EOF, CODEPAGE, WINDOW1, FONT, XF, STYLE, BOUNDSHEET = 0x809, 0x0A, 0x42, 0x3D, 0x31, 0xE0, 0x293, 0x85
DIMENSIONS, WINDOW2, SST = 0x200, 0x23E, 0xFC
LABEL, NUMBER, RK, SEVERAL_RK, TRUTH = 0xFD, 0x203, 0x27E, 0xBD, 0x205
GLOBALS, WORKSHEET = 0x05, 0x10
#: Cell formats by number: fifteen styles that Excel wants, then general and date.
GENERAL, DATE = 15, 16
DAY_ZERO = date(1899, 12, 30)
#: Whole numbers that fit in the 30 bits of an RK.
LEAST_RK, MOST_RK = -(1 << 29), (1 << 29) - 1

Cell = None | str | int | float | bool | date


@dataclass(slots=True)
class Sheet:
    """What one sheet holds: rows of cells from A1 on, and pictures as PNG."""

    name: str
    rows: Sequence[Sequence[Cell]] = ()
    pictures: Sequence[bytes] = ()
    hidden: bool = False


@dataclass(slots=True)
class Strings:
    """The texts of all sheets, each once, by their number."""

    numbers: dict[str, int] = field(default_factory=dict)
    uses: int = 0

    def number(self, text: str) -> int:
        """The number of *text*, new or known."""
        self.uses += 1
        return self.numbers.setdefault(text, len(self.numbers))

    def records(self) -> bytes:
        """SST and its CONTINUE records; no text is cut in two."""
        head = struct.pack("<II", self.uses, len(self.numbers))
        return pieces(SST, [head, *(wide(text, "<H") for text in self.numbers)])


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The compound file of these sheets. Up to some 7 MB, 65,536 rows, 8,000 characters a text."""
    strings, shown = Strings(), [picture for sheet in sheets for picture in sheet.pictures]
    streams, first = [], 1
    for number, sheet in enumerate(sheets, start=1):
        streams.append(worksheet(sheet, strings, number, first))
        first += len(sheet.pictures)
    group = xls_art.group(shown, [len(sheet.pictures) for sheet in sheets]) if shown else b""
    tail = group + strings.records() + record(EOF)
    places = [0] * len(sheets)
    offset = len(head(sheets, places)) + len(tail)
    for number, stream in enumerate(streams):
        places[number] = offset
        offset += len(stream)
    return compound.write(compound.Storage({"Workbook": b"".join([head(sheets, places), tail, *streams])}))


def head(sheets: Sequence[Sheet], places: Sequence[int]) -> bytes:
    """The globals up to the list of sheets; *places* are the offsets of the sheets."""
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial"
    styles = [cell_format(0, 0xFFF5)] * GENERAL
    return b"".join(
        [
            start(GLOBALS),
            record(CODEPAGE, struct.pack("<H", 1200)),
            record(WINDOW1, struct.pack("<9H", 0, 0, 16000, 9000, 0x38, 0, 0, 1, 600)),
            record(FONT, font) * 5,
            *(record(XF, each) for each in (*styles, cell_format(0, 1), cell_format(14, 1))),
            record(STYLE, b"\x00\x80\x00\xff"),
            *(
                record(BOUNDSHEET, struct.pack("<IBB", place, sheet.hidden, 0) + wide(sheet.name, "<B"))
                for sheet, place in zip(sheets, places, strict=True)
            ),
        ]
    )


def start(kind: int) -> bytes:
    """The first record of a part of the stream."""
    return record(BOF, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0xC1, 0x06))


def cell_format(number_format: int, parent: int) -> bytes:
    """An XF: the first font, bottom, no border, no fill."""
    used = 0x04 if number_format else 0
    return struct.pack("<HHHBBBBIIH", 0, number_format, parent, 0x20, 0, 0, used, 0, 0, 0x20C0)


def wide(text: str, length: str) -> bytes:
    """A text with its length: one byte a character where all are below 256, else two."""
    narrow = all(character < "\u0100" for character in text)
    encoded = text.encode("latin-1" if narrow else "utf-16-le")
    return struct.pack(length, len(encoded) // (1 if narrow else 2)) + bytes([not narrow]) + encoded


def worksheet(sheet: Sheet, strings: Strings, number: int, first_picture: int) -> bytes:
    """The stream of one sheet, its pictures numbered from *first_picture* on."""
    width = max(map(len, sheet.rows), default=0)
    return b"".join(
        [
            start(WORKSHEET),
            record(DIMENSIONS, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0)),
            *cells(sheet.rows, strings),
            xls_art.drawing(number, first_picture, len(sheet.pictures)) if sheet.pictures else b"",
            record(WINDOW2, struct.pack("<HHHIHHI", 0x06B6 if number == 1 else 0x00B6, 0, 0, 0x40, 0, 0, 0)),
            record(EOF),
        ]
    )


def cells(rows: Sequence[Sequence[Cell]], strings: Strings) -> Iterator[bytes]:
    """The records of every cell that is not empty; small numbers side by side share one, as Excel has it."""
    for row, values in enumerate(rows):
        side_by_side: list[bytes] = []
        for column, value in enumerate([*values, None]):
            packed = packed_number(value)
            if packed:
                side_by_side.append(packed)
                continue
            if side_by_side:
                yield small_numbers(row, column, side_by_side)
                side_by_side = []
            if value is not None:
                yield cell(row, column, value, strings)


def packed_number(value: Cell) -> bytes | None:
    """Format and four bytes of a number that is whole or of centavos, and small; ``None`` for any other cell."""
    if value is None or isinstance(value, str | bool):
        return None
    number, look = (value, GENERAL) if isinstance(value, int | float) else ((value - DAY_ZERO).days, DATE)
    for factor, flags in ((1, 2), (100, 3)):
        whole = round(number * factor)
        if LEAST_RK <= whole <= MOST_RK and whole / factor == number:
            return struct.pack("<Hi", look, whole << 2 | flags)
    return None


def small_numbers(row: int, after: int, numbers: Sequence[bytes]) -> bytes:
    """One record for numbers side by side, the last of them just before the column *after*."""
    first = after - len(numbers)
    if len(numbers) == 1:
        return record(RK, struct.pack("<HH", row, first) + numbers[0])
    return record(SEVERAL_RK, struct.pack("<HH", row, first) + b"".join(numbers) + struct.pack("<H", after - 1))


def cell(row: int, column: int, value: Cell, strings: Strings) -> bytes:
    """The record of a text, a truth value, or a number that is not small."""
    place = struct.pack("<HHH", row, column, GENERAL)
    if isinstance(value, str):
        return record(LABEL, place + struct.pack("<I", strings.number(value)))
    if isinstance(value, bool):
        return record(TRUTH, place + bytes([value, 0]))
    return record(NUMBER, place + struct.pack("<d", value))
