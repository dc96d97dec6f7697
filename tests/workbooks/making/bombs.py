"""Small files that would become gigabytes: written without ever holding what they expand to."""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from backoffice.rehearsal.making.xlsx_objects import unpacked

MEGABYTE = 1024 * 1024
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = b"</sheetData></worksheet>"
STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


@dataclass(frozen=True, slots=True)
class Deflated:
    """A deflated part and what it says of itself."""

    raw: bytes
    size: int
    crc: int = 0


def repeated(before: bytes, pattern: bytes, megabytes: int, after: bytes = b"") -> Deflated:
    """*before*, *pattern* for so many megabytes, *after*; the same deflated megabyte again and again."""
    block = (pattern * (MEGABYTE // len(pattern) + 1))[: MEGABYTE // len(pattern) * len(pattern)]
    times = megabytes * MEGABYTE // len(block)
    first, middle, last = flushed(before), flushed(block), flushed(after, zlib.Z_FINISH)
    return Deflated(first + middle * times + last, len(before) + len(block) * times + len(after))


def flushed(data: bytes, how: int = zlib.Z_FULL_FLUSH) -> bytes:
    """Deflated so that it can stand between others."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(data) + deflate.flush(how)


def small(data: bytes) -> Deflated:
    """An honest part."""
    return Deflated(flushed(data, zlib.Z_FINISH), len(data), zlib.crc32(data))


def archive(parts: Mapping[str, Deflated]) -> bytes:
    """A zip of parts that are deflated already; sizes stand in it as each part tells them."""
    body, directory = b"", b""
    for name, part in parts.items():
        named, offset = name.encode(), len(body)
        told = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 33, part.crc, len(part.raw), part.size, len(named), 0)
        body += b"PK\x03\x04" + told + named + part.raw
        directory += b"PK\x01\x02\x14\x00" + told + struct.pack("<HHHII", 0, 0, 0, 0, offset) + named
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def workbook(good: bytes, part: str, bomb: Deflated) -> bytes:
    """The good .xlsx with one part replaced."""
    return archive({**{name: small(data) for name, data in unpacked(good).items()}, part: bomb})


def lying(bomb: Deflated) -> Deflated:
    """The same, said to be a thousand bytes."""
    return Deflated(bomb.raw, 1000)


CELLS = repeated(SHEET, b"<row><c><v>1</v></c></row>", 2000, SHEET_END)
WHITESPACE = repeated(SHEET, b" ", 4000, SHEET_END)
SHARED_STRINGS = repeated(STRINGS, b"<si><t>abcdefgh</t></si>", 2000, b"</sst>")
NOTICES = archive({"avisos.json": repeated(b"", b" ", 1000)})
NOTICES_THAT_LIE = archive({"avisos.json": lying(repeated(b"", b" ", 1000))})
