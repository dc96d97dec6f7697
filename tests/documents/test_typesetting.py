"""The PDF: the same bytes for the same document, archival, with the pages it needs and the exact statement inside."""

import hashlib
import re
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from backoffice.domain.signing import DocumentKind
from backoffice.domain.typography import LACKING, SHOWABLE
from backoffice.efirma.documents.lettering import line, slices
from backoffice.efirma.documents.typesetting import typeset
from backoffice.settings import ROOT
from tests.documents.examples import STATEMENT, document, pages

PROGRAM = """
import hashlib
from backoffice.efirma.documents.typesetting import typeset
from tests.documents.examples import document
print(hashlib.sha256(typeset(document())).hexdigest())
"""


def attached(pdf: bytes) -> bytes:
    """The only file that is attached to a PDF."""
    (_, file) = PdfFileReader(BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    return bytes(file.get_object()["/EF"]["/F"].data)


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_fits_one_page(kind: DocumentKind) -> None:
    assert pages(typeset(document(kind))) == 1


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (DocumentKind.REQUEST, "Solicitud del Trámite"),
        (DocumentKind.RESPONSIVA, "Responsiva"),
        (DocumentKind.APPROVAL, "Responsiva de la Aprobación de Certificación"),
        (DocumentKind.CANCELLATION, "Acuse de cancelación"),
    ],
)
def test_a_document_is_called_as_the_guide_calls_it(kind: DocumentKind, title: str) -> None:
    assert document(kind).title == title
    assert PdfFileReader(BytesIO(typeset(document(kind)))).trailer["/Info"]["/Title"] == f"{title} · folio 2400000018"


def test_other_processes_make_the_same_bytes() -> None:
    here = hashlib.sha256(typeset(document())).hexdigest()

    there = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]

    assert there == [here, here]


def test_it_is_archival_accessible_spanish_and_dated_by_the_signature() -> None:
    pdf = typeset(document())

    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<dc:language><rdf:Bag><rdf:li>es-MX</rdf:li></rdf:Bag></dc:language>" in pdf
    info = PdfFileReader(BytesIO(pdf)).trailer["/Info"]
    assert (info["/CreationDate"], info["/ModDate"]) == ("D:20240314220509Z", "D:20240314220509Z")


def test_it_has_only_the_typesetters_own_fonts() -> None:
    fonts = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z]+)", typeset(document())))

    assert fonts == {b"LibertinusSerif", b"DejaVuSansMono"}


@pytest.mark.parametrize("statement", [STATEMENT, f"||{'Ñandú & Cía 🏠 ' * 200}||"], ids=["usual", "long"])
def test_the_exact_statement_is_attached(statement: str) -> None:
    assert attached(typeset(document(statement=statement))) == statement.encode()


@pytest.mark.parametrize(("letters", "count"), [(1_000, 1), (2_500, 2), (8_000, 3), (100_000, 20)])
def test_a_long_statement_goes_on_over_pages(letters: int, count: int) -> None:
    assert pages(typeset(document(DocumentKind.CANCELLATION, statement="x" * letters))) == count


def test_the_moment_is_told_in_the_zone() -> None:
    at = datetime(2026, 1, 1, 5, 59, tzinfo=UTC)

    assert document(signed_at=at).moment == "31/dic/2025 23:59 h"
    assert document(signed_at=at, zone=ZoneInfo("America/Tijuana")).moment == "31/dic/2025 21:59 h"


def test_a_moment_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        document(signed_at=datetime(2024, 3, 14, 16, 5))  # noqa: DTZ001 - that is the point


def test_a_text_to_be_read_loses_what_cannot_be_seen() -> None:
    assert (
        line("  Nón\u0303ez\u202e\u2066 \x00\x1b[31m\n& \u200bCía 🏠 שלום ")
        == f"Nóñez [31m & Cía {LACKING} {LACKING * 4}"
    )


def test_a_text_whose_every_character_counts_keeps_all_places() -> None:
    assert slices("ab\u202ec\n🏠 de  f", 4) == [f"ab{LACKING}c", f"{LACKING * 2} d", "e  f"]


def test_a_space_that_would_begin_a_line_ends_the_one_before() -> None:
    assert slices("abcd efgh", 4) == ["abcd ", "efgh"]


def test_every_character_that_is_let_through_can_be_printed() -> None:
    inside = re.compile(f"[{SHOWABLE}]")
    every = "".join(c for c in map(chr, range(0x20, 0x2800)) if inside.fullmatch(c))

    pdf = typeset(document(company=every, statement=every, paragraphs=(every,), signer_name=every))

    assert pages(pdf) >= 2
