"""Pictures in the drawings of a BIFF8 workbook ([MS-ODRAW]): which shape shows which picture, and its bytes."""

import zlib
from collections.abc import Iterator
from struct import unpack_from

from backoffice.workbooks.formats.biff import SheetObject
from backoffice.workbooks.limits import PACKAGE_INFLATED, PICTURES

STORE_ENTRY, SHAPE, OPTIONS, CLIENT_DATA = 0xF007, 0xF004, 0xF00B, 0xF011
PICTURE_PROPERTY = 0x104
OPTION_TABLES = frozenset({OPTIONS, 0xF121, 0xF122})
#: record type of a picture → (format, bytes between its ids and its data)
PICTURE_RECORDS = {
    0xF01A: ("emf", 34),
    0xF01B: ("wmf", 34),
    0xF01C: ("pict", 34),
    0xF01D: ("jpeg", 1),
    0xF01E: ("png", 1),
    0xF01F: ("dib", 1),
    0xF029: ("tiff", 1),
    0xF02A: ("jpeg", 1),
}
METAFILES = frozenset({"emf", "wmf", "pict"})
MAX_DEPTH = 16
BITMAP_HEADER = b"BM" + bytes(8)

Atom = tuple[int, int, int, int]
Blip = tuple[str, bytes]


def atoms(art: bytes, start: int = 0, end: int | None = None, depth: int = 0) -> Iterator[Atom]:
    """Every record in document order: type, instance, start and end of its body; containers before their children."""
    end = len(art) if end is None else end
    while start + 8 <= end and depth < MAX_DEPTH:
        head, kind, size = unpack_from("<HHI", art, start)
        start += 8
        stop = min(start + size, end)
        yield kind, head >> 4, start, stop
        if head & 0xF == 0xF:
            yield from atoms(art, start, stop, depth + 1)
        start = stop


def store(group: bytes) -> list[Blip | None]:
    """The workbook's pictures in the order by which shapes name them; ``None`` where an entry holds none.

    All metafiles together inflate to what a package may at most; from the one that goes beyond on they are b''.
    """
    entries: list[Blip | None] = []
    left = PACKAGE_INFLATED
    for kind, _, start, end in atoms(group):
        if kind == STORE_ENTRY:
            found = stored_picture(group, start, end, left)
            left = left_after(found, left)
            entries.append(found)
        if len(entries) > PICTURES:
            break
    return entries


def left_after(found: Blip | None, left: int) -> int:
    """Bytes to which further metafiles may inflate: none once one was too large."""
    if found is None or found[0] not in METAFILES:
        return left
    return left - len(found[1]) if found[1] else 0


def stored_picture(group: bytes, start: int, end: int, limit: int) -> Blip | None:
    """The picture inside one entry of the store: 36 bytes, a name, the picture's record."""
    if end - start < 44:
        return None
    start += 36 + group[start + 33]
    for kind, instance, body, stop in atoms(group, start, end):
        if kind in PICTURE_RECORDS:
            return picture(kind, instance, group[body:stop], limit)
    return None


def picture(kind: int, instance: int, body: bytes, limit: int) -> Blip:
    """Format and bytes. An odd instance carries two ids of 16 bytes; metafiles are deflated."""
    name, skip = PICTURE_RECORDS[kind]
    data = body[(32 if instance & 1 else 16) + skip :]
    if name in METAFILES:
        return name, inflated(data, limit)
    return (name, BITMAP_HEADER + bitmap_offset(data) + data) if name == "dib" else (name, data)


def inflated(data: bytes, limit: int) -> bytes:
    """A metafile's bytes, b'' beyond *limit*; as they are where they are not deflated."""
    try:
        content = zlib.decompressobj().decompress(data, max(0, limit) + 1)
    except zlib.error:
        return data
    return content if len(content) <= limit else b""


def bitmap_offset(data: bytes) -> bytes:
    """Where the pixels of a bitmap without file header start, as that header tells it."""
    if len(data) < 40:
        return bytes(4)
    header, bits, colours = *unpack_from("<I", data), *unpack_from("<H", data, 14), *unpack_from("<I", data, 32)
    palette = (colours or (1 << bits if bits <= 8 else 0)) * 4
    return int(14 + header + palette).to_bytes(8, "little")[:4]


def shown(art: bytes, objects: list[SheetObject]) -> list[int]:
    """Indices (from 1) of the pictures that a sheet's shapes show, icons of objects and of controls left out.

    The n-th shape with client data belongs to the n-th OBJ record.
    """
    found: list[int] = []
    index, clients = 0, 0
    for kind, count, start, end in atoms(art):
        if kind == SHAPE:
            index = 0
        elif kind in OPTION_TABLES:
            index = picture_index(art, count, start, end) or index
        elif kind == CLIENT_DATA:
            owner = objects[clients] if clients < len(objects) else None
            clients += 1
            if index and not is_icon(owner):
                found.append(index)
            index = 0
    return found[:PICTURES]


def is_icon(owner: SheetObject | None) -> bool:
    """The picture stands for an object or a form control."""
    return owner is not None and (owner.storage is not None or owner.linked or owner.control)


def picture_index(art: bytes, count: int, start: int, end: int) -> int:
    """The picture that a table of options names; 0 where it names none."""
    for position in range(start, min(end, start + 6 * count) - 5, 6):
        number, value = unpack_from("<HI", art, position)
        if number & 0x3FFF == PICTURE_PROPERTY:
            return int(value)
    return 0
