"""The package that calamine is given in place of a stranger's: sheets cut down by us, texts and looks, all sound."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZipFile

from backoffice.workbooks.formats import safe_xml
from backoffice.workbooks.formats.opc import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION_PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"


def stand_in(package: Package, sheets: Iterable[bytes]) -> bytes:
    """A package with *sheets* in this order, named 1, 2, 3 …, and what *package* has for all sheets."""
    written = BytesIO()
    numbers = []
    with ZipFile(written, "w") as target:
        for number, content in enumerate(sheets, start=1):
            numbers.append(number)
            target.writestr(f"xl/worksheets/sheet{number}.xml", content)
        for kind in ("sharedStrings", "styles"):
            if content := package.sound_part(package.beside_workbook(kind)):
                target.writestr(f"xl/{kind}.xml", content)
        target.writestr("xl/workbook.xml", workbook(numbers, from_1904=counts_from_1904(package)))
        sheets_there = [(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        target.writestr("xl/_rels/workbook.xml.rels", relations(sheets_there))
        target.writestr("_rels/.rels", relations([("r1", "officeDocument", "xl/workbook.xml")]))
    return written.getvalue()


def workbook(numbers: list[int], *, from_1904: bool) -> str:
    """The part that lists the sheets."""
    sheets = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
    calendar = f'<workbookPr date1904="{from_1904:d}"/>'
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{calendar}<sheets>{sheets}</sheets></workbook>'


def relations(targets: Iterable[tuple[str, str, str]]) -> str:
    """A part of relations: id, kind and target of each."""
    lines = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for name, kind, target in targets
    )
    return f'<Relationships xmlns="{RELATION_PARTS}">{lines}</Relationships>'


def counts_from_1904(package: Package) -> bool:
    """Days are counted from 1904, as old Macs did."""
    root = package.xml(package.workbook)
    found = safe_xml.descendants(root, "workbookPr") if root is not None else []
    return any(element.get("date1904", "") in {"1", "true", "on"} for element in found)
