"""Documents of every kind, as the desk makes them of one company's signed acts, and what poppler says of a PDF."""

import base64
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backoffice.domain.signing import DocumentKind
from backoffice.efirma.documents.model import Document

#: 16:05 in Mexico City.
SIGNED_AT = datetime(2024, 3, 14, 22, 5, 9, tzinfo=UTC)
SEALED_AT = datetime(2024, 3, 14, 22, 6, tzinfo=UTC)
STATEMENT = (
    "||1.0|SOLICITUD DE CERTIFICACION|2400000018|Y5412345109|NQE950301AB1|Nóminas Quetzal de Ensayo, S.A. de C.V.|"
    "30001000000500003416|2024-03|-|2024-03-14T16:04:51-06:00|5f0c1f0c9a4b4d0e8d5e6c7b8a990011||"
)
TERMS = (
    "La empresa solicita que el instituto compruebe que su programa de nómina lee los avisos de retención, suspensión "
    "y modificación que entrega el servicio, y que calcula con ellos la retención del crédito de cada persona "
    "trabajadora conforme a las reglas publicadas.",
    "La empresa declara que los datos de su registro son ciertos, que quien firma puede obligarla y que el programa que "
    "presenta es suyo o que tiene derecho a presentarlo.",
    "El set de pruebas que entregue la mesa es ficticio. La empresa lo usa sólo para esta certificación, no lo entrega a "
    "terceros y envía sus evidencias dentro del plazo que se indica en la página del trámite.",
    "La mesa revisa las evidencias y comunica el resultado por correo y en esta misma página. Una inconsistencia no "
    "termina el trámite: la mesa entrega un nuevo set de pruebas y abre una nueva ronda.",
    "La certificación acredita el programa en la versión que se presentó. Un cambio en su cálculo de retenciones se "
    "comunica a la mesa antes de ponerlo en uso.",
    "La empresa puede desistir de la solicitud en cualquier momento, con su e.firma, desde la página del trámite.",
)
TERMS_OF = {
    DocumentKind.REQUEST: TERMS[:2],
    DocumentKind.RESPONSIVA: TERMS,
    DocumentKind.APPROVAL: TERMS[2:],
    DocumentKind.CANCELLATION: (
        "La empresa cancela su certificación. Desde este momento su programa deja de tener acceso al servicio productivo.",
        "Para volver a certificarse, la empresa presenta una nueva solicitud.",
    ),
}
ACTS = {
    DocumentKind.REQUEST: "SOLICITUD DE CERTIFICACION",
    DocumentKind.RESPONSIVA: "SOLICITUD DE CERTIFICACION",
    DocumentKind.APPROVAL: "ACEPTACION DE LA APROBACION",
    DocumentKind.CANCELLATION: "CANCELACION",
}


def document(kind: DocumentKind = DocumentKind.RESPONSIVA, **other: Any) -> Document:
    """A document of that kind, with something else where a test says so."""
    usual = Document(
        kind=kind,
        folio="2400000018",
        company="Nóminas Quetzal de Ensayo, S.A. de C.V.",
        nrp="Y5412345109",
        rfc="NQE950301AB1",
        signed_at=SIGNED_AT,
        zone=ZoneInfo("America/Mexico_City"),
        paragraphs=TERMS_OF[kind],
        statement=STATEMENT.replace("SOLICITUD DE CERTIFICACION", ACTS[kind]),
        signature=base64.b64encode(bytes(range(256))).decode(),
        certificate_number="30001000000500003416",
        signer_name="Nóminas Quetzal de Ensayo, S.A. de C.V.",
        signer_rfc="NQE950301AB1",
        revocation="no verificada",
        code="K7QF-2M9X-TD4R",
        verify_url="https://mesa.example/verificar/K7QF-2M9X-TD4R",
    )
    return replace(usual, **other)


def changed(pdf: bytes, place: int) -> bytes:
    """The same PDF with one bit of one byte turned."""
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type/Page\b", pdf))


def poppler(program: str, *words: str | Path) -> str:
    """What a program of poppler says. Where it is missing the test fails."""
    found = shutil.which(program)
    assert found, f"Falta {program}: apt-get install poppler-utils"
    return subprocess.run([found, *map(str, words)], capture_output=True, check=False).stdout.decode()
