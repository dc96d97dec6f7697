"""What a certificate is for: an e.firma, a seal for receipts (CSD), or anything else."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose

Value = TypeVar("Value", bound=x509.ExtensionType)


class Kind(StrEnum):
    """What SAT issues to taxpayers, told apart by the table below."""

    EFIRMA = "efirma"
    CSD = "csd"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells kinds apart: bits of keyUsage, identifiers of extendedKeyUsage, whether a unit (OU) is named.

    A kind asks for its usages and purposes; more of them do no harm.
    """

    usages: frozenset[str]
    purposes: frozenset[str]
    unit: bool

    def has(self, asked: "Marks") -> bool:
        """Whether a certificate with these marks is of the kind that asks for those."""
        return self.unit == asked.unit and self.usages >= asked.usages and self.purposes >= asked.purposes


SIGNING = frozenset({"digital_signature", "content_commitment"})

#: Measured on SAT's public test certificates of 2017 and 2019; of SAT's two kinds only the CSD names a unit.
KINDS: dict[Kind, Marks] = {
    Kind.EFIRMA: Marks(
        SIGNING | {"data_encipherment", "key_agreement"},
        frozenset({Purpose.EMAIL_PROTECTION.dotted_string, Purpose.CLIENT_AUTH.dotted_string}),
        unit=False,
    ),
    Kind.CSD: Marks(SIGNING, frozenset(), unit=True),
}

USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)
#: Bits of an RSA key. SAT's are of 2048; more than the upper limit would only cost time.
SMALLEST_KEY, LARGEST_KEY = 2048, 4096


def kind_of(certificate: x509.Certificate, *, unit: bool) -> Kind:
    """The kind of *certificate*; *unit*: whether its subject names one (2.5.4.11). Authorities and odd keys are OTHER.

    Raises what ``cryptography`` raises on a damaged key or extension.
    """
    if not _has_usual_key(certificate) or is_authority(certificate):
        return Kind.OTHER
    marks = Marks(usages(certificate), purposes(certificate), unit)
    return next((kind for kind, asked in KINDS.items() if marks.has(asked)), Kind.OTHER)


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may issue others, as basicConstraints say."""
    constraints = extension(certificate, x509.BasicConstraints)
    return constraints is not None and constraints.ca


def usages(certificate: x509.Certificate) -> frozenset[str]:
    """The bits of keyUsage that are set, by name; none where there is no such extension."""
    said = extension(certificate, x509.KeyUsage)
    return frozenset(name for name in USAGES if said is not None and getattr(said, name))


def purposes(certificate: x509.Certificate) -> frozenset[str]:
    """The identifiers of extendedKeyUsage."""
    return frozenset(purpose.dotted_string for purpose in extension(certificate, x509.ExtendedKeyUsage) or ())


def extension(certificate: x509.Certificate, kind: type[Value]) -> Value | None:
    """The extension of this kind, ``None`` where there is none."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _has_usual_key(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    return isinstance(key, RSAPublicKey) and SMALLEST_KEY <= key.key_size <= LARGEST_KEY
