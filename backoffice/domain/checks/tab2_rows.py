"""Tab 2, who: every row of the set is there once, filled in, with its worker. Amounts are judged elsewhere."""

from collections.abc import Iterator
from functools import partial

from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.rows import Pair, Rows, is_nameless
from backoffice.domain.checks.wording import SECTION_NAMES, Kind, clean, gathered, listed
from backoffice.domain.evidence import AnswerRow
from backoffice.domain.findings import Finding, Severity, Standing, row_label

TAB = 2
_ERROR = partial(Kind, severity=Severity.ERROR)

ANOTHER_SET = _ERROR(
    "evidence_of_another_set",
    sentence="Este libro es del set de pruebas {found}; en esta ronda te evaluamos con el {expected}. Llena el libro "
    "que acompaña al set vigente.",
)
TAB_MISSING = _ERROR(
    "amortizations_missing",
    sentence="No encontramos en el libro los resultados de las amortizaciones (pestaña 2). Llena las dos secciones en "
    "el libro que te enviamos.",
)
SECTION_MISSING = _ERROR(
    "section_missing",
    sentence="No encontramos la sección «{name}» en la pestaña 2. Llénala en el libro que te enviamos.",
)
TAB_EMPTY = _ERROR(
    "amortizations_empty",
    sentence="La pestaña 2 viene sin llenar: ninguna celda por contestar tiene valor. Anota en ella los resultados de "
    "tu sistema.",
)
SECTION_EMPTY = _ERROR(
    "section_empty",
    sentence="La sección «{name}» viene sin llenar. Anota en ella los resultados de tu sistema.",
)
ROWS_OF_ANOTHER_SET = _ERROR(
    "rows_of_another_set",
    sentence="Ningún trabajador de la sección «{name}» es de tu set vigente. Llena el libro que acompaña a ese set.",
)
ROW_MISSING = _ERROR("row_missing", sentence="Falta la fila {label} (NSS {expected}). Devuélvela con sus resultados.")
ROWS_MISSING = _ERROR(
    "rows_missing",
    sentence="Faltan {count} filas de la sección, entre ellas las de los NSS {places}. Devuélvelas todas.",
)
ROWS_NAMELESS = _ERROR(
    "rows_without_worker",
    sentence="Hay filas que no dicen de qué trabajador son, sin NSS ni crédito: {places}. Déjalos como te los dimos.",
)
ROWS_HALF_NAMED = Kind(
    "rows_half_named",
    Severity.WARNING,
    "Hay filas a las que les falta el NSS o el crédito: {places}. Déjalos como te los dimos.",
    Standing.PROPOSED,
)
ROW_UNANSWERED = _ERROR(
    "row_unanswered", sentence="La fila {label} viene sin llenar. Anota en ella los resultados de tu sistema."
)
ROW_REPEATED = _ERROR(
    "row_repeated",
    sentence="La fila {sheet_row} repite a un trabajador y periodo ya contestados. Deja una sola vez cada fila.",
)
ROWS_REPEATED = _ERROR(
    "rows_repeated",
    sentence="{count} filas repiten a trabajadores ya contestados ({places}). Deja una sola vez cada una.",
)
ROW_UNKNOWN = _ERROR(
    "row_unknown",
    sentence="La fila {sheet_row} (NSS {found}) no es de tu set de pruebas. Quita las filas que agregaste.",
)
ROWS_UNKNOWN = _ERROR(
    "rows_unknown", sentence="{count} filas no son de tu set de pruebas ({places}). Quita las filas que agregaste."
)
ROW_OF_TOTALS = Kind(
    "row_of_totals",
    Severity.NOTE,
    "La fila {sheet_row} no nombra a ningún trabajador; parece de totales y no la tomamos en cuenta.",
)
NSS_WRONG = _ERROR(
    "nss_differs",
    sentence="En la fila {label} el NSS no es el del set: se esperaba {expected} y encontramos {found}. No cambies "
    "los datos de los trabajadores.",
)
CREDIT_WRONG = _ERROR(
    "credit_differs",
    sentence="En la fila {label} el crédito no es el del set: se esperaba {expected} y encontramos {found}. No cambies "
    "los datos de los trabajadores.",
)
ROW_RENUMBERED = Kind(
    "row_renumbered",
    Severity.NOTE,
    "La fila {label} trae otro número ({found}); la reconocimos por su NSS y su crédito.",
)
ROW_DOUBTFUL = Kind(
    "row_doubtful",
    Severity.WARNING,
    "Sin su número, la fila {label} no se distingue de otra del mismo trabajador; la tomamos por su orden.",
)


def the_workbook_is_of_this_set(matter: Matter) -> Iterator[Finding]:
    """Where the workbook names its test set, it is the one of this round."""
    found, right = matter.evidence.test_set_id, matter.test_set.id
    if found is not None and found.strip() != right:
        yield ANOTHER_SET.finding(tab=TAB, expected=right, found=clean(found))


def both_sections_are_there(matter: Matter) -> Iterator[Finding]:
    """Tab 2 has section a) with the samples and section b) with the assessment rows."""
    absent = [rows for rows in matter.rows.values() if rows.is_absent]
    if matter.reading_failed(TAB):
        return
    if len(absent) == len(matter.rows):
        yield TAB_MISSING.finding(tab=TAB)
        return
    for rows in absent:
        yield _of_section(SECTION_MISSING, rows)


def the_answers_are_filled_in(matter: Matter) -> Iterator[Finding]:
    """The template did not come back as it was sent: each row has an answer."""
    empty = [rows for rows in matter.rows.values() if rows.is_unanswered]
    if len(empty) == len(matter.rows):
        yield TAB_EMPTY.finding(tab=TAB)
        return
    for rows in matter.rows.values():
        if rows.is_unanswered:
            yield _of_section(SECTION_EMPTY, rows)
        else:
            yield from (_of_pair(ROW_UNANSWERED, pair) for pair in rows.pairs if pair.is_unanswered)


def every_row_is_present_once(matter: Matter) -> Iterator[Finding]:
    """Each row of the set is answered by one row, and no row is of anyone else."""
    for rows in matter.rows.values():
        if rows.is_of_another_set:
            yield _of_section(ROWS_OF_ANOTHER_SET, rows)
        elif not rows.is_absent:
            yield from gathered(_missing(rows), ROWS_MISSING)
            yield from gathered((_extra(ROW_REPEATED, row) for row in rows.repeated), ROWS_REPEATED)
            yield from _unknown(rows)


def every_row_names_its_worker(matter: Matter) -> Iterator[Finding]:
    """The NSS and the credit of each row are those of the set."""
    for rows in matter.rows.values():
        yield from _nameless(rows)
    for pair in (pair for rows in matter.rows.values() for pair in rows.pairs):
        if pair.has_wrong_nss:
            yield _of_pair(NSS_WRONG, pair, expected=pair.row.nss, found=clean(pair.answer.nss))
        if pair.has_wrong_credit:
            credit = clean(pair.answer.credit_number)
            yield _of_pair(CREDIT_WRONG, pair, expected=pair.row.credit_number, found=credit)
        if pair.doubtful:
            yield _of_pair(ROW_DOUBTFUL, pair)
        elif pair.renumbered:
            number = pair.answer.number
            yield _of_pair(ROW_RENUMBERED, pair, found="sin número" if number is None else str(number))


def _nameless(rows: Rows) -> Iterator[Finding]:
    """Rows that do not say whose they are, told once a section: known by their number alone, or by half a name."""
    alone = [pair.row.label for pair in rows.pairs if is_nameless(pair.answer)]
    half = [pair.row.label for pair in rows.pairs if pair.answer.nss == "" or pair.answer.credit_number == ""]
    for kind, labels in ((ROWS_NAMELESS, alone), (ROWS_HALF_NAMED, [one for one in half if one not in alone])):
        if labels:
            yield kind.finding(words={"places": listed(labels)}, tab=TAB, section=rows.section, found=str(len(labels)))


def _missing(rows: Rows) -> Iterator[Finding]:
    for row in rows.missing:
        words = {"label": row.label}
        yield ROW_MISSING.finding(
            words=words, tab=TAB, section=rows.section, number=row.number, nss=row.nss, expected=row.nss
        )


def _unknown(rows: Rows) -> Iterator[Finding]:
    nameless = [row for row in rows.unknown if is_nameless(row)]
    if len(nameless) == 1:
        yield _extra(ROW_OF_TOTALS, nameless[0])
    strange = [row for row in rows.unknown if len(nameless) > 1 or not is_nameless(row)]
    yield from gathered((_extra(ROW_UNKNOWN, row) for row in strange), ROWS_UNKNOWN)


def _extra(kind: Kind, row: AnswerRow) -> Finding:
    found = clean(row.nss, 20) or "sin NSS"
    return kind.finding(words={"sheet_row": row.row}, tab=TAB, section=row.section, cell=f"A{row.row}", found=found)


def _of_section(kind: Kind, rows: Rows) -> Finding:
    return kind.finding(words={"name": SECTION_NAMES[rows.section]}, tab=TAB, section=rows.section)


def _of_pair(kind: Kind, pair: Pair, *, expected: str | None = None, found: str | None = None) -> Finding:
    row = pair.row
    return kind.finding(
        words={"label": row_label(row.section, row.number)},
        tab=TAB,
        cell=f"A{pair.answer.row}",
        section=row.section,
        number=row.number,
        nss=row.nss,
        expected=expected,
        found=found,
    )
