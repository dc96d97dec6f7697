"""An OpenDocument package: what its manifest says, where its names lead, its macros. Cells are not read here."""

import re
from urllib.parse import unquote

from backoffice.workbooks.formats.odf_stream import Attributes, Malformed, Stream, TooManyMarks, named
from backoffice.workbooks.formats.parts import Parts
from backoffice.workbooks.formats.safe_xml import UnsafeXml
from backoffice.workbooks.refusals import EvidenceRefused

#: LibreOffice writes a DOCTYPE into the parts of these folders; nothing here ever parses them.
UNREAD = ("basic/", "dialogs/", "scripts/", "configurations2/")
MACROS = ("basic/", "scripts/")
#: Lists of what a folder of macros has; LibreOffice writes them for an empty one, too.
LISTS = ("/script-lc.xml", "/script-lb.xml", "/")
MANIFEST = "META-INF/manifest.xml"
PATH, MEDIA_TYPE = named("manifest:full-path"), named("manifest:media-type")
OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\.\./")


class Package(Parts):
    """A package whose limits were checked; refused where a part of it is encrypted."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, "ods", UNREAD)
        #: By name in lower case; folders end with a slash.
        self._media_types: dict[str, str] = {}
        self._read_manifest()

    def _read_manifest(self) -> None:
        """Keep the media types; an encrypted part says so here. A package without manifest is damaged."""
        stream = Stream()
        stream.starts[named("manifest:file-entry")] = self._entry
        stream.starts[named("manifest:encryption-data")] = refuse_encrypted
        told(stream, self.part(MANIFEST), "ods")

    def _entry(self, attributes: Attributes) -> None:
        self._media_types[attributes.get(PATH, "").casefold()] = attributes.get(MEDIA_TYPE, "")

    def inside(self, href: str) -> str | None:
        """The name of the part or folder that *href* leads to; ``None`` where it leads out of the package."""
        if OUTSIDE.match(href):
            return None
        name = href.removeprefix("#").removeprefix("./").rstrip("/")
        return name if name in self else unquote(name)

    def document(self, name: str) -> str:
        """The media type of the document that a folder is; '' where there is no such folder."""
        folder = f"{name.casefold()}/"
        if not any(part.startswith(folder) for part in self.names()):
            return ""
        return self._media_types.get(folder, "") or "unknown"

    def has_macros(self) -> bool:
        """Something that can be run."""
        return any(name.startswith(MACROS) and not name.endswith(LISTS) for name in self.names())


def refuse_encrypted(_: Attributes) -> None:
    """A password is needed for a part at least."""
    raise EvidenceRefused("encrypted", file_format="ods")


def told(stream: Stream, content: bytes, file_format: str) -> None:
    """Let *stream* read *content*; what may not be read is refused."""
    try:
        stream.read(content)
    except UnsafeXml as problem:
        raise EvidenceRefused("unsafe_xml", file_format=file_format) from problem
    except TooManyMarks as problem:
        raise EvidenceRefused("expands_too_much", file_format=file_format) from problem
    except Malformed as problem:
        raise EvidenceRefused("damaged", file_format=file_format) from problem
