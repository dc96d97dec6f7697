"""From the bytes of a workbook to ``domain.evidence``, here and now. Strangers' bytes belong in the child process:
use ``reading.read``."""

from backoffice.domain.evidence import Cfdi, EmbeddedFile, Evidence, NoticeFile, Picture, Sheet
from backoffice.domain.findings import Finding
from backoffice.workbooks.contents import archive, pixels
from backoffice.workbooks.contents.embedded import Embedded
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.meaning import receipt
from backoffice.workbooks.meaning.amortizations import Table, tables
from backoffice.workbooks.meaning.answers import remarks_on
from backoffice.workbooks.meaning.identity import test_set_id
from backoffice.workbooks.meaning.tabs import TAB_TITLES, tabs
from backoffice.workbooks.opening import Opened, open_workbook
from backoffice.workbooks.remarks import readable, remark

ARCHIVES = frozenset({"zip", "7z", "rar", "gzip"})
#: Names of the same format.
SUFFIXES = {"xlsm": "xlsx", "xltx": "xlsx", "xlt": "xls"}


def evidence_of(data: bytes, name: str = "") -> Evidence:
    """All that the workbook *data* says. *name* is the file's, for a remark where it tells another format."""
    opened = open_workbook(data)
    grids = {grid.name: grid for grid in opened.grids}
    found_tables = {grid.name: tables(grid) for grid in opened.grids}
    places, named = tabs(opened.grids, lambda tab, grid: holds(opened, found_tables, tab, grid))
    notices, files, notice_remarks = read_archives(opened, places)
    cfdi, cfdi_remarks = read_receipt(opened, places)
    pictures = [pixels.described(p.sheet, p.data, p.format) for p in opened.pictures]
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
        findings=(
            *opened.findings,
            *name_remarks(name, opened.format),
            *tab_remarks(places, named, grids),
            *notice_remarks,
            *(remarks_on(answer_tables) if 2 in places else ()),
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
    return "xml" in objects or bool(receipt.in_cells(grid))


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


def read_archives(opened: Opened, places: dict[int, str]) -> tuple[list[NoticeFile], list[EmbeddedFile], list[Finding]]:
    """Notices of the archives of tab 1 (of another sheet where tab 1 has none), all embedded files, and remarks."""
    notices: list[NoticeFile] = []
    findings: list[Finding] = []
    members: dict[int, list[str]] = {}
    for index, file in chosen_archives(opened.embedded, places.get(1)):
        if file.sheet != places.get(1, file.sheet):
            findings.append(remark("object_elsewhere", sheet=file.sheet))
        opened_archive = read_file(file)
        members[index] = opened_archive.members
        notices += opened_archive.notices
        findings += opened_archive.findings
    findings += object_remarks(opened, places, read_any=bool(members))
    files = [
        EmbeddedFile(file.sheet, readable(file.name) or "", file.kind, tuple(members.get(index, ())))
        for index, file in enumerate(opened.embedded)
        if file.problem != "only_icon"
    ]
    return notices, files, findings


def chosen_archives(files: list[Embedded], sheet: str | None) -> list[tuple[int, Embedded]]:
    """Archives and bare notices of *sheet*; where it has none, those of other sheets."""
    whole = [(i, f) for i, f in enumerate(files) if f.data and not f.problem]
    useful = [(i, f) for i, f in whole if f.kind in ARCHIVES or is_notice(f)]
    here = [(i, f) for i, f in useful if f.sheet == sheet]
    return here or [(i, f) for i, f in useful if f.kind in ARCHIVES]


def is_notice(file: Embedded) -> bool:
    """A ``.json`` file embedded by itself."""
    return file.kind == "text" and (file.name.casefold().endswith(".json") or file.data.lstrip()[:1] == b"{")


def read_file(file: Embedded) -> archive.Archive:
    """The notices of one embedded file."""
    if file.kind == "zip":
        return archive.read(file.data)
    result = archive.Archive()
    if file.kind in ARCHIVES:
        result.findings.append(remark("archive_not_zip", found=f".{file.kind}"))
    else:
        archive.keep(file.name or "aviso.json", file.data, result)
        result.findings.append(remark("notice_not_in_archive", found=file.name))
    return result


def object_remarks(opened: Opened, places: dict[int, str], *, read_any: bool) -> list[Finding]:
    """What is wrong with embedded objects, and tab 1 without any."""
    tab_of = {name: tab for tab, name in places.items()}
    found = [
        remark(file.problem, sheet=file.sheet, tab=tab_of.get(file.sheet))
        for file in opened.embedded
        if file.problem and (file.problem != "only_icon" or tab_of.get(file.sheet) == 1)
    ]
    if 1 not in places or read_any:
        return found
    here = [file for file in opened.embedded if file.sheet == places[1]]
    if any(file.problem for file in here):
        return found
    if here:
        return [*found, remark("object_not_archive", found=f"un archivo «{here[0].kind}»")]
    lost = places[1] in opened.drawn or any(picture.sheet == places[1] for picture in opened.pictures)
    return [*found, remark("only_icon" if lost else "no_object")]


def read_receipt(opened: Opened, places: dict[int, str]) -> tuple[Cfdi | None, list[Finding]]:
    """The receipt of tab 4; where it has none, one that stands on another sheet."""
    sheet = places.get(4)
    documents = [
        *((file.sheet, "embedded", [file.data]) for file in opened.embedded if file.kind == "xml"),
        *((grid.name, "cells", texts) for grid in opened.grids if (texts := receipt.in_cells(grid))),
    ]
    here = [document for document in documents if document[0] == sheet]
    if not (here or documents):
        return None, [remark("no_cfdi")] if sheet is not None else []
    place, source, candidates = (here or documents)[0]
    cfdi, findings = first_readable(source, place, candidates)
    if place != sheet:
        findings.append(remark("cfdi_elsewhere", sheet=place))
    if len(here) > 1:
        findings.append(remark("several_cfdi"))
    return cfdi, findings


def first_readable(source: str, sheet: str, candidates: list[bytes]) -> tuple[Cfdi | None, list[Finding]]:
    """The first candidate that reads; else the remarks on the first."""
    results = [receipt.read(source, sheet, candidate) for candidate in candidates[:1]]
    if results[0][0] is None and len(candidates) > 1:
        results += [receipt.read(source, sheet, candidate) for candidate in candidates[1:]]
    return next((result for result in results if result[0] is not None), results[0])


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
