"""The test set that a workbook says it answers: a labelled cell that every tab of the template carries."""

from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.meaning.telling import telling_cells
from backoffice.workbooks.meaning.words import plain

LABEL = "set de pruebas"
LONGEST = 80


def test_set_id(grids: list[Grid], preferred: str | None) -> str | None:
    """The id beside or within the label, on the sheet *preferred* first; ``None`` where no sheet tells."""
    ordered = sorted(grids, key=lambda grid: grid.name != preferred)
    return next((found for grid in ordered if (found := labelled(grid))), None)


def labelled(grid: Grid) -> str | None:
    """The text at the right of the label, or after its colon."""
    for row, column, value in telling_cells(grid):
        if not plain(value).startswith(LABEL):
            continue
        _, colon, rest = value.partition(":")
        if colon and rest.strip():
            return rest.strip()[:LONGEST]
        if plain(value) == LABEL:
            cells = grid.rows[row - grid.first_row][column + 1 : column + 4]
            beside = next((str(cell).strip() for cell in cells if cell is not None and str(cell).strip()), "")
            if beside:
                return beside[:LONGEST]
    return None
