"""A taxpayer's certificate (``.cer``) as a value that can be asked. Who vouches for it is asked elsewhere."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from backoffice.domain.applicant import RFC
from backoffice.domain.typography import shortened
from backoffice.efirma import names
from backoffice.efirma.kinds import Kind, kind_of
from backoffice.efirma.refusals import Code, EfirmaRefused

#: Bytes. SAT's certificates have some 1,500, as PEM text 2,100.
LARGEST = 10 * 1024
LONGEST_NAME = 250
PEM, SEQUENCE = b"-----BEGIN CERTIFICATE-----", b"\x30"
NUMBER = re.compile(rb"[0-9]{20}")

#: What ``cryptography`` and asn1crypto raise on bytes that are no certificate.
UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says. Moments are UTC; ``issuer`` is the issuer's whole name in DER.

    An e.firma and a CSD have a ``number`` of 20 digits and the ``rfc`` of the holder (a company or a person); in
    certificates of another kind these may be empty. ``curp`` is that of the person who signs.
    """

    der: bytes = field(repr=False)
    number: str
    rfc: str
    representative_rfc: str | None
    curp: str | None
    name: str
    kind: Kind
    valid_from: datetime
    valid_until: datetime
    issuer: bytes = field(repr=False)


def read_certificate(data: bytes) -> Certificate:
    """The certificate in *data*, DER or PEM text of at most 10 KB. Raises ``EfirmaRefused`` for anything else."""
    if len(data) > LARGEST:
        raise EfirmaRefused(Code.TOO_LARGE)
    try:
        der = x509.load_pem_x509_certificate(data).public_bytes(Encoding.DER) if is_text(data) else data
        return _described(loaded(der))
    except UNREADABLE as damaged:
        raise EfirmaRefused(Code.NOT_A_CERTIFICATE) from damaged


def loaded(der: bytes) -> x509.Certificate:
    """The certificate as the library sees it; raises one of ``UNREADABLE``. Never text: DER may hold another's PEM.

    The signature must be of whole bytes, or the same certificate could be written in several ways.
    """
    certificate = x509.load_der_x509_certificate(der)
    if not der.endswith(b"\x00" + certificate.signature):
        raise ValueError("the signature does not end with a whole byte")
    return certificate


def is_text(data: bytes) -> bool:
    """Whether a file is PEM; DER begins with the tag of a sequence."""
    return PEM in data and not data.startswith(SEQUENCE)


def _described(certificate: x509.Certificate) -> Certificate:
    said = names.names_of(certificate.tbs_certificate_bytes)
    subject = names.attributes(said.subject)
    kind = kind_of(certificate, unit=names.ORGANIZATIONAL_UNIT in subject)
    number = said.serial.decode() if NUMBER.fullmatch(said.serial) else ""
    rfc, representative = _holder_and_representative(subject)
    return Certificate(
        der=certificate.public_bytes(Encoding.DER),
        number=number,
        rfc=rfc,
        representative_rfc=representative,
        curp=_curp(subject),
        name=shortened(" ".join(subject.get(names.COMMON_NAME, [])), LONGEST_NAME),
        kind=kind if number and rfc else Kind.OTHER,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        issuer=said.issuer,
    )


def _holder_and_representative(subject: names.Attributes) -> tuple[str, str | None]:
    """``EKU9003173C9 / XIQB891116QE4`` → both; a person has only the first. Empty where it is not one text of RFCs."""
    texts = subject.get(names.UNIQUE_IDENTIFIER, [])
    holder, _, representative = (plain_rfc(part) for part in (texts[0] if len(texts) == 1 else "").partition("/"))
    if not RFC.fullmatch(holder):
        return "", None
    return holder, representative if RFC.fullmatch(representative) else None


def _curp(subject: names.Attributes) -> str | None:
    """A person's ``CACX760510MGTSHC04``, or the representative's in `` / XIQB891116MGRMZR05``."""
    text = shortened(" ".join(subject.get(names.SERIAL_NUMBER, [])), LONGEST_NAME)
    return text.rpartition("/")[2].strip().upper() or None


def plain_rfc(text: str) -> str:
    """An RFC in capitals without blanks around it, each Ñ one character."""
    return unicodedata.normalize("NFC", text).strip().upper()
