"""What of a workbook may tell where it comes from, in the reader's process: nothing is compared here."""

import re
from base64 import b64encode
from dataclasses import asdict
from hashlib import sha256
from io import BytesIO
from typing import Any

from lxml import etree

from backoffice.domain.copies.traces import Receipt
from backoffice.domain.evidence import Picture
from backoffice.workbooks.contents.authorship import authorship
from backoffice.workbooks.contents.blankness import on_paper
from backoffice.workbooks.contents.pixels import SHOWABLE, described
from backoffice.workbooks.formats import safe_xml
from backoffice.workbooks.limits import CFDI_BYTES, GREY_PICTURES, GREY_SIDE, PICTURE_PIXELS
from backoffice.workbooks.meaning import receipt_text
from backoffice.workbooks.opening import Opened, RawPicture, open_workbook

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
#: What sealing adds to a receipt: the same receipt may come with it and without.
OF_THE_SEAL = frozenset({"Sello", "Certificado", "NoCertificado"})


def traces(data: bytes) -> dict[str, Any]:
    """Properties, receipts and grey pictures (base64) as JSON. Raises ``EvidenceRefused``."""
    opened = open_workbook(data)
    return {
        "authorship": asdict(authorship(data, opened.format)),
        "receipts": [asdict(one) for one in receipts(opened)],
        "pictures": pictures(opened.pictures),
    }


def receipts(opened: Opened) -> list[Receipt]:
    """Receipts that are files of their own, and those in cells; each once."""
    documents = [file.data for file in opened.embedded if file.kind == "xml" and len(file.data) <= CFDI_BYTES]
    for grid in opened.grids:
        for row, column in receipt_text.in_cells(grid)[:2]:
            candidates, _ = receipt_text.text_from(grid, row, column)
            documents += [candidate.document for candidate in candidates[:2]]
    found = [receipt for document in documents if (receipt := receipt_of(document))]
    return list(dict.fromkeys(found))


def receipt_of(document: bytes) -> Receipt | None:
    """The marks of one receipt; ``None`` for what is none, or not to be read."""
    try:
        root = safe_xml.parse(document)
    except (etree.XMLSyntaxError, safe_xml.UnsafeXml, ValueError):
        return None
    if safe_xml.local(root) != "Comprobante":
        return None
    stamps = safe_xml.descendants(root, "TimbreFiscalDigital")
    uuid = safe_xml.attribute(stamps[0], "UUID").strip().lower() if stamps else ""
    seal = "".join(safe_xml.attribute(root, "Sello").split())
    return Receipt(
        uuid=uuid if UUID.fullmatch(uuid) else "",
        seal=sha256(seal.encode()).hexdigest() if seal else "",
        digest=sha256(said(root).encode()).hexdigest(),
    )


def said(root: etree._Element) -> str:
    """All that a receipt says, whatever its spaces, prefixes and order of attributes; without its seal."""
    lines = []
    for element in root.iter():
        name = safe_xml.local(element)
        if not name or name == "TimbreFiscalDigital":
            continue
        pairs = sorted((str(key).rpartition("}")[2], str(value).strip()) for key, value in element.attrib.items())
        told = [f"{key}={value}" for key, value in pairs if key not in OF_THE_SEAL and key != "schemaLocation"]
        lines.append(f"{name} {' '.join(told)} {(element.text or '').strip()}")
    return "\n".join(lines)


def pictures(raw: list[RawPicture]) -> list[dict[str, Any]]:
    """The first pictures that can be opened, in grey; each once."""
    found: dict[str, dict[str, Any]] = {}
    for place, one in enumerate(raw):
        picture = described(one.sheet, one.data, one.format)
        if picture.sha256 in found or len(found) == GREY_PICTURES:
            continue
        grey = in_grey(picture, one.data)
        if grey is not None:
            found[picture.sha256] = {"place": place, "sheet": one.sheet, "sha256": picture.sha256, **grey}
    return list(found.values())


def in_grey(picture: Picture, data: bytes) -> dict[str, Any] | None:
    """The picture on white paper in levels of grey, ``GREY_SIDE`` pixels a side at most; ``None`` if it cannot be."""
    from PIL import Image  # noqa: PLC0415 — slow to import, seldom needed

    if picture.format not in SHOWABLE or not 0 < picture.width * picture.height <= PICTURE_PIXELS:
        return None
    try:
        with Image.open(BytesIO(data), formats=(SHOWABLE[picture.format],)) as image:
            if image.size[0] * image.size[1] > PICTURE_PIXELS:
                return None
            image.draft("L", (GREY_SIDE, GREY_SIDE))
            seen = (on_paper(image) if image.has_transparency_data else image).convert("L")
            seen.thumbnail((GREY_SIDE, GREY_SIDE))
            return {"width": seen.width, "height": seen.height, "levels": b64encode(seen.tobytes()).decode("ascii")}
    except Exception:  # noqa: BLE001 — whatever a damaged file makes Pillow raise
        return None
