"""A file embedded the way Windows does it: an OLE "Package" object ([MS-OLEDS] 2.3.6 and what Excel adds to it)."""

import struct
from uuid import UUID

from backoffice.rehearsal.making.compound import Storage

CLASS = UUID("0003000c-0000-0000-c000-000000000046").bytes_le
ICON_OF_A_FILE, EMBEDDED = 2, 3


def package(name: str, data: bytes, *, unicode_tail: bool = True) -> Storage:
    """The storage of an embedded file called *name*."""
    stream = native(name, data, unicode_tail=unicode_tail)
    return Storage({"\x01CompObj": comp_obj(), "\x01Ole10Native": stream}, CLASS)


def comp_obj() -> bytes:
    """What the object is, in words and by its class."""
    head = struct.pack("<HHIi", 1, 0xFFFE, 0x00000A03, -1) + CLASS
    unicode_part = struct.pack("<IIII", 0x71B239F4, 0, 0, 0)
    return head + counted(b"OLE Package") + struct.pack("<I", 0) + counted(b"Package") + unicode_part


def native(name: str, data: bytes, *, unicode_tail: bool = True) -> bytes:
    """The file with its label and the paths it came from; then the names in UTF-16, which some writers omit."""
    origin, temporary = f"C:\\Evidencias\\{name}", f"C:\\Evidencias\\Temp\\{name}"
    body = struct.pack("<H", ICON_OF_A_FILE) + ansi(name) + ansi(origin) + struct.pack("<HH", 0, EMBEDDED)
    body += counted(temporary.encode("cp1252")) + struct.pack("<I", len(data)) + data
    for text in (temporary, name, origin) if unicode_tail else ():
        body += struct.pack("<I", len(text)) + text.encode("utf-16-le")
    return struct.pack("<I", len(body)) + body


def ansi(text: str) -> bytes:
    """A text with its final zero."""
    return text.encode("cp1252") + b"\0"


def counted(text: bytes) -> bytes:
    """A text with its final zero after its length."""
    return struct.pack("<I", len(text) + 1) + text + b"\0"
