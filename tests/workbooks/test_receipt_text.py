"""A receipt as text in cells with other words around it: the XML is found, and the words are told."""

import pytest

from tests.workbooks.making.evidence import CFDI
from tests.workbooks.making.receipts import in_tab_4, remarks

XML = CFDI.rstrip()
WITHOUT_DECLARATION = XML.partition("?>\n")[2]
OTHER = XML.replace("66554433221", "66554433229")


@pytest.mark.parametrize(
    "text",
    [
        "Recibo del trabajador: " + XML,
        "Recibo del trabajador:\n" + WITHOUT_DECLARATION,
        XML + "\nTimbrado el 15 de septiembre.",
        "Recibo: " + XML + " (importes en pesos, total < 10,000)",
        "Observación larga. " * 40 + XML,
        "Aquí va el XML (empieza con <?xml y sigue): " + XML,
        "El nodo <cfdi:Comprobante> completo: " + XML,
        "«" + XML + "»",
    ],
    ids=["before", "no declaration", "after", "both", "far", "speaks of xml", "speaks of the node", "quoted"],
)
def test_a_receipt_in_the_same_cell_as_a_note_is_read_and_the_note_is_told(text: str) -> None:
    evidence = in_tab_4(text)

    assert evidence.cfdi is not None
    assert (evidence.cfdi.nss, evidence.cfdi.schema_error_count) == ("66554433221", 0)
    assert remarks(evidence) == ["cfdi_text_around"]


def test_the_note_says_what_to_do() -> None:
    evidence = in_tab_4("Recibo del trabajador: " + XML)

    assert [(finding.severity.value, finding.message) for finding in evidence.findings if finding.tab == 4] == [
        ("note", "Junto al XML del recibo hay otro texto en la misma celda; se leyó solo el XML. Ponlo en otra celda.")
    ]


def test_a_note_in_the_first_and_in_the_last_of_many_cells_does_no_harm() -> None:
    first, *middle, last = XML.splitlines()

    evidence = in_tab_4("Recibo: " + first, *middle, last + " fin del recibo", "Otra nota")

    assert evidence.cfdi is not None
    assert (evidence.cfdi.nss, remarks(evidence)) == ("66554433221", ["cfdi_text_around"])


@pytest.mark.parametrize("between", ["", "\n", " y el del mes siguiente: "])
def test_two_receipts_in_one_cell_are_told_and_the_first_is_read(between: str) -> None:
    evidence = in_tab_4(WITHOUT_DECLARATION + between + OTHER)

    assert evidence.cfdi is not None
    assert (evidence.cfdi.nss, remarks(evidence)) == ("66554433221", ["several_cfdi"])


def test_a_receipt_inside_the_addendum_is_part_of_it() -> None:
    inner = '<cfdi:Addenda><d:Copia xmlns:d="urn:d"><cfdi:Comprobante Version="4.0"></cfdi:Comprobante></d:Copia>'
    text = XML.replace("</cfdi:Comprobante>", inner + "</cfdi:Addenda></cfdi:Comprobante>")

    evidence = in_tab_4(text)

    assert evidence.cfdi is not None
    assert (evidence.cfdi.nss, evidence.cfdi.schema_error_count, remarks(evidence)) == ("66554433221", 0, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Recibo: " + XML.replace("</cfdi:Conceptos>", "") + " fin", "cfdi_damaged"),
        ("Recibo: " + XML.replace("?>\n", "?>\n<!DOCTYPE x []>\n", 1) + " fin", "cfdi_doctype"),
        ("Recibo: <!DOCTYPE x []>\n" + WITHOUT_DECLARATION, "cfdi_doctype"),
        ("Recibo: " + XML[:900], "cfdi_damaged"),
        ("Recibo: <?xml version='1.0'?><factura/> fin", "cfdi_damaged"),
    ],
    ids=["damaged", "doctype", "doctype without declaration", "cut", "another document"],
)
def test_words_around_do_not_make_a_bad_receipt_good(text: str, code: str) -> None:
    evidence = in_tab_4(text)

    assert (evidence.cfdi, remarks(evidence)) == (None, [code])
