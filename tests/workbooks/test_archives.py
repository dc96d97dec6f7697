"""Archives that are no .zip, and zips that the standard library does not open: the same rules and remarks for all."""

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable

import pytest

from backoffice.domain.findings import Severity
from backoffice.rehearsal.making.filling import ARCHIVE, RECEIPT
from backoffice.workbooks import reading
from backoffice.workbooks.contents import archive
from backoffice.workbooks.sniff import kind_of
from tests.workbooks.making import archives as made
from tests.workbooks.making.evidence import CFDI, NOTICES, embedding
from tests.workbooks.making.evidence import archive as zipped
from tests.workbooks.making.sample import ANSWERS, TEST_SET
from tests.workbooks.opened import names, told

AVISOS = {name: text.encode() for name, text in NOTICES.items()}
NAMES = ["avisos/consulta-01.json", "avisos/consulta-02.json"]
Made = Callable[[], bytes]
FORMATS: dict[str, Made] = {
    "7z": lambda: made.seven_zip(AVISOS),
    "7z by ppmd": lambda: made.seven_zip(AVISOS, "compression=ppmd"),
    "rar 4": lambda: made.rar4(AVISOS),
    "rar 5": lambda: made.rar5(AVISOS),
    "tar": lambda: made.tar(AVISOS),
    "tar.gz": lambda: made.tar(AVISOS, "gz"),
    "tar.bz2": lambda: made.tar(AVISOS, "bz2"),
    "tar.xz": lambda: made.tar(AVISOS, "xz"),
}


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize("made_as", FORMATS.values(), ids=FORMATS)
def test_the_notices_of_an_archive_are_read_whatever_its_format(made_as: Made) -> None:
    opened = archive.read(made_as())

    assert opened.members == NAMES
    assert {notice.name: notice.text for notice in opened.notices} == NOTICES
    assert opened.findings == []


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize(
    ("made_as", "name", "kind", "suffix"),
    [
        ("7z", "avisos.7z", "7z", ".7z"),
        ("rar 5", "avisos.rar", "rar", ".rar"),
        ("tar.gz", "avisos.tgz", "gzip", ".gz"),
    ],
)
def test_the_reading_process_reads_them_and_a_note_says_what_was_expected(
    made_as: str, name: str, kind: str, suffix: str
) -> None:
    evidence = reading.read(embedding(TEST_SET, ANSWERS, {ARCHIVE: (name, FORMATS[made_as]())}))

    (finding,) = [finding for finding in evidence.findings if finding.tab == 1]
    assert (finding.code, finding.severity) == ("archive_not_zip_read", Severity.NOTE)
    assert finding.message == f"El compactado es {suffix}; se leyó. Si lo haces de nuevo, usa .zip."
    assert next((file.name, file.kind, list(file.members)) for file in evidence.embedded) == (name, kind, NAMES)
    assert [notice.name for notice in evidence.notice_files] == NAMES


@pytest.mark.usefixtures("system_library")
def test_a_receipt_in_such_an_archive_is_read_and_told() -> None:
    packed = made.seven_zip({"recibo.xml": CFDI.encode()})

    evidence = reading.read(embedding(TEST_SET, ANSWERS, {RECEIPT: ("recibo.7z", packed)}))

    assert evidence.cfdi is not None
    assert [finding.code for finding in evidence.findings if finding.tab == 4] == ["cfdi_in_archive"]


@pytest.mark.usefixtures("no_library")
@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (made.seven_zip_by_deflate("a.json", b"\x03\x00", 0), ".7z"),
        (made.rar5(AVISOS), ".rar"),
        (made.rar4(AVISOS), ".rar"),
        (made.tar(AVISOS, "gz"), ".tar"),
    ],
    ids=["7z", "rar 5", "rar 4", "tar.gz"],
)
def test_without_the_systems_library_a_zip_is_asked_for(data: bytes, suffix: str) -> None:
    opened = archive.read(data)

    assert [finding.message for finding in opened.findings] == [
        f"El compactado es {suffix} y no se abre aquí. Compáctalo como .zip e insértalo."
    ]
    assert (opened.members, opened.notices) == ([], [])


@pytest.mark.usefixtures("no_library")
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (gzip.compress(b'{"n":1}'), "aviso.json.gz"),
        (bz2.compress(b'{"n":1}'), "AVISO.JSON.BZ2"),
        (lzma.compress(b'{"n":1}'), "aviso.xz"),
        (gzip.compress(b'{"n"') + gzip.compress(b":1}"), ""),
    ],
    ids=["gz", "bz2", "xz", "two gz in a row"],
)
def test_a_notice_that_was_compressed_by_itself_is_read_even_without_the_library(data: bytes, name: str) -> None:
    opened = archive.read(data, name)

    assert [(notice.name.casefold(), notice.text) for notice in opened.notices] == [("aviso.json", '{"n":1}')]
    assert opened.findings == []


def test_what_is_compressed_by_itself_and_no_notice_is_told() -> None:
    whole = gzip.compress(b'{"n":1}' * 300)

    assert told(gzip.compress(b"%PDF-1.7"), "aviso.gz") == [("archive_without_json", None)]
    assert told(gzip.compress(zipped(NOTICES)), "avisos.gz") == [("archive_nested", "avisos.zip")]
    assert told(gzip.compress(b"{" + b" " * 3_000_000), "a.json.gz") == [("notice_too_large", "a.json")]
    assert told(whole[:-10], "aviso.json.gz") == [("archive_damaged", None)]
    assert told(whole[:-8] + bytes(8), "aviso.json.gz") == [("archive_damaged", None)]


@pytest.mark.usefixtures("system_library")
def test_forbidden_names_and_nested_archives_are_told_and_the_rest_is_read() -> None:
    given = ("../a.json", "/b.json", "C:\\c.json", "x/d.json", "X/D.json", "e.zip", "f.tgz")

    opened = archive.read(made.tar(dict.fromkeys(given, b"{}")))

    assert [(finding.code, finding.found) for finding in opened.findings] == [
        ("archive_forbidden_name", "../a.json"),
        ("archive_forbidden_name", "/b.json"),
        ("archive_forbidden_name", "C:\\c.json"),
        ("archive_duplicate", "X/D.json"),
        ("archive_nested", "e.zip"),
        ("archive_nested", "f.tgz"),
    ]
    assert [notice.name for notice in opened.notices] == ["x/d.json"]


@pytest.mark.usefixtures("system_library")
def test_links_pipes_and_devices_are_told_and_not_followed() -> None:
    data = made.tar(
        {"real.json": b"{}"}, symbolic=tarfile.SYMTYPE, hard=tarfile.LNKTYPE, pipe=tarfile.FIFOTYPE,
        device=tarfile.CHRTYPE, block=tarfile.BLKTYPE, folder=tarfile.DIRTYPE,
    )  # fmt: skip

    assert told(data) == [
        ("archive_link", "symbolic.json"),
        ("archive_link", "hard.json"),
        ("archive_special", "pipe.json"),
        ("archive_special", "device.json"),
        ("archive_special", "block.json"),
    ]
    assert names(data) == ["real.json"]


@pytest.mark.usefixtures("system_library")
def test_an_archive_that_calls_itself_a_notice_is_found_out_by_its_content() -> None:
    for inner in (zipped(NOTICES), made.seven_zip(AVISOS), made.rar5(AVISOS), made.tar(AVISOS), gzip.compress(b"{}")):
        assert told(zipped({"aviso.json": inner})) == [("archive_nested", "aviso.json")]
        assert told(made.seven_zip({"aviso.json": inner})) == [("archive_nested", "aviso.json")]


@pytest.mark.usefixtures("system_library")
def test_names_in_an_old_encoding_and_litter_of_the_system_do_no_harm() -> None:
    members = {"avisos ñ.json": b"{}", "__MACOSX/._a.json": b"x", "._b.json": b"x", "x/.DS_Store": b"x"}

    for encoding in ("utf-8", "cp1252"):
        opened = archive.read(made.tar(members, encoding=encoding))
        assert (opened.members, opened.findings) == (["avisos ñ.json"], [])


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize("empty", [made.seven_zip, made.rar5, zipped])
def test_an_empty_archive_has_no_notices(empty: Callable[[dict[str, bytes]], bytes]) -> None:
    assert told(empty({})) == [("archive_without_json", None)]


METHODS = {"xz": (95, lzma.compress(b'{"n":1}')), "zstandard": (93, made.zstandard(b'{"n":1}'))}


@pytest.mark.usefixtures("system_library")
@pytest.mark.parametrize(("method", "raw"), METHODS.values(), ids=METHODS)
def test_a_zip_by_a_newer_method_is_read(method: int, raw: bytes) -> None:
    opened = archive.read(made.zip_by(method, "a.json", raw, b'{"n":1}'))

    assert [(notice.name, notice.text) for notice in opened.notices] == [("a.json", '{"n":1}')]
    assert opened.findings == []


@pytest.mark.usefixtures("system_library")
def test_a_zip_by_a_method_that_nobody_reads_is_told_with_its_remedy() -> None:
    deflate64 = made.zip_by(9, "a.json", b"\x01\x07\x00\xf8\xff" + b'{"n":1}', b'{"n":1}')
    damaged = made.zip_by(95, "a.json", lzma.compress(b'{"n":1}')[:-12], b'{"n":1}')

    assert [finding.message for finding in archive.read(deflate64).findings] == [
        "El compactado usa un método que no se abre aquí. Compacta los .json como .zip, con el método normal."
    ]
    assert told(damaged) == [("archive_damaged", None)]


@pytest.mark.usefixtures("no_library")
def test_without_the_library_newer_methods_are_told_and_damage_is_damage() -> None:
    xz, raw = METHODS["xz"]

    assert told(made.zip_by(xz, "a.json", raw, b'{"n":1}')) == [("archive_method", None)]
    assert told(zipped(NOTICES)[:-30]) == [("archive_damaged", None)]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (made.tar({"BM.json": b"{}"}), "tar"),
        (made.tar({"%PDF": b"{}"}), "tar"),
        (made.tar(AVISOS, "bz2"), "bzip2"),
        (made.tar(AVISOS, "xz"), "xz"),
        (made.tar(AVISOS, "gz"), "gzip"),
        (b"BZhola,1\n", "text"),
    ],
)
def test_kinds_of_archives_are_told_by_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind
