"""Turn pictures of an .xls into embedded objects, as Excel would have saved them: OBJ records and their storages.

LibreOffice cannot create an embedded file by itself, but keeps one that a workbook already has.
"""

from io import BytesIO
from struct import pack, pack_into, unpack_from

import olefile

from backoffice.workbooks.formats import biff
from tests.workbooks.making.compound import Node, compound_file
from tests.workbooks.making.packages import PACKAGE_CLASS, streams

CLASS_NAME = b"Package"


def embed_in_xls(workbook: bytes, files: dict[str, tuple[str, bytes]]) -> bytes:
    """*workbook* with the first picture of each sheet named in *files* (sheet → name, data) made an object."""
    with olefile.OleFileIO(BytesIO(workbook)) as compound:
        stream = compound.openstream("Workbook").read()
        others = [Node(path[0], compound.openstream(path).read()) for path in compound.listdir() if len(path) == 1]
    numbers = {sheet: 0x0A0B0C00 + index for index, sheet in enumerate(files)}
    children = [node for node in others if node.name != "Workbook"]
    children.append(Node("Workbook", with_objects(stream, numbers)))
    for sheet, (name, data) in files.items():
        children.append(Node(f"MBD{numbers[sheet]:08X}", clsid=PACKAGE_CLASS, children=streams(name, data)))
    return compound_file(children, bytes.fromhex("2008020000000000c000000000000046"))


def with_objects(stream: bytes, numbers: dict[str, int]) -> bytes:
    """The records with the first OBJ of each sheet replaced; offsets of the sheets after it moved."""
    pieces, offset, moved = bytearray(), 0, {}
    starts = {sheet.offset: sheet.name for sheet in biff.sheets(stream)}
    sheet = None
    while offset + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, offset)
        if offset in starts:
            sheet, moved[offset] = starts[offset], len(pieces)
        payload = stream[offset + 4 : offset + 4 + size]
        if kind == biff.OBJ and sheet in numbers:
            payload = object_record(payload, numbers[sheet])
            sheet = None
        pieces += pack("<HH", kind, len(payload)) + payload
        offset += 4 + size
    return relocated(pieces, moved)


def relocated(stream: bytearray, moved: dict[int, int]) -> bytes:
    """BOUNDSHEET records that point to where the sheets are now."""
    offset = 0
    while offset + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, offset)
        if kind == biff.BOUNDSHEET:
            (old,) = unpack_from("<I", stream, offset + 4)
            pack_into("<I", stream, offset + 4, moved[old])
        offset += 4 + size
    return bytes(stream)


def object_record(payload: bytes, number: int) -> bytes:
    """A picture's OBJ record with the sub-records of an embedded object: format, flags, class, storage number."""
    common = payload[: 4 + unpack_from("<H", payload, 2)[0]]
    token = b"\x02" + bytes(4)
    embed = b"\x03" + bytes([len(CLASS_NAME)]) + b"\0\0" + CLASS_NAME
    formula = pack("<HI", len(token), 0) + token + embed
    formula += bytes(len(formula) % 2)
    picture = pack("<H", len(formula)) + formula + pack("<I", number)
    return (
        common
        + pack("<HHH", 0x07, 2, 2)
        + pack("<HHH", 0x08, 2, 1)
        + pack("<HH", 0x09, len(picture))
        + picture
        + bytes(4)
    )
