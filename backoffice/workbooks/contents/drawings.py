"""Pictures in the drawings of .xlsx sheets, and pictures placed "in cell". Icons of objects live in VML, not here."""

import re
from collections.abc import Iterator

from backoffice.workbooks.formats import safe_xml
from backoffice.workbooks.formats.opc import Package, PackageSheet
from backoffice.workbooks.limits import PICTURES

RICH_VALUES, RICH_RELATIONS = "xl/richdata/rdrichvalue.xml", "xl/richData/richValueRel.xml"
IN_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*\bvm=["'](\d+)["']""")


def pictures(package: Package) -> Iterator[tuple[str, bytes]]:
    """Sheet and bytes of every picture, in order of the tabs; b'' where the part is lost."""
    count = 0
    for sheet in package.sheets:
        for part in (*drawn(package, sheet), *in_cells(package, sheet)):
            count += 1
            if count > PICTURES:
                return
            yield sheet.name, package.part(part)


def has_drawing(package: Package, sheet: PackageSheet) -> bool:
    """The sheet has a drawing, be it empty: LibreOffice leaves one where it loses an embedded file."""
    return any(relation.kind == "drawing" for relation in package.relations(sheet.part))


def drawn(package: Package, sheet: PackageSheet) -> Iterator[str]:
    """Parts of the pictures that lie on a sheet."""
    for relation in package.relations(sheet.part):
        if relation.kind != "drawing" or relation.external:
            continue
        root = package.xml(relation.target)
        media = {r.id: r.target for r in package.relations(relation.target) if not r.external}
        for picture in safe_xml.descendants(root, "pic") if root is not None else ():
            for blip in safe_xml.descendants(picture, "blip"):
                if (part := media.get(safe_xml.attribute(blip, "embed"))) is not None:
                    yield part


def in_cells(package: Package, sheet: PackageSheet) -> Iterator[str]:
    """Parts of the pictures that are values of cells: cell → value metadata → rich value → relation."""
    targets = rich_targets(package)
    if not targets:
        return
    numbers = [int(number) for number in IN_CELL.findall(package.part(sheet.part))]
    values, bindings = rich_values(package), value_bindings(package)
    for number in numbers[:PICTURES]:
        position = bindings[number - 1] if 0 < number <= len(bindings) else -1
        relation = values[position] if 0 <= position < len(values) else -1
        if 0 <= relation < len(targets):
            yield targets[relation]


def value_bindings(package: Package) -> list[int]:
    """The rich value of each entry of the value metadata."""
    root = package.xml("xl/metadata.xml")
    if root is None:
        return []
    rich = [number(e.get("i")) for e in safe_xml.descendants(root, "rvb")]
    found = []
    for metadata in safe_xml.descendants(root, "valueMetadata"):
        for record in safe_xml.descendants(metadata, "rc"):
            position = number(record.get("v"))
            found.append(rich[position] if 0 <= position < len(rich) else -1)
    return found


def rich_values(package: Package) -> list[int]:
    """The relation that each rich value names first: for a picture in cell, its image."""
    root = package.xml(RICH_VALUES)
    values = safe_xml.descendants(root, "rv") if root is not None else []
    return [number(next((child.text for child in value if safe_xml.local(child) == "v"), None)) for value in values]


def rich_targets(package: Package) -> list[str]:
    """Parts that the relations of rich values name, in order."""
    root = package.xml(RICH_RELATIONS)
    targets = {r.id: r.target for r in package.relations(RICH_RELATIONS) if not r.external}
    relations = safe_xml.descendants(root, "rel") if root is not None else []
    return [targets.get(safe_xml.attribute(relation, "id"), "") for relation in relations]


def number(text: str | None) -> int:
    """A small whole number; -1 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else -1
