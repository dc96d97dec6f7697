"""Whom the desk trusts: authorities in folders, and the chain from a certificate to a root among them.

SAT's authorities are in ``sat_ca``; whoever runs the desk names the folders, because new authorities will come.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import SignatureAlgorithmOID

from backoffice.domain.errors import MesaError
from backoffice.efirma.certificate import UNREADABLE, Certificate, is_text, loaded
from backoffice.efirma.kinds import SMALLEST_KEY, extension, is_authority, usages
from backoffice.efirma.names import names_of
from backoffice.efirma.refusals import Code, EfirmaRefused

SAT_AUTHORITIES = Path(__file__).parent / "sat_ca"
ENDINGS = frozenset({".cer", ".crt", ".pem"})
#: Certificates from the holder's issuer to the root. SAT's chains have two.
LONGEST_CHAIN = 6

#: Signatures of authorities that count. SHA-1 and MD5 are not among them.
ALGORITHMS: dict[x509.ObjectIdentifier, hashes.HashAlgorithm] = {
    SignatureAlgorithmOID.RSA_WITH_SHA256: hashes.SHA256(),
    SignatureAlgorithmOID.RSA_WITH_SHA384: hashes.SHA384(),
    SignatureAlgorithmOID.RSA_WITH_SHA512: hashes.SHA512(),
}
#: Extensions that are understood here; another one marked critical makes a certificate unusable (RFC 5280, 4.2).
UNDERSTOOD = frozenset({x509.BasicConstraints.oid, x509.KeyUsage.oid, x509.ExtendedKeyUsage.oid})


class BrokenTrustFolder(MesaError):
    """A folder of authorities that is missing or holds a file that is no certificate: for whoever runs the desk."""


@dataclass(frozen=True, slots=True)
class Link:
    """A certificate as a link of chains: what it is called, who signed it, and whom it may vouch for."""

    certificate: x509.Certificate = field(repr=False)
    subject: bytes
    issuer: bytes
    key: RSAPublicKey | None = field(repr=False)
    may_issue: bool
    most_below: int | None
    understood: bool

    @property
    def der(self) -> bytes:
        """The certificate's bytes."""
        return self.certificate.public_bytes(Encoding.DER)

    def is_current(self, at: datetime) -> bool:
        """Whether *at* lies in its time."""
        return self.certificate.not_valid_before_utc <= at <= self.certificate.not_valid_after_utc

    def vouches_for(self, other: "Link") -> bool:
        """Whether it is named as the issuer of *other* and its key made the signature on it."""
        algorithm = ALGORITHMS.get(other.certificate.signature_algorithm_oid)
        if algorithm is None or self.key is None or self.subject != other.issuer:
            return False
        signed, signature = other.certificate.tbs_certificate_bytes, other.certificate.signature
        try:
            self.key.verify(signature, signed, PKCS1v15(), algorithm)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Authorities, of which those that signed themselves are trusted and the others lead to them."""

    authorities: tuple[Link, ...]

    @classmethod
    def from_folders(cls, *folders: Path) -> "TrustStore":
        """All ``.cer``, ``.crt`` and ``.pem`` files there, DER or PEM. Raises ``BrokenTrustFolder`` naming the file."""
        return cls(tuple(link for folder in folders for link in _links_in(folder)))

    def require(self, certificate: Certificate, at: datetime) -> tuple[bytes, ...]:
        """The chain of *certificate*, from its issuer to the root, in DER; every link is valid *at* that moment.

        Raises ``EfirmaRefused`` (untrusted) where there is none. Whether the certificate itself is valid is not asked.
        """
        try:
            leaf = link_of(loaded(certificate.der))
        except UNREADABLE as damaged:
            raise EfirmaRefused(Code.UNTRUSTED) from damaged
        chain = self._chain(leaf, at, ()) if leaf.understood else None
        if chain is None:
            raise EfirmaRefused(Code.UNTRUSTED)
        return tuple(link.der for link in chain)

    def _chain(self, below: Link, at: datetime, so_far: tuple[Link, ...]) -> tuple[Link, ...] | None:
        """The first way from *below* up to a root; *so_far* are the authorities under the one that is sought."""
        for issuer in self._issuers(below, at, so_far):
            chain = (*so_far, issuer)
            if issuer.vouches_for(issuer):
                return chain
            further = self._chain(issuer, at, chain) if len(chain) < LONGEST_CHAIN else None
            if further:
                return further
        return None

    def _issuers(self, below: Link, at: datetime, so_far: tuple[Link, ...]) -> Iterator[Link]:
        for authority in self.authorities:
            fits = authority.may_issue and authority.understood and authority.is_current(at)
            short_enough = authority.most_below is None or len(so_far) <= authority.most_below
            if fits and short_enough and authority not in so_far and authority.vouches_for(below):
                yield authority


def link_of(certificate: x509.Certificate) -> Link:
    """*certificate* as a link; raises one of ``UNREADABLE``."""
    said = names_of(certificate.tbs_certificate_bytes)
    key = certificate.public_key()
    constraints = extension(certificate, x509.BasicConstraints)
    return Link(
        certificate,
        subject=said.subject,
        issuer=said.issuer,
        key=key if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_KEY else None,
        may_issue=is_authority(certificate) and "key_cert_sign" in usages(certificate),
        most_below=constraints.path_length if constraints is not None else None,
        understood=all(part.oid in UNDERSTOOD for part in certificate.extensions if part.critical),
    )


def _links_in(folder: Path) -> Iterator[Link]:
    if not folder.is_dir():
        raise BrokenTrustFolder(f"No existe la carpeta de autoridades {folder}. Créala o corrige el ajuste.")
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in ENDINGS:
            yield from _links_of(file)


def _links_of(file: Path) -> list[Link]:
    try:
        data = file.read_bytes()
        found = x509.load_pem_x509_certificates(data) if is_text(data) else [loaded(data)]
        return [link_of(certificate) for certificate in found]
    except (OSError, *UNREADABLE) as damaged:
        raise BrokenTrustFolder(
            f"El archivo de autoridades {file} no es un certificado que se pueda leer. Reemplázalo o quítalo."
        ) from damaged
