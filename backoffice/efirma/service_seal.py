"""The Ed25519 seal that the test service puts on notices: made, loaded, verified. Keys are PEM or base64."""

import base64
import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from backoffice.domain.errors import BadInput

#: Rehearsals are sealed with a key that everybody may know, so that nobody takes them for the real thing.
REHEARSAL_SENTENCE = b"mesa de certificacion: sello publico de los ensayos"


@dataclass(frozen=True, slots=True)
class ServiceSeal:
    """A key that seals. ``public_key`` is what verifies, base64 of its 32 raw bytes."""

    key: Ed25519PrivateKey = field(repr=False)

    @property
    def public_key(self) -> str:
        """The public half, as ``answers.json`` carries it."""
        return base64.b64encode(self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    def sign(self, data: bytes) -> str:
        """The signature of *data*, base64 of its 64 bytes. The same data gives the same signature."""
        return base64.b64encode(self.key.sign(data)).decode()


def verify(public_key: str, data: bytes, seal: str) -> bool:
    """Whether *seal* (base64) is the signature of *data* under *public_key* (base64). Garbage is simply not."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(seal, validate=True), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def rehearsal_seal() -> ServiceSeal:
    """The published key of rehearsals, the same everywhere."""
    return ServiceSeal(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(REHEARSAL_SENTENCE).digest()))


def new_key() -> bytes:
    """A fresh private key as PEM."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def from_pem(pem: bytes) -> ServiceSeal:
    """The seal whose private key *pem* holds; ``BadInput`` where it holds none of this kind."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as damaged:
        raise BadInput("La llave que sella los avisos no es una llave privada PEM sin contraseña.") from damaged
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput("La llave que sella los avisos debe ser Ed25519.")
    return ServiceSeal(key)


def kept_in(file: Path) -> ServiceSeal:
    """The seal kept in *file*; made there (mode 0600) the first time. Two first times at once give one key."""
    if not file.exists():
        _make(file)
    return from_pem(file.read_bytes())


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mkstemp makes it 0600
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(new_key())
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        Path(draft).unlink()
