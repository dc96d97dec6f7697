"""A sealed PDF: what the seal says, and that nothing can be changed, added or taken away unseen."""

import socket
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from backoffice.efirma.documents.checking import SENTENCES, Fault, Intact, NotIntact, check
from backoffice.efirma.documents.keeping import KeptSeal
from backoffice.efirma.documents.sealing import DocumentSeal
from backoffice.efirma.documents.typesetting import typeset
from backoffice.rehearsal.efirma import authority, efirma
from tests.documents.examples import SEALED_AT, changed, document
from tests.efirma.making import COMPANY, PASSWORD

START = b"/Contents <"


def test_a_sealed_document_is_intact(sealed: bytes, seal: DocumentSeal) -> None:
    assert check(sealed, seal.certificate) == Intact()


def test_the_seal_says_who_when_and_why_and_allows_no_change(sealed: bytes) -> None:
    (seal,) = PdfFileReader(BytesIO(sealed)).embedded_signatures

    assert seal.docmdp_level is MDPPerm.NO_CHANGES
    assert seal.self_reported_timestamp == SEALED_AT
    said = seal.sig_object
    assert (said["/Name"], said["/Reason"], said["/Location"], said["/SubFilter"]) == (
        "Sello de la mesa de certificación",
        "Documento emitido por la mesa de certificación",
        "México",
        "/ETSI.CAdES.detached",
    )


def test_the_seal_is_appended_and_leaves_dates_and_archival_marks_alone(sealed: bytes) -> None:
    paper = typeset(document())

    assert sealed.startswith(paper)
    assert sealed.count(b"<pdfaid:part>") == paper.count(b"<pdfaid:part>") == 1
    assert PdfFileReader(BytesIO(sealed)).trailer["/Info"]["/ModDate"] == "D:20240314220509Z"


def test_its_widget_is_out_of_sight_printable_named_and_on_a_page_with_an_order_of_tabs(sealed: bytes) -> None:
    root = PdfFileReader(BytesIO(sealed)).root
    widget = root["/AcroForm"]["/Fields"][0]

    assert [int(edge) for edge in widget["/Rect"]] == [-9999, -9999, -9999, -9999]
    assert (widget["/F"] & 0b111, widget["/TU"]) == (0b100, "Sello de la mesa de certificación")
    assert widget["/P"]["/Tabs"] == "/S"


def test_the_same_seal_at_the_same_moment_gives_the_same_bytes(sealed: bytes, seal: DocumentSeal) -> None:
    paper = typeset(document())

    assert seal.seal(paper, SEALED_AT) == sealed
    assert seal.seal(paper, SEALED_AT + timedelta(seconds=1)) != sealed


def test_neither_sealing_nor_checking_asks_the_network(seal: DocumentSeal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    for way in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, way, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert check(seal.seal(typeset(document()), SEALED_AT), seal.certificate) == Intact()


@pytest.mark.parametrize("share", range(0, 100, 7))
def test_a_changed_byte_anywhere_is_reported(sealed: bytes, seal: DocumentSeal, share: int) -> None:
    place = len(sealed) * share // 100

    assert isinstance(check(changed(sealed, place), seal.certificate), NotIntact)


@pytest.mark.parametrize("digit", [1, 50, 51, 65, 71, 200, 2326, 2355, 3000, 3700, 5000, -2])
def test_a_changed_digit_of_the_seal_itself_is_reported(sealed: bytes, seal: DocumentSeal, digit: int) -> None:
    start = sealed.index(START) + len(START)
    end = sealed.index(b">", start)
    place = start + digit if digit > 0 else end + digit + 1

    assert isinstance(check(changed(sealed, place), seal.certificate), NotIntact)


def test_a_changed_content_is_told_as_that(sealed: bytes, seal: DocumentSeal) -> None:
    stream = sealed.index(b"stream") + 40

    assert check(changed(sealed, stream), seal.certificate) == NotIntact(Fault.CHANGED)


@pytest.mark.parametrize("more", [b"\n", b"% hola\n", b"x" * 500])
def test_bytes_after_the_end_are_told(sealed: bytes, seal: DocumentSeal, more: bytes) -> None:
    assert check(sealed + more, seal.certificate) == NotIntact(Fault.APPENDED)


def test_an_appended_update_is_told(sealed: bytes, seal: DocumentSeal) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    updated = BytesIO()
    writer.write(updated)

    assert check(updated.getvalue(), seal.certificate) == NotIntact(Fault.APPENDED)


def test_a_document_without_a_seal_is_told(seal: DocumentSeal) -> None:
    assert check(typeset(document()), seal.certificate) == NotIntact(Fault.UNSEALED)


def test_a_foreign_seal_of_the_same_name_is_told(other_seal: DocumentSeal, seal: DocumentSeal) -> None:
    forged = other_seal.seal(typeset(document()), SEALED_AT)

    assert check(forged, other_seal.certificate) == Intact()
    assert check(forged, seal.certificate) == NotIntact(Fault.FOREIGN)


def test_the_desks_certificate_with_anothers_key_is_told(other_seal: DocumentSeal, seal: DocumentSeal) -> None:
    forger = DocumentSeal(replace(other_seal.kept, certificate=seal.certificate))

    assert check(forger.seal(typeset(document()), SEALED_AT), seal.certificate) == NotIntact(Fault.CHANGED)


@pytest.mark.parametrize("data", [b"", b"hola", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"\x00" * 1000, b"PK\x03\x04"])
def test_what_is_no_pdf_is_told(data: bytes, seal: DocumentSeal) -> None:
    assert check(data, seal.certificate) == NotIntact(Fault.UNREADABLE)


@pytest.mark.parametrize("share", range(1, 10))
def test_a_file_cut_short_is_told(sealed: bytes, seal: DocumentSeal, share: int) -> None:
    assert isinstance(check(sealed[: len(sealed) * share // 10], seal.certificate), NotIntact)


def test_every_fault_has_its_sentence() -> None:
    assert len(set(SENTENCES.values())) == len(Fault)
    assert NotIntact(Fault.UNSEALED).reason.startswith("El PDF no lleva el sello de la mesa de certificación.")


def test_a_certificate_as_sat_makes_them_seals_and_is_checked(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its name holds text in 2.5.4.45, which asn1crypto cannot read."""
    issuer = authority(tmp_path_factory.mktemp("sat") / "authority")
    made = efirma(issuer, **{**COMPANY, "name": "Ñandú de Ensayo"})
    certificate = x509.load_der_x509_certificate(made.cer)
    key = load_der_private_key(made.key, password=PASSWORD.encode())

    pdf = DocumentSeal(KeptSeal(certificate, key, (issuer.certificate,))).seal(typeset(document()), SEALED_AT)

    assert check(pdf, certificate) == Intact()
