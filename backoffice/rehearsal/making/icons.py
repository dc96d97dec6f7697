"""The small pictures that stand for embedded files on a sheet."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SIDE = 96
PAPER, EDGE, INK = "#ffffff", "#5f6b76", "#1f2a33"


def icon(label: str) -> bytes:
    """A sheet of paper with a few letters, as PNG."""
    image = Image.new("RGB", (SIDE, SIDE), "#fdf6dc")
    draw = ImageDraw.Draw(image)
    draw.polygon([(20, 6), (60, 6), (76, 22), (76, 90), (20, 90)], fill=PAPER, outline=EDGE, width=2)
    draw.line([(60, 6), (60, 22), (76, 22)], fill=EDGE, width=2)
    draw.text((48, 56), label, fill=INK, anchor="mm", font=ImageFont.load_default(18))
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()
