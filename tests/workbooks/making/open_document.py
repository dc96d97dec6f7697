"""OpenDocument spreadsheets written by hand, as a package and flat, to put into them what LibreOffice never would."""

from collections.abc import Mapping

from backoffice.rehearsal.making.xlsx_objects import packed

MEDIA_TYPES = "application/vnd.oasis.opendocument."
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("table", "table"), ("text", "text"), ("draw", "drawing"),
        ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:math="http://www.w3.org/1998/Math/MathML"'
    ' xmlns:ooo="http://openoffice.org/2004/office"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)  # fmt: skip
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def packaged(
    sheets: str, parts: Mapping[str, bytes | str] | None = None, *, before: str = "", listed: str = "", head: str = ""
) -> bytes:
    """An .ods. *before* stands before the body, *listed* in the manifest, *head* before the content's root."""
    content = f"{DECLARATION}{head}<office:document-content {SPACES}>{before}{body(sheets)}</office:document-content>"
    manifest = f"{DECLARATION}<manifest:manifest {SPACES}>{listed}</manifest:manifest>"
    own = {
        "mimetype": f"{MEDIA_TYPES}spreadsheet",
        "META-INF/manifest.xml": manifest,
        "content.xml": content,
    }
    every = {**own, **(parts or {})}
    return packed({name: part if isinstance(part, bytes) else part.encode() for name, part in every.items()})


def flat(sheets: str, *, before: str = "", head: str = "", kind: str = "spreadsheet") -> bytes:
    """The same as .fods."""
    root = f'<office:document {SPACES} office:mimetype="{MEDIA_TYPES}{kind}">'
    return f"{DECLARATION}{head}{root}{before}{body(sheets)}</office:document>".encode()


def body(sheets: str) -> str:
    """The part that both have."""
    return f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"


def sheet(inside: str, name: str = "Hoja", more: str = "") -> str:
    """A sheet."""
    return f'<table:table table:name="{name}" {more}>{inside}</table:table>'


def row(*cells: str, times: int = 1) -> str:
    """A row, as often as said."""
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(text: str | None = None, kind: str = "", value: str = "", *, more: str = "", times: int = 1) -> str:
    """A cell: its text as LibreOffice shows it, its kind, and *value* as an attribute."""
    stated = f'office:value-type="{kind}" {value}' if kind else value
    inside = "" if text is None else f"<text:p>{text}</text:p>"
    return f'<table:table-cell {stated} {more} table:number-columns-repeated="{times}">{inside}</table:table-cell>'


def number(value: float, times: int = 1) -> str:
    """A cell with a number."""
    return cell(str(value), "float", f'office:value="{value}"', times=times)


def text(value: str, times: int = 1) -> str:
    """A cell with a text."""
    return cell(value, "string", times=times)


def frame(*inside: str, order: int = 0) -> str:
    """A frame with what it holds, at its height above the sheet."""
    return f'<draw:frame draw:z-index="{order}">{"".join(inside)}</draw:frame>'


def picture(href: str) -> str:
    """A picture in the package, or outside."""
    return f'<draw:image xlink:href="{href}"/>'


def data(element: str, base64: str) -> str:
    """A picture or an object that stands in the document itself."""
    return f"<draw:{element}><office:binary-data>{base64}</office:binary-data></draw:{element}>"
