"""An OOXML package: its parts within limits, its relationships, its sheets. What cells say is not read here.

Every part is inflated by ourselves once, so that neither declared sizes nor names decide what a library will meet.
"""

import posixpath
import re
import zlib
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from struct import unpack_from
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from backoffice.workbooks.formats import safe_xml
from backoffice.workbooks.formats.grid import parse_address
from backoffice.workbooks.limits import MEGABYTE, PACKAGE_ENTRIES, PACKAGE_INFLATED, USED_CELLS
from backoffice.workbooks.refusals import EvidenceRefused

MARKUP = (".xml", ".rels")
DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
CELL_COLUMN = re.compile(rb"""\sr=["']([A-Za-z]{1,3})[0-9]""")
CELL_ROW = re.compile(rb"""\sr=["'][A-Za-z]{1,3}([0-9]{1,7})["']""")
STRETCH, LONGEST_ADDRESS = 4 * 1024 * 1024, 32
ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points: kind (the last word of its type), part name or outside address."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class PackageSheet:
    """A sheet of the workbook part and the part that holds it."""

    name: str
    part: str
    hidden: bool


class Package:
    """A package whose limits were checked. ``part`` answers b'' for what is not there."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            with ZipFile(BytesIO(data)) as archive:
                entries = archive.infolist()
        except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as problem:
            raise EvidenceRefused("damaged", file_format="xlsx") from problem
        if len(entries) > PACKAGE_ENTRIES:
            raise EvidenceRefused("too_many_parts", file_format="xlsx")
        self._entries = {entry.filename.lstrip("/").casefold(): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise EvidenceRefused("damaged", file_format="xlsx")
        if sum(entry.file_size for entry in entries) > PACKAGE_INFLATED:
            raise EvidenceRefused("expands_too_much", file_format="xlsx")
        self._measure(entries)

    def _measure(self, entries: list[ZipInfo]) -> None:
        """Inflate every part within what is left; refuse DOCTYPE wherever markup stands."""
        left = PACKAGE_INFLATED
        for entry in entries:
            content = self._inflate(entry, left)
            left -= len(content)
            if entry.filename.casefold().endswith(MARKUP) and any(mark in content for mark in DOCTYPES):
                raise EvidenceRefused("unsafe_xml", file_format="xlsx")

    def _inflate(self, entry: ZipInfo, limit: int) -> bytes:
        """The content of one entry; refused beyond *limit* bytes, and where the entry declares another size."""
        if entry.flag_bits & ENCRYPTED:
            raise EvidenceRefused("encrypted", file_format="xlsx")
        try:
            name_size, extra_size = unpack_from("<HH", self._data, entry.header_offset + 26)
            start = entry.header_offset + 30 + name_size + extra_size
            raw = self._data[start : start + entry.compress_size]
            content = inflated(raw, entry.compress_type, min(limit, entry.file_size + MEGABYTE))
        except (ValueError, zlib.error, OSError) as problem:
            raise EvidenceRefused("damaged", file_format="xlsx") from problem
        except Exception as problem:  # struct.error: a header beyond the end
            raise EvidenceRefused("damaged", file_format="xlsx") from problem
        if content is None:
            raise EvidenceRefused("expands_too_much", file_format="xlsx")
        if len(content) != entry.file_size:
            raise EvidenceRefused("damaged", file_format="xlsx")
        return content

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def names(self) -> list[str]:
        """Names of all parts, in lower case."""
        return list(self._entries)

    def part(self, name: str) -> bytes:
        """The content of a part; b'' where there is none."""
        entry = self._entries.get(name.casefold())
        return self._inflate(entry, PACKAGE_INFLATED) if entry else b""

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; ``None`` where it is absent or not well formed."""
        content = self.part(name)
        try:
            return safe_xml.parse(content) if content else None
        except (etree.XMLSyntaxError, ValueError):
            return None

    def relations(self, name: str) -> list[Relation]:
        """What the part *name* ('' for the package) points at."""
        folder, _, base = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        return [relation(element, folder) for element in safe_xml.descendants(root, "Relationship")]

    @cached_property
    def workbook(self) -> str:
        """The name of the workbook part."""
        for found in self.relations(""):
            if found.kind == "officeDocument":
                return found.target
        return "xl/workbook.xml"

    @cached_property
    def sheets(self) -> list[PackageSheet]:
        """The sheets in order of their tabs."""
        root, targets = self.xml(self.workbook), {r.id: r.target for r in self.relations(self.workbook)}
        if root is None:
            raise EvidenceRefused("damaged", file_format="xlsx")
        found = []
        for element in safe_xml.descendants(root, "sheet"):
            part = targets.get(safe_xml.attribute(element, "id"), "")
            hidden = element.get("state", "visible") != "visible"
            found.append(PackageSheet(element.get("name", ""), part, hidden))
        return found

    def check_used_range(self) -> None:
        """Refuse sheets whose cells span more than the limit, whatever their dimension says."""
        for sheet in self.sheets:
            content = self.part(sheet.part)
            if content.count(b"<c ") + content.count(b":c ") > USED_CELLS:
                raise EvidenceRefused("expands_too_much", file_format="xlsx")
            if used_cells(content) > USED_CELLS:
                raise EvidenceRefused("too_far", file_format="xlsx")


def relation(element: etree._Element, folder: str) -> Relation:
    """One relationship, its target as a part name."""
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external:
        joined = target if target.startswith("/") else posixpath.join("/", folder, target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external)


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


def used_cells(sheet: bytes) -> int:
    """Rows × columns of the rectangle that the cells of a sheet span; read in stretches, to stay small."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for start in range(0, len(sheet), STRETCH):
        stretch = sheet[start : start + STRETCH + LONGEST_ADDRESS]
        columns.update(CELL_COLUMN.findall(stretch))
        rows.update(CELL_ROW.findall(stretch))
    if not columns:
        return 0
    numbers = [int(row) for row in rows]
    places = [parse_address(letters.decode() + "1")[1] for letters in columns]
    return (max(numbers) - min(numbers) + 1) * (max(places) - min(places) + 1)
