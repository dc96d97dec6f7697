"""Pictures with nothing to see: told by their pixels, cheaply, and never by mistake of one that shows something."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from backoffice.workbooks import transcript
from backoffice.workbooks.contents.blankness import is_blank, judged
from backoffice.workbooks.contents.pixels import described
from backoffice.workbooks.evidence import evidence_in
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.opening import Opened, RawPicture
from tests.timing import best
from tests.workbooks.making.evidence import screen

SIZE = (640, 360)


def ordinary() -> float:
    """What it takes to look into a picture of ordinary size."""
    data = written(Image.new("RGB", SIZE, "white"), "PNG")
    return best(lambda: told(data), times=9)


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a picture."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_words(image: Image.Image) -> Image.Image:
    """The same with a line of text, in a colour near the paper's."""
    ImageDraw.Draw(image).text((40, 40), "Retención 1,291.66", fill=(180, 180, 180))
    return image


def told(data: bytes) -> bool | None:
    """Whether a picture is blank."""
    return is_blank(described("3. Pantallas", data), data)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}), ("PNG", {"compress_level": 1}), ("GIF", {}), ("BMP", {}), ("JPEG", {}), ("JPEG", {"quality": 100}),
        ("JPEG", {"quality": 20, "progressive": True}), ("JPEG", {"quality": 95, "subsampling": 0}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), (230, 231, 229)])
def test_one_colour_is_blank_and_a_line_of_text_is_not(kind, options, colour):
    assert told(written(Image.new("RGB", SIZE, colour), kind, **options)) is True
    assert told(written(with_words(Image.new("RGB", SIZE, colour)), kind, **options)) is False


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGBA", SIZE, (20, 90, 160, 255)), Image.new("RGBA", SIZE, (20, 90, 160, 0)), Image.new("L", SIZE, 9),
        Image.new("P", SIZE, 3), Image.new("1", SIZE, 1), Image.new("LA", SIZE, (200, 255)), Image.new("LA", SIZE, 0),
    ],
    ids=["opaque", "transparent", "grey", "palette", "bits", "grey opaque", "grey transparent"],
)  # fmt: skip
def test_every_usual_kind_of_png_is_looked_into(image):
    assert told(written(image, "PNG")) is True


def test_what_only_transparency_draws_is_seen():
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((100, 100, 300, 200), fill=(0, 0, 0, 255))

    assert told(written(image, "PNG")) is False


def test_white_on_a_transparent_ground_shows_nothing_on_paper():
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((100, 100, 300, 200), fill=(255, 255, 255, 255))

    assert told(written(image, "PNG")) is True


def test_traces_of_compression_are_no_content_and_a_faint_drawing_is():
    traces, faint = Image.new("RGB", SIZE, (240, 240, 240)), Image.new("RGB", SIZE, (240, 240, 240))
    ImageDraw.Draw(traces).rectangle((0, 0, 99, 99), fill=(244, 240, 237))
    ImageDraw.Draw(faint).rectangle((0, 0, 99, 99), fill=(250, 240, 240))

    assert told(written(traces, "PNG")) is True
    assert told(written(faint, "PNG")) is False


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_usual_screenshot_is_known_by_its_bytes_alone(kind):
    """Its second half is lost, so that nobody could unpack it."""
    busy = written(Image.effect_noise((1280, 720), 60).convert("RGB"), kind)

    assert told(busy[: len(busy) // 2] + bytes(len(busy) // 2)) is False


@pytest.mark.parametrize("kind", ["emf", "wmf", "svg", "unknown"])
def test_formats_that_are_not_looked_into_are_not_known(kind):
    picture = replace(described("3. Pantallas", b"\x89PNG\r\n\x1a\n"), format=kind, width=100, height=100)

    assert is_blank(picture, b"") is None


def test_grey_of_sixteen_bits_is_not_known_for_it_would_be_cut_to_white():
    assert told(written(Image.new("I;16", SIZE, 40_000), "PNG")) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
def test_damaged_pictures_are_never_called_blank(kind):
    whole = written(Image.new("RGB", SIZE, "white"), kind)

    for length in (0, 4, 20, 26, 30, 60, len(whole) // 2):
        assert told(whole[:length]) in {None, False}


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG, grey, that says these sizes."""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + b"".join(chunks)
    )


def test_sizes_beyond_the_limit_are_not_unpacked():
    data = png(40_000, 40_000, chunk(b"IDAT", zlib.compress(b"\0" * 1000)), chunk(b"IEND", b""))

    assert told(data) is None
    assert best(lambda: told(data), times=9) <= ordinary() / 100


def test_millions_of_empty_chunks_cost_nothing():
    data = png(640, 360, chunk(b"teXt", b"") * 400_000)

    assert told(data) is False
    assert best(lambda: told(data)) <= 10 * ordinary()


def test_only_the_pictures_of_the_tab_are_looked_into_each_content_once():
    blank, shown = written(Image.new("RGB", SIZE, "white"), "PNG"), screen("Pantalla", 1)
    contents = [blank, shown, blank, blank]
    sheets = ["3. Pantallas", "3. Pantallas", "3. Pantallas", "1. JSON"]
    pictures = [described(sheet, data) for sheet, data in zip(sheets, contents, strict=True)]

    assert [picture.blank for picture in judged(pictures, contents, "3. Pantallas")] == [True, False, True, None]
    assert [picture.blank for picture in judged(pictures, contents, None)] == [None] * 4


def test_the_pixels_of_one_workbook_are_counted():
    """Of six blank pictures of 9 million pixels the first four are looked into; the small one after them fits again."""
    sizes = [(3000, 3000 + n) for n in range(6)] + [(200, 200)]
    contents = [written(Image.new("L", size, 255), "PNG") for size in sizes]
    pictures = [described("3", data) for data in contents]

    assert [p.blank for p in judged(pictures, contents, "3")] == [True, True, True, True, None, None, True]


def test_a_workbook_tells_its_blank_screenshots_and_the_contract_does_not():
    data = written(Image.new("RGB", SIZE, "white"), "PNG")
    grids = [Grid(name) for name in ("1. JSON", "2. Amortizaciones", "3. Pantallas", "4. CFDI")]
    opened = Opened("xlsx", grids, pictures=[RawPicture("3. Pantallas", data), RawPicture("1. JSON", data)])

    evidence = evidence_in(opened)

    assert [picture.blank for picture in evidence.pictures] == [True, None]
    assert transcript.from_json(transcript.to_json(evidence)).pictures == evidence.pictures
    assert set(transcript.facts(evidence)["pictures"][0]) == {"sheet", "format", "width", "height", "sha256"}
