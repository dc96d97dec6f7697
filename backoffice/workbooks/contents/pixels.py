"""What a picture is by its first bytes: format and size in pixels; and thumbnails made safely."""

from hashlib import sha256
from io import BytesIO
from struct import error as StructError  # noqa: N812 — named as the exception it is
from struct import unpack_from

from backoffice.domain.evidence import Picture
from backoffice.workbooks.limits import PICTURE_PIXELS, THUMBNAIL_SIDE

SHOWABLE = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "bmp": "BMP", "dib": "BMP", "tiff": "TIFF", "webp": "WEBP"}
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def described(sheet: str, data: bytes, known_format: str = "") -> Picture:
    """A picture of *sheet*; width and height 0 where the bytes do not tell."""
    kind = known_format if known_format in {"dib", "wmf", "pict"} else picture_kind(data)
    try:
        width, height = SIZES[kind](data) if kind in SIZES else (0, 0)
    except (StructError, IndexError):
        width, height = 0, 0
    return Picture(sheet, kind, width, height, sha256(data).hexdigest())


def picture_kind(data: bytes) -> str:
    """The format by magic."""
    for magic, kind in (
        (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"BM", "bmp"), (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"), (b"\xd7\xcd\xc6\x9a", "wmf"),
    ):  # fmt: skip
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "emf" if data[40:44] == b" EMF" else "svg" if b"<svg" in data[:1024] else "unknown"


def png_size(data: bytes) -> tuple[int, int]:
    """IHDR stands first."""
    return unpack_from(">II", data, 16)


def gif_size(data: bytes) -> tuple[int, int]:
    """The logical screen."""
    return unpack_from("<HH", data, 6)


def bmp_size(data: bytes) -> tuple[int, int]:
    """BITMAPINFOHEADER after the file header; a negative height means top-down."""
    width, height = unpack_from("<ii", data, 18)
    return abs(width), abs(height)


def emf_size(data: bytes) -> tuple[int, int]:
    """The bounds in device units."""
    left, top, right, bottom = unpack_from("<iiii", data, 8)
    return max(0, right - left + 1), max(0, bottom - top + 1)


def jpeg_size(data: bytes) -> tuple[int, int]:
    """The first frame header."""
    offset = 2
    while data[offset] == 0xFF:
        marker = data[offset + 1]
        (length,) = unpack_from(">H", data, offset + 2)
        if marker in FRAME_MARKERS:
            height, width = unpack_from(">HH", data, offset + 5)
            return width, height
        offset += 2 + max(2, length)
    return 0, 0


def opened_size(data: bytes) -> tuple[int, int]:
    """Formats that Pillow knows better; it reads the header only."""
    from PIL import Image  # noqa: PLC0415 — slow to import, seldom needed

    try:
        with Image.open(BytesIO(data), formats=("TIFF", "WEBP")) as image:
            return image.size
    except Exception:  # noqa: BLE001 — whatever a damaged file makes Pillow raise
        return 0, 0


SIZES = {
    "png": png_size,
    "gif": gif_size,
    "bmp": bmp_size,
    "dib": bmp_size,
    "emf": emf_size,
    "jpeg": jpeg_size,
    "tiff": opened_size,
    "webp": opened_size,
}


def thumbnail(picture: Picture, data: bytes) -> bytes:
    """A PNG of at most ``THUMBNAIL_SIDE`` pixels a side; b'' for what cannot be shown or is too large to open."""
    from PIL import Image  # noqa: PLC0415 — slow to import, needed by the desk only

    if picture.format not in SHOWABLE or not 0 < picture.width * picture.height <= PICTURE_PIXELS:
        return b""
    try:
        with Image.open(BytesIO(data), formats=(SHOWABLE[picture.format],)) as image:
            if image.size[0] * image.size[1] > PICTURE_PIXELS:
                return b""
            image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            paper = Image.new("RGB", image.size, "white")
            seen = image.convert("RGBA")
            paper.paste(seen, mask=seen)
            written = BytesIO()
            paper.save(written, "PNG")
            return written.getvalue()
    except Exception:  # noqa: BLE001 — whatever a damaged file makes Pillow raise
        return b""
