"""Pictures of .xls: drawing data that goes on in CONTINUE records, icons of objects left out, hostile records."""

import zlib
from struct import pack

from backoffice.workbooks.contents import escher
from backoffice.workbooks.formats import biff


def record(kind: int, payload: bytes) -> bytes:
    """One BIFF record."""
    return pack("<HH", kind, len(payload)) + payload


def atom(kind: int, body: bytes, instance: int = 0, *, container: bool = False) -> bytes:
    """One Escher record."""
    return pack("<HHI", instance << 4 | (0xF if container else 0), kind, len(body)) + body


def shape(picture: int) -> bytes:
    """A shape that shows the picture with this number and has client data."""
    options = atom(0xF00B, pack("<HI", 0x4104, picture), 1)
    return atom(0xF004, options + atom(0xF011, b""), container=True)


BOF = record(biff.BOF, b"\x00\x06\x10\x00" + bytes(12))
EOF = record(biff.EOF, b"")
PICTURE = record(biff.OBJ, pack("<HHHH", 0x15, 18, 8, 1) + bytes(18))
TEXT_BOX = record(biff.TXO, bytes(10) + pack("<HH", 5, 16) + bytes(4))
TEXT = record(biff.CONTINUE, b"\x00hola!") + record(biff.CONTINUE, bytes(16))


def test_drawing_data_goes_on_in_continue_records_after_objects_and_after_the_text_of_boxes() -> None:
    art = shape(1) + shape(2) + shape(3)
    first, second, third = art[:30], art[30:60], art[60:]
    stream = (
        BOF
        + record(biff.DRAWING, first)
        + PICTURE
        + record(biff.CONTINUE, second)
        + PICTURE
        + TEXT_BOX
        + TEXT
        + record(biff.CONTINUE, third)
        + PICTURE
        + EOF
    )

    found = biff.drawing(stream, 0)

    assert bytes(found.art) == art
    assert escher.shown(bytes(found.art), found.objects) == [1, 2, 3]


def test_the_icon_of_an_object_is_no_picture() -> None:
    icon = biff.SheetObject(biff.PICTURE_OBJECT, storage="MBD00000001")
    plain = biff.SheetObject(biff.PICTURE_OBJECT)

    assert escher.shown(shape(1) + shape(2), [icon, plain]) == [2]


def test_records_of_a_chart_inside_a_sheet_are_passed_over() -> None:
    chart = BOF + record(biff.DRAWING, shape(9)) + PICTURE + EOF
    stream = BOF + record(biff.DRAWING, shape(1)) + PICTURE + chart + EOF + record(biff.DRAWING, shape(7))

    found = biff.drawing(stream, 0)

    assert escher.shown(bytes(found.art), found.objects) == [1]


def test_containers_nested_without_end_are_left() -> None:
    art = b""
    for _ in range(200):
        art = atom(0xF003, art, container=True)

    assert len(list(escher.atoms(art))) == 16


def metafile(content: bytes) -> bytes:
    """An entry of the store with a deflated EMF."""
    return atom(0xF007, bytes(36) + atom(0xF01A, bytes(16 + 34) + zlib.compress(content, 9), 0x3D4), 2)


def test_metafiles_that_inflate_to_gigabytes_are_left_from_the_limit_on() -> None:
    small, large = b"EMF" * 10, bytes(60 * 1024 * 1024)

    store = escher.store(metafile(small) + metafile(large) * 40 + metafile(small))

    assert [blip and (blip[0], len(blip[1])) for blip in store[:4]] == [
        ("emf", 30),
        ("emf", 62_914_560),
        ("emf", 62_914_560),
        ("emf", 0),
    ]
    assert sum(len(blip[1]) for blip in store if blip) <= 150 * 1024 * 1024
    assert store[-1] == ("emf", b"")
