"""What lies on the sheets of OpenDocument, as a package and flat: pictures, embedded files; and macros beside them."""

from base64 import b64encode

import pytest

from backoffice.rehearsal.making import compound
from backoffice.rehearsal.making.package import package
from backoffice.workbooks import reading
from backoffice.workbooks.contents.embedded import Embedded
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.opening import open_workbook
from tests.workbooks.making import open_document as odf
from tests.workbooks.making.evidence import screen

FIRST, SECOND = screen("uno", 0), screen("dos", 1)


def grids(workbook: bytes) -> list[Grid]:
    """The sheets of a workbook."""
    return open_workbook(workbook).grids


def shown(workbook: bytes) -> list[tuple[str, bytes]]:
    """Sheet and bytes of its pictures."""
    return [(picture.sheet, picture.data) for picture in open_workbook(workbook).pictures]


def held(workbook: bytes) -> list[Embedded]:
    """Its embedded files."""
    return open_workbook(workbook).embedded


def base64(content: bytes) -> str:
    """As LibreOffice writes it, in lines."""
    text = b64encode(content).decode()
    return "\n  ".join(text[start : start + 72] for start in range(0, len(text), 72))


def test_pictures_come_by_sheet_from_the_lowest_to_the_topmost() -> None:
    on_page = f"<table:shapes>{odf.frame(odf.picture('Pictures/1.png'), order=12)}</table:shapes>"
    grouped = f"<draw:g>{odf.frame(odf.picture('./Pictures/2%20.png'), order=3)}</draw:g>"
    in_cell = f"<table:table-cell>{grouped}</table:table-cell>"
    header = odf.frame(odf.picture("Pictures/1.png"))
    workbook = odf.packaged(
        odf.sheet(on_page + odf.row(in_cell), "A") + odf.sheet(odf.row(in_cell), "B"),
        {"Pictures/1.png": FIRST, "Pictures/2 .png": SECOND},
        before=f"<office:master-styles>{header}</office:master-styles>",
    )

    assert shown(workbook) == [("A", SECOND), ("A", FIRST), ("B", SECOND)]


def test_of_a_picture_in_several_formats_the_one_that_can_be_shown_is_taken() -> None:
    emf = bytes(40) + b" EMF" + bytes(40)
    both = odf.frame(odf.picture("Pictures/1.emf"), odf.picture("Pictures/1.png"))
    alone = odf.frame(odf.picture("Pictures/falta.png"), odf.picture("Pictures/1.emf"))
    workbook = odf.packaged(
        odf.sheet(f"<table:shapes>{both}{alone}</table:shapes>"), {"Pictures/1.emf": emf, "Pictures/1.png": FIRST}
    )

    assert shown(workbook) == [("Hoja", FIRST), ("Hoja", emf)]


def test_pictures_that_are_linked_lost_or_damaged_are_told() -> None:
    places = ("../1.png", "file:///home/ana/1.png", "https://example.com/1.png", "Pictures/falta.png")
    lost = "".join(odf.frame(odf.picture(place)) for place in places)
    garbage = "".join(odf.frame(odf.data("image", text)) for text in ("%%%", "AAAAA", "ñ", ""))

    for workbook in (
        odf.packaged(odf.sheet(lost, "3")),
        odf.flat(odf.sheet(lost, "3")),
        odf.flat(odf.sheet(garbage, "3")),
    ):
        assert shown(workbook) == [("3", b"")] * 4
        assert "picture_unreadable" in [finding.code for finding in reading.read(workbook).findings]


def test_a_flat_document_holds_its_pictures_and_files_itself() -> None:
    held_file = compound.write(package("avisos.zip", b"PK\x05\x06" + bytes(18)))
    screens = "".join(odf.frame(odf.data("image", base64(content))) for content in (FIRST, SECOND))
    icon = odf.frame(odf.data("object-ole", base64(held_file)), odf.data("image", base64(SECOND)))
    workbook = odf.flat(odf.sheet(f"<table:shapes>{screens}{icon}</table:shapes>"))

    assert shown(workbook) == [("Hoja", FIRST), ("Hoja", SECOND)]
    assert [(file.name, file.kind, file.problem) for file in held(workbook)] == [("avisos.zip", "zip", None)]


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ('<draw:object-ole xlink:href="./Object 1"/>', Embedded("Hoja", "avisos.zip", "zip", b"PK\x05\x06" + bytes(18))),
        ('<draw:object-ole xlink:href="Object%202"/>', Embedded("Hoja", "Object 2", "text", b'{"consulta": "1"}')),
        ('<draw:object xlink:href="./Object 3"/>', Embedded("Hoja", kind="chart")),
        ('<draw:object xlink:href="./Object 4/"/>', Embedded("Hoja", kind="ods")),
        ('<draw:object xlink:href="./Object 5"/>', Embedded("Hoja", kind="unknown")),
        ('<draw:object xlink:href="./Object 6"/>', Embedded("Hoja", problem="only_icon")),
        ('<draw:object-ole xlink:href="./Object 6"/>', Embedded("Hoja", problem="only_icon")),
        ('<draw:object-ole xlink:href="./Object 7"/>', Embedded("Hoja", problem="object_unreadable")),
        ('<draw:object-ole xlink:href="../avisos.zip"/>', Embedded("Hoja", problem="object_linked")),
        ('<draw:object xlink:href="file:///C:/avisos.zip"/>', Embedded("Hoja", problem="object_linked")),
        ("<draw:object-ole/>", Embedded("Hoja", problem="only_icon")),
    ],
)  # fmt: skip
def test_an_object_is_the_file_it_holds_or_what_is_left_of_it(inside: str, found: Embedded) -> None:
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{odf.MEDIA_TYPES}{kind}"/>'
        for name, kind in (("Object 3/", "chart"), ("Object 4/", "spreadsheet"))
    )
    parts = {
        "Object 1": compound.write(package("avisos.zip", b"PK\x05\x06" + bytes(18))),
        "Object 2": b'{"consulta": "1"}',
        "Object 3/content.xml": b"<a/>",
        "Object 4/content.xml": b"<a/>",
        "Object 5/content.xml": b"<a/>",
        "Object 7": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "ObjectReplacements/Object 1": FIRST,
    }
    icon = odf.frame(inside, odf.picture("./ObjectReplacements/Object 1"))
    workbook = odf.packaged(odf.sheet(odf.row(f"<table:table-cell>{icon}</table:table-cell>")), parts, listed=listed)

    assert held(workbook) == [found]
    assert shown(workbook) == []


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (
            f'<draw:object><office:document office:mimetype="{odf.MEDIA_TYPES}chart">'
            f"{odf.body(odf.sheet(odf.row(odf.text('x')), 'local-table'))}</office:document></draw:object>",
            Embedded("Hoja", kind="chart"),
        ),
        ("<draw:object><math:math><math:mi>x</math:mi></math:math></draw:object>", Embedded("Hoja", kind="formula")),
        (odf.data("object-ole", "%%%"), Embedded("Hoja", problem="object_unreadable")),
        (odf.data("object-ole", ""), Embedded("Hoja", problem="only_icon")),
        (odf.data("object-ole", base64(b"%PDF-1.7")), Embedded("Hoja", "", "pdf", b"%PDF-1.7")),
        ('<draw:object-ole xlink:href="Object 1"/>', Embedded("Hoja", problem="object_linked")),
    ],
)
def test_so_it_is_in_a_flat_document(inside: str, found: Embedded) -> None:
    icon = odf.frame(inside, odf.data("image", base64(FIRST)))
    workbook = odf.flat(odf.sheet(odf.row(f"<table:table-cell>{icon}</table:table-cell>", odf.text("a"))))

    assert held(workbook) == [found]
    assert shown(workbook) == []
    assert [(grid.name, grid.rows) for grid in grids(workbook)] == [("Hoja", [[None, "a"]])]


def test_an_object_linked_in_tab_1_is_told_with_its_remedy() -> None:
    linked = odf.frame('<draw:object-ole xlink:href="../avisos.zip"/>')

    evidence = reading.read(odf.packaged(odf.sheet(f"<table:shapes>{linked}</table:shapes>", "1. JSON")))

    assert [(f.code, f.message) for f in evidence.findings if f.tab == 1] == [
        (
            "object_linked",
            "El objeto de «1. JSON» está vinculado, no insertado. Insértalo de nuevo con Insertar → Objeto → Crear desde "
            "archivo, sin vincular, y guarda como .xls.",
        )
    ]


LISTS = {
    "Basic/script-lc.xml": '<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "x"><a/>',
    "Basic/Standard/script-lb.xml": '<!DOCTYPE library:library SYSTEM "library.dtd"><a/>',
}


@pytest.mark.parametrize(
    ("workbook", "present"),
    [
        (odf.packaged(odf.sheet(""), LISTS), False),
        (odf.packaged(odf.sheet(""), {**LISTS, "Basic/Standard/Module1.xml": "<!DOCTYPE script:module><a/>"}), True),
        (odf.packaged(odf.sheet(""), {"Scripts/python/x.py": "print()"}), True),
        (odf.packaged(odf.sheet(""), {"Scripts/": ""}), False),
        (odf.flat(odf.sheet(""), before="<office:scripts><ooo:library-embedded/></office:scripts>"), False),
        (odf.flat(odf.sheet(""), before="<office:scripts><ooo:module/></office:scripts>"), True),
    ],
)
def test_macros_are_told_where_there_are_any(workbook: bytes, present: bool) -> None:
    codes = [finding.code for finding in reading.read(workbook).findings]

    assert ("macros_present" in codes) is present
