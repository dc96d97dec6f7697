"""Tab 2, what came filled in: the given cells still say what the set says. How they are written does not matter."""

from collections.abc import Iterator

from backoffice.domain.checks.given_columns import COLUMNS
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.rows import Pair
from backoffice.domain.checks.wording import Kind, listed
from backoffice.domain.findings import Finding, Severity, Standing
from backoffice.domain.test_set import TestRow

TAB = 2
#: So many are told one by one.
MOST = 5

GIVEN_CHANGED = Kind(
    "given_value_changed",
    Severity.WARNING,
    "Fila {label}: «{column}» dice {right} en tu set y encontramos {given}. Deja los datos del set como te los dimos.",
    Standing.PROPOSED,
)
MANY_GIVEN_CHANGED = Kind(
    "given_values_changed",
    Severity.WARNING,
    "En la pestaña 2 hay {count} datos que no son los de tu set ({places}). Déjalos como te los dimos.",
    Standing.PROPOSED,
)

#: In b) they are not given: the notices tell them.
ONLY_IN_SAMPLES = {"discount_type", "discount_value"}
UNREADABLE = "la celda vacía o ilegible"


def the_given_values_are_as_issued(matter: Matter) -> Iterator[Finding]:
    """The given cells of each row say what the set says, however they write it. Columns not found are not compared."""
    changed = [one for rows in matter.rows.values() for one in _changed(rows.pairs)]
    if len(changed) <= MOST:
        yield from (_finding(*one) for one in changed)
        return
    places = listed([f"{pair.row.label} {COLUMNS[column].title}" for pair, column in changed], MOST)
    yield MANY_GIVEN_CHANGED.finding(words={"count": f"{len(changed):,}", "places": places}, tab=TAB)


def _changed(pairs: list[Pair]) -> Iterator[tuple[Pair, str]]:
    """Rows with a column that says something else; those that only their order tells apart are passed over."""
    found = {column for pair in pairs for column in pair.answer.given}
    for pair in pairs:
        if pair.answer.given and not pair.doubtful:
            yield from ((pair, column) for column in COLUMNS if column in found and not _agrees(column, pair))


def _agrees(column: str, pair: Pair) -> bool:
    """Both mean the same; an empty cell means that nothing applies."""
    if pair.row.section == "assessment" and column in ONLY_IN_SAMPLES:
        return True
    normal = COLUMNS[column].normal
    return normal(pair.answer.given.get(column, "")) == normal(_issued(pair.row, column))


def _issued(row: TestRow, column: str) -> str:
    """What the set says."""
    return row.case[column] if column in row.case else str(getattr(row, column))


def _finding(pair: Pair, column: str) -> Finding:
    row, told, given = pair.row, COLUMNS[column], pair.answer.given.get(column)
    right, found = told.shown(_issued(row, column)), UNREADABLE if given is None else told.shown(given)
    return GIVEN_CHANGED.finding(
        words={"label": row.label, "column": told.title, "right": right, "given": found},
        tab=TAB,
        cell=f"A{pair.answer.row}",
        section=row.section,
        number=row.number,
        nss=row.nss,
        expected=right,
        found=found,
    )
