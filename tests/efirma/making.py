"""Authorities of every kind for tests of trust, and the company whose e.firma the tests use."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from backoffice.efirma.certificate import Certificate, read_certificate
from backoffice.rehearsal.efirma import Authority, Efirma, efirma
from backoffice.rehearsal.efirma.authority import new_key, usage

CERTIFICATES = Path(__file__).parent / "certificates"
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
PASSWORD = "ensayo-ñandú-1"
COMPANY: dict[str, Any] = {
    "rfc": "NQE950301AB1",
    "representative_rfc": "KAHO641101B39",
    "name": "Nóminas Quetzal de Ensayo, S.A. de C.V.",
    "password": PASSWORD,
    "at": NOW,
    "curp": "KAHO641101HNTLKS06",
}

keys = cache(lambda name: new_key())


def public(name: str) -> bytes:
    """One of SAT's public test certificates."""
    return (CERTIFICATES / f"{name}.cer").read_bytes()


def of_the_web(*extensions: x509.ExtensionType) -> Certificate:
    """A certificate as web servers have: an elliptic curve, a short number, no RFC."""
    name, key = _named("www.example"), ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, NOW, NOW)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return read_certificate(builder.sign(key, SHA256()).public_bytes(Encoding.DER))


@dataclass(frozen=True)
class Issuer:
    """How an authority is made: named *name*, with the key of that name, signed by *under* or by itself."""

    name: str
    under: "Issuer | None" = None
    ca: bool = True
    path_length: int | None = None
    valid_from: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    valid_until: datetime = datetime(2040, 1, 1, tzinfo=UTC)
    key_name: str = ""
    signs: bool = True
    algorithm: HashAlgorithm = field(default_factory=SHA256)
    critical: x509.ExtensionType | None = None

    @property
    def key(self) -> RSAPrivateKey:
        """Its key, the same for the same name."""
        return keys(self.key_name or self.name)

    def certificate(self) -> x509.Certificate:
        """Its certificate."""
        above = self.under or self
        builder = (
            x509.CertificateBuilder()
            .subject_name(_named(self.name))
            .issuer_name(_named(above.name))
            .public_key(self.key.public_key())
            .serial_number(int.from_bytes(b"99999000000000000077"))
            .not_valid_before(self.valid_from)
            .not_valid_after(self.valid_until)
            .add_extension(x509.BasicConstraints(self.ca, self.path_length if self.ca else None), critical=True)
            .add_extension(usage("digital_signature", *(["key_cert_sign"] if self.signs else [])), critical=True)
        )
        if self.critical:
            builder = builder.add_extension(self.critical, critical=True)
        return builder.sign(above.key, self.algorithm)

    def issues(self, **other: Any) -> Efirma:
        """An e.firma of the company, issued by this authority."""
        return efirma(Authority(Path(), self.certificate(), self.key), **{**COMPANY, **other})

    def leaf(self) -> Certificate:
        """The certificate of such an e.firma."""
        return read_certificate(self.issues().cer)

    def but(self, **other: Any) -> "Issuer":
        """The same with something else."""
        return replace(self, **other)


def folder_of(folder: Path, *issuers: Issuer) -> Path:
    """A trust folder with these authorities."""
    folder.mkdir(exist_ok=True)
    for number, issuer in enumerate(issuers):
        (folder / f"{number}.cer").write_bytes(issuer.certificate().public_bytes(Encoding.DER))
    return folder


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
