"""Writing a long ``.xlsx`` fast: openpyxl makes the package and its pictures, the rows are written as XML here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.drawing.image import Image

from backoffice.rehearsal.making.package import package
from backoffice.rehearsal.making.xlsx_objects import RELATIONS, embed, packed, unpacked
from backoffice.workbooks.formats.grid import column_letters
from bench.making.xls import DAY_ZERO, Cell, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
PICTURE_ROWS = 20
OBJECT_ROW = 3
#: The number of the cell format that shows a date: the skeleton has one such cell.
DATE_STYLE = 1


def workbook(sheets: Sequence[Sheet], files: Mapping[str, tuple[str, bytes]], *, shared: bool = True) -> bytes:
    """The package of these sheets; *files* (name, content) are embedded, the first picture of their sheet as icon.

    Texts are *shared* by number, as Excel has them, or stand in their cells, as openpyxl has them.
    """
    objects = {
        sheet.name: (package(*files[sheet.name]), sheet.pictures[0], OBJECT_ROW)
        for sheet in sheets
        if sheet.name in files
    }
    parts = unpacked(embed(skeleton(sheets, objects), objects))
    strings: dict[str, int] | None = {} if shared else None
    for number, sheet in enumerate(sheets, start=1):
        part = f"xl/worksheets/sheet{number}.xml"
        before, after = re.split(rb"<sheetData>.*</sheetData>", parts[part])
        parts[part] = b"".join([before, b"<sheetData>", *rows(sheet.rows, strings), b"</sheetData>", after])
    if strings is not None:
        share(parts, strings)
    return packed(parts)


def share(parts: dict[str, bytes], strings: Mapping[str, int]) -> None:
    """Add the part with the texts that cells name by number."""
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}" uniqueCount="{len(strings)}">{texts}</sst>'.encode()
    for part, closing, line in (
        (
            "[Content_Types].xml",
            b"</Types>",
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TEXTS_TYPE}"/>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"</Relationships>",
            f'<Relationship Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml" Id="rIdTexts"/>',
        ),
    ):
        parts[part] = parts[part].replace(closing, line.encode() + closing)


def skeleton(sheets: Sequence[Sheet], objects: Mapping[str, object]) -> bytes:
    """The package without its rows: sheets, pictures, a date that brings its format and a text that brings strings."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        made.append(["", DAY_ZERO])
        made["B1"].number_format = "yyyy-mm-dd"
        made.sheet_state = "hidden" if sheet.hidden else "visible"
        for place, picture in enumerate(sheet.pictures if sheet.name not in objects else ()):
            made.add_image(Image(BytesIO(picture)), f"B{2 + place * PICTURE_ROWS}")
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def rows(values: Sequence[Sequence[Cell]], strings: dict[str, int] | None) -> Iterator[bytes]:
    """Every row that has cells."""
    letters = [column_letters(column) for column in range(max(map(len, values), default=0))]
    for number, row in enumerate(values, start=1):
        cells = "".join(cell(f"{letter}{number}", value, strings) for letter, value in zip(letters, row, strict=False))
        if cells:
            yield f'<row r="{number}">{cells}</row>'.encode()


def cell(place: str, value: Cell, strings: dict[str, int] | None) -> str:
    """One cell; '' for an empty one."""
    if value is None:
        return ""
    if isinstance(value, str):
        return text_cell(place, value, strings)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DATE_STYLE}"><v>{(value - DAY_ZERO).days}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def text_cell(place: str, text: str, strings: dict[str, int] | None) -> str:
    """A text by its number, or in its cell."""
    if strings is None:
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    return f'<c r="{place}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'
