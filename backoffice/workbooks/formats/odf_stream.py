"""OpenDocument's XML as a stream of elements: no DOCTYPE, bounded depth and count. What elements mean is not said here.

A tree of lxml would cost ten times the document's size in memory; this costs what its listeners keep.
"""

import re
from collections.abc import Callable
from xml.parsers import expat

from backoffice.workbooks.formats.safe_xml import UnsafeXml

MAX_DEPTH = 256
#: Opening and closing marks: a cell with a value has four in some 130 bytes, so that no honest 150 MB have more.
MAX_MARKS = 5_000_000
#: All that elements which stand for blanks may add to a document.
MAX_BLANKS = 1 << 20
BLANKS = re.compile(r"[ \t\r\n]+")
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
SPACES = {
    **{name: NAMESPACE.format(name) for name in ("office", "style", "table", "text", "manifest")},
    "draw": NAMESPACE.format("drawing"),
    "svg": NAMESPACE.format("svg-compatible"),
    "xlink": "http://www.w3.org/1999/xlink",
    "math": "http://www.w3.org/1998/Math/MathML",
    "ooo": "http://openoffice.org/2004/office",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}

Attributes = dict[str, str]


class Malformed(ValueError):
    """Not well formed, or nested beyond the bound."""


class TooManyMarks(ValueError):
    """More elements than may be read."""


def named(name: str) -> str:
    """``table:table-cell`` as the parser tells it: namespace, a blank, local name."""
    prefix, _, local = name.partition(":")
    return f"{SPACES[prefix]} {local}"


class Stream:
    """One reading of one document. ``starts`` and ``ends`` say who listens to which element."""

    def __init__(self) -> None:
        self.depth = 0
        self.starts: dict[str, Callable[[Attributes], None]] = {}
        self.ends: dict[str, Callable[[], None]] = {}
        self._left_out = 0
        self._pieces: list[str] | None = None
        self._blanks = MAX_BLANKS

    def read(self, content: bytes) -> None:
        """Tell the listeners all of *content*; ``UnsafeXml``, ``Malformed`` or ``TooManyMarks`` where it may not be."""
        if content.count(b"<") > MAX_MARKS:
            raise TooManyMarks
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = refuse_doctype
        try:
            parser.Parse(content, True)
        except (UnsafeXml, Malformed):
            raise
        except (expat.ExpatError, LookupError, ValueError) as problem:  # the last two for encodings unheard of
            raise Malformed(str(problem)) from problem

    def leave_out(self, _: Attributes | None = None) -> None:
        """Tell nothing of what is inside the element that starts now, nor its end."""
        self._left_out = self.depth

    def gather(self) -> None:
        """Keep the text from here on."""
        self._pieces = []

    def gathered(self) -> str:
        """The text kept since; runs of white space became one blank, as OpenDocument wants it."""
        pieces, self._pieces = self._pieces or [], None
        return "".join(pieces)

    def add(self, characters: str) -> None:
        """Text that an element stands for."""
        self._blanks -= len(characters)
        if self._pieces is not None and self._blanks >= 0:
            self._pieces.append(characters)

    def _start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Malformed("depth")
        listener = self.starts.get(name)
        if listener is not None and not self._left_out:
            listener(attributes)

    def _end(self, name: str) -> None:
        if self._left_out:
            if self._left_out == self.depth:
                self._left_out = 0
        elif name in self.ends:
            self.ends[name]()
        self.depth -= 1

    def _text(self, characters: str) -> None:
        if self._pieces is not None and not self._left_out:
            self._pieces.append(BLANKS.sub(" ", characters))


def refuse_doctype(*_: object) -> None:
    """No OpenDocument needs one."""
    raise UnsafeXml("DOCTYPE")
