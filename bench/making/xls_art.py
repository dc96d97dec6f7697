"""The pictures of an ``.xls`` that is written: Escher records ([MS-ODRAW]) inside those of BIFF8."""

import struct
from collections.abc import Iterable, Sequence
from hashlib import md5

CONTINUE, DRAWING_GROUP, DRAWING, OBJ = 0x3C, 0xEB, 0xEC, 0x5D
LARGEST = 8224
GROUP, STORE, ENTRY, GROUP_FACTS, PNG_RECORD = 0xF000, 0xF001, 0xF007, 0xF006, 0xF01E
SHEET, FACTS, SHAPES, SHAPE, FRAME, SHAPE_FACTS = 0xF002, 0xF008, 0xF003, 0xF004, 0xF009, 0xF00A
OPTIONS, ANCHOR, CLIENT = 0xF00B, 0xF010, 0xF011
PNG, PICTURE_FRAME, PICTURE_OBJECT = 6, 75, 8
#: Shapes of the n-th drawing are numbered from n times this on.
CLUSTER = 1024
#: Rows that one picture covers, and the row between two.
TALL, GAP, BROAD = 18, 2, 6


def record(kind: int, payload: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(payload)) + payload


def pieces(kind: int, parts: Iterable[bytes]) -> bytes:
    """A record of whole *parts* and the CONTINUE records that take what it cannot hold."""
    written, held, size = [], [], 0
    for part in parts:
        if size + len(part) > LARGEST:
            written.append(record(CONTINUE if written else kind, b"".join(held)))
            held, size = [], 0
        held.append(part)
        size += len(part)
    return b"".join([*written, record(CONTINUE if written else kind, b"".join(held))])


def atom(kind: int, body: bytes, *, instance: int = 0, version: int = 0) -> bytes:
    """One Escher record; version 15 is a container."""
    return struct.pack("<HHI", instance << 4 | version, kind, len(body)) + body


def container(kind: int, *children: bytes, instance: int = 0) -> bytes:
    """An Escher record that holds others."""
    return atom(kind, b"".join(children), instance=instance, version=15)


def group(pictures: Sequence[bytes], counts: Sequence[int]) -> bytes:
    """The pictures of the workbook in the order by which shapes name them; *counts* are those of each sheet."""
    drawn = [(number, count + 1) for number, count in enumerate(counts, start=1) if count]
    facts = struct.pack("<4I", (len(counts) + 1) * CLUSTER, len(drawn) + 1, sum(c for _, c in drawn), len(drawn))
    facts += b"".join(struct.pack("<II", number, count) for number, count in drawn)
    store = container(STORE, *(entry(picture) for picture in pictures), instance=len(pictures))
    art = container(GROUP, atom(GROUP_FACTS, facts), store)
    return pieces(DRAWING_GROUP, (art[start : start + LARGEST] for start in range(0, len(art), LARGEST)))


def entry(picture: bytes) -> bytes:
    """One PNG in the store."""
    uid = md5(picture, usedforsecurity=False).digest()
    held = atom(PNG_RECORD, uid + b"\xff" + picture, instance=0x6E0)
    head = bytes([PNG, PNG]) + uid + struct.pack("<HIIII", 0xFF, len(held), 1, 0, 0)
    return atom(ENTRY, head + held, instance=PNG, version=2)


def drawing(number: int, first: int, count: int) -> bytes:
    """The drawing of the *number*-th sheet: *count* pictures from the *first* on, one below the other."""
    shapes = [shape(number, first + place, place) for place in range(count)]
    patriarch = container(
        SHAPE, atom(FRAME, bytes(16), version=1), atom(SHAPE_FACTS, struct.pack("<II", number * CLUSTER, 5), version=2)
    )
    facts = atom(FACTS, struct.pack("<II", count + 1, number * CLUSTER + count), instance=number)
    whole = container(SHEET, facts, container(SHAPES, patriarch, *shapes))
    before = len(whole) - sum(map(len, shapes))
    opening = whole[:before]
    return b"".join(
        record(DRAWING, (opening if place == 0 else b"") + each) + picture_object(place + 1)
        for place, each in enumerate(shapes)
    )


def shape(number: int, picture: int, place: int) -> bytes:
    """The frame that shows the picture of that number, at its place from the top."""
    top = 1 + place * (TALL + GAP)
    return container(
        SHAPE,
        atom(SHAPE_FACTS, struct.pack("<II", number * CLUSTER + place + 1, 0xA00), instance=PICTURE_FRAME, version=2),
        atom(OPTIONS, struct.pack("<HI", 0x4104, picture), instance=1, version=3),
        atom(ANCHOR, struct.pack("<9H", 2, 1, 0, top, 0, 1 + BROAD, 0, top + TALL, 0)),
        atom(CLIENT, b""),
    )


def picture_object(number: int) -> bytes:
    """The OBJ record of a picture."""
    body = struct.pack("<HHHHH", 0x15, 18, PICTURE_OBJECT, number, 0x6011) + bytes(12)
    body += struct.pack("<HHH", 0x07, 2, 0xFFFF) + struct.pack("<HHH", 0x08, 2, 1) + bytes(4)
    return record(OBJ, body)
