"""What became of the story as a table: one line a case where there is room, one block a case where there is not."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from backoffice.rehearsal.outcome import Outcome

COLUMNS = ("Caso", "Empresa", "Qué pasó", "Estado", "Hallazgos", "Cartas enviadas")
#: Characters of a line where nobody says how many there are, and from which on a case fits in one line of a table.
WIDE, ROOMY = 132, 110


def show(told: list[Outcome]) -> None:
    """Print every case on stdout."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    console.print(table(told) if console.width >= ROOMY else blocks(told))


def cells(one: Outcome) -> tuple[str, ...]:
    """What the columns say of a case."""
    return f"{one.letter}\n{one.folio}", one.company, one.course, one.state, one.findings, one.letters


def table(told: list[Outcome]) -> Table:
    """A line for each case."""
    shown = Table(*COLUMNS, show_lines=True, header_style="bold")
    for one in told:
        shown.add_row(*(Text(cell) for cell in cells(one)))
    return shown


def blocks(told: list[Outcome]) -> Table:
    """The columns of each case below each other."""
    shown = Table(show_header=False, box=None, pad_edge=False)
    shown.add_column(no_wrap=True)
    shown.add_column()
    for one in told:
        _, *values = cells(one)
        shown.add_row(Text(f"Caso {one.letter}", "bold"), Text(one.folio, "bold"))
        for title, value in zip(COLUMNS[1:], values, strict=True):
            shown.add_row(title, Text(value if title == "Hallazgos" else value.replace("\n", ", ")))
        shown.add_row("", "")
    return shown
