"""A workbook is refused whole only where no cell can be read safely, and the refusal says what to do."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from backoffice.domain.findings import Severity
from backoffice.rehearsal.making import compound
from backoffice.rehearsal.making.compound import Storage
from backoffice.rehearsal.making.xlsx_objects import packed, unpacked
from backoffice.workbooks import reading
from backoffice.workbooks.refusals import REFUSALS, EvidenceRefused


def refusal(data: bytes) -> EvidenceRefused:
    """Why *data* is refused."""
    with pytest.raises(EvidenceRefused) as refused:
        reading.read(data)
    return refused.value


def plain_book() -> bytes:
    """A small sound .xlsx."""
    book = Workbook()
    book.worksheets[0]["A1"] = "hola"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


FILEPASS = b"\x2f\x00\x04\x00\x00\x00\x01\x02"
BOF8 = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
BOF5 = b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(4)
EOF = b"\x0a\x00\x00\x00"
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"x" * (5 * 1024 * 1024 + 1), "too_large"),
        (compound.write(Storage({"EncryptedPackage": b"x" * 100})), "encrypted"),
        (compound.write(Storage({"Workbook": BOF8 + FILEPASS + EOF})), "encrypted"),
        (compound.write(Storage({"Workbook": BOF5 + EOF})), "old_format"),
        (compound.write(Storage({"Book": BOF5 + EOF})), "old_format"),
        (compound.write(Storage({"WordDocument": b"x" * 100})), "not_a_workbook"),
        (compound.write(Storage({"Workbook": b"\xff" * 5000})), "damaged"),
        (b"\x09\x04\x06\x00\x00\x04\x10\x00\x00\x00", "old_format"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html></html>", "web_page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "web_page"),
        (XML_2003, "xml_2003"),
        (b"a,b\n1,2\n", "text_file"),
        (b"%PDF-1.7\n", "not_a_workbook"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "not_a_workbook"),
        (b"\x00\x01\x02\x03", "not_a_workbook"),
        (packed({"a.json": b"{}"}), "archive_alone"),
        (packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "not_a_workbook"),
        (packed({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}), "binary_workbook"),
        (packed({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<broken"}), "damaged"),
        (plain_book()[:-200], "damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_code(data: bytes, code: str) -> None:
    refused = refusal(data)

    assert refused.code == code
    assert (refused.finding.code, refused.finding.severity, refused.finding.tab) == (code, Severity.ERROR, None)
    assert str(refused) == refused.finding.message


def test_one_byte_too_many_is_told_so_that_the_limit_is_exact() -> None:
    assert str(refusal(b"x" * 5_242_881)) == (
        "El archivo pesa más de 5 MB (5,242,880 bytes), que es lo máximo que se recibe. Reduce las imágenes "
        "(Comprimir imágenes), guarda y envíalo de nuevo."
    )


def test_five_megabytes_exactly_are_not_too_large() -> None:
    assert refusal(b"x" * (5 * 1024 * 1024)).code == "text_file"


def test_half_an_xls_is_damaged(xls: bytes) -> None:
    assert refusal(xls[: len(xls) // 2]).code == "damaged"


def test_a_package_that_expands_too_much_is_refused_whether_it_says_so_or_lies() -> None:
    bomb = packed({**unpacked(plain_book()), "xl/worksheets/sheet1.xml": b" " * 160_000_000})
    liar = bytearray(bomb)
    place = liar.rindex(b"PK\x01\x02", 0, liar.rindex(b"xl/worksheets/sheet1.xml"))
    liar[place + 24 : place + 28] = (1000).to_bytes(4, "little")

    assert refusal(bomb).code == "expands_too_much"
    assert refusal(bytes(liar)).code == "expands_too_much"


def test_far_away_cells_are_refused() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )

    assert refusal(packed({**unpacked(plain_book()), "xl/worksheets/sheet1.xml": sheet})).code == "too_far"


def test_too_many_parts_are_refused() -> None:
    many = {f"xl/media/{number}.png": b"" for number in range(2_000)}

    assert refusal(packed({**unpacked(plain_book()), **many})).code == "too_many_parts"


def test_a_doctype_in_any_part_is_refused() -> None:
    strings = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst/>'

    assert refusal(packed({**unpacked(plain_book()), "xl/sharedStrings.xml": strings})).code == "unsafe_xml"


def test_every_refusal_is_a_sentence_with_a_remedy() -> None:
    for sentence in REFUSALS.values():
        assert sentence.count(". ") >= 1
        assert sentence.endswith(".")


def test_the_facts_of_a_refusal_keep_the_contract() -> None:
    facts = reading.facts(b"%PDF-1.7\n")

    assert facts["format"] == "pdf"
    assert [finding["code"] for finding in facts["findings"]] == ["not_a_workbook"]
    assert (facts["sheets"], facts["embedded"], facts["pictures"], facts["cfdi"]) == ([], [], [], None)
