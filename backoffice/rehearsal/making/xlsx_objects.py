"""Embedding files in the sheets of an ``.xlsx`` the way Excel does: OLE part, icon, VML shape and drawing anchor.

openpyxl writes no embedded objects, so the package is completed afterwards. ECMA-376 part 1, 18.3.1.59 (oleObjects).
"""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from backoffice.rehearsal.making.compound import Storage, write
from backoffice.workbooks.formats.opc import Package

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION_PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
EXCEL_2010 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
#: The same for the same input: a package without the hour.
DATED = (1980, 1, 1, 0, 0, 0)
#: Shapes of the n-th drawing are numbered from n times this on.
CLUSTER = 1024
ANCHOR = (
    "<from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top}</xdr:row><xdr:rowOff>0</xdr:rowOff></from>"
    "<to><xdr:col>1</xdr:col><xdr:colOff>609600</xdr:colOff><xdr:row>{bottom}</xdr:row><xdr:rowOff>0</xdr:rowOff></to>"
)
OBJECT = (
    '<legacyDrawing r:id="rId1"/>'
    '<oleObjects><mc:AlternateContent xmlns:mc="{compatible}"><mc:Choice Requires="x14">'
    '<oleObject progId="Package" dvAspect="DVASPECT_ICON" shapeId="{shape}" r:id="rId2">'
    '<objectPr defaultSize="0" r:id="rId3"><anchor moveWithCells="1">{anchor}</anchor></objectPr></oleObject>'
    "</mc:Choice><mc:Fallback>"
    '<oleObject progId="Package" dvAspect="DVASPECT_ICON" shapeId="{shape}" r:id="rId2"/>'
    "</mc:Fallback></mc:AlternateContent></oleObjects>"
)
#: How a picture frame is drawn: its lines and the size of what it shows.
FORMULAS = (
    "if lineDrawn pixelLineWidth 0", "sum @0 1 0", "sum 0 0 @1", "prod @2 1 2", "prod @3 21600 pixelWidth",
    "prod @3 21600 pixelHeight", "sum @0 0 1", "prod @6 1 2", "prod @7 21600 pixelWidth", "sum @8 21600 0",
    "prod @7 21600 pixelHeight", "sum @10 21600 0",
)  # fmt: skip
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t75" coordsize="21600,21600" o:spt="75" o:preferrelative="t" '
    'path="m@4@5l@4@11@9@11@9@5xe" filled="f" stroked="f"><v:stroke joinstyle="miter"/>'
    "<v:formulas>{formulas}</v:formulas>"
    '<v:path o:extrusionok="f" gradientshapeok="t" o:connecttype="rect"/><o:lock v:ext="edit" aspectratio="t"/>'
    "</v:shapetype>"
    '<v:shape id="_x0000_s{shape}" type="#_x0000_t75" style="position:absolute;width:48pt;height:48pt" '
    'filled="t" fillcolor="window [65]" stroked="t" strokecolor="windowText [64]" o:insetmode="auto">'
    '<v:imagedata o:relid="rId1" o:title=""/><x:ClientData ObjectType="Pict"><x:SizeWithCells/>'
    "<x:Anchor>1, 0, {top}, 0, 1, 64, {bottom}, 0</x:Anchor><x:CF>Pict</x:CF><x:AutoPict/></x:ClientData>"
    "</v:shape></xml>"
)
CONTENT_TYPES = (
    '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
    '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    '<Default Extension="png" ContentType="image/png"/>'
)


def embed(workbook: bytes, objects: Mapping[str, tuple[Storage, bytes, int]]) -> bytes:
    """*workbook* with an object (what it holds, icon as PNG, row from 0 where it stands) in each sheet named."""
    parts = unpacked(workbook)
    places = {sheet.name: sheet.part for sheet in Package(workbook).sheets}
    for number, (sheet, (held, icon, top)) in enumerate(objects.items(), start=1):
        add_parts(parts, number, write(held), icon, top)
        add_to_sheet(parts, places[sheet], number, top)
    parts["[Content_Types].xml"] = with_types(parts["[Content_Types].xml"])
    return packed(parts)


def add_parts(parts: dict[str, bytes], number: int, ole: bytes, icon: bytes, top: int) -> None:
    """The embedded file, its icon, and the VML shape that shows it."""
    parts[f"xl/embeddings/oleObject{number}.bin"] = ole
    parts[f"xl/media/icono{number}.png"] = icon
    formulas = "".join(f'<v:f eqn="{formula}"/>' for formula in FORMULAS)
    vml = VML.format(number=number, shape=number * CLUSTER + 1, top=top, bottom=top + 3, formulas=formulas)
    parts[f"xl/drawings/vmlDrawing{number}.vml"] = vml.encode()
    shown = {"rId1": ("image", f"../media/icono{number}.png")}
    parts[f"xl/drawings/_rels/vmlDrawing{number}.vml.rels"] = relations(shown)


def add_to_sheet(parts: dict[str, bytes], sheet: str, number: int, top: int) -> None:
    """Name the object in the sheet and in its relations. Such a sheet has no drawing of its own."""
    folder, _, base = sheet.rpartition("/")
    rels = f"{folder}/_rels/{base}.rels"
    if rels in parts:
        raise ValueError(f"{sheet} has relations already")
    parts[rels] = relations(
        {
            "rId1": ("vmlDrawing", f"../drawings/vmlDrawing{number}.vml"),
            "rId2": ("oleObject", f"../embeddings/oleObject{number}.bin"),
            "rId3": ("image", f"../media/icono{number}.png"),
        }
    )
    anchor = ANCHOR.format(top=top, bottom=top + 3)
    tail = OBJECT.format(shape=number * CLUSTER + 1, anchor=anchor, compatible=COMPATIBLE)
    head = f' xmlns:r="{RELATIONS}" xmlns:xdr="{SHEET_DRAWING}" xmlns:x14="{EXCEL_2010}"'
    xml = parts[sheet].decode()
    xml = re.sub(r"<worksheet\b", lambda found: found[0] + head, xml, count=1)
    parts[sheet] = xml.replace("</worksheet>", f"{tail}</worksheet>").encode()


def relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    """A part of relations: id → kind and target."""
    lines = (
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{RELATION_PARTS}">{"".join(lines)}</Relationships>'.encode()


def with_types(types: bytes) -> bytes:
    """The content types, with those of the new parts."""
    missing = "".join(
        line for line in re.findall(r"<Default[^>]*/>", CONTENT_TYPES) if line.split('"')[1].encode() not in types
    )
    opening = re.search(rb"<Types[^>]*>", types)
    if opening is None:
        raise ValueError("no content types")
    return types[: opening.end()] + missing.encode() + types[opening.end() :]


def unpacked(workbook: bytes) -> dict[str, bytes]:
    """The parts of a package, by name."""
    with ZipFile(BytesIO(workbook)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The package; the same parts give the same bytes."""
    written = BytesIO()
    with ZipFile(written, "w") as target:
        for name, content in parts.items():
            entry = ZipInfo(name, DATED)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, content)
    return written.getvalue()
