"""Tab 4: where the receipt stands, embedded, compacted or as text; what it says is ``receipt``'s part."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from backoffice.domain.evidence import Cfdi
from backoffice.domain.findings import Finding
from backoffice.workbooks.contents import archive
from backoffice.workbooks.contents.admission import KINDS
from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.meaning import receipt, receipt_text
from backoffice.workbooks.meaning.kinds import called
from backoffice.workbooks.meaning.receipt_text import Candidate
from backoffice.workbooks.opening import Opened
from backoffice.workbooks.remarks import remark

Result = tuple[Cfdi | None, list[Finding]]
#: Remarks after which another start inside the same text is tried: the first may be a note about the XML.
TRIED_AGAIN = frozenset({"cfdi_damaged", "not_a_cfdi"})


class Place(NamedTuple):
    """Where a receipt may stand: its sheet ('' where the file belongs to none) and how to read it."""

    sheet: str | None
    read: Callable[[], Result]
    packed: bool = False


def read_receipt(opened: Opened, places: dict[int, str]) -> Result:
    """The receipt of tab 4; where it has none, one that stands on another sheet."""
    sheet = places.get(4)
    found = [
        *(embedded(file.sheet, file.data) for file in opened.embedded if file.kind == "xml"),
        *(
            Place(grid.name, partial(read_cells, grid, where))
            for grid in opened.grids
            if (where := receipt_text.in_cells(grid))
        ),
        *(embedded(sheet, content, packed=True) for content in packed_receipts(opened, sheet)),
    ]
    here = [place for place in found if place.sheet == sheet]
    if not found:
        return None, no_receipt(opened, sheet)
    chosen = (here or found)[0]
    cfdi, findings = chosen.read()
    if chosen.sheet != sheet:
        findings.append(remark("cfdi_elsewhere" if chosen.sheet else "cfdi_without_place", sheet=chosen.sheet or ""))
    if len(here) > 1 and all(finding.code != "several_cfdi" for finding in findings):
        findings.append(remark("several_cfdi"))
    if chosen.packed:
        findings.append(remark("cfdi_in_archive"))
    return cfdi, findings


def embedded(sheet: str | None, document: bytes, *, packed: bool = False) -> Place:
    """A receipt that is a file of its own."""
    return Place(sheet, partial(receipt.read, "embedded", sheet or "", document), packed)


def read_cells(grid: Grid, where: list[tuple[int, int]]) -> Result:
    """The first receipt that reads of those that start in these cells; else the remarks on the first start."""
    results: list[Result] = []
    covered: dict[int, int] = {}
    for row, column in where:
        if row <= covered.get(column, 0):
            continue
        candidates, last = receipt_text.text_from(grid, row, column)
        cfdi, findings = first_readable(grid.name, candidates)
        results.append((cfdi, findings))
        if cfdi is not None or not {finding.code for finding in findings} <= TRIED_AGAIN:
            covered[column] = last
    good = [result for result in results if result[0] is not None]
    cfdi, findings = (good or results)[0]
    told = {finding.code for finding in findings}
    return cfdi, [*findings, remark("several_cfdi")] if len(good) > 1 and "several_cfdi" not in told else findings


def packed_receipts(opened: Opened, sheet: str | None) -> list[bytes]:
    """The .xml members of archives in tab 4."""
    files = [file for file in opened.embedded if file.kind in KINDS and file.sheet == sheet]
    return [content for file in files for content in archive.read(file.data, file.name, ".xml").others.values()]


def no_receipt(opened: Opened, sheet: str | None) -> list[Finding]:
    """Tab 4 is empty, or holds something else."""
    if sheet is None:
        return []
    kinds = [file.kind for file in opened.embedded if file.sheet == sheet]
    if not kinds:
        return [remark("no_cfdi")]
    return [remark("not_a_cfdi", found="no es un XML" if kinds[0] == "unknown" else f"es {called(kinds[0])}")]


def first_readable(sheet: str, candidates: list[Candidate]) -> Result:
    """The first candidate that reads, or that must not be read; else the remarks on the first."""
    results = []
    for candidate in candidates:
        cfdi, findings = receipt.read("cells", sheet, candidate.document)
        if cfdi is not None:
            return cfdi, [*findings, *remarks_around(candidate)]
        if not {finding.code for finding in findings} <= TRIED_AGAIN:
            return None, findings
        results.append((cfdi, findings))
    return results[0]


def remarks_around(candidate: Candidate) -> list[Finding]:
    """What else was written in the cells of the receipt."""
    if candidate.has_another_after:
        return [remark("several_cfdi")]
    return [remark("cfdi_text_around")] if candidate.has_text_around else []
