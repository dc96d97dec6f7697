"""Whether a PDF still is, byte for byte, what the desk sealed.

The certificate must be exactly the one that is named, so no chain is built and no moment asked: a document stays intact
after its seal's certificate has ended. Names in certificates are never compared (asn1crypto cannot read SAT's).
"""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from asn1crypto import cms, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel


class Fault(StrEnum):
    """Why a PDF is not as it was sealed."""

    UNREADABLE = "unreadable"
    UNSEALED = "unsealed"
    FOREIGN = "foreign"
    CHANGED = "changed"
    APPENDED = "appended"


#: fault → what people read.
SENTENCES: dict[Fault, str] = {
    Fault.UNREADABLE: "El archivo no se puede leer: está dañado o no es un PDF. Descarga de nuevo el documento.",
    Fault.UNSEALED: "El PDF no lleva el sello de la mesa de certificación. Descarga de nuevo el documento.",
    Fault.FOREIGN: "El sello del PDF no es el de la mesa de certificación. No lo aceptes como documento de la mesa.",
    Fault.CHANGED: "El contenido del PDF cambió después de sellarlo. Descarga de nuevo el documento.",
    Fault.APPENDED: "Al PDF se le agregó algo después de sellarlo. Descarga de nuevo el documento.",
}


@dataclass(frozen=True, slots=True)
class Intact:
    """Not a byte differs from what was sealed."""


@dataclass(frozen=True, slots=True)
class NotIntact:
    """It is not what the desk sealed."""

    fault: Fault

    @property
    def reason(self) -> str:
        """The sentence for people."""
        return SENTENCES[self.fault]


def check(pdf: bytes, trusted: certificates.Certificate) -> Intact | NotIntact:
    """Whether *pdf* is intact under a seal of *trusted*. Never raises, whatever the bytes are."""
    try:
        fault = _fault(pdf, trusted.public_bytes(Encoding.DER))
    except Exception:  # noqa: BLE001 — whatever damaged bytes make pyHanko and asn1crypto raise
        fault = Fault.UNREADABLE
    return NotIntact(fault) if fault else Intact()


def _fault(pdf: bytes, trusted: bytes) -> Fault | None:
    seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if not seals:
        return Fault.UNSEALED
    seal, certificate = seals[0], x509.Certificate.load(trusted)
    if seal.signer_cert.dump() != trusted:
        return Fault.FOREIGN
    seal.compute_integrity_info(skip_diff=True)
    sound = all(validate_sig_integrity(seal.signer_info, certificate, "data", seal.compute_digest()))
    if not sound or not _only_a_seal_is_left_out(seal, pdf, certificate):
        return Fault.CHANGED
    return None if seal.coverage is SignatureCoverageLevel.ENTIRE_FILE else Fault.APPENDED


def _only_a_seal_is_left_out(seal: EmbeddedPdfSignature, pdf: bytes, certificate: x509.Certificate) -> bool:
    """Whether the gap, which no signature can cover, holds the seal as it is written, then zeros, nothing else."""
    _, before, after, _ = seal.byte_range
    digits = _wrapped(seal, certificate).hex().upper()
    return pdf[before:after] == b"<%s>" % digits.ljust(after - before - 2, "0").encode()


def _wrapped(seal: EmbeddedPdfSignature, certificate: x509.Certificate) -> bytes:
    """How the seal is written around what it signs (CMS, RFC 5652): made anew, to be compared digit by digit."""
    info = seal.signer_info
    issuer = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", issuer),
        "digest_algorithm": info["digest_algorithm"],
        "signed_attrs": info["signed_attrs"],
        "signature_algorithm": info["signature_algorithm"],
        "signature": info["signature"],
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [info["digest_algorithm"]],
        "encap_content_info": {"content_type": "data"},
        "certificates": [choice.chosen for choice in seal.signed_data["certificates"]],
        "signer_infos": [signer],
    }
    written: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump()
    return written
