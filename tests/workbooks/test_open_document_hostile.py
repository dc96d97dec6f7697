"""OpenDocument from whoever means no good, or was cut on its way: a refusal or evidence, never anything else."""

from collections.abc import Callable

import pytest

from backoffice.domain.evidence import Evidence
from backoffice.rehearsal.making.xlsx_objects import packed, unpacked
from backoffice.workbooks import reading
from backoffice.workbooks.refusals import REFUSALS, EvidenceRefused
from tests.workbooks.making import open_document as odf
from tests.workbooks.making.mutations import of_bytes, of_parts

FORMS = pytest.mark.parametrize("made", [odf.packaged, odf.flat])
Maker = Callable[..., bytes]
MEGABYTE = 1024 * 1024
ENCRYPTED = (
    '<manifest:file-entry manifest:full-path="{}" manifest:media-type="text/xml" manifest:size="7">'
    "<manifest:encryption-data/></manifest:file-entry>"
)
EACH = 100


def outcome(data: bytes) -> str:
    """``read``, or the code of the refusal."""
    try:
        return "read" if isinstance(reading.read(data), Evidence) else "nothing"
    except EvidenceRefused as refusal:
        return refusal.code


def declaring(package: bytes, name: str, size: int) -> bytes:
    """*package* whose directory says that a part has *size* bytes."""
    copy = bytearray(package)
    place = copy.rindex(b"PK\x01\x02", 0, copy.rindex(name.encode()))
    copy[place + 24 : place + 28] = size.to_bytes(4, "little")
    return bytes(copy)


def flagged(package: bytes, name: str) -> bytes:
    """*package* whose directory says that a part is encrypted."""
    copy = bytearray(package)
    copy[copy.rindex(b"PK\x01\x02", 0, copy.rindex(name.encode())) + 8] |= 1
    return bytes(copy)


@FORMS
@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (odf.row(odf.text("a"), times=1_000_000), "too_far"),
        (odf.row(odf.text("a", times=16384)) * 40, "too_far"),
        (odf.row(odf.text("a", times=99_999_999_999)), "too_far"),
        (odf.row(odf.text("a"), times=99_999_999_999), "too_far"),
        (odf.row(odf.cell(times=16384)) + odf.row(odf.cell(times=16384), odf.text("a")), "too_far"),
        (odf.row(odf.cell(), times=1_048_576) + odf.row(odf.text("a")), "too_far"),
        (odf.row(odf.cell(times=16383), odf.text("a")) * 400, "too_far"),
        (odf.row(odf.text("a"), times=5_000), "read"),
        (odf.row(odf.cell(times=99_999_999_999), times=99_999_999_999), "read"),
        ('<table:table-row table:number-rows-repeated="-3"><table:table-cell/></table:table-row>', "read"),
        ('<table:table-row table:number-rows-repeated="0"><table:table-cell/></table:table-row>', "read"),
        (odf.row(odf.text('<text:s text:c="9999999"/>' * 20_000)), "read"),
        ("<table:table-row>" * 200 + "</table:table-row>" * 200, "read"),
        ("<table:table-cell>" * 200 + "</table:table-cell>" * 200, "read"),
        (odf.frame(odf.frame(odf.frame())) + '<draw:image xlink:href="x"/><office:binary-data>x</office:binary-data>', "read"),
    ],
)  # fmt: skip
def test_few_bytes_that_stand_for_many_cells_are_refused_or_cost_little(made: Maker, rows: str, found: str) -> None:
    assert outcome(made(odf.sheet(rows))) == found


def test_far_away_cells_on_many_sheets_are_refused_together() -> None:
    far = odf.row(odf.cell(), times=1_000_000) + odf.row(odf.text("a"))

    assert outcome(odf.packaged(odf.sheet(far) * 4)) == "read"
    assert outcome(odf.packaged(odf.sheet(far) * 5)) == "too_far"


@FORMS
def test_too_many_sheets_are_refused(made: Maker) -> None:
    assert outcome(made(odf.sheet("") * 2_000)) == "read"
    assert outcome(made(odf.sheet("") * 2_001)) == "too_many_parts"


@FORMS
def test_elements_nested_ten_thousand_deep_are_damage(made: Maker) -> None:
    assert outcome(made(odf.sheet("<text:p>" * 10_000 + "</text:p>" * 10_000))) == "damaged"


def test_more_elements_than_any_sheet_needs_are_refused() -> None:
    assert outcome(odf.packaged("<a/>" * 5_000_001)) == "expands_too_much"


@pytest.mark.parametrize(
    "doctype", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "bbbb">]>', '<!DOCTYPE a SYSTEM "/etc/passwd">']
)
def test_a_doctype_is_refused(doctype: str) -> None:
    assert outcome(odf.flat(odf.sheet(""), head=doctype)) == "unsafe_xml"
    assert outcome(odf.packaged(odf.sheet(""), head=doctype)) == "unsafe_xml"
    for name in ("styles.xml", "META-INF/manifest.xml", "manifest.rdf", "Object 1/content.xml"):
        assert outcome(odf.packaged(odf.sheet(""), {name: f"{doctype}<a/>"})) == "unsafe_xml"


def test_a_doctype_in_another_encoding_is_refused_too() -> None:
    content = odf.flat(odf.sheet(""), head="<!DOCTYPE a>").decode().replace("UTF-8", "UTF-16").encode("utf-16")
    plain = odf.flat(odf.sheet("")).decode().replace("UTF-8", "UTF-16").encode("utf-16")

    assert outcome(content) == "unsafe_xml"
    assert outcome(plain) == "read"
    assert outcome(odf.packaged("", {"content.xml": content})) == "unsafe_xml"


@pytest.mark.parametrize("encoding", ["x-nada", "utf-7", "shift_jis"])
def test_an_encoding_that_nobody_needs_is_damage(encoding: str) -> None:
    assert outcome(odf.flat(odf.sheet("")).replace(b"UTF-8", encoding.encode())) == "damaged"


@pytest.mark.parametrize("name", ["content.xml", "Pictures/1.png", "Object 1", "encrypted-package"])
def test_one_encrypted_part_is_enough_to_be_refused_as_encrypted(name: str) -> None:
    workbook = odf.packaged(odf.sheet(""), {name: b"\x8f" * 500}, listed=ENCRYPTED.format(name))

    assert outcome(workbook) == "encrypted"


@pytest.mark.parametrize("name", ["mimetype", "content.xml", "Pictures/10000"])
def test_so_it_is_where_the_zip_itself_is_encrypted(name: str, ods: bytes) -> None:
    assert outcome(flagged(ods, name)) == "encrypted"


def test_a_package_that_expands_too_much_is_refused_whether_it_says_so_or_lies() -> None:
    bomb = odf.packaged(odf.sheet(""), {"Pictures/1.png": bytes(151 * MEGABYTE)})
    several = odf.packaged(odf.sheet(""), {f"Pictures/{n}.png": bytes(31 * MEGABYTE) for n in range(5)})

    assert outcome(bomb) == "expands_too_much"
    assert outcome(several) == "expands_too_much"
    assert outcome(declaring(bomb, "Pictures/1.png", 1000)) == "expands_too_much"


@pytest.mark.parametrize("size", [0, 1, 1_000_000])
def test_a_part_of_another_size_than_declared_is_damage(size: int, ods: bytes) -> None:
    assert outcome(declaring(ods, "content.xml", size)) == "damaged"


def test_parts_with_one_name_are_damage_and_too_many_are_refused(ods: bytes) -> None:
    parts = unpacked(ods)

    assert outcome(packed({**parts, "CONTENT.XML": parts["content.xml"]})) == "damaged"
    assert outcome(packed({**parts, **{f"Pictures/{number}": b"" for number in range(2_000)}})) == "too_many_parts"


def test_what_a_lost_part_takes_with_it_is_told_and_the_rest_is_read(ods: bytes) -> None:
    parts = unpacked(ods)
    told = {}
    for lost in ("content.xml", "META-INF/manifest.xml", "Object 1", "styles.xml", "Pictures/"):
        left = packed({name: part for name, part in parts.items() if not name.startswith(lost)})
        facts = reading.facts(left)
        told[lost] = [finding["code"] for finding in facts["findings"] if finding["code"] != "text_numbers"]

    assert told == {
        "content.xml": ["damaged"],
        "META-INF/manifest.xml": ["damaged"],
        "Object 1": ["other_spreadsheet_read", "only_icon"],
        "styles.xml": ["other_spreadsheet_read"],
        "Pictures/": ["other_spreadsheet_read", "picture_unreadable"],
    }


def test_five_hundred_frames_may_show_one_large_picture() -> None:
    large = b"\x89PNG\r\n\x1a\n" + bytes(3 * MEGABYTE)
    frames = odf.frame(odf.picture("Pictures/1.png")) * 600 + odf.frame('<draw:object-ole xlink:href="./x"/>') * 300
    workbook = odf.packaged(odf.sheet(frames), {"Pictures/1.png": large, "x": b"%PDF-1.7"})

    evidence = reading.read(workbook)

    assert (len(evidence.pictures), len(evidence.embedded)) == (500, 200)


@pytest.mark.parametrize("kind", ["ods", "fods"])
def test_a_file_cut_at_any_tenth_of_its_length_is_refused(kind: str, request: pytest.FixtureRequest) -> None:
    whole: bytes = request.getfixturevalue(kind)

    assert [outcome(whole[: len(whole) * tenth // 10]) for tenth in range(1, 10)] == ["damaged"] * 9
    assert outcome(whole[:-1]) in {"damaged", "read"}


@pytest.mark.parametrize("kind", ["ods", "fods", "parts"])
def test_no_mutation_escapes(kind: str, request: pytest.FixtureRequest) -> None:
    whole: bytes = request.getfixturevalue("fods" if kind == "fods" else "ods")
    change = of_parts if kind == "parts" else of_bytes

    outcomes = [outcome(change(whole, f"{kind}-{number}")) for number in range(EACH)]

    assert set(outcomes) <= {"read", *REFUSALS} - {"takes_too_long", "reading_failed"}
    assert len(outcomes) == EACH
