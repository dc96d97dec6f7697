"""The file inside an OLE object: Ole10Native with or without its Unicode tail, ``Package`` and ``CONTENTS`` streams."""

from struct import error as StructError  # noqa: N812 — named as the exception it is
from struct import unpack_from
from typing import NamedTuple

import olefile

from backoffice.workbooks.sniff import kind_of

NATIVE, PACKAGE, CONTENTS = "\x01ole10native", "package", "contents"
DOCUMENTS = {"worddocument": "doc", "workbook": "xls", "book": "xls", "powerpoint document": "ppt"}


class Payload(NamedTuple):
    """A file taken out of an object; ``whole`` is false where bytes are missing, ``kind`` where it is known."""

    name: str
    data: bytes
    whole: bool = True
    kind: str = ""


def payload(compound: olefile.OleFileIO, storage: str = "") -> Payload | None:
    """The file in *storage* ('' for the compound's root); ``None`` where there is none that we know."""
    streams = streams_of(compound, storage)
    if NATIVE in streams:
        return native(compound.openstream(streams[NATIVE]).read())
    for known in (PACKAGE, CONTENTS):
        if known in streams:
            return Payload("", compound.openstream(streams[known]).read())
    for name, kind in DOCUMENTS.items():
        if name in streams:
            return Payload("", b"", kind=kind)
    return None


def streams_of(compound: olefile.OleFileIO, storage: str) -> dict[str, list[str]]:
    """Names in lower case → paths of the streams that lie directly in *storage*."""
    parents = [storage.casefold()] if storage else []
    found = {}
    for path in compound.listdir():
        if [part.casefold() for part in path[:-1]] == parents:
            found[path[-1].casefold()] = path
    return found


def native(stream: bytes) -> Payload:
    """The file of an Ole10Native stream. Some writers leave out the header, some cut the data."""
    try:
        return with_header(stream)
    except (StructError, ValueError):
        body = stream[4:]
        plain = kind_of(body) not in {"unknown", "text"}
        return Payload("", body if plain else b"", whole=plain)


def with_header(stream: bytes) -> Payload:
    """Label, path, temporary path, size, data and, mostly, the three names again in UTF-16."""
    offset = 6
    label, offset = text_until_zero(stream, offset)
    _, offset = text_until_zero(stream, offset)
    offset += 4
    (length,) = unpack_from("<I", stream, offset)
    if length > 4096:
        raise ValueError("no path is that long")
    offset += 4 + length
    (size,) = unpack_from("<I", stream, offset)
    data = stream[offset + 4 : offset + 4 + size]
    name = unicode_label(stream, offset + 4 + size) or label
    return Payload(base_name(name), data, whole=len(data) == size)


def text_until_zero(stream: bytes, offset: int) -> tuple[str, int]:
    """An ANSI text and the offset after its zero; ``ValueError`` where it does not end."""
    end = stream.index(b"\0", offset)
    return stream[offset:end].decode("cp1252", "replace"), end + 1


def unicode_label(stream: bytes, offset: int) -> str:
    """The second of the three texts after the data; '' where the tail is missing."""
    try:
        (length,) = unpack_from("<I", stream, offset)
        offset += 4 + 2 * length
        (length,) = unpack_from("<I", stream, offset)
        return stream[offset + 4 : offset + 4 + 2 * length].decode("utf-16-le").rstrip("\0")
    except (StructError, UnicodeDecodeError):
        return ""


def base_name(path: str) -> str:
    """The last part of a Windows or POSIX path, at most 120 characters."""
    return path.replace("\\", "/").rpartition("/")[2][:120]
