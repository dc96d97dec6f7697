"""Of a long sheet only the rows that can matter become values, and it says the same as if all did."""

import re
from collections.abc import Callable, Sequence

import pytest

from backoffice.domain.evidence import AnswerKind, Evidence
from backoffice.rehearsal.making.xlsx_objects import packed, unpacked
from backoffice.workbooks.evidence import evidence_in, evidence_of
from backoffice.workbooks.formats.abridging import LONG, abridged
from backoffice.workbooks.formats.grid import LEFT_OUT
from backoffice.workbooks.formats.special_cells import special_cells, written_alike
from backoffice.workbooks.meaning.telling import tells
from backoffice.workbooks.opening import open_workbook
from backoffice.workbooks.refusals import EvidenceRefused
from bench.making import xlsx
from bench.making.xls import Cell, Sheet

SAMPLES = ["a) Muestras del cálculo de retenciones"]
ASSESSMENT = ["b) Evaluación para el cálculo de retenciones"]
HEADINGS = ["No.", "NSS", "Crédito", "Días con retención", "Amortización", "Retención total"]
SHEET = "xl/worksheets/sheet1.xml"
Rows = list[Sequence[Cell]]


def workers(count: int, first: int = 1) -> Rows:
    """Rows of answers."""
    return [[n, f"{n:011d}", f"19{n:08d}", 15, 700 + n / 4, 715 + n / 4] for n in range(first, first + count)]


def notes(count: int) -> Rows:
    """Rows that are nothing to us: some words and a number of thirteen digits."""
    return [["Sin relación con el set", None, 10**12 + n, "Vale", "Gastos varios"] for n in range(count)]


#: Notes, a label, section a, notes, section b below, notes: more than a megabyte of XML.
ROWS: Rows = [
    *notes(1_500), ["Set de pruebas", "TS-2026-0001"], [], SAMPLES, HEADINGS, *workers(40), [], *notes(2_955),
    ["", "", "", "", "", "", "la más ancha"], ASSESSMENT, HEADINGS, *workers(30, 500), *notes(2_967),
]  # fmt: skip


def book(rows: Rows, change: Callable[[bytes], bytes] = bytes, *, shared: bool = True) -> bytes:
    """An .xlsx with one sheet, its XML after *change*."""
    parts = unpacked(xlsx.workbook([Sheet("2. Amortizaciones", rows)], {}, shared=shared))
    parts[SHEET] = change(parts[SHEET])
    assert len(parts[SHEET]) > LONG
    return packed(parts)


def told(evidence: Evidence) -> list[tuple[str, int | None, str, str]]:
    """Section, number and NSS of the rows, and the cell of their last answer."""
    return [(r.section, r.number, r.nss, r.answers["withholding"].cell) for r in evidence.rows]


def replaced(pattern: bytes, by: bytes, count: int = 0) -> Callable[[bytes], bytes]:
    """A change of the XML."""
    return lambda sheet: re.sub(pattern, by, sheet, count=count)


def prefixed(sheet: bytes) -> bytes:
    """The XML with a prefix before every name."""
    named = re.sub(rb"<(/?)(worksheet|sheetData|row|c|v|is|t|f)\b", rb"<\1x:\2", sheet)
    return named.replace(b'xmlns="', b'xmlns:x="')


EVERY_WAY: dict[str, Callable[[bytes], bytes]] = {
    "as Excel does": bytes,
    "single quotes": lambda sheet: sheet.replace(b'"', b"'"),
    "a prefix": prefixed,
    "spans and heights": replaced(rb'<row r="(\d+)">', rb'<row r="\1" spans="1:6" ht="15">'),
    "no row numbers": replaced(rb'<row r="\d+">', rb"<row>"),
    "the type first": replaced(rb'<c r="(\w+)" t="s">', rb'<c t="s" r="\1">'),
    "line breaks": lambda sheet: re.sub(rb"<(row|c|v)\b", rb"\n  <\1", sheet),
    "comments": replaced(rb"</row>", b'</row><!-- <row r="1"> -->', 3),
}


@pytest.mark.parametrize("way", EVERY_WAY)
@pytest.mark.parametrize("shared", [True, False])
def test_sections_deep_in_a_long_sheet_are_found_however_it_is_written(way: str, shared: bool) -> None:
    evidence = evidence_of(book(ROWS, EVERY_WAY[way], shared=shared))

    assert evidence.test_set_id == "TS-2026-0001"
    assert told(evidence)[0] == ("samples", 1, "00000000001", "F1505")
    assert told(evidence)[39:41] == [
        ("samples", 40, "00000000040", "F1544"),
        ("assessment", 500, "00000000500", "F4504"),
    ]
    assert len(evidence.rows) == 70
    assert [(sheet.rows, sheet.columns) for sheet in evidence.sheets] == [(7_500, 7)]
    assert "too_many_rows" not in {finding.code for finding in evidence.findings}


def test_texts_that_formulas_gave_tell_as_well() -> None:
    texts = re.compile(rb' t="inlineStr"><is><t>([^<]*)</t></is>')

    evidence = evidence_of(book(ROWS, lambda s: texts.sub(rb' t="str"><f>T(A1)</f><v>\1</v>', s), shared=False))

    assert len(evidence.rows) == 70


def test_a_text_in_pieces_tells_as_well() -> None:
    texts = re.compile(rb"<is><t>([a-zA-Z])([^<]*)</t></is>")

    evidence = evidence_of(
        book(ROWS, lambda s: texts.sub(rb"<is><r><t>\1</t></r><r><t>\2</t></r></is>", s), shared=False)
    )

    assert len(evidence.rows) == 70


def test_a_heading_over_three_rows_far_down_is_found_as_in_the_whole_sheet() -> None:
    upper: Rows = [["", "", "", "", "", "Importe"], ["Núm.", "Núm. de seguridad", "", "Días con", "", "total a"]]
    lower: Rows = [["", "social", "Crédito", "retención", "Amortización", "retener"]]
    data = book([*notes(3_000), SAMPLES, *upper, *lower, *workers(3), [], *notes(9_000)])

    abridged_rows = told(evidence_of(data))

    assert abridged_rows == [("samples", n, f"{n:011d}", f"F{n + 3_004}") for n in (1, 2, 3)]
    assert abridged_rows == told(evidence_in(open_workbook(data)))


def test_rows_before_what_tells_are_left_out_but_for_the_top_of_the_sheet() -> None:
    grid = open_workbook(book(ROWS), tells).grids[0]

    assert grid.rows[99][:2] == ["Sin relación con el set", ""]
    assert (grid.rows[100] is LEFT_OUT, grid.rows[1_497] is LEFT_OUT) == (True, True)
    assert grid.rows[1_498][:2] == ["Sin relación con el set", ""]
    assert grid.rows[1_500][:2] == ["Set de pruebas", "TS-2026-0001"]
    assert grid.rows[1_503][:3] == ["No.", "NSS", "Crédito"]
    assert (len(grid.rows), grid.rows[7_499][:1]) == (7_500, ["Sin relación con el set"])


def test_a_table_that_may_go_on_in_rows_left_out_is_read_whole() -> None:
    rows: Rows = [SAMPLES, HEADINGS, *workers(40), *notes(6_000), *workers(2, 900), *notes(3_000)]

    evidence = evidence_of(book(rows))

    assert told(evidence)[39:] == [
        ("samples", 40, "00000000040", "F42"),
        ("samples", 900, "00000000900", "F6043"),
        ("samples", 901, "00000000901", "F6044"),
    ]
    assert "too_many_rows" not in {finding.code for finding in evidence.findings}


def test_rows_beyond_five_thousand_are_told_in_each_section() -> None:
    rows: Rows = [SAMPLES, HEADINGS, *workers(9_000), [], ASSESSMENT, HEADINGS, *workers(7_000, 20_000)]

    evidence = evidence_of(book(rows))

    assert [(told(evidence)[n][:2]) for n in (0, 4_999, 5_000, 9_999)] == [
        ("samples", 1), ("samples", 5_000), ("assessment", 20_000), ("assessment", 24_999),
    ]  # fmt: skip
    assert [finding.code for finding in evidence.findings].count("too_many_rows") == 2
    assert (evidence.sheets[0].rows, evidence.sheets[0].columns) == (16_005, 6)


def test_five_thousand_rows_and_another_section_are_not_too_many() -> None:
    rows: Rows = [SAMPLES, HEADINGS, *workers(5_000), [], ASSESSMENT, HEADINGS, *workers(5_000, 20_000)]

    evidence = evidence_of(book(rows))

    assert len(evidence.rows) == 10_000
    assert "too_many_rows" not in {finding.code for finding in evidence.findings}


def test_a_title_under_the_same_headings_starts_the_other_section_beyond_five_thousand_rows() -> None:
    rows: Rows = [SAMPLES, HEADINGS, *workers(9_000), ASSESSMENT, *workers(7_000, 20_000)]

    evidence = evidence_of(book(rows))

    assert [told(evidence)[n][:2] for n in (4_999, 5_000)] == [("samples", 5_000), ("assessment", 20_000)]
    assert len(evidence.rows) == 10_000


def test_a_long_sheet_in_which_nothing_tells_has_its_size_and_no_values() -> None:
    evidence = evidence_of(book(notes(8_000)))

    assert (evidence.sheets[0].rows, evidence.sheets[0].columns) == (8_000, 5)
    assert evidence.rows == ()


def test_empty_rows_and_empty_cells_at_the_end_of_a_long_sheet_are_not_counted() -> None:
    empty = rb'<row r="30000"><c r="A30000" s="1"/><c r="ZA30000" s="1"/></row></sheetData>'
    trailing = rb'<c r="AB1" s="1"/></row><row r="7001">'

    evidence = evidence_of(
        book(notes(8_000), lambda s: s.replace(b"</sheetData>", empty).replace(b'</row><row r="7001">', trailing))
    )

    assert (evidence.sheets[0].rows, evidence.sheets[0].columns) == (8_000, 5)


def spoiled(sheet: bytes) -> bytes:
    """Errors, formulas and formulas without value in the first answers of section a."""
    for cell, inside in {
        b"F1505": b'<c r="F1505"><f>A1+1</f></c>',
        b"F1506": b'<c r="F1506" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        b"F1507": b'<c r="F1507" t="e"><v>#N/A</v></c>',
        b"F1508": b'<c r="F1508"><f t="shared" si="0"/><v>12.5</v></c>',
        b"F1509": b'<c r="F1509" t="str"><f>T(A1)</f><v></v></c>',
        b"F1510": b'<c r="F1510"><f>A1</f><v></v></c>',
    }.items():
        sheet, count = re.subn(rb'<c r="' + cell + rb'"><v>[^<]*</v></c>', inside, sheet)
        assert count == 1
    return sheet


@pytest.mark.parametrize("way", ["as Excel does", "single quotes", "a prefix", "line breaks", "comments"])
def test_errors_and_uncalculated_formulas_in_a_long_sheet_are_told_with_their_cell(way: str) -> None:
    rows = evidence_of(book(ROWS, lambda sheet: EVERY_WAY[way](spoiled(sheet)))).rows

    assert [row.answers["withholding"].kind for row in rows[:7]] == [
        AnswerKind.NO_STORED_VALUE, AnswerKind.ERROR, AnswerKind.ERROR, AnswerKind.NUMBER, AnswerKind.EMPTY,
        AnswerKind.NO_STORED_VALUE, AnswerKind.NUMBER,
    ]  # fmt: skip
    assert [row.answers["withholding"].shown for row in rows[1:4]] == ["#DIV/0!", "#N/A", "12.5"]


@pytest.mark.parametrize("between", [b"", b"\n  "])
def test_what_patterns_find_in_a_sheet_is_what_a_parser_finds(between: bytes) -> None:
    cells = (
        b'<c r="A1"><v>1</v></c><c r="B1"><f>A1</f></c><c r="C1" t="e"><v>#REF!</v></c><c r="D1" s="2"><f>A1</f><v/></c>'
        b'<c r="E1" t="str"><f>A1</f></c><c r="F1" s="1" t="e"><f t="shared" si="1"/><v>#NUM!</v></c>'
        b'<c r="G1"><f t="shared" si="1"/></c><c r="H1"><f>A1&lt;2</f><v>0</v></c><c r="I1" t="e"><v></v></c>'
        b'<c r="J1" t="s"><v>0</v></c><c r="K1" s="3"/><c r="L1" t="inlineStr"><is><t>f</t></is></c>'
    )
    sheet = b'<worksheet><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"
    sheet = re.sub(rb"(?<=>)(?=<[^/])", between, sheet)

    assert sorted(written_alike(sheet), key=str) == sorted(special_cells(sheet), key=str)
    assert [place for place, _ in sorted(written_alike(sheet), key=str)] == ["B1", "C1", "D1", "F1", "G1", "I1"]


def test_rows_of_empty_cells_between_sections_are_empty_rows() -> None:
    rows: Rows = [SAMPLES, HEADINGS, *workers(20), *notes(6_000), ASSESSMENT, HEADINGS, *workers(10, 500)]
    values = re.compile(rb'<c r="([A-E](?:2[3-9]|[3-9]\d|[1-5]?\d{3}|60[01]\d|602[0-2]))"(?: t="s")?><v>\d+</v></c>')

    grid = open_workbook(book(rows, lambda s: values.sub(rb'<c r="\1" s="1" someOther="attribute"/>', s)), tells).grids[
        0
    ]

    assert (len(grid.rows), grid.size()) == (6_034, (6_034, 6))
    assert [cells[:1] for cells in grid.rows[21:23]] == [[20.0], []]
    assert (grid.rows[6_000], grid.rows[6_033][0]) == ([], 509.0)


def test_the_receipt_may_stand_in_the_cells_of_a_row_far_down() -> None:
    receipt = ["", '<?xml version="1.0"?><Comprobante><Nada/></Comprobante>']

    evidence = evidence_of(book([*notes(6_000), receipt, *notes(2_000)]))

    assert {"not_a_cfdi", "cfdi_elsewhere"} <= {finding.code for finding in evidence.findings}


def test_cells_far_away_in_a_long_sheet_are_refused() -> None:
    far = rb'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

    with pytest.raises(EvidenceRefused) as refused:
        evidence_of(book(ROWS, replaced(rb"</sheetData>", far)))

    assert refused.value.code == "too_far"


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet[:-20_000],
        replaced(rb'<row r="1600">', rb'<row r="1600"'),
        replaced(rb"</c></row>", rb"</row>", 2_000),
    ],
)
def test_broken_xml_of_a_long_sheet_is_refused_where_it_is_read(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        evidence_of(book(ROWS, change))

    assert refused.value.code == "damaged"


def test_a_part_that_is_not_what_was_packed_is_refused() -> None:
    data = bytearray(book(ROWS))
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    data[entry + 16] ^= 1

    with pytest.raises(EvidenceRefused) as refused:
        evidence_of(bytes(data))

    assert refused.value.code == "damaged"


def test_more_telling_texts_than_any_sheet_has_mean_that_it_is_read_whole() -> None:
    many = "".join(f"<si><t>Retención {word}</t></si>" for word in "abcdefghijklmnopqrstuvwxyz" for _ in range(5))
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 30_000))
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"

    assert abridged(sheet, f"<sst>{many}</sst>", tells).parts == [sheet]
