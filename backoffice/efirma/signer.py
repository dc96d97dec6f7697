"""Whether whoever holds this certificate may sign for an account now, and whether a signature is theirs.

    certificate = read_certificate(cer)                                            # is it one?
    signer = check_signer(certificate, rfc=account.rfc, at=now, trust=trust)       # may they?
    verify_signature(certificate, statement, signature)                            # did they?

Each refusal is an ``EfirmaRefused`` with its own code and sentence. The private key never comes here.
"""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from backoffice.domain.calendar import spoken
from backoffice.efirma.certificate import Certificate, loaded, plain_rfc
from backoffice.efirma.kinds import LARGEST_KEY, Kind
from backoffice.efirma.refusals import Code, EfirmaRefused
from backoffice.efirma.revocation import NotVerified, Revocation, RevocationCheck
from backoffice.efirma.trust import TrustStore

#: Where the days of a refusal are told.
MEXICO = ZoneInfo("America/Mexico_City")
NO_CHECK = NotVerified()


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign for an account. ``chain``: the authorities from the issuer to the root, in DER."""

    certificate: Certificate
    revocation: Revocation
    chain: tuple[bytes, ...] = field(repr=False)


def check_signer(
    certificate: Certificate,
    *,
    rfc: str,
    at: datetime,
    trust: TrustStore,
    revocation: RevocationCheck = NO_CHECK,
    zone: tzinfo = MEXICO,
) -> Signer:
    """The signer, where *certificate* is an e.firma of *rfc* that a trusted authority vouches for, valid *at* (aware).

    Raises ``EfirmaRefused`` for the first of: CSD, no e.firma, not yet valid, expired, other RFC, untrusted, revoked.
    """
    _require_efirma(certificate)
    _require_current(certificate, at, zone)
    if plain_rfc(rfc) != certificate.rfc:
        raise EfirmaRefused(Code.OTHER_RFC, found=certificate.rfc, expected=plain_rfc(rfc))
    chain = trust.require(certificate, at)
    known = revocation(certificate, at)
    if known == Revocation.REVOKED:
        raise EfirmaRefused(Code.REVOKED)
    return Signer(certificate, known, chain)


def verify_signature(certificate: Certificate, statement: bytes, signature: bytes) -> None:
    """Require that *signature* is RSA PKCS#1 v1.5 with SHA-256 over exactly *statement*, by the certificate's key.

    Raises ``EfirmaRefused`` (bad signature) otherwise. It does not ask whether the certificate is good.
    """
    if len(signature) > LARGEST_KEY // 8:
        raise EfirmaRefused(Code.BAD_SIGNATURE)
    key = loaded(certificate.der).public_key()
    if not isinstance(key, RSAPublicKey) or len(signature) * 8 != key.key_size:
        raise EfirmaRefused(Code.BAD_SIGNATURE)
    try:
        key.verify(signature, statement, PKCS1v15(), SHA256())
    except InvalidSignature as other:
        raise EfirmaRefused(Code.BAD_SIGNATURE) from other


def _require_efirma(certificate: Certificate) -> None:
    if certificate.kind is Kind.CSD:
        raise EfirmaRefused(Code.CSD)
    if certificate.kind is not Kind.EFIRMA:
        raise EfirmaRefused(Code.NOT_EFIRMA)


def _require_current(certificate: Certificate, at: datetime, zone: tzinfo) -> None:
    if at < certificate.valid_from:
        raise EfirmaRefused(Code.NOT_YET_VALID, day=spoken(certificate.valid_from.astimezone(zone).date()))
    if at > certificate.valid_until:
        raise EfirmaRefused(Code.EXPIRED, day=spoken(certificate.valid_until.astimezone(zone).date()))
