"""An OOXML package: its relationships and its sheets. What cells say is not read here."""

import posixpath
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from backoffice.workbooks.formats import safe_xml
from backoffice.workbooks.formats.parts import Parts
from backoffice.workbooks.refusals import EvidenceRefused


class Relation(NamedTuple):
    """Where a part points: kind (the last word of its type), part name or outside address."""

    id: str
    kind: str
    target: str
    external: bool


#: Where a sheet leads that leads nowhere.
NOWHERE = Relation("", "worksheet", "", external=False)


class PackageSheet(NamedTuple):
    """A sheet of the workbook part and the part that holds it; ``kind`` is ``worksheet``, ``chartsheet`` …"""

    name: str
    part: str
    hidden: bool
    kind: str = "worksheet"


class Package(Parts):
    """A package whose limits were checked, with what its relationships say."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, "xlsx")

    def relations(self, name: str) -> list[Relation]:
        """What the part *name* ('' for the package) points at."""
        folder, _, base = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        return [relation(element, folder) for element in safe_xml.descendants(root, "Relationship")]

    @cached_property
    def workbook(self) -> str:
        """The name of the workbook part."""
        for found in self.relations(""):
            if found.kind == "officeDocument":
                return found.target
        return "xl/workbook.xml"

    @cached_property
    def sheets(self) -> list[PackageSheet]:
        """The sheets in order of their tabs."""
        root, targets = self.xml(self.workbook), {r.id: r for r in self.relations(self.workbook)}
        if root is None:
            raise EvidenceRefused("damaged", file_format="xlsx")
        found = []
        for element in safe_xml.descendants(root, "sheet"):
            target = targets.get(safe_xml.attribute(element, "id"), NOWHERE)
            hidden = element.get("state", "visible") != "visible"
            found.append(PackageSheet(element.get("name", ""), target.target, hidden, target.kind))
        return found

    def beside_workbook(self, kind: str) -> str:
        """The name of the part of this kind that the workbook part points at."""
        return next((r.target for r in self.relations(self.workbook) if r.kind == kind), f"xl/{kind}.xml")

    def shared_texts(self) -> str:
        """The part with the texts that cells share."""
        return self.part(self.beside_workbook("sharedStrings")).decode("utf-8", "replace")


def relation(element: etree._Element, folder: str) -> Relation:
    """One relationship, its target as a part name."""
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external:
        joined = target if target.startswith("/") else posixpath.join("/", folder, target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external)
