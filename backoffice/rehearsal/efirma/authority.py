"""The authority of rehearsals, two floors like SAT's: a root, and the one that issues. Made once, kept in a folder.

``<folder>/trust`` is a trust folder like any other; ``<folder>/issuing.key`` signs. The root's key is not kept.
"""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID

from backoffice.domain.errors import BadInput

#: Long enough for whatever day a rehearsal plays on.
VALID_FROM, VALID_UNTIL = datetime(2010, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
ROOT_NUMBER, ISSUING_NUMBER = b"99999000000000000001", b"99999000000000000002"
EXPONENT = 65537
BITS = 2048


@dataclass(frozen=True, slots=True)
class Authority:
    """Who issues. ``trust_folder`` holds ``root.cer`` and ``issuing.cer``; ``certificate`` is the second."""

    trust_folder: Path
    certificate: x509.Certificate = field(repr=False)
    key: RSAPrivateKey = field(repr=False)


def authority(folder: Path) -> Authority:
    """The authority kept in *folder*; made there the first time. Two first times at once give one authority."""
    if not (folder / "issuing.key").exists():
        _make(folder)
    key = load_der_private_key((folder / "issuing.key").read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise BadInput(f"La llave {folder / 'issuing.key'} no es de la autoridad de ensayo. Borra esa carpeta.")
    trust_folder = folder / "trust"
    return Authority(trust_folder, x509.load_der_x509_certificate((trust_folder / "issuing.cer").read_bytes()), key)


def new_key() -> RSAPrivateKey:
    """A fresh key, of the size of SAT's."""
    return generate_private_key(EXPONENT, BITS)


def _make(folder: Path) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))  # mkdtemp makes it 0700
    _fill(draft)
    try:
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft)
        if not (folder / "issuing.key").exists():
            raise  # not another process that was first, whose authority is the authority


def _fill(folder: Path) -> None:
    root_key, issuing_key = new_key(), new_key()
    root_name, issuing_name = _name("Autoridad raíz de ensayo, sin validez"), _name("Autoridad de ensayo, sin validez")
    root = _signed(root_name, root_key.public_key(), ROOT_NUMBER, root_name, root_key, most_below=1)
    issuing = _signed(issuing_name, issuing_key.public_key(), ISSUING_NUMBER, root_name, root_key, most_below=0)
    trust = folder / "trust"
    trust.mkdir()
    (trust / "root.cer").write_bytes(root)
    (trust / "issuing.cer").write_bytes(issuing)
    key_file = folder / "issuing.key"
    key_file.touch(mode=0o600)
    key_file.write_bytes(issuing_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, text),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ensayos de la mesa de certificación"),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "MX"),
        ]
    )


def _signed(
    subject: x509.Name, key: RSAPublicKey, number: bytes, issuer: x509.Name, signs: RSAPrivateKey, *, most_below: int
) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(int.from_bytes(number))
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=most_below), critical=True)
        .add_extension(usage("digital_signature", "content_commitment", "key_cert_sign", "crl_sign"), critical=True)
    )
    return builder.sign(signs, SHA256()).public_bytes(Encoding.DER)


def usage(*names: str) -> x509.KeyUsage:
    """The keyUsage with these bits set."""
    bits = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    more = ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{bit: bit in names for bit in (*bits, *more)})
