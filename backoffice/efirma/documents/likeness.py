"""What a file that is none of our documents looks like, by signs in its bytes. It proves nothing: it helps people.

Nothing of the file is opened, followed or unpacked, so that a hostile one costs as much time as any other of its size.
What proves a document is the SHA-256 that was kept when it was sealed.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

#: A header may stand so late and an end so early (ISO 32000, annex H, and what readers accept).
HEADER, END = b"%PDF-", b"%%EOF"
WITHIN = 1024
#: What a seal covers: from the first byte to here, then from here on so many; the seal itself stands in the gap.
COVERED = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}\d{1,9}\s{1,9}(\d{1,9})\s{1,9}(\d{1,9})")
MOST_SEALS = 5
#: The address that our documents carry as a link, and a code after it.
LINK = re.compile(rb"/verificar/([2-9A-Z]{20})\b")


class Likeness(StrEnum):
    """What the file seems to be."""

    NO_PDF = "no_pdf"
    APPENDED = "appended"
    CHANGED = "changed"
    ENCRYPTED = "encrypted"
    INCOMPLETE = "incomplete"
    FOREIGN = "foreign"
    UNSEALED = "unsealed"


#: likeness → what people read.
SENTENCES: dict[Likeness, str] = {
    Likeness.NO_PDF: "El archivo no es un PDF. Elige el PDF que descargaste, o escribe arriba el código del documento.",
    Likeness.APPENDED: "Al PDF se le agregó algo después de sellarlo. Pide el archivo original a la empresa.",
    Likeness.CHANGED: (
        "El PDF lleva nuestro sello, pero no es el que sellamos: fue modificado. Pide el archivo original a la empresa."
    ),
    Likeness.ENCRYPTED: (
        "El PDF está protegido con contraseña, y ninguno de los que emitimos lo está. Pide el archivo original a la "
        "empresa, o escribe arriba el código del documento."
    ),
    Likeness.INCOMPLETE: "El PDF está incompleto o dañado. Descárgalo de nuevo o escribe arriba su código.",
    Likeness.FOREIGN: (
        "El sello o la firma del PDF no es el de la mesa de certificación. No lo aceptes como documento nuestro."
    ),
    Likeness.UNSEALED: (
        "El PDF no lleva nuestro sello: no es un archivo que hayamos emitido. Si es una copia impresa o guardada de "
        "nuevo, escribe arriba el código del documento."
    ),
}


def likeness(data: bytes, certificate: bytes | None) -> Likeness:
    """What *data* seems to be; *certificate* (DER) is that of our seal, where it is known."""
    if HEADER not in data[:WITHIN]:
        return Likeness.NO_PDF
    if certificate and certificate.hex().encode() in data.lower():  # a seal is written in hexadecimal digits
        return Likeness.CHANGED
    if b"/Encrypt" in data:
        return Likeness.ENCRYPTED
    if END not in data[-WITHIN:]:
        return Likeness.INCOMPLETE
    return Likeness.FOREIGN if b"/ByteRange" in data else Likeness.UNSEALED


def sealed_parts(data: bytes) -> Iterator[bytes]:
    """What the file was when each of its seals was put: all up to where the seal's cover ends, if more follows."""
    for _, found in zip(range(MOST_SEALS), COVERED.finditer(data), strict=False):
        end = int(found[1]) + int(found[2])
        if 0 < end < len(data):
            yield data[:end]


def claimed_code(data: bytes) -> str | None:
    """The code of the document that the file says to be, where it carries our link; anybody may write one."""
    found = LINK.search(data)
    return found[1].decode("ascii") if found else None
