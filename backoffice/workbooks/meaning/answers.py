"""Remarks on tab 2 as a whole: sections, columns, and kinds of cells, each told once. Rows are the checks' business."""

from collections.abc import Iterator

from backoffice.domain.evidence import STEPS, Answer, AnswerKind
from backoffice.domain.findings import Finding, Section
from backoffice.workbooks.meaning.amortizations import Table
from backoffice.workbooks.meaning.columns import IDENTITY, STEP_TITLES
from backoffice.workbooks.meaning.numbers import is_ambiguous
from backoffice.workbooks.remarks import remark

SECTION_TITLES: dict[Section, str] = {
    "samples": "«a) Muestras del cálculo de retenciones»",
    "assessment": "«b) Evaluación para el cálculo de retenciones»",
}
WANTED: dict[Section, tuple[str, ...]] = {"samples": STEPS, "assessment": ("withholding",)}
AMBIGUOUS = frozenset({"text_numbers", "unreadable_numbers"})
COUNTED = frozenset({"formulas_without_value", "text_numbers"})
KINDS = {
    AnswerKind.ERROR: "error_cells",
    AnswerKind.NO_STORED_VALUE: "formulas_without_value",
    AnswerKind.TEXT_NUMBER: "text_numbers",
    AnswerKind.UNREADABLE: "unreadable_numbers",
}


def remarks_on(tables: list[Table]) -> list[Finding]:
    """All remarks on the tables of tab 2."""
    cut = [remark("too_many_rows") for _ in {table.section for table in tables if table.cut}]
    cut += [remark("too_many_tables") for table in tables if table.more_tables]
    return [*missing(tables), *repeated(tables), *cut, *cell_remarks(tables)]


def missing(tables: list[Table]) -> Iterator[Finding]:
    """Sections that are not there, and columns that a section lacks."""
    for section, title in SECTION_TITLES.items():
        columns = {key for table in tables if table.section == section for key in table.header.columns}
        if not columns:
            yield remark("section_missing", found=title)
            continue
        for step in WANTED[section]:
            if step not in columns:
                yield remark("column_missing", found=f"{STEP_TITLES[step]} ({title[1]})")


def repeated(tables: list[Table]) -> Iterator[Finding]:
    """Columns that stand twice."""
    keys = {key for table in tables for key in table.header.repeated if key in STEP_TITLES or key in IDENTITY}
    for key in sorted(keys):
        yield remark("column_repeated", found=STEP_TITLES.get(key, {"nss": "NSS", "number": "No."}.get(key, "Crédito")))


def cell_remarks(tables: list[Table]) -> Iterator[Finding]:
    """One remark per kind of odd cell, at the first of them."""
    by_code: dict[str, list[Answer]] = {}
    for answer in all_answers(tables):
        code = KINDS.get(answer.kind)
        if code is None:
            continue
        is_read, odd = code != "unreadable_numbers", code in AMBIGUOUS and is_ambiguous(answer.shown)
        if is_read or not odd:
            by_code.setdefault(code, []).append(answer)
        if odd:
            by_code.setdefault("ambiguous_numbers", []).append(answer)
    for code, answers in by_code.items():
        found = str(len(answers)) if code in COUNTED else answers[0].shown
        yield remark(code, cell=answers[0].cell, found=found)


def all_answers(tables: list[Table]) -> Iterator[Answer]:
    """Every answer, in order."""
    for table in tables:
        for row in table.rows:
            yield from row.answers.values()
