"""A subject written byte by byte as SAT writes it: plain text as PrintableString, the rest as Latin-1 marked T61."""

import re

from asn1crypto import core, x509

from backoffice.domain.errors import BadInput

PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,./:=?-]*")

COMMON_NAME, NAME, ORGANIZATION = "2.5.4.3", "2.5.4.41", "2.5.4.10"
COUNTRY, EMAIL, UNIT = "2.5.4.6", "1.2.840.113549.1.9.1", "2.5.4.11"
UNIQUE_IDENTIFIER, SERIAL_NUMBER = "2.5.4.45", "2.5.4.5"


def subject(attributes: list[tuple[str, str]]) -> bytes:
    """A name in DER of these identifiers and texts, in their order. ``BadInput`` for what Latin-1 cannot write."""
    return _sequence(
        *(_set(_sequence(core.ObjectIdentifier(key).dump(), _text(key, text))) for key, text in attributes)
    )


def with_subject(tbs_certificate: bytes, name: bytes) -> bytes:
    """The signed half of a certificate with *name* as its subject."""
    half = x509.TbsCertificate.load(tbs_certificate)
    half["subject"] = x509.Name.load(name)
    return bytes(half.dump())


def _text(key: str, text: str) -> bytes:
    if key == EMAIL:
        return bytes(core.IA5String(text).dump())
    if PRINTABLE.fullmatch(text):
        return bytes(core.PrintableString(text).dump())
    try:
        return _tagged(core.TeletexString.tag, text.encode("latin-1"))
    except UnicodeEncodeError as other:
        raise BadInput(f"«{text}» tiene letras que un certificado del SAT no lleva. Escríbelo en Latin-1.") from other


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _set(*parts: bytes) -> bytes:
    return _tagged(0x31, b"".join(parts))


def _tagged(first: int, content: bytes) -> bytes:
    size = len(content)
    length = size.to_bytes((size.bit_length() + 7) // 8) if size > 127 else b""
    return bytes([first, 0x80 | len(length)]) + length + content if length else bytes([first, size]) + content
