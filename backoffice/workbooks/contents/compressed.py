"""gzip, bzip2 and xz: a tar archive inside, or a single file. Inflated here within the limit, up to any damage."""

import lzma
import zlib
from bz2 import BZ2File
from collections.abc import Callable, Iterator
from gzip import GzipFile
from io import BytesIO
from typing import BinaryIO

from backoffice.workbooks.contents.entries import Entry, Members, Remnant, Unreadable
from backoffice.workbooks.contents.streamed import Streamed
from backoffice.workbooks.limits import ARCHIVE_INFLATED
from backoffice.workbooks.sniff import kind_of

BROKEN = (zlib.error, lzma.LZMAError, EOFError, OSError)
#: Small steps: what a step has inflated when it meets the damage is lost.
STEP = 4096
Stream = GzipFile | BZ2File | lzma.LZMAFile
STREAMS: dict[str, Callable[[BinaryIO], Stream]] = {
    "gzip": lambda file: GzipFile(fileobj=file),
    "bzip2": BZ2File,
    "xz": lzma.LZMAFile,
}
SUFFIXES = (".gz", ".bz2", ".xz")
#: What a single file is called that was compressed, by its content, where its name does not say it.
NAMED = {"text": ".json", "xml": ".xml"}


def opened(data: bytes, kind: str, name: str) -> Members:
    """The members; *name* is the compressed file's. ``Unreadable`` where it inflates too much or not at all."""
    content, whole = inflated(data, kind)
    inside = kind_of(content)
    if inside == "tar":
        members = Streamed(content, "tar")
        return members if whole else Remnant(members)
    if not whole:
        raise Unreadable("archive_damaged")
    return Single(single_name(name, inside), content)


def inflated(data: bytes, kind: str) -> tuple[bytes, bool]:
    """The content as far as it goes, and whether that is all of it."""
    content = BytesIO()
    try:
        with STREAMS[kind](BytesIO(data)) as stream:
            while piece := stream.read1(STEP):
                if content.tell() + len(piece) > ARCHIVE_INFLATED:
                    raise Unreadable("archive_expands")
                content.write(piece)
    except BROKEN:
        return content.getvalue(), False
    return content.getvalue(), True


def single_name(name: str, kind: str) -> str:
    """The name without what compression added, ending in what the content is."""
    for suffix in SUFFIXES:
        if name.casefold().endswith(suffix):
            name = name[: -len(suffix)]
    suffix = NAMED.get(kind, f".{kind}")
    return name if name.casefold().endswith(suffix) else (name or "aviso") + suffix


class Single:
    """One file that was compressed without an archive around it."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name, self._content = name, content

    def entries(self) -> Iterator[Entry]:
        """Itself."""
        yield Entry(0, self._name, len(self._content))

    def content(self, _: Entry, limit: int) -> bytes:
        """Its bytes."""
        return self._content[:limit]
