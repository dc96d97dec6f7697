"""A receipt as it may come: encodings, places, kinds and versions. Damage and schemas have their own tests."""

from decimal import Decimal

import pytest

from tests.workbooks.making.evidence import CFDI
from tests.workbooks.making.receipts import NOMINA, declared, in_tab_4, remarks, said, told, with_receipt


@pytest.mark.parametrize(
    ("document", "remarked"),
    [
        (CFDI.encode("utf-8-sig"), []),
        (CFDI.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "").encode(), []),
        (declared("us-ascii").replace("Ñ", "").replace("Í", "&#205;").replace("ó", "o").replace("é", "e").replace("ñ", "n").encode("ascii"), []),
        (declared("ISO-8859-1").encode("iso-8859-1"), [("cfdi_encoding", "ISO-8859-1")]),
        (declared("windows-1252").encode("cp1252"), [("cfdi_encoding", "windows-1252")]),
        (declared("UTF-16").encode("utf-16"), [("cfdi_encoding", "UTF-16")]),
    ],
    ids=["mark", "no declaration", "ascii", "latin", "windows", "sixteen"],
)  # fmt: skip
def test_a_receipt_is_read_in_its_encoding(document: bytes, remarked: list[tuple[str, str | None]]) -> None:
    cfdi, findings = said(document)

    assert (cfdi.nss, cfdi.schema_error_count, findings) == ("66554433221", 0, remarked)
    assert cfdi.deductions[0].concept in {"Crédito de vivienda", "Credito de vivienda"}


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ("<html/>", "su raíz es «html»"),
        ("<Comprobante/>", "no tiene espacio de nombres"),
        (CFDI.replace("sat.gob.mx/cfd/4", "sat.gob.mx/cfd/5"), "su espacio de nombres es «http://www.sat.gob.mx/cfd/5»"),
        (CFDI.replace("http://www.sat.gob.mx/cfd/4", ""), None),
        (CFDI.replace("http://www.sat.gob.mx/cfd/4", "urn:" + "x" * 500), "su espacio de nombres es «urn:" + "x" * 41 + "»"),
        (CFDI.replace("sat.gob.mx/nomina12", "sat.gob.mx/nomina13"), "su nodo Nomina es de «http://www.sat.gob.mx/nomina13»"),
        (CFDI.replace(NOMINA, ""), "no trae el complemento de nómina"),
    ],
    ids=["html", "none", "another", "undeclared", "long", "payroll", "invoice"],
)  # fmt: skip
def test_what_is_no_payroll_receipt_is_told_with_what_it_is(document: str, found: str | None) -> None:
    ((code, what),) = told(document.encode())

    assert (code, what) == (("not_a_cfdi", found) if found else ("cfdi_damaged", "línea 2"))


def test_any_prefix_or_none_will_do() -> None:
    other = (
        CFDI.replace("cfdi:", "a.b-c:")
        .replace("nomina12:", "n:")
        .replace(":cfdi=", ":a.b-c=")
        .replace(":nomina12=", ":n=")
    )
    none = CFDI.replace("cfdi:", "").replace(":cfdi=", "=")

    assert said(other.encode()) == said(CFDI.encode())
    assert said(none.encode()) == said(CFDI.encode())
    assert in_tab_4(*none.splitlines()).cfdi is not None


def test_processing_instructions_and_comments_say_nothing() -> None:
    text = CFDI.replace("?>\n", '?>\n<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><!-- <!DOCTYPE x> -->\n', 1)

    cfdi, remarked = said(text.replace("<cfdi:Conceptos>", "<?otra cosa?><cfdi:Conceptos><!-- y otra -->").encode())

    assert (cfdi.nss, cfdi.schema_errors, remarked) == ("66554433221", (), [])


@pytest.mark.parametrize(
    ("receipt", "payroll", "expected"),
    [
        ("4.0", "1.2", ("4.0", "1.2", 0)),
        ("3.3", "1.2", ("3.3", "1.2", 0)),
        ("4.0", "1.1", ("4.0", "1.1", 0)),
        ("5.0", "1.2", ("5.0", "1.2", 0)),
        ("", "1.2", ("", "1.2", 1)),
        ("4.0", " ", ("4.0", "", 1)),
    ],
)
def test_a_version_is_told_and_not_as_a_fault_of_the_schema(receipt: str, payroll: str, expected: object) -> None:
    text = CFDI.replace('\n Version="4.0"', f'\n Version="{receipt}"').replace(
        'Nomina Version="1.2"', f'Nomina Version="{payroll}"'
    )

    cfdi, _ = said(text.encode())

    assert (cfdi.version, cfdi.payroll_version, cfdi.schema_error_count) == expected


@pytest.mark.parametrize(
    ("namespace", "written", "version"),
    [("cfd/3", "3.3", "3.3"), ("cfd/3", "3.2", "3.2"), ("cfd/3", "4.0", "3.3"), ("cfd/2", "", "2.2")],
)
def test_a_receipt_of_an_older_namespace_is_read_without_these_schemas(
    namespace: str, written: str, version: str
) -> None:
    text = CFDI.replace("sat.gob.mx/cfd/4", f"sat.gob.mx/{namespace}").replace(
        '\n Version="4.0"', f'\n Version="{written}"'
    )

    cfdi, _ = said(text.encode())

    assert (cfdi.version, cfdi.nss, cfdi.schema_errors, len(cfdi.deductions)) == (version, "66554433221", (), 2)


def test_a_complement_of_the_older_namespace_is_told_by_its_version() -> None:
    cfdi, _ = said(CFDI.replace("sat.gob.mx/nomina12", "sat.gob.mx/nomina").encode())

    assert (cfdi.version, cfdi.payroll_version, cfdi.schema_errors) == ("4.0", "1.1", ())


def test_of_several_complements_the_first_is_read_and_all_are_added_up() -> None:
    second = NOMINA[NOMINA.index("  <nomina12:Nomina") : NOMINA.index(" </cfdi:Complemento>")].replace(
        "66554433221", "1"
    )

    cfdi, _ = said(CFDI.replace(" </cfdi:Complemento>", second + " </cfdi:Complemento>").encode())

    assert (cfdi.payrolls, cfdi.nss, len(cfdi.deductions)) == (2, "66554433221", 2)
    assert (cfdi.totals["TotalDeducciones"], cfdi.totals["Descuento"]) == (Decimal("2980.82"), Decimal("1490.41"))


def test_what_stands_in_an_addendum_is_not_taken_for_the_payroll() -> None:
    false = NOMINA.replace("66554433221", "00000000000").replace("Complemento", "Addenda")

    cfdi, remarked = said(CFDI.replace(" <cfdi:Emisor", false + " <cfdi:Emisor", 1).encode())

    assert (cfdi.payrolls, cfdi.nss, len(cfdi.deductions), remarked) == (1, "66554433221", 2, [])


def test_totals_are_read_as_exact_amounts() -> None:
    cfdi, _ = said(CFDI.encode())

    assert cfdi.type == "N"
    assert {name: str(value) for name, value in cfdi.totals.items()} == {
        "SubTotal": "7500.00",
        "Descuento": "1490.41",
        "Total": "6009.59",
        "Concepto@Importe": "7500.00",
        "Concepto@Descuento": "1490.41",
        "TotalPercepciones": "7500.00",
        "TotalDeducciones": "1490.41",
        "TotalSueldos": "7500.00",
        "TotalGravado": "7000.00",
        "TotalExento": "500.00",
        "TotalOtrasDeducciones": "1490.41",
        "Percepcion@ImporteGravado": "7000.00",
        "Percepcion@ImporteExento": "500.00",
        "Deduccion@Importe": "1490.41",
    }


@pytest.mark.parametrize("amount", ["", "mil", "1,475.41", "1e3", "NaN", "Infinity", "1" * 19, "١٤٧٥"])
def test_a_sum_with_a_line_that_says_no_amount_is_not_told(amount: str) -> None:
    cfdi, _ = said(CFDI.replace('Importe="1475.41"', f'Importe="{amount}"').encode())

    assert "Deduccion@Importe" not in cfdi.totals
    assert cfdi.totals["TotalDeducciones"] == Decimal("1490.41")


def test_megabytes_of_blanks_are_too_large_embedded_and_in_cells() -> None:
    blanks = " " * 6_000_000
    start, end = CFDI.split(" <cfdi:Conceptos>")
    cells = [blanks[:32_767]] * 306

    assert remarks(with_receipt((start + blanks + end).encode())) == ["cfdi_too_large"]
    assert remarks(in_tab_4(start, *cells, " <cfdi:Conceptos>" + end)) == ["cfdi_too_large"]
    assert remarks(in_tab_4(CFDI.rstrip(), *cells)) == []


def test_a_receipt_cut_over_full_cells_is_put_together() -> None:
    long = CFDI.replace("TALLERES FICTICIOS", "TALLERES " + "Ñ" * 40_000)

    evidence = in_tab_4(long[:32_767], long[32_767:])

    assert evidence.cfdi is not None
    assert [fault.attribute for fault in evidence.cfdi.schema_errors] == ["Nombre"]


def test_lines_are_those_of_the_cells() -> None:
    wrong = CFDI.replace('ClaveEntFed="CMX"', 'ClaveEntFed="DF"')

    embedded, cells = with_receipt(wrong.encode()).cfdi, in_tab_4(*wrong.splitlines()).cfdi

    assert embedded is not None
    assert cells is not None
    assert [fault.line for fault in embedded.schema_errors] == [fault.line for fault in cells.schema_errors] == [17]


@pytest.mark.parametrize(
    ("content", "found"), [(b"%PDF-1.7 recibo", "es un archivo PDF"), (bytes(range(256)), "no es un XML")]
)
def test_another_file_in_tab_4_is_told_by_its_kind(content: bytes, found: str) -> None:
    evidence = with_receipt(content)

    assert [(f.code, f.found) for f in evidence.findings if f.tab == 4] == [("not_a_cfdi", found)]


@pytest.mark.parametrize("note", ["Pega aquí el XML (empieza con <?xml …)", "El nodo <cfdi:Comprobante va completo"])
def test_a_note_about_the_xml_above_a_receipt_does_no_harm(note: str) -> None:
    evidence = in_tab_4(note, *CFDI.splitlines())

    assert evidence.cfdi is not None
    assert (evidence.cfdi.nss, remarks(evidence)) == ("66554433221", [])


def test_two_receipts_in_one_sheet_are_told_and_the_first_is_read() -> None:
    evidence = in_tab_4(*CFDI.splitlines(), "", *CFDI.replace("66554433221", "66554433229").splitlines())

    assert evidence.cfdi is not None
    assert (evidence.cfdi.nss, remarks(evidence)) == ("66554433221", ["several_cfdi"])


def test_a_damaged_receipt_and_a_doctype_in_cells_stay_what_they_are() -> None:
    doctype = CFDI.replace("?>\n", "?>\n<!DOCTYPE x []>\n", 1)

    assert remarks(in_tab_4(*CFDI.replace("</cfdi:Conceptos>", "").splitlines())) == ["cfdi_damaged"]
    assert remarks(in_tab_4(*doctype.splitlines())) == ["cfdi_doctype"]
    assert remarks(in_tab_4(*["<?xml aquí"] * 500)) == ["cfdi_damaged"]
