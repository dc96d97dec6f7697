"""Turning icons on the sheets of an ``.xls`` into embedded files, which LibreOffice then keeps when it saves.

LibreOffice without a screen cannot embed a file, but it keeps one that a workbook already has. So the icons of a
workbook it saved become objects here ([MS-XLS] 2.4.181 Obj), and it saves that once more.
"""

import struct
from collections.abc import Mapping

from backoffice.rehearsal.making.compound import Storage, read, write
from backoffice.rehearsal.making.package import package
from backoffice.workbooks.formats import biff

COMMON, CLIPBOARD, FLAGS, FORMULA, END = 0x15, 0x07, 0x08, 0x09, 0x00
BITMAP, SHOWN_AS_ICON = 0x09, 0x08
#: The formula of an object that is embedded and not linked: a reference to nothing.
TO_NOTHING = b"\x02" + bytes(4)
FIRST_STORAGE = 0x01A00001


def embed(workbook: bytes, files: Mapping[str, tuple[str, bytes]]) -> bytes:
    """*workbook* with one file (name, content) embedded in each sheet named, in place of its first icon."""
    tree = read(workbook)
    stream = tree.children["Workbook"]
    if isinstance(stream, Storage):
        raise TypeError("Workbook is no stream")
    for number, (sheet, (name, content)) in enumerate(files.items(), start=FIRST_STORAGE):
        stream = with_object(stream, sheet, number)
        tree.children[f"MBD{number:08X}"] = package(name, content)
    tree.children["Workbook"] = stream
    return write(tree)


def with_object(stream: bytes, sheet: str, storage: int) -> bytes:
    """The workbook stream whose first picture on *sheet* is an object kept in the storage of that number."""
    start = next(each.offset for each in biff.sheets(stream) if each.name == sheet)
    at, size = first_picture(stream, start)
    record = object_record(stream[at + 4 : at + 4 + size], storage)
    longer = len(record) - (4 + size)
    return moved(stream[:at], start, longer) + record + stream[at + 4 + size :]


def first_picture(stream: bytes, offset: int) -> tuple[int, int]:
    """Where the first OBJ record from *offset* on stands, and its size without head."""
    for kind, payload in biff.records(stream, offset):
        if kind == biff.OBJ and biff.sheet_object(payload).type == biff.PICTURE_OBJECT:
            return offset, len(payload)
        offset += 4 + len(payload)
    raise ValueError("the sheet has no picture")


def object_record(picture: bytes, storage: int) -> bytes:
    """The OBJ record of a picture, as that of an embedded file shown as icon."""
    (common,) = struct.unpack_from("<H", picture, 2)
    body = picture[: 4 + common]
    body += struct.pack("<HHH", CLIPBOARD, 2, BITMAP) + struct.pack("<HHH", FLAGS, 2, SHOWN_AS_ICON)
    formula = struct.pack("<HI", len(TO_NOTHING), 0) + TO_NOTHING + b"\x03\x07\x00\x00Package"
    body += struct.pack("<HHH", FORMULA, 2 + len(formula) + 4, len(formula)) + formula + struct.pack("<I", storage)
    body += struct.pack("<HH", END, 0)
    return struct.pack("<HH", biff.OBJ, len(body)) + body


def moved(before: bytes, start: int, longer: int) -> bytes:
    """The part before the object, its list of sheets told that those after *start* begin later."""
    patched, offset = bytearray(before), 0
    for kind, payload in biff.records(before):
        if kind == biff.BOUNDSHEET:
            (position,) = struct.unpack_from("<I", payload)
            if position > start:
                struct.pack_into("<I", patched, offset + 4, position + longer)
        offset += 4 + len(payload)
    return bytes(patched)
