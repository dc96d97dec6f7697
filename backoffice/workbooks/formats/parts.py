"""The parts of a zip package, Office's or OpenDocument's, within limits. What parts say is not read here.

Every part is inflated by ourselves once, so that neither declared sizes nor names decide what a library will meet.
"""

import zlib
from io import BytesIO
from struct import error as StructError  # noqa: N812 — named as the exception it is
from struct import unpack_from
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from backoffice.workbooks.formats import safe_xml
from backoffice.workbooks.limits import MEGABYTE, PACKAGE_ENTRIES, PACKAGE_INFLATED
from backoffice.workbooks.refusals import EvidenceRefused

MARKUP = (".xml", ".rels", ".rdf")
DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
ENCRYPTED = 0x1


class Parts:
    """A package whose limits were checked. ``part`` answers b'' for what is not there.

    *unread* are folders, in lower case, that nothing here ever parses: only there a DOCTYPE is let pass.
    """

    def __init__(self, data: bytes, file_format: str, unread: tuple[str, ...] = ()) -> None:
        self._data, self._format, self._unread = data, file_format, unread
        #: What markup says: parts that are read more than once are inflated once.
        self._kept: dict[str, bytes] = {}
        try:
            with ZipFile(BytesIO(data)) as archive:
                entries = archive.infolist()
        except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as problem:
            raise self._refusal("damaged") from problem
        if len(entries) > PACKAGE_ENTRIES:
            raise self._refusal("too_many_parts")
        self._entries = {entry.filename.lstrip("/").casefold(): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise self._refusal("damaged")
        if sum(entry.file_size for entry in entries) > PACKAGE_INFLATED:
            raise self._refusal("expands_too_much")
        self._measure()

    def _refusal(self, code: str) -> EvidenceRefused:
        """The refusal of this package."""
        return EvidenceRefused(code, file_format=self._format)

    def _measure(self) -> None:
        """Inflate every part within what is left; refuse DOCTYPE wherever markup stands."""
        left = PACKAGE_INFLATED
        for name, entry in self._entries.items():
            content = self._inflate(entry, left)
            left -= len(content)
            read = name.endswith(MARKUP) and not name.startswith(self._unread)
            if read and b"!" in content and any(mark in content for mark in DOCTYPES):
                raise self._refusal("unsafe_xml")
            if read:
                self._kept[name] = content

    def _inflate(self, entry: ZipInfo, limit: int) -> bytes:
        """The content of one entry; refused beyond *limit* bytes, and where the entry declares another size."""
        if entry.flag_bits & ENCRYPTED:
            raise self._refusal("encrypted")
        try:
            name_size, extra_size = unpack_from("<HH", self._data, entry.header_offset + 26)
            start = entry.header_offset + 30 + name_size + extra_size
            raw = self._data[start : start + entry.compress_size]
            content = inflated(raw, entry.compress_type, min(limit, entry.file_size + MEGABYTE))
        except (ValueError, zlib.error, StructError) as problem:  # the last for a header beyond the end
            raise self._refusal("damaged") from problem
        if content is None:
            raise self._refusal("expands_too_much")
        if len(content) != entry.file_size:
            raise self._refusal("damaged")
        return content

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def names(self) -> list[str]:
        """Names of all parts, in lower case."""
        return list(self._entries)

    def part(self, name: str) -> bytes:
        """The content of a part; b'' where there is none."""
        key = name.casefold()
        if key in self._kept:
            return self._kept[key]
        entry = self._entries.get(key)
        return self._inflate(entry, PACKAGE_INFLATED) if entry else b""

    def sound_part(self, name: str) -> bytes:
        """The content of a part; refused as damaged where it is not what was packed, by its checksum."""
        content, entry = self.part(name), self._entries.get(name.casefold())
        if entry and zlib.crc32(content) != entry.CRC:
            raise self._refusal("damaged")
        return content

    def let_go(self, name: str) -> None:
        """Hold the content of a part no longer: it is inflated again if it is asked for again."""
        self._kept.pop(name.casefold(), None)

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; ``None`` where it is absent or not well formed."""
        content = self.part(name)
        try:
            return safe_xml.parse(content) if content else None
        except (etree.XMLSyntaxError, ValueError):
            return None


def inflated(raw: bytes, method: int, limit: int) -> bytes | None:
    """*raw* without its compression; ``None`` beyond *limit*. ``ValueError`` for methods that Office never uses."""
    if method == ZIP_STORED:
        return raw if len(raw) <= limit else None
    if method != ZIP_DEFLATED:
        raise ValueError(f"compression {method}")
    stream = zlib.decompressobj(-15)
    content = stream.decompress(raw, limit + 1)
    if len(content) > limit:
        return None
    if not stream.eof:
        raise ValueError("incomplete")
    return content
