"""A long sheet of an .xlsx cut down to the rows that can matter, before a library makes values of its cells.

Whatever is looked for in a sheet starts at a text that tells it, a title or a heading; so the rows with such a text
and those after it are kept, and of the others it is only known how far they go. Programs write all rows of a sheet
alike: a sheet where they do it in a way that is not known here is read whole.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

from backoffice.workbooks.formats.grid import Tells
from backoffice.workbooks.formats.used_range import check_count, check_whole, column_of, used_cells
from backoffice.workbooks.limits import HEADING_ROWS, MEGABYTE, TABLE_ROWS, USED_CELLS
from backoffice.workbooks.refusals import EvidenceRefused

LONG = MEGABYTE
#: Rows that are kept after one with a text that tells something; some of them may be empty.
FOLLOWING = TABLE_ROWS + 100
#: Rows at the top of a sheet are kept in any case: there people write what it is.
TOP = 100
#: Rows whose texts are looked at together.
STRETCH = 2_000
ROW = re.compile(rb'<row[ >](?:r="(\d{1,7})")?')
CELL = b'<c r="'
END = b"</sheetData></worksheet>"
#: Texts that stand in the sheet itself, in cells of their own and as results of formulas; b'' where it is not so plain.
INLINE = re.compile(rb"<is>(<t(?: [^>]*)?>[^<]*</t></is>)?")
COMPUTED = re.compile(rb't="str"[^>]*>((?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?(?:<v/>|<v(?: [^>]*)?>[^<]*</v>)?</c>)?')
VALUE = re.compile(rb"<[tv](?: [^>]*)?>([^<]*)</")
SHARED_TEXT, TEXT = re.compile(r"<si(?: [^>]*)?/?>"), re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
#: Nobody's sheet has more headings; a pattern of more alternatives would be slow.
MOST_TELLING = 100


@dataclass(frozen=True, slots=True)
class Abridged:
    """What is left of a sheet: ``parts``, each a sheet by itself; ``alike``: its rows are written as most programs do.

    ``left_out`` are the numbers of the rows with cells that are in no part, ``columns`` how far the longest goes.
    """

    parts: list[bytes]
    alike: bool = False
    left_out: list[int] = field(default_factory=list)
    columns: int = 0


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Where each row starts, with its number; the last place is where the last row ends."""

    starts: list[int]
    numbers: list[int]


def abridged(sheet: bytes, shared: str, tells: Tells | None) -> Abridged:
    """*sheet* without the rows that cannot matter; *shared* is the part with the texts that sheets share.

    Where *tells* is ``None``, every row can.
    """
    rows = row_places(sheet) if len(sheet) >= LONG else None
    telling = telling_places(sheet, rows, shared, tells) if rows and tells else None
    if rows is None or telling is None:
        check_whole(sheet)
        return Abridged([sheet], rows is not None)
    kept = kept_rows(rows, telling)
    numbers, ends = left_out(sheet, rows, kept)
    check_rectangle(sheet, rows, ends | kept_ends(sheet, rows, kept))
    head = sheet[: rows.starts[0]]
    parts = [head + sheet[rows.starts[first] : rows.starts[after]] + END for first, after in kept]
    for part in parts:
        check_count(part)
    return Abridged(parts, True, numbers, 1 + max(map(column_of, ends), default=-1))


def row_places(sheet: bytes) -> RowPlaces | None:
    """The rows of a sheet; ``None`` where they are not written as most programs do."""
    found = [(row.start(), row[1]) for row in ROW.finditer(sheet)]
    if not found or b"<worksheet" not in sheet[: found[0][0]] or (b"!" in sheet and b"<!" in sheet):
        return None
    starts, numbers = [place for place, _ in found], [int(number or 0) for _, number in found]
    starts.append(sheet.find(b"</sheetData>", starts[-1]))
    has_addresses = sheet.startswith(CELL, sheet.find(b"<c ", starts[0]))
    in_order = all(one < other for one, other in pairwise([0, *numbers]))
    return RowPlaces(starts, numbers) if in_order and has_addresses and starts[-1] > 0 else None


def telling_places(sheet: bytes, rows: RowPlaces, shared: str, tells: Tells) -> list[int] | None:
    """Where texts that tell something stand; ``None`` where that cannot be said."""
    numbers = telling_numbers(shared, tells)
    if numbers is None:
        return None
    found: list[int] = []
    if numbers:
        either = "|".join(map(str, numbers))
        pattern = re.compile(rf't="s"[^>]*>\s*<v>(?:{either})</v>'.encode())
        found += [match.start() for match in pattern.finditer(sheet, rows.starts[0], rows.starts[-1])]
    if b'"inlineStr"' in sheet:
        found += own_texts(sheet, rows, INLINE, tells)
    if b't="str"' in sheet:
        found += own_texts(sheet, rows, COMPUTED, tells)
    return sorted(found)


def telling_numbers(shared: str, tells: Tells) -> list[int] | None:
    """The numbers of the shared texts that tell something; ``None`` where they cannot be had, or too many do."""
    texts = SHARED_TEXT.split(shared)[1:]
    numbers = [number for number, text in enumerate(texts) if tells(shared_text(text))]
    return None if len(numbers) > MOST_TELLING or (shared and not texts) else numbers


def shared_text(element: str) -> str:
    """The text of an element ``si`` without its opening tag, in one piece or in several of different looks."""
    in_one = element.startswith("<t>") and element.endswith("</t></si>") and element.count("<") == 3
    text = element[3:-9] if in_one else "".join(TEXT.findall(element))
    return unescape(text) if "&" in text else text


def own_texts(sheet: bytes, rows: RowPlaces, pattern: re.Pattern[bytes], tells: Tells) -> Iterator[int]:
    """Where *pattern* finds a text that tells something, or one that is not so plain."""
    for start, stop in pairwise([*rows.starts[:-1:STRETCH], rows.starts[-1]]):
        texts = set(pattern.findall(sheet, start, stop))
        telling = {text for text in texts if not text or tells(own_text(text))}
        if telling:
            yield from (match.start() for match in pattern.finditer(sheet, start, stop) if (match[1] or b"") in telling)


def own_text(element: bytes) -> str:
    """The text that an element holds; '' where it holds none."""
    found = VALUE.search(element)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def kept_rows(rows: RowPlaces, telling: list[int]) -> list[tuple[int, int]]:
    """Stretches of rows, by the index of their first and after their last: what tells, what follows it, and the rows
    above that may belong to the same heading."""
    kept = [(0, bisect_right(rows.numbers, TOP))]
    for index in dict.fromkeys(bisect_right(rows.starts, place) - 1 for place in telling):
        after = bisect_right(rows.numbers, rows.numbers[index] + FOLLOWING)
        first = max(0, index + 1 - HEADING_ROWS)
        if first <= kept[-1][1]:
            kept[-1] = kept[-1][0], max(after, kept[-1][1])
        else:
            kept.append((first, after))
    return kept


def left_out(sheet: bytes, rows: RowPlaces, kept: list[tuple[int, int]]) -> tuple[list[int], set[bytes]]:
    """Numbers of the rows with values that are not kept, and the beginnings of the addresses of their last ones."""
    numbers, ends = [], set()
    edges = [0, *(edge for stretch in kept for edge in stretch), len(rows.numbers)]
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        places = zip(rows.numbers[first:after], pairwise(rows.starts[first : after + 1]), strict=True)
        for number, (start, stop) in places:
            if end := last_value(sheet, start, stop):
                numbers.append(number)
                ends.add(end)
    return numbers, ends


def last_value(sheet: bytes, start: int, stop: int) -> bytes:
    """The beginning of the address of the last cell with a value in a row; b'' where there is none."""
    place = sheet.rfind(CELL, start, stop)
    while place >= 0:
        if sheet.find(b"<v", place, stop) >= 0 or sheet.find(b"<is", place, stop) >= 0:
            return sheet[place + 6 : place + 9]
        place, stop = sheet.rfind(CELL, start, place), place
    return b""


def kept_ends(sheet: bytes, rows: RowPlaces, kept: list[tuple[int, int]]) -> set[bytes]:
    """The beginnings of the addresses of the last cells of the rows that are kept."""
    stops = [stop for first, after in kept for stop in rows.starts[first + 1 : after + 1]]
    places = (sheet.rfind(CELL, 0, stop) for stop in stops)
    return {sheet[place + 6 : place + 9] for place in places}


def check_rectangle(sheet: bytes, rows: RowPlaces, ends: set[bytes]) -> None:
    """Refuse a sheet whose cells span more than the limit; *ends* are the last cells of its rows."""
    height, width = rows.numbers[-1] - rows.numbers[0] + 1, 1 + max(map(column_of, ends), default=0)
    if height * width > USED_CELLS and used_cells(sheet) > USED_CELLS:
        raise EvidenceRefused("too_far", file_format="xlsx")
