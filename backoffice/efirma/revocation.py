"""Whether a certificate has been revoked: asked of whatever service the desk has. SAT offers none to the public."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from backoffice.efirma.certificate import Certificate


class Revocation(StrEnum):
    """What is known, in the words that documents and pages show."""

    NOT_VERIFIED = "no verificada"
    NOT_REVOKED = "no revocada"
    REVOKED = "revocada"


class RevocationCheck(Protocol):
    """A service that knows. One that does not answer says ``NOT_VERIFIED``: that is recorded as such."""

    def __call__(self, certificate: Certificate, at: datetime) -> Revocation:
        """What is known of *certificate* at that moment (aware)."""


class NotVerified:
    """No service: nothing is known, and said so."""

    def __call__(self, certificate: Certificate, at: datetime) -> Revocation:
        """Always ``NOT_VERIFIED``."""
        return Revocation.NOT_VERIFIED
