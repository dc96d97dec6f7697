"""Frames on the sheets of an OpenDocument spreadsheet: pictures and embedded objects, as the document names them."""

import binascii
from dataclasses import dataclass, field

from backoffice.workbooks.formats.odf_sheets import Sheets
from backoffice.workbooks.formats.odf_stream import Attributes, Stream, named
from backoffice.workbooks.limits import EMBEDDED_OBJECTS, PICTURES

HREF, ORDER, MEDIA_TYPE = named("xlink:href"), named("draw:z-index"), named("office:mimetype")
FORMULA = "application/vnd.oasis.opendocument.formula"
#: A picture comes in two or three ways at most, the best first.
ALTERNATIVES = 4


@dataclass(slots=True)
class Held:
    """What a frame holds: ``href`` says where, or ``data`` is it (``None`` where absent, b'' where damaged).

    ``media_type`` is that of a document which stands inside instead of a file.
    """

    href: str = ""
    data: bytes | None = None
    media_type: str = ""


@dataclass(slots=True)
class Frame:
    """A frame of a sheet: one picture in several formats, or an object whose icon they are."""

    sheet: str
    order: tuple[int, int]
    pictures: list[Held] = field(default_factory=list)
    held: Held | None = None


class Frames:
    """Listens to a stream beside ``Sheets``. ``media_type`` is that of a flat document."""

    def __init__(self, stream: Stream, sheets: Sheets) -> None:
        self.media_type = ""
        self._stream, self._sheets = stream, sheets
        self._pictures: list[Frame] = []
        self._objects: list[Frame] = []
        self._open: list[Frame] = []
        self._held: Held | None = None
        self._listen(stream)

    @property
    def pictures(self) -> list[Frame]:
        """Frames that show a picture, sheet by sheet, from the lowest to the topmost."""
        return sorted(self._pictures, key=lambda frame: frame.order)

    @property
    def objects(self) -> list[Frame]:
        """Frames that hold an object, in the same order."""
        return sorted(self._objects, key=lambda frame: frame.order)

    def _listen(self, stream: Stream) -> None:
        """To frames and what is in them."""
        starts = {
            "draw:frame": self._start_frame, "draw:image": self._start_picture,
            **dict.fromkeys(("draw:object", "draw:object-ole", "draw:plugin", "draw:applet"), self._start_object),
            "office:document": self._start_document, "math:math": self._start_formula,
            "office:binary-data": self._start_data,
            **dict.fromkeys(("svg:title", "svg:desc"), stream.leave_out),
        }  # fmt: skip
        stream.starts.update({named(name): listener for name, listener in starts.items()})
        stream.ends[named("draw:frame")] = self._end_frame
        stream.ends[named("office:binary-data")] = self._end_data

    def _start_frame(self, attributes: Attributes) -> None:
        order = attributes.get(ORDER, "")
        place = int(order) if order.isascii() and order.isdigit() and len(order) < 10 else 0
        self._open.append(Frame(self._sheets.name, (len(self._sheets.grids), place)))
        self._held = None

    def _end_frame(self) -> None:
        """Frames outside of the sheets, in headers and footers, are left."""
        frame, self._held = self._open.pop(), None
        if not frame.sheet:
            return
        if frame.held is not None:
            self._objects.append(frame)
            del self._objects[EMBEDDED_OBJECTS:]
        elif frame.pictures:
            self._pictures.append(frame)
            del self._pictures[PICTURES:]

    def _start_picture(self, attributes: Attributes) -> None:
        self._held = Held(attributes.get(HREF, ""))
        if self._open and len(self._open[-1].pictures) < ALTERNATIVES:
            self._open[-1].pictures.append(self._held)

    def _start_object(self, attributes: Attributes) -> None:
        self._held = Held(attributes.get(HREF, ""))
        if self._open and self._open[-1].held is None:
            self._open[-1].held = self._held

    def _start_document(self, attributes: Attributes) -> None:
        """The flat document itself, or a whole one inside an object."""
        media_type = attributes.get(MEDIA_TYPE, "")
        if self._stream.depth == 1:
            self.media_type = media_type
        else:
            self._set_media_type(media_type or "unknown")

    def _start_formula(self, _: Attributes) -> None:
        self._set_media_type(FORMULA)

    def _set_media_type(self, media_type: str) -> None:
        self._stream.leave_out()
        if self._held is not None:
            self._held.media_type = media_type

    def _start_data(self, _: Attributes) -> None:
        if self._held is not None:
            self._stream.gather()

    def _end_data(self) -> None:
        if self._held is not None:
            self._held.data = decoded(self._stream.gathered())


def decoded(text: str) -> bytes | None:
    """Base64 with any white space; ``None`` for nothing at all, b'' for what is no base64."""
    compact = "".join(text.split())
    try:
        return binascii.a2b_base64(compact, strict_mode=True) if compact else None
    except (binascii.Error, ValueError):
        return b""
