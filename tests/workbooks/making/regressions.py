"""Small files of kinds that once went wrong, kept in ``tests/workbooks/regressions``.

``python -m tests.workbooks.making.regressions`` makes them again.
"""

import sys
import zlib
from pathlib import Path
from struct import pack

from backoffice.rehearsal.making import compound
from backoffice.rehearsal.making.filling import RECEIPT
from backoffice.rehearsal.making.xlsx_objects import packed, unpacked
from backoffice.workbooks.formats import biff
from tests.workbooks.making.evidence import CFDI, embedding
from tests.workbooks.making.office import GOLDEN
from tests.workbooks.making.sample import ANSWERS, TEST_SET

REGRESSIONS = Path(__file__).parent.parent / "regressions"
MEGABYTE = 1024 * 1024
DRAWING_GROUP, BLIP_STORE, STORE_ENTRY, EMF = 0xF000, 0xF001, 0xF007, 0xF01A


def with_an_odd_state(xlsx: bytes) -> bytes:
    """An .xlsx whose sheets are neither visible nor hidden: calamine refuses it and openpyxl takes over."""
    parts = unpacked(xlsx)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="odd"')
    return packed(parts)


def with_orphans(xls: bytes) -> bytes:
    """An .xls whose embedded files lie in storages that no OBJ record names."""
    tree = compound.read(xls)
    tree.children = {
        (f"MBDF{name[4:]}" if name.startswith("MBD") else name): child for name, child in tree.children.items()
    }
    return compound.write(tree)


def with_metafiles(count: int = 20, megabytes: int = 2) -> bytes:
    """An .xls of one empty sheet whose store has metafiles that inflate to so many megabytes each."""
    deflated = bytes(16 + 34) + zlib.compress(bytes(megabytes * MEGABYTE), 9)
    entry = atom(STORE_ENTRY, bytes(36) + atom(EMF, deflated, 0x3D40), 0x20)
    group = atom(DRAWING_GROUP, atom(BLIP_STORE, entry * count, 0xF), 0xF)
    art = b"".join(record(0xEB, group[place : place + 8000]) for place in range(0, len(group), 8000))
    head, end = record(biff.BOF, b"\x00\x06\x05\x00" + bytes(12)), record(biff.EOF, b"")
    name = b"\x05\x00Hoja1"
    start = len(head) + len(art) + 4 + 6 + len(name) + len(end)
    listed = record(biff.BOUNDSHEET, pack("<IH", start, 0) + name)
    sheet = record(biff.BOF, b"\x00\x06\x10\x00" + bytes(12)) + record(biff.EOF, b"")
    return compound.write(compound.Storage({"Workbook": head + art + listed + end + sheet}))


def record(kind: int, payload: bytes) -> bytes:
    """One BIFF record."""
    return pack("<HH", kind, len(payload)) + payload


def atom(kind: int, body: bytes, head: int = 0) -> bytes:
    """One Escher record; *head* is version and instance."""
    return pack("<HHI", head, kind, len(body)) + body


def with_many_nodes(count: int = 3000) -> bytes:
    """Evidence whose receipt has so many nodes more than any receipt."""
    nodes = "<cfdi:Addenda>" + "<a/>" * count + "</cfdi:Addenda>"
    receipt = CFDI.replace("</cfdi:Comprobante>", nodes + "</cfdi:Comprobante>").encode()
    return embedding(TEST_SET, ANSWERS, {RECEIPT: ("recibo.xml", receipt)})


def main() -> None:
    """Make them all."""
    REGRESSIONS.mkdir(exist_ok=True)
    made = {
        "estado-raro.xlsx": with_an_odd_state(embedding(TEST_SET, ANSWERS, {})),
        "objetos-sin-hoja.xls": with_orphans((GOLDEN / "evidencias.xls").read_bytes()),
        "metaarchivos.xls": with_metafiles(),
        "recibo-de-3000-nodos.xlsx": with_many_nodes(),
    }
    for name, data in made.items():
        (REGRESSIONS / name).write_bytes(data)
        sys.stdout.write(f"{name}: {len(data)}\n")


if __name__ == "__main__":
    main()
