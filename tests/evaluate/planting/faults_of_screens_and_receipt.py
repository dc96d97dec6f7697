"""Tabs 3 and 4: screenshots and the payroll receipt."""

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from tests.evaluate.planting.draft import Draft
from tests.evaluate.planting.faults import Fault, fault


def picture(width: int, height: int, color: str) -> bytes:
    """One colour, as PNG."""
    written = BytesIO()
    Image.new("RGB", (width, height), color).save(written, "PNG")
    return written.getvalue()


@fault(3, "no_pictures pictures_missing")
def no_screens(draft: Draft) -> None:
    """Nothing pasted."""
    draft.screens = []


@fault(3, "pictures_too_small", "picture_repeated picture_blank pictures_blank")
def screens_like_stamps(draft: Draft) -> None:
    """Too small to read."""
    draft.screens = [picture(60, 40 + number, "#336699") for number in range(4)]


@fault(3, "picture_repeated", warns=True)
def the_same_screen_twice(draft: Draft) -> None:
    """One picture in two places."""
    draft.screens[1] = draft.screens[0]


@fault(3, "pictures_blank", "picture_repeated")
def blank_screens(draft: Draft) -> None:
    """White pages."""
    draft.screens = [picture(640, 360 + number, "white") for number in range(4)]


def changed(pattern: str, new: str) -> Callable[[Draft], None]:
    """Plant by replacing what *pattern* finds in the receipt, everywhere."""

    def plant(draft: Draft) -> None:
        text = (draft.receipt or b"").decode()
        after = re.sub(pattern, new, text)
        if after == text:
            raise ValueError(f"nothing to change: {pattern}")
        draft.receipt = after.encode()

    return plant


def of_receipt(name: str, codes: str, pattern: str, new: str, also: str = "") -> Fault:
    """A fault that is one replacement in the XML."""
    return Fault(name, 4, changed(pattern, new), frozenset(codes.split()), frozenset(also.split()))


@fault(4, "no_cfdi cfdi_missing")
def no_receipt(draft: Draft) -> None:
    """Nothing inserted."""
    draft.receipt = None


@fault(4, "cfdi_damaged")
def half_a_receipt(draft: Draft) -> None:
    """Cut short."""
    draft.receipt = (draft.receipt or b"")[: len(draft.receipt or b"") // 2]


@fault(4, "not_a_cfdi")
def another_document(draft: Draft) -> None:
    """XML, but no receipt."""
    draft.receipt = b'<?xml version="1.0"?><factura><total>1</total></factura>'


CODES = "cfdi_deduction_code_wrong"
FAULTS = (
    no_screens, screens_like_stamps, the_same_screen_twice, blank_screens, no_receipt, half_a_receipt, another_document,
    of_receipt("a sealed receipt", "cfdi_sealed", r'Sello=""', 'Sello="QUJDRA=="'),
    of_receipt("of another worker", "cfdi_nss_differs", r'NumSeguridadSocial="\d{10}', 'NumSeguridadSocial="1234567890'),
    of_receipt("of another employer", "cfdi_employer_differs", r'RegistroPatronal="\w{5}', 'RegistroPatronal="Z9876'),
    of_receipt("of another period", "cfdi_period_start_differs", r'FechaInicialPago="\d{4}', 'FechaInicialPago="2019'),
    of_receipt("under code 004", CODES, r'TipoDeduccion="0(09|10)"', 'TipoDeduccion="004"'),
    of_receipt("under code 005", CODES, r'TipoDeduccion="0(09|10)"', 'TipoDeduccion="005"'),
    of_receipt(
        "totals that do not add up", "cfdi_totals_differ", r'TotalDeducciones="\d+', 'TotalDeducciones="99999'
    ),
    of_receipt("against the schema", "cfdi_attribute_missing", r' UsoCFDI="CN01"', ""),
    of_receipt(
        "with a DOCTYPE", "cfdi_doctype", r"<cfdi:Comprobante", '<!DOCTYPE x [<!ENTITY a "b">]><cfdi:Comprobante'
    ),
)  # fmt: skip
