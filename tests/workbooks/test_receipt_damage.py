"""Receipts whose XML cannot be read or is hostile: the reason is told, and nothing is opened."""

import pytest

from tests.workbooks.making.evidence import CFDI
from tests.workbooks.making.receipts import declared, told, with_receipt


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (CFDI.encode("iso-8859-1"), "línea 6: bytes que no son UTF-8"),
        (CFDI.encode().replace("Crédito".encode(), "Crédito".encode("cp1252")), "línea 22: bytes que no son UTF-8"),
        (declared("utf-16").encode(), "línea 1: declara utf-16 y no viene así"),
        (declared("klingon").encode(), "línea 1: la codificación klingon, que no se conoce"),
        (CFDI[:500].encode(), "línea 6"),
        (CFDI[: CFDI.index("</cfdi:Comprobante>")].encode(), "línea 27: falta el final"),
        ((CFDI + CFDI).encode(), "línea 28: la declaración XML no está al principio"),
        (("\n" + CFDI).encode(), "línea 2: la declaración XML no está al principio"),
        ((CFDI + "<otro/>").encode(), "línea 28: algo más después del final"),
        (CFDI.replace("<nomina12:Emisor ", "<nomina:Emisor ").encode(), "línea 15: un prefijo sin espacio de nombres"),
        (CFDI.replace('Rfc="EKU', 'Rfc="" Rfc="EKU').encode(), "línea 5: un atributo repetido"),
        (CFDI.replace("TALLERES", "TALLERES &copy;").encode(), "línea 5: una entidad que no existe"),
        (CFDI.replace("TALLERES", "TALLERES \x00").encode(), "línea 5: un carácter que XML no admite"),
        (CFDI.replace("TALLERES", "TALLERES & HIJOS").encode(), "línea 5"),
        (CFDI.encode("utf-16-le")[:-1] + b"\xd8", "línea 27: bytes que no son UTF-16"),
        (b"<a>" * 10_000 + b"</a>" * 10_000, "línea 1: demasiados niveles"),
        (b"<", "línea 1"),
        (b"", "línea 1"),
    ],
    ids=str,
)
def test_a_damaged_receipt_is_told_with_its_line_and_what_is_wrong(document: bytes, found: str) -> None:
    assert told(document) == [("cfdi_damaged", found)]


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("doctype", "used"),
    [
        ("<!DOCTYPE x>", ""),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', ""),
        (f'<!DOCTYPE x [<!ENTITY a0 "ja">{LAUGHS}]>', "&a9;"),
        ('<!DOCTYPE x [<!ATTLIST cfdi:Comprobante Serie CDATA "X">]>', ""),
    ],
    ids=["empty", "file", "network", "laughs", "default"],
)
def test_a_doctype_is_refused_in_any_encoding_and_no_entity_is_opened(encoding: str, doctype: str, used: str) -> None:
    text = declared(encoding).replace("?>\n", f"?>\n{doctype}\n", 1).replace("TALLERES", f"TALLERES{used}")

    assert told(text.encode(encoding)) == [("cfdi_doctype", None)]


def test_encodings_bombs_and_other_things_leave_the_other_tabs_alone() -> None:
    for document in (
        declared("UTF-16").encode("utf-16"),
        b"<a>" * 10_000,
        declared("utf-7").encode("utf-7"),
        b"\xff\xfe<",
    ):
        evidence = with_receipt(document)

        assert len(evidence.rows) == 5
