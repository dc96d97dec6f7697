"""Is there anything to see in a picture? Told only where it costs little; what a picture shows is for people to see."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from struct import error as StructError  # noqa: N812 — named as the exception it is
from struct import unpack_from
from typing import TYPE_CHECKING, cast

from backoffice.domain.evidence import Picture
from backoffice.workbooks.limits import BLANK_PIXELS, PICTURE_PIXELS

if TYPE_CHECKING:
    from PIL import Image

#: The formats that are looked into, and Pillow's names of their readers.
READERS = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "bmp": "BMP", "dib": "BMP"}
#: Modes of eight bits or fewer: wider ones are cut, not scaled, when they are converted.
MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"})
#: Levels of 255 by which pixels may differ and still look alike: JPEG leaves such traces.
LEVELS = 8
#: A side of JPEG is looked at in eighths, of which a block of its own is one pixel.
EIGHTH = 8
#: One colour takes less than this of a PNG's raw bytes, and fewer bytes a pixel than this in a JPEG or a GIF.
PNG_SHARE, JPEG_BYTES, GIF_BYTES = 1 / 100, 1 / 25, 1 / 50
#: Bytes that even a small picture takes, and pieces after which no further one is looked for.
LEAST, PIECES = 1_024, 2_000
PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
START_OF_SCAN = 0xDA


def judged(pictures: Sequence[Picture], contents: Sequence[bytes], sheet: str | None) -> Iterator[Picture]:
    """*pictures* with ``blank`` told for those of *sheet*, each content once, until the pixels of a workbook are spent.

    *contents* are their bytes.
    """
    left, known = BLANK_PIXELS, dict[str, bool | None]()
    for picture, data in zip(pictures, contents, strict=True):
        if picture.sheet == sheet and picture.sha256 not in known:
            pixels = picture.width * picture.height if may_be_blank(picture, data) else 0
            known[picture.sha256] = is_blank(picture, data) if pixels <= left else None
            left -= pixels if pixels <= left else 0
        yield replace(picture, blank=known[picture.sha256]) if picture.sheet == sheet else picture


def is_blank(picture: Picture, data: bytes) -> bool | None:
    """Every pixel, laid on white paper, looks like every other; ``None`` for what is not or cannot be looked into."""
    if picture.format not in READERS or not 0 < picture.width * picture.height <= PICTURE_PIXELS:
        return None
    return is_one_colour(picture.format, data) if may_be_blank(picture, data) else False


def may_be_blank(picture: Picture, data: bytes) -> bool:
    """One colour packs well: where the packed pixels take many bytes, nothing needs to be unpacked."""
    pixels = picture.width * picture.height
    try:
        match picture.format:
            case "png":
                depth, colour = data[24], data[25]
                raw = pixels * depth * PNG_CHANNELS.get(colour, 4) // 8
                return png_packed(data, LEAST + int(raw * PNG_SHARE)) <= LEAST + raw * PNG_SHARE
            case "jpeg":
                return jpeg_packed(data) <= LEAST + pixels * JPEG_BYTES
            case "gif":
                return len(data) <= LEAST + pixels * GIF_BYTES
    except (StructError, IndexError):
        return False
    return picture.format in READERS


def png_packed(data: bytes, enough: int) -> int:
    """Bytes of the chunks with pixels; beyond *enough* they are not counted further."""
    offset, total = 8, 0
    for _ in range(PIECES):
        length, name = unpack_from(">I4s", data, offset)
        if name == b"IEND":
            return total
        total += length if name == b"IDAT" else 0
        if total > enough:
            break
        offset += 12 + length
    return max(total, enough + 1)


def jpeg_packed(data: bytes) -> int:
    """Bytes from the first scan on, without the tables, thumbnails and profiles before it."""
    offset = 2
    for _ in range(PIECES):
        marker, length = unpack_from(">HH", data, offset)
        if marker == 0xFF00 | START_OF_SCAN:
            return len(data) - offset
        offset += 2 + length
    return len(data)


def is_one_colour(kind: str, data: bytes) -> bool | None:
    """Unpack the picture and compare its lightest and darkest of each colour."""
    from PIL import Image  # noqa: PLC0415 — slow to import, seldom needed

    try:
        with Image.open(BytesIO(data), formats=(READERS[kind],)) as image:
            if image.mode not in MODES or image.size[0] * image.size[1] > PICTURE_PIXELS:
                return None
            image.draft("RGB", (max(1, image.size[0] // EIGHTH), max(1, image.size[1] // EIGHTH)))
            seen = on_paper(image) if image.has_transparency_data else image.convert("RGB")
            bands = cast(tuple[tuple[int, int], ...], seen.getextrema())
            return all(high - low <= LEVELS for low, high in bands)
    except Exception:  # noqa: BLE001 — whatever a damaged file makes Pillow raise
        return None


def on_paper(image: "Image.Image") -> "Image.Image":
    """What can be seen through it is white."""
    from PIL import Image  # noqa: PLC0415 — slow to import, seldom needed

    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper
