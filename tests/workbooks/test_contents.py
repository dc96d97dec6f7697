"""Archives and receipts: what may be read is read, the rest is told with its remedy."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

import pytest

from backoffice.domain.evidence import Evidence
from backoffice.rehearsal.making import compound, xlsx_objects
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT
from backoffice.rehearsal.making.icons import icon
from backoffice.rehearsal.making.package import native, package
from backoffice.workbooks import reading
from backoffice.workbooks.contents.ole import native as read_native
from tests.workbooks.making.evidence import CFDI, NOTICES, archive, embedding, filled
from tests.workbooks.making.regressions import with_orphans
from tests.workbooks.making.sample import ANSWERS, TEST_SET


def with_archive(data: bytes, name: str = "avisos.zip") -> Evidence:
    """Evidence whose tab 1 has *data*; tab 4 is right."""
    return reading.read(embedding(TEST_SET, ANSWERS, {ARCHIVE: (name, data)}))


def with_receipt(text: str) -> Evidence:
    """Evidence whose tab 4 has *text*; tab 1 is right."""
    return reading.read(embedding(TEST_SET, ANSWERS, {RECEIPT: ("recibo.xml", text.encode())}))


def in_tab(evidence: Evidence, tab: int) -> list[tuple[str, str | None]]:
    """Code and what was found, of the findings of a tab."""
    return [(finding.code, finding.found) for finding in evidence.findings if finding.tab == tab]


@pytest.mark.parametrize("tail", [True, False])
def test_an_archive_is_read_with_and_without_the_unicode_tail(tail: bool) -> None:
    held = package("avisos ñ.zip", archive(NOTICES), unicode_tail=tail)

    evidence = reading.read(xlsx_objects.embed(filled(TEST_SET, ANSWERS), {ARCHIVE: (held, icon(".zip"), 9)}))

    assert evidence.embedded[0].name == "avisos ñ.zip"
    assert len(evidence.notice_files) == 2


def test_an_lzma_archive_is_read() -> None:
    assert len(with_archive(archive(NOTICES, ZIP_LZMA)).notice_files) == 2


def test_texts_in_utf_16_and_windows_encodings_are_read_and_others_refused() -> None:
    members: Mapping[str, bytes] = {
        "a.json": '{"n":"Ñ"}'.encode("utf-16"),
        "b.json": '{"n":"Ñ"}'.encode("utf-8-sig"),
        "c.json": '{"n":"Ñ"}'.encode("cp1252"),
        "d.json": b"\x00\x01",
    }

    evidence = with_archive(archive(members))

    assert [(file.name, file.text) for file in evidence.notice_files] == [
        ("a.json", '{"n":"Ñ"}'),
        ("b.json", '{"n":"Ñ"}'),
        ("c.json", '{"n":"Ñ"}'),
    ]
    assert in_tab(evidence, 1) == [("notice_not_text", "d.json")]


def test_forbidden_names_duplicates_and_nested_archives_are_told_and_the_rest_is_read() -> None:
    members = {
        "../a.json": "{}",
        "/b.json": "{}",
        "C:\\c.json": "{}",
        "x/d.json": "{}",
        "X/D.json": "{}",
        "e.zip": "PK",
    }

    evidence = with_archive(archive(members))

    assert in_tab(evidence, 1) == [
        ("archive_forbidden_name", "../a.json"),
        ("archive_forbidden_name", "/b.json"),
        ("archive_forbidden_name", "C:\\c.json"),
        ("archive_duplicate", "X/D.json"),
        ("archive_nested", "e.zip"),
    ]
    assert [file.name for file in evidence.notice_files] == ["x/d.json"]


def test_a_link_is_not_followed() -> None:
    written = BytesIO()
    with ZipFile(written, "w") as package:
        link = ZipInfo("enlace.json")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")

    evidence = with_archive(written.getvalue())

    assert in_tab(evidence, 1) == [("archive_link", "enlace.json")]
    assert evidence.notice_files == ()


def test_an_encrypted_archive_is_told() -> None:
    data = bytearray(archive({"a.json": "{}"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert in_tab(with_archive(bytes(data)), 1) == [("archive_encrypted", None)]


def test_archives_beyond_the_limits_are_told_and_not_inflated() -> None:
    too_many = archive({f"{number}.json": "{}" for number in range(2_001)})
    expands = archive({"a.json": b" " * 30_000_000, "b.json": b" " * 30_000_000})
    too_large = archive({"a.json": b" " * 3_000_000})

    assert in_tab(with_archive(too_many), 1) == [("archive_too_many", None)]
    assert in_tab(with_archive(expands), 1) == [("archive_expands", None)]
    assert in_tab(with_archive(too_large), 1) == [("notice_too_large", "a.json")]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (archive(NOTICES)[:-30], "avisos.zip", "archive_damaged"),
        (archive({"leeme.txt": "hola"}), "avisos.zip", "archive_without_json"),
        (b"%PDF-1.7", "aviso.pdf", "object_not_archive"),
        (b'{"avisos": []}', "aviso.json", "notice_not_in_archive"),
    ],
)
def test_what_is_not_the_archive_asked_for_is_told(data: bytes, name: str, code: str) -> None:
    assert [found for found, _ in in_tab(with_archive(data, name), 1)] == [code]


def test_an_object_whose_data_is_cut_is_told() -> None:
    whole = native("avisos.zip", archive(NOTICES), unicode_tail=False)

    taken = read_native(whole[:-40])

    assert (taken.name, taken.whole) == ("avisos.zip", False)


def test_the_receipt_may_stand_as_text_in_cells_one_line_a_row() -> None:
    def lines(workbook: bytes) -> bytes:
        from openpyxl import load_workbook  # noqa: PLC0415

        book = load_workbook(BytesIO(workbook))
        for row, line in enumerate(CFDI.splitlines(), start=2):
            book["4. CFDI"].cell(row, 1).value = line
        written = BytesIO()
        book.save(written)
        return written.getvalue()

    cfdi = reading.read(lines(filled(TEST_SET, ANSWERS))).cfdi

    assert cfdi is not None
    assert (cfdi.source, cfdi.sheet, cfdi.nss, len(cfdi.deductions)) == ("cells", "4. CFDI", "66554433221", 2)


@pytest.mark.parametrize(
    ("receipt", "code"),
    [
        (CFDI[:500], "cfdi_damaged"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "cfdi_doctype"),
        ('<?xml version="1.0"?><html/>', "not_a_cfdi"),
        (CFDI.replace('"1475.41"', '"mil"'), "cfdi_amount"),
        (CFDI + " " * 1_100_000, "cfdi_too_large"),
    ],
)
def test_a_receipt_that_cannot_be_used_is_told(receipt: str, code: str) -> None:
    evidence = with_receipt(receipt)

    assert [found for found, _ in in_tab(evidence, 4)] == [code]
    assert len(evidence.rows) == 5


def test_no_entity_reads_a_file() -> None:
    receipt = CFDI.replace("<cfdi:Emisor", "<cfdi:Emisor", 1).replace(
        "?>\n", '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n', 1
    )

    evidence = with_receipt(receipt)

    assert evidence.cfdi is None


def test_a_sealed_receipt_is_marked() -> None:
    sealed = with_receipt(CFDI.replace('Sello=""', 'Sello="abc"')).cfdi

    assert sealed is not None
    assert sealed.sealed


def test_a_compacted_receipt_is_read_and_told() -> None:
    packed = archive({"recibo.xml": CFDI})

    evidence = reading.read(embedding(TEST_SET, ANSWERS, {RECEIPT: ("recibo.zip", packed)}))

    assert evidence.cfdi is not None
    assert in_tab(evidence, 4) == [("cfdi_in_archive", None)]


def test_files_that_no_drawing_names_are_read_and_told_without_a_sheet(xls: bytes) -> None:
    evidence = reading.read(with_orphans(xls))

    assert [(file.sheet, file.name) for file in evidence.embedded] == [("", "avisos.zip"), ("", "recibo.xml")]
    assert len(evidence.notice_files) == 2
    assert evidence.cfdi is not None
    assert sorted((finding.code, finding.message) for finding in evidence.findings if finding.tab in {1, 4}) == [
        (
            "cfdi_without_place",
            "El XML del recibo no pertenece a ninguna hoja; se leyó. Insértalo de nuevo en la pestaña 4.",
        ),
        (
            "object_without_place",
            "Un archivo insertado no pertenece a ninguna hoja; se leyó. Insértalo de nuevo en la pestaña 1.",
        ),
    ]


def test_a_damaged_file_that_no_drawing_names_is_told_without_a_sheet(xls: bytes) -> None:
    tree = compound.read(with_orphans(xls))
    for name, child in tree.children.items():
        if name.startswith("MBD") and isinstance(child, compound.Storage):
            child.children = {"otra cosa": b"x"}

    findings = reading.read(compound.write(tree)).findings

    assert "object_without_place_unreadable" in {finding.code for finding in findings}
    assert [finding.message for finding in findings if "«»" in finding.message] == []


def test_names_of_members_are_cut_and_do_not_turn_the_text_around() -> None:
    evidence = with_archive(archive({"ñ/\u202eaviso.json": "{}", "a" * 60_000 + ".json": "{}"}))

    names = ("ñ/ aviso.json", "a" * 200)
    assert evidence.embedded[0].members == names
    assert tuple(file.name for file in evidence.notice_files) == names


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7", "un archivo PDF"),
        (b"hola", "un archivo de texto"),
        (bytes(range(256)), "un archivo de un tipo que no se reconoce"),
        (archive({"[Content_Types].xml": "", "word/document.xml": ""}), "un archivo Word (.docx)"),
    ],
)
def test_what_stands_in_place_of_the_archive_is_called_as_people_call_it(content: bytes, found: str) -> None:
    assert in_tab(with_archive(content, "aviso"), 1) == [("object_not_archive", found)]
