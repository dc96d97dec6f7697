"""``mesa cases``: where every case stands."""

import json

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backoffice.cli.opening import opened
from backoffice.domain.calendar import spoken
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.domain.work import SUBMISSION_LABELS
from backoffice.domain.workflow import STATE_LABELS
from backoffice.records.queries import CaseRow, all_cases

COLUMNS = ("Folio", "Empresa", "Estado", "Ronda", "Plazo", "Última evaluación")


@click.command("cases")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def command(as_json: bool) -> None:
    """Muestra todos los casos: estado, ronda, plazo y última evaluación."""
    with opened() as house, house.transaction() as work:
        rows = all_cases(work.session)
    if as_json:
        click.echo(json.dumps([plain(row) for row in rows], ensure_ascii=False, indent=1))
    elif rows:
        Console().print(table(rows))
    else:
        click.echo("Todavía no hay casos. Registra uno con «./mesa request --help».")


def plain(row: CaseRow) -> dict[str, object]:
    """A case as JSON: codes beside what people read."""
    return {
        "folio": row.folio,
        "company": row.company,
        "nrp": row.nrp,
        "state": row.state.value,
        "state_label": STATE_LABELS[row.state],
        "round": row.round_number,
        "requested_at": row.requested_at.isoformat(),
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "submission": row.submission_state.value if row.submission_state else None,
        "verdict": row.result,
    }


def table(rows: list[CaseRow]) -> Table:
    """The list for people. Texts from outside are shown as they are, never as markup."""
    shown = Table(*COLUMNS, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        deadline = spoken(row.deadline) if row.deadline else "–"
        cells = (row.folio, row.company, STATE_LABELS[row.state], str(row.round_number), deadline, evaluation(row))
        shown.add_row(*(Text(cell, overflow="fold") for cell in cells))
    return shown


def evaluation(row: CaseRow) -> str:
    """What the newest file of the round came to."""
    if row.result is not None:
        return RESULT_LABELS[row.result]
    return SUBMISSION_LABELS[row.submission_state] if row.submission_state else "–"
