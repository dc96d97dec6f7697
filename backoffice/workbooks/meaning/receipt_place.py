"""Tab 4: where the receipt stands, embedded, compacted or as text; what it says is ``receipt``'s part."""

from backoffice.domain.evidence import Cfdi
from backoffice.domain.findings import Finding
from backoffice.workbooks.contents import archive
from backoffice.workbooks.contents.admission import KINDS
from backoffice.workbooks.meaning import receipt
from backoffice.workbooks.opening import Opened
from backoffice.workbooks.remarks import remark


def read_receipt(opened: Opened, places: dict[int, str]) -> tuple[Cfdi | None, list[Finding]]:
    """The receipt of tab 4; where it has none, one that stands on another sheet."""
    sheet = places.get(4)
    packed = packed_receipts(opened, sheet)
    documents = [
        *((file.sheet, "embedded", [file.data]) for file in opened.embedded if file.kind == "xml"),
        *((grid.name, "cells", texts) for grid in opened.grids if (texts := receipt.in_cells(grid))),
        *((sheet, "embedded", [document]) for document in packed),
    ]
    here = [document for document in documents if document[0] == sheet]
    if not (here or documents):
        return None, no_receipt(opened, sheet)
    place, source, candidates = (here or documents)[0]
    cfdi, findings = first_readable(source, place or "", candidates)
    if place != sheet:
        findings.append(remark("cfdi_elsewhere", sheet=place or ""))
    if len(here) > 1:
        findings.append(remark("several_cfdi"))
    if candidates[0] in packed:
        findings.append(remark("cfdi_in_archive"))
    return cfdi, findings


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
    return [remark("not_a_cfdi", found="no es un XML" if kinds[0] == "unknown" else f"es un archivo {kinds[0]}")]


def first_readable(source: str, sheet: str, candidates: list[bytes]) -> tuple[Cfdi | None, list[Finding]]:
    """The first candidate that reads; else the remarks on the first."""
    results = [receipt.read(source, sheet, candidate) for candidate in candidates[:1]]
    if results[0][0] is None and len(candidates) > 1:
        results += [receipt.read(source, sheet, candidate) for candidate in candidates[1:]]
    return next((result for result in results if result[0] is not None), results[0])
