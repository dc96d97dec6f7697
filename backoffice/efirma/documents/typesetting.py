"""A signed document as PDF/A-3a and PDF/UA-1 by Typst, with its own fonts only: the same document, the same bytes.

The template reads the document as data; no text from outside is ever part of the template.
"""

import json
from functools import cache
from importlib.resources import files
from io import BytesIO

import segno
import typst

from backoffice.efirma.documents.lettering import line, slices
from backoffice.efirma.documents.model import Document

#: Monospaced characters on one line of the template's column, and on one beside the QR code.
WIDTH, WIDTH_BESIDE_QR = 79, 50


def typeset(document: Document) -> bytes:
    """The whole PDF, its dates those of the signature. The exact statement is attached as ``cadena-original.txt``."""
    inputs = {
        "document": json.dumps(_data(document), ensure_ascii=False),
        "statement": document.statement,
        "qr": _qr(document.verify_url),
    }
    compiler = typst.Compiler(_template(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    at = int(document.signed_at.timestamp())
    # archival with an attachment, and readable aloud
    made = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _data(document: Document) -> dict[str, object]:
    """What the template shows, harmless: ``facts`` are pairs of a name and a value."""
    facts = [
        ("Folio", document.folio),
        ("Empresa", document.company),
        ("NRP", document.nrp),
        ("RFC", document.rfc),
        ("Fecha y hora", document.moment),
        ("Número de certificado", document.certificate_number),
        ("Firmante", document.signer_name),
        ("RFC del firmante", document.signer_rfc),
        ("Revocación", document.revocation),
    ]
    return {
        "title": document.title,
        "folio": line(document.folio),
        "facts": [(name, line(value)) for name, value in facts],
        "paragraphs": [line(paragraph) for paragraph in document.paragraphs],
        "statement": slices(document.statement, WIDTH),
        "signature": slices(document.signature, WIDTH),
        "code": line(document.code),
        "url": slices(document.verify_url, WIDTH_BESIDE_QR),
    }


def _qr(address: str) -> str:
    """The address as a QR code, an SVG without a border: the paper around it is white."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False, dark="#1d2330")
    return drawn.getvalue().decode()


@cache
def _template() -> bytes:
    return (files("backoffice.efirma.documents") / "template.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Those that come with the typesetter: a machine's own would change the bytes."""
    return typst.Fonts(include_system_fonts=False)
