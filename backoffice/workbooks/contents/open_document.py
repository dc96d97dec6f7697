"""An OpenDocument spreadsheet, as a package or flat: its sheets, pictures and embedded objects."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from backoffice.workbooks.contents.embedded import Embedded, from_content
from backoffice.workbooks.contents.frames import Frames, Held
from backoffice.workbooks.contents.pixels import SHOWABLE, picture_kind
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.formats.odf_sheets import Sheets
from backoffice.workbooks.formats.odf_stream import Stream, named
from backoffice.workbooks.formats.ods import Package, told
from backoffice.workbooks.refusals import EvidenceRefused
from backoffice.workbooks.sniff import OPEN_DOCUMENT

CONTENT = "content.xml"
MEDIA_TYPES = "application/vnd.oasis.opendocument."
#: Documents inside a document: ending of their media type → kind.
DOCUMENTS = {
    "spreadsheet": "ods",
    "text": "odt",
    "presentation": "odp",
    "graphics": "odg",
    "chart": "chart",
    "formula": "formula",
}


@dataclass(slots=True)
class Document:
    """What was told by the XML. ``package`` is ``None`` for a flat document, which holds everything itself."""

    grids: list[Grid]
    frames: Frames
    package: Package | None
    macros: bool
    _parts: dict[str, bytes] = field(default_factory=dict)

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """Sheet and bytes of every picture; b'' where it is linked, lost or damaged."""
        for frame in self.frames.pictures:
            yield frame.sheet, best([self._content(held) for held in frame.pictures])

    def embedded(self) -> list[Embedded]:
        """The embedded objects."""
        return [self._object(frame.sheet, frame.held) for frame in self.frames.objects if frame.held]

    def _content(self, held: Held) -> bytes:
        """The bytes of a picture."""
        if not held.href or self.package is None:
            return held.data or b""
        name = self.package.inside(held.href)
        return self._part(self.package, name) if name else b""

    def _part(self, package: Package, name: str) -> bytes:
        """A part, inflated once: five hundred frames may show the same."""
        if name not in self._parts:
            self._parts[name] = package.part(name)
        return self._parts[name]

    def _object(self, sheet: str, held: Held) -> Embedded:
        """One object: a file, a document inside the document, or what is left of it."""
        name, content, media_type = "", held.data, held.media_type
        if held.href:
            inside = self.package.inside(held.href) if self.package else None
            if self.package is None or inside is None:
                return Embedded(sheet, problem="object_linked")
            name, content, media_type = inside, self._part(self.package, inside), self.package.document(inside)
        if content:
            return from_content(sheet, name.rpartition("/")[2], content)
        if media_type:
            return Embedded(sheet, kind=DOCUMENTS.get(media_type.removeprefix(MEDIA_TYPES), "unknown"))
        damaged = content is not None and not held.href
        return Embedded(sheet, problem="object_unreadable" if damaged else "only_icon")


def packaged(data: bytes) -> Document:
    """An .ods; refused where no cells can be read safely."""
    package = Package(data)
    content = package.part(CONTENT)
    if not content:
        raise EvidenceRefused("damaged", file_format="ods")
    grids, frames, _ = heard(content, "ods")
    return Document(grids, frames, package, package.has_macros())


def flat(data: bytes) -> Document:
    """A .fods; refused where no cells can be read safely, and where it is another flat document."""
    grids, frames, macros = heard(data, "fods")
    found = OPEN_DOCUMENT.get(frames.media_type.encode(), "ods" if grids else "xml")
    if found != "ods":
        raise EvidenceRefused("not_a_workbook", found=found, file_format=found)
    return Document(grids, frames, None, macros)


def heard(content: bytes, file_format: str) -> tuple[list[Grid], Frames, bool]:
    """Sheets and frames that the XML tells, and whether it has a macro."""
    stream = Stream()
    sheets = Sheets(stream, file_format)
    frames = Frames(stream, sheets)
    macros: list[bool] = []
    stream.starts[named("ooo:module")] = lambda _: macros.append(True)
    told(stream, content, file_format)
    return sheets.grids, frames, bool(macros)


def best(alternatives: list[bytes]) -> bytes:
    """The first that a browser shows; else the first that is there."""
    shown = (content for content in alternatives if picture_kind(content) in SHOWABLE)
    return next(shown, next((content for content in alternatives if content), b""))
