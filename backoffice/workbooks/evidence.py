"""From the bytes of a workbook to ``domain.evidence``, here and now. Strangers' bytes belong in the child process:
use ``reading.read``."""

from backoffice.domain.evidence import Evidence, Picture, Sheet
from backoffice.domain.findings import Finding
from backoffice.workbooks.contents import blankness, pixels
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.meaning.amortizations import RowsLeftOut, Table, tables
from backoffice.workbooks.meaning.answers import remarks_on
from backoffice.workbooks.meaning.identity import test_set_id
from backoffice.workbooks.meaning.notices import ARCHIVES, read_archives
from backoffice.workbooks.meaning.receipt_asked import receipt_asked
from backoffice.workbooks.meaning.receipt_place import read_receipt
from backoffice.workbooks.meaning.receipt_text import in_cells
from backoffice.workbooks.meaning.tabs import TAB_TITLES, tabs
from backoffice.workbooks.meaning.telling import tells
from backoffice.workbooks.opening import Opened, open_workbook
from backoffice.workbooks.remarks import remark

#: Names of the same format.
SUFFIXES = {"xlsm": "xlsx", "xltx": "xlsx", "xlt": "xls", "ots": "ods"}


def evidence_of(data: bytes, name: str = "") -> Evidence:
    """All that the workbook *data* says. *name* is the file's, for a remark where it tells another format."""
    try:
        return evidence_in(open_workbook(data, tells), name)
    except RowsLeftOut:
        return evidence_in(open_workbook(data), name)


def evidence_in(opened: Opened, name: str = "") -> Evidence:
    """All that an opened workbook says."""
    grids = {grid.name: grid for grid in opened.grids}
    found_tables = {grid.name: tables(grid) for grid in opened.grids}
    places, named = tabs(opened.grids, lambda tab, grid: holds(opened, found_tables, tab, grid))
    notices, files, notice_remarks = read_archives(opened, places)
    cfdi, cfdi_remarks = read_receipt(opened, places)
    described = [pixels.described(p.sheet, p.data, p.format) for p in opened.pictures]
    pictures = list(blankness.judged(described, [p.data for p in opened.pictures], places.get(3)))
    answer_tables = found_tables.get(places.get(2, ""), [])
    return Evidence(
        format=opened.format,
        sheets=tuple(Sheet(grid.name, *grid.size(), grid.hidden) for grid in opened.grids),
        tabs=places,
        test_set_id=test_set_id(opened.grids, places.get(2)),
        rows=tuple(row for table in answer_tables for row in table.rows),
        embedded=tuple(files),
        notice_files=tuple(notices),
        pictures=tuple(pictures),
        cfdi=cfdi,
        receipt_asked=receipt_asked(grids.get(places.get(4, ""))),
        findings=(
            *opened.findings,
            *name_remarks(name, opened.format),
            *tab_remarks(places, named, grids),
            *notice_remarks,
            *(remarks_on(answer_tables) if 2 in places else ()),
            *tables_elsewhere(found_tables, places),
            *picture_remarks(pictures, places),
            *cfdi_remarks,
        ),
    )


def holds(opened: Opened, found_tables: dict[str, list[Table]], tab: int, grid: Grid) -> bool:
    """The sheet has what the tab is for."""
    if tab == 2:
        return bool(found_tables[grid.name])
    if tab == 3:
        return any(picture.sheet == grid.name for picture in opened.pictures)
    objects = {file.kind for file in opened.embedded if file.sheet == grid.name}
    if tab == 1:
        return bool(objects & ARCHIVES)
    return "xml" in objects or bool(in_cells(grid))


def name_remarks(name: str, file_format: str) -> list[Finding]:
    """A name that tells another format."""
    suffix = name.rpartition(".")[2].casefold() if "." in name else file_format
    return [] if SUFFIXES.get(suffix, suffix) == file_format else [remark("name_differs_from_format", found=name)]


def tab_remarks(places: dict[int, str], named: bool, grids: dict[str, Grid]) -> list[Finding]:
    """Tabs that are missing, were taken by their order, or are hidden."""
    found = [
        remark("tab_missing", found=f"«{title}»", tab=tab) for tab, title in TAB_TITLES.items() if tab not in places
    ]
    if not named:
        found.append(remark("tabs_by_order"))
    hidden = [name for name, grid in grids.items() if grid.hidden]
    tab_of = {name: tab for tab, name in places.items()}
    return found + [remark("sheet_hidden", sheet=name, tab=tab_of.get(name)) for name in hidden]


def tables_elsewhere(found_tables: dict[str, list[Table]], places: dict[int, str]) -> list[Finding]:
    """Sheets besides tab 2 that hold results as well: which of them are meant, the applicant should say."""
    if 2 not in places:
        return []
    others = [name for name, tables in found_tables.items() if name != places[2] and any(t.rows for t in tables)]
    return [remark("tables_elsewhere", sheet=name, found=places[2]) for name in others]


def picture_remarks(pictures: list[Picture], places: dict[int, str]) -> list[Finding]:
    """Tab 3 without pictures, and pictures that nobody could look at."""
    tab_of = {name: tab for tab, name in places.items()}
    unreadable = dict.fromkeys(
        p.sheet for p in pictures if p.format == "unknown" or (not p.width and p.format in pixels.SIZES)
    )
    found = [remark("picture_unreadable", sheet=sheet, tab=tab_of.get(sheet)) for sheet in unreadable]
    if 3 in places and not any(picture.sheet == places[3] for picture in pictures):
        found.append(remark("no_pictures"))
    return found
