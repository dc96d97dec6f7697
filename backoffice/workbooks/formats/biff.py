"""Records of a BIFF8 workbook stream: its sheets, and the drawing and objects of each. Cells are xlrd's part.

[MS-XLS] 2.1 for the stream, 2.4 for the records. Two rules that it does not tell: drawing data goes on in CONTINUE
records after OBJ and TXO, and the text of a TXO lies in CONTINUE records that are no drawing data.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import error as StructError  # noqa: N812 — named as the exception it is
from struct import unpack_from
from typing import NamedTuple

BOF, EOF, CONTINUE, FILEPASS, BOUNDSHEET = 0x809, 0x0A, 0x3C, 0x2F, 0x85
OBJ, TXO, DRAWING, DRAWING_GROUP, VBA_PROJECT = 0x5D, 0x1B6, 0xEC, 0xEB, 0xD3
DRAWING_RECORDS = frozenset({OBJ, TXO, DRAWING})
BIFF8 = 0x600
WORKSHEET, VISIBLE = 0, 0
PICTURE_OBJECT = 8
MAX_RECORDS = 3_000_000


class BiffSheet(NamedTuple):
    """Where a sheet's records start."""

    name: str
    offset: int
    is_worksheet: bool
    hidden: bool = False


class SheetObject(NamedTuple):
    """An OBJ record. ``storage`` names the OLE storage of an embedded object (``MBD0001A2B3``)."""

    type: int
    storage: str | None = None
    linked: bool = False
    control: bool = False


@dataclass(slots=True)
class Drawing:
    """The drawing of a sheet: Escher bytes and, in the order of its shapes, their objects."""

    art: bytearray = field(default_factory=bytearray)
    objects: list[SheetObject] = field(default_factory=list)


def records(stream: bytes, offset: int = 0) -> Iterator[tuple[int, bytes]]:
    """Type and payload of each record from *offset* to the EOF that ends its substream, nested ones included."""
    depth = 0
    for _ in range(MAX_RECORDS):
        if offset + 4 > len(stream):
            return
        kind, size = unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size
        depth += (kind == BOF) - (kind == EOF)
        if kind == EOF and depth <= 0:
            return


def version(stream: bytes) -> int:
    """The BIFF version that the first record tells; 0 where there is none."""
    return int(unpack_from("<H", stream, 4)[0]) if len(stream) >= 6 and stream[:2] == b"\x09\x08" else 0


def is_encrypted(stream: bytes) -> bool:
    """FILEPASS stands near the start of the globals."""
    return any(kind == FILEPASS for kind, _ in records(stream))


def sheets(stream: bytes) -> list[BiffSheet]:
    """All sheets in order of their tabs, charts and macro sheets too."""
    found = []
    for kind, payload in records(stream):
        if kind == BOUNDSHEET and len(payload) >= 8:
            offset, visibility, sheet_type, length, wide = unpack_from("<IBBBB", payload)
            text = payload[8 : 8 + length * (2 if wide & 1 else 1)]
            name = text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
            found.append(BiffSheet(name, offset, sheet_type == WORKSHEET, visibility != VISIBLE))
    return found


def drawing_group(stream: bytes) -> bytes:
    """The Escher bytes of the workbook, where the pictures are."""
    art, inside = bytearray(), False
    for kind, payload in records(stream):
        inside = kind == DRAWING_GROUP or (inside and kind == CONTINUE)
        if inside:
            art += payload
    return bytes(art)


def drawing(stream: bytes, offset: int) -> Drawing:
    """The drawing of the sheet whose records start at *offset*. Charts nested in it are passed over."""
    reader, depth = DrawingReader(), 0
    for kind, payload in records(stream, offset):
        depth += (kind == BOF) - (kind == EOF)
        if depth == 1:
            reader.record(kind, payload)
    return reader.found


class DrawingReader:
    """Puts a drawing together from its records: what goes on in CONTINUE, and what of it is text."""

    def __init__(self) -> None:
        self.found = Drawing()
        self._text_left = (0, 0)
        self._inside = False

    def record(self, kind: int, payload: bytes) -> None:
        """The next record of the sheet."""
        if kind == CONTINUE:
            self._continue(payload)
            return
        self._inside = kind in DRAWING_RECORDS
        self._text_left = text_of(payload) if kind == TXO else (0, 0)
        if kind == DRAWING:
            self.found.art += payload
        elif kind == OBJ:
            self.found.objects.append(sheet_object(payload))

    def _continue(self, payload: bytes) -> None:
        """Text of a TXO first, then more of the drawing."""
        if any(self._text_left):
            self._text_left = after_text(payload, self._text_left)
        elif self._inside:
            self.found.art += payload


def text_of(payload: bytes) -> tuple[int, int]:
    """Characters and bytes of formatting that follow a TXO in CONTINUE records."""
    return unpack_from("<HH", payload, 10) if len(payload) >= 14 else (0, 0)


def after_text(payload: bytes, left: tuple[int, int]) -> tuple[int, int]:
    """What of a TXO's text and formatting is still to come after this CONTINUE."""
    characters, runs = left
    if characters:
        width = 2 if payload[:1] == b"\x01" else 1
        return max(0, characters - max(1, (len(payload) - 1) // width)), runs
    return 0, max(0, runs - max(1, len(payload)))


def sheet_object(payload: bytes) -> SheetObject:
    """An OBJ record by its sub-records; what is cut off or odd leaves a plain object."""
    kind, flags, storage, offset = 0, 0, None, 0
    try:
        while offset + 4 <= len(payload):
            sub, size = unpack_from("<HH", payload, offset)
            body = payload[offset + 4 : offset + 4 + size]
            if sub == 0x15:
                kind = unpack_from("<H", body)[0]
            elif sub == 0x08:
                flags = unpack_from("<H", body)[0]
            elif sub == 0x09:
                storage = storage_id(body)
            elif sub == 0 or size > len(payload):
                break
            offset += 4 + size
    except StructError:
        pass
    linked, control = bool(flags & 0x2), bool(flags & 0x10)
    name = f"{'LNK' if linked else 'MBD'}{storage:08X}" if storage is not None and not control else None
    return SheetObject(kind, name, linked, control)


def storage_id(formula: bytes) -> int | None:
    """The number after the formula of a picture object, which names its OLE storage."""
    (length,) = unpack_from("<H", formula)
    if len(formula) < 2 + length + 4:
        return None
    return int(unpack_from("<I", formula, 2 + length)[0])
