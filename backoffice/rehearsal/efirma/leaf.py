"""A taxpayer's certificate and key as SAT makes them, issued by the authority of rehearsals."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from asn1crypto.x509 import Certificate as Draft
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from backoffice.domain.errors import BadInput
from backoffice.efirma.kinds import Kind
from backoffice.rehearsal.efirma import names
from backoffice.rehearsal.efirma.authority import Authority, new_key, usage
from backoffice.rehearsal.efirma.keys import CipherName, locked

#: Four years, as SAT's.
VALID_DAYS = 1461
EMAIL_ADDRESS = "ensayo@ensayo.example"
#: Netscape's certificate type, which SAT still writes: SSL client and S/MIME.
NETSCAPE_TYPE = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.16.840.1.113730.1.1"), b"\x03\x02\x05\xa0")

Extensions = list[tuple[x509.ExtensionType, bool]]

#: kind → its extensions and whether they are critical, in SAT's order.
EXTENSIONS: dict[Kind, Extensions] = {
    Kind.EFIRMA: [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (usage("digital_signature", "content_commitment", "data_encipherment", "key_agreement"), False),
        (NETSCAPE_TYPE, False),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH]), False),
    ],
    Kind.CSD: [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (usage("digital_signature", "content_commitment"), False),
    ],
}


@dataclass(frozen=True, slots=True)
class Efirma:
    """The two files: ``cer`` in DER, ``key`` in DER and locked with the password."""

    cer: bytes
    key: bytes = field(repr=False)

    def signature(self, text: str, password: str) -> str:
        """Over exactly *text*, in base64, as a browser sends it. Raises ``BadInput`` for a key that is no e.firma's."""
        key = load_der_private_key(self.key, password.encode())
        if not isinstance(key, RSAPrivateKey):
            raise BadInput("La llave no es de una e.firma de ensayo. Borra la carpeta var/demo/efirma.")
        return base64.b64encode(key.sign(text.encode(), PKCS1v15(), SHA256())).decode()


def efirma(
    authority: Authority,
    *,
    rfc: str,
    representative_rfc: str | None,
    name: str,
    password: str,
    at: datetime,
    kind: Kind = Kind.EFIRMA,
    valid_days: int = VALID_DAYS,
    cipher: CipherName = "aes256",
    curp: str | None = None,
) -> Efirma:
    """A fresh e.firma (or CSD), valid from *at* (aware). A person has no representative. No key is made twice.

    *curp* is that of the person who signs. Raises ``BadInput`` for letters outside Latin-1.
    """
    key = new_key()
    subject = names.subject(_attributes(kind, rfc, representative_rfc, name, curp))
    draft = _draft(authority, key.public_key(), at, valid_days, EXTENSIONS[kind])
    return Efirma(_signed(draft, subject, authority.key), locked(key, password, cipher))


def _attributes(
    kind: Kind, rfc: str, representative_rfc: str | None, name: str, curp: str | None
) -> list[tuple[str, str]]:
    """The subject in SAT's order; a CSD has no country or e-mail, and names a unit."""
    said = [(names.COMMON_NAME, name), (names.NAME, name), (names.ORGANIZATION, name)]
    if kind is Kind.EFIRMA:
        said += [(names.COUNTRY, "MX"), (names.EMAIL, EMAIL_ADDRESS)]
    said.append((names.UNIQUE_IDENTIFIER, f"{rfc} / {representative_rfc}" if representative_rfc else rfc))
    if curp:
        said.append((names.SERIAL_NUMBER, f" / {curp}" if representative_rfc else curp))
    return [*said, (names.UNIT, "Matriz")] if kind is Kind.CSD else said


def _draft(
    authority: Authority, key: RSAPublicKey, at: datetime, valid_days: int, extensions: Extensions
) -> x509.CertificateBuilder:
    """All but the subject. The number is 20 digits, written as such."""
    number = b"99999%015d" % secrets.randbelow(10**15)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.certificate.subject)
        .public_key(key)
        .serial_number(int.from_bytes(number))
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=valid_days))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder


def _signed(draft: x509.CertificateBuilder, subject: bytes, key: RSAPrivateKey) -> bytes:
    """*draft* with *subject*, which the library itself cannot write, signed again over what it says then."""
    certificate = Draft.load(draft.sign(key, SHA256()).public_bytes(Encoding.DER))
    whole = names.with_subject(certificate["tbs_certificate"].dump(), subject)
    certificate["tbs_certificate"] = type(certificate["tbs_certificate"]).load(whole)
    certificate["signature_value"] = key.sign(whole, PKCS1v15(), SHA256())
    return bytes(certificate.dump())
