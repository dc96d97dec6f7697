"""OpenDocument, as a package (.ods) and flat (.fods), is read whole, and its cells are what they are elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backoffice.domain.evidence import AnswerKind
from backoffice.rehearsal.making.xlsx_objects import packed, unpacked
from backoffice.workbooks import reading
from backoffice.workbooks.formats.grid import ErrorValue, Grid, Uncalculated, Value
from backoffice.workbooks.opening import open_workbook
from backoffice.workbooks.refusals import EvidenceRefused
from tests.workbooks.making import open_document as odf

FORMS = pytest.mark.parametrize("made", [odf.packaged, odf.flat])
Maker = Callable[..., bytes]


def grids(workbook: bytes) -> list[Grid]:
    """The sheets of a workbook."""
    return open_workbook(workbook).grids


def rows_of(workbook: bytes) -> list[list[Value]]:
    """The rows of its first sheet."""
    return grids(workbook)[0].rows


@pytest.mark.parametrize("kind", ["ods", "fods"])
def test_the_same_evidence_says_the_same_but_for_the_format(
    kind: str, xls: bytes, request: pytest.FixtureRequest
) -> None:
    from_xls, found = reading.read(xls), reading.read(request.getfixturevalue(kind))

    assert found.format == kind
    assert found.findings[0].message == (
        f"El libro está en formato OpenDocument (.{kind}); se leyó completo, pero la guía pide .xls. Guárdalo como .xls."
    )
    assert [finding.code for finding in found.findings] == ["other_spreadsheet_read", "text_numbers"]
    assert replace(found, format="xls", findings=found.findings[1:]) == from_xls


def test_the_facts_name_the_format_of_what_was_read_and_of_what_was_refused(ods: bytes, fods: bytes) -> None:
    workbooks = (ods, fods, odf.packaged("", {"content.xml": "<a"}), fods[:-20], odf.flat("", kind="text"))

    assert [reading.facts(workbook)["format"] for workbook in workbooks] == ["ods", "fods", "ods", "fods", "odt"]


@pytest.mark.parametrize("kind", ["ods", "fods"])
def test_its_pictures_can_be_looked_at(kind: str, request: pytest.FixtureRequest) -> None:
    gallery = reading.gallery(request.getfixturevalue(kind))

    assert gallery.format == kind
    assert [(picture.sheet, picture.width, thumbnail[:4]) for picture, thumbnail in gallery.pictures] == [
        ("3. Pantallas", 640, b"\x89PNG")
    ] * 4


@pytest.mark.parametrize(
    ("kind", "name", "codes"),
    [
        ("ods", "evidencias.xls", ["other_spreadsheet_read", "name_differs_from_format", "text_numbers"]),
        ("fods", "evidencias.ods", ["other_spreadsheet_read", "name_differs_from_format", "text_numbers"]),
        ("ods", "evidencias.ODS", ["other_spreadsheet_read", "text_numbers"]),
        ("fods", "evidencias.fods", ["other_spreadsheet_read", "text_numbers"]),
    ],
)
def test_a_name_that_tells_another_format_is_noted(
    kind: str, name: str, codes: list[str], request: pytest.FixtureRequest
) -> None:
    assert [finding.code for finding in reading.read(request.getfixturevalue(kind), name).findings] == codes


def test_a_package_without_its_mimetype_and_a_template_are_read_too(ods: bytes) -> None:
    parts = unpacked(ods)
    template = {**parts, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet-template"}
    del parts["mimetype"]

    assert len(reading.read(packed(parts)).rows) == 5
    assert len(reading.read(packed(template), "evidencias.ots").findings) == 2


@pytest.mark.parametrize(
    ("workbook", "code"),
    [
        (odf.flat("", kind="text"), "not_a_workbook"),
        (odf.packaged("", {"mimetype": "application/vnd.oasis.opendocument.text"}), "not_a_workbook"),
        (odf.packaged("", {"mimetype": "application/vnd.sun.xml.calc"}), "other_spreadsheet"),
        (odf.flat(""), "no_sheets"),
        (odf.packaged(""), "no_sheets"),
    ],
)
def test_other_documents_are_refused_by_what_they_are(workbook: bytes, code: str) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        reading.read(workbook)

    assert refused.value.code == code


@FORMS
def test_every_kind_of_cell_becomes_its_value(made: Maker) -> None:
    cells = [
        odf.cell("$1,291.66", "currency", 'office:value="1291.66" office:currency="MXN"'),
        odf.cell("25 %", "percentage", 'office:value="0.25"'),
        odf.cell("1/sep/26", "date", 'office:date-value="2026-09-01"'),
        odf.cell("hoy", "date", 'office:date-value="2026-09-01T12:30:00.500000000"'),
        odf.cell("30:00", "time", 'office:time-value="PT30H00M01.5S"'),
        odf.cell("VERDADERO", "boolean", 'office:boolean-value="true"'),
        odf.cell("No. 7", "string", 'office:string-value="7"'),
        odf.cell("sin tipo"),
        odf.cell("mil", "float", 'office:value="1_000"'),
        odf.cell("ayer", "date", 'office:date-value="2026-13-01"'),
        odf.cell(""),
    ]

    assert rows_of(made(odf.sheet(odf.row(*cells)))) == [
        [
            1291.66, 0.25, datetime.fromisoformat("2026-09-01"), datetime.fromisoformat("2026-09-01 12:30:00.5"),
            timedelta(hours=30, seconds=1.5), True, "7", "sin tipo", "mil", "ayer",
        ]
    ]  # fmt: skip


@FORMS
def test_errors_and_formulas_without_value_are_told_from_empty_texts(made: Maker) -> None:
    error = 'office:string-value="" calcext:value-type="error" table:formula="of:=1/0"'
    cells = [
        odf.cell("#DIV/0!", "string", error),
        odf.cell("Err:502", "string", error),
        odf.cell("#¡VALOR!", "float", 'office:value="0" table:formula="of:=A1"'),
        odf.cell("", more='table:formula="of:=&quot;&quot;"'),
        odf.cell(None, more='table:formula="of:=1+1"'),
        odf.cell(None, "float", 'table:formula="of:=1+1"'),
        odf.cell("#1 en ventas", "string", 'table:formula="of:=A2"'),
    ]

    assert rows_of(made(odf.sheet(odf.row(*cells)))) == [
        [
            ErrorValue("#DIV/0!"), ErrorValue("Err:502"), ErrorValue("#¡VALOR!"), None, Uncalculated(), Uncalculated(),
            "#1 en ventas",
        ]
    ]  # fmt: skip


def test_errors_and_formulas_without_value_are_remarked_on(ods: bytes) -> None:
    parts = unpacked(ods)
    content = parts["content.xml"].decode()
    seven = 'office:value-type="float" office:value="1475.41" calcext:value-type="float"><text:p>1,475.41</text:p>'
    assert content.count(seven) == 1
    wrong = 'table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'
    parts["content.xml"] = content.replace(seven, wrong).encode()

    evidence = reading.read(packed(parts))

    answer = evidence.rows[0].answers["amortization"]
    assert (answer.cell, answer.kind, answer.shown) == ("AA7", AnswerKind.ERROR, "#N/A")
    assert [(f.code, f.cell) for f in evidence.findings if f.tab == 2] == [
        ("error_cells", "AA7"), ("text_numbers", "W15"),
    ]  # fmt: skip


@FORMS
def test_texts_come_with_their_lines_blanks_and_links_and_without_notes_and_shapes(made: Maker) -> None:
    inside = (
        '<table:table-cell office:value-type="string">'
        "<office:annotation><text:p>una nota</text:p></office:annotation>"
        "<draw:custom-shape><text:p>una forma</text:p></draw:custom-shape>"
        '<text:p><text:s/>a<text:s text:c="2"/>b\n   c<text:tab/><text:a xlink:href="x"><text:span>d</text:span></text:a>'
        "</text:p><text:p>e<text:line-break/>f</text:p></table:table-cell>"
    )

    assert rows_of(made(odf.sheet(odf.row(inside)))) == [[" a  b c\td\ne\nf"]]


@FORMS
def test_repeated_cells_and_rows_stand_where_they_belong(made: Maker) -> None:
    workbook = made(
        odf.sheet(
            odf.row(odf.cell(times=16384), times=2)
            + "<table:table-header-rows>"
            + odf.row(odf.cell(times=2), odf.number(1.5, 2), "<table:covered-table-cell/>", odf.text("a"), times=2)
            + "</table:table-header-rows>"
            + odf.row(odf.cell(times=16384), times=1048570)
            + odf.row(odf.cell(times=16383), odf.text("fin"))
            + odf.row(odf.cell(times=16384))
        )
    )

    found = grids(workbook)[0]

    assert found.rows[:5] == [[], [], [None, None, 1.5, 1.5, None, "a"], [None, None, 1.5, 1.5, None, "a"], []]
    assert found.size() == (1048575, 16384)


@FORMS
def test_sheets_are_those_of_the_spreadsheet_alone_hidden_ones_known(made: Maker) -> None:
    style = (
        '<style:style style:name="{}" style:family="table"><style:table-properties table:display="{}"/></style:style>'
    )
    styles = (
        f"<office:automatic-styles>{style.format('t1', 'false')}{style.format('t2', 'true')}</office:automatic-styles>"
    )
    inner = (
        f"<table:table-cell>{odf.sheet(odf.row(odf.text('dentro')), 'Anidada')}<text:p>a</text:p></table:table-cell>"
    )
    workbook = made(
        "<table:tracked-changes><table:table-cell><text:p>antes</text:p></table:table-cell></table:tracked-changes>"
        + odf.sheet(odf.row(inner), "Oculta", 'table:style-name="t1"')
        + odf.sheet("", "Vista", 'table:style-name="t2"')
        + odf.sheet(odf.row(odf.text("copia")), "'file:///tmp/otro.ods'#$Hoja1")
        + odf.sheet("", "")
        + f"<table:dde-links>{odf.sheet('', 'DDE')}</table:dde-links>",
        before=styles,
    )

    assert [(grid.name, grid.hidden, grid.rows) for grid in grids(workbook)] == [
        ("Oculta", True, [["a"]]), ("Vista", False, []), ("Hoja3", False, []),
    ]  # fmt: skip
