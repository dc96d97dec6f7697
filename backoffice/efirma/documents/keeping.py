"""The certificate and key of the desk's seal as two files: the operator's own, or made the first time."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from backoffice.domain.errors import MesaError

CERTIFICATE_FILE, KEY_FILE = "seal.pem", "seal.key.pem"
NAME = "Sello de la mesa de certificación"
KEY_BITS = 3072
#: A self-signed certificate cannot be renewed under the documents that carry it: it outlasts them.
LIFE = timedelta(days=20 * 365)
#: Clocks of readers may be a little behind.
BEFORE = timedelta(days=1)

Key = RSAPrivateKey | EllipticCurvePrivateKey


class BrokenSeal(MesaError):
    """Files of the seal that cannot be used: for whoever runs the desk."""


@dataclass(frozen=True, slots=True)
class KeptSeal:
    """A key, its certificate, and those that vouch for it (none where it signed itself)."""

    certificate: x509.Certificate
    key: Key = field(repr=False)
    above: tuple[x509.Certificate, ...] = ()


def kept_in(folder: Path, at: datetime) -> KeptSeal:
    """What ``seal.pem`` and ``seal.key.pem`` in *folder* hold; made there the first time, valid from *at* (aware).

    The key comes first, and a certificate is made of the key that is there: two first times at once give one seal.
    ``BrokenSeal`` where a file is missing, unreadable, or of another key.
    """
    certificate_file, key_file = folder / CERTIFICATE_FILE, folder / KEY_FILE
    if certificate_file.exists() and not key_file.exists():
        raise BrokenSeal(f"Falta {key_file}, la llave del certificado {certificate_file}. Ponla junto a él.")
    _make_once(key_file, _new_key)
    key = _key_in(key_file)
    _make_once(certificate_file, lambda: _self_signed(key, at).public_bytes(Encoding.PEM))
    certificate, *above = _certificates_in(certificate_file)
    if certificate.public_key() != key.public_key():
        raise BrokenSeal(
            f"La llave {key_file} no es la del certificado {certificate_file}. Pon las dos de un mismo sello."
        )
    return KeptSeal(certificate, key, tuple(above))


def _key_in(file: Path) -> Key:
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as damaged:
        raise BrokenSeal(
            f"La llave del sello {file} no es una llave privada PEM sin contraseña. Reemplázala."
        ) from damaged
    if not isinstance(key, Key):
        raise BrokenSeal(f"La llave del sello {file} debe ser RSA o de curva elíptica. Reemplázala.")
    return key


def _certificates_in(file: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError) as damaged:
        raise BrokenSeal(f"El certificado del sello {file} no es un certificado PEM. Reemplázalo.") from damaged


def _new_key() -> bytes:
    key = generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _self_signed(key: Key, at: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "MX"), x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    return (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), at - BEFORE, at + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_SIGNING_ONLY, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )


_SIGNING_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def _make_once(file: Path, content: Callable[[], bytes]) -> None:
    """Write *file* (mode 0600) unless it is there; whole or not at all, and the first of several writers wins."""
    if file.exists():
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content())
            handle.flush()
            os.fsync(handle.fileno())
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first: its file is the file
    finally:
        Path(draft).unlink()
