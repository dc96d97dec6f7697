"""The names in a certificate, byte by byte: who it is about, who issued it, which number it has.

``cryptography`` raises ``ValueError`` on SAT's names with Ñ, which are Latin-1 in strings marked T61, and asn1crypto's
own reading of 2.5.4.45 expects bits where SAT writes text. So the parts are walked one by one. Ask this only of what
``cryptography`` has loaded: it has checked that the DER is strict.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from asn1crypto import parser

#: Tag of a string type → how SAT fills it. T61 (20) really carries Latin-1.
ENCODINGS = {12: "utf-8", 19: "latin-1", 20: "latin-1", 22: "latin-1", 28: "utf-32-be", 30: "utf-16-be"}

#: Identifiers of attributes, as DER writes them.
COMMON_NAME = bytes.fromhex("550403")  # 2.5.4.3
SERIAL_NUMBER = bytes.fromhex("550405")  # 2.5.4.5
ORGANIZATIONAL_UNIT = bytes.fromhex("55040b")  # 2.5.4.11
UNIQUE_IDENTIFIER = bytes.fromhex("55042d")  # 2.5.4.45

#: Of ``[0]``, which holds the version and is left out by certificates of version 1.
VERSION = 0xA0

Attributes = dict[bytes, list[str]]


@dataclass(frozen=True, slots=True)
class Names:
    """``serial``: the bytes of the number. ``issuer`` and ``subject``: whole names in DER, to be compared as bytes."""

    serial: bytes
    issuer: bytes
    subject: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One value of DER: its tag, what it holds, and all its bytes."""

    tag: int
    content: bytes
    whole: bytes


def names_of(tbs_certificate: bytes) -> Names:
    """The names in the signed half of a certificate (RFC 5280, 4.1)."""
    parts = list(_parts(_only(tbs_certificate).content))
    if parts[0].whole[0] == VERSION:
        del parts[0]
    serial, _algorithm, issuer, _validity, subject = parts[:5]
    return Names(serial.content, issuer.whole, subject.whole)


def attributes(name: bytes) -> Attributes:
    """What a name says, by identifier; attributes that are not text are left out. ``ValueError`` if damaged."""
    said: Attributes = {}
    for relative in _parts(_only(name).content):
        for attribute in _parts(relative.content):
            identifier, value = _parts(attribute.content)
            if value.tag in ENCODINGS:
                said.setdefault(identifier.content, []).append(value.content.decode(ENCODINGS[value.tag]))
    return said


def _only(data: bytes) -> Part:
    (part,) = _parts(data)
    return part


def _parts(content: bytes) -> Iterator[Part]:
    while content:
        _class, _method, tag, header, inner, trailer = parser.parse(content)
        size = len(header) + len(inner) + len(trailer)
        yield Part(tag, inner, content[:size])
        content = content[size:]
