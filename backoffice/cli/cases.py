"""``mesa cases``: where every case stands, who must act until when, and what waits for a person."""

import json

import click
from rich.console import Console
from rich.text import Text

from backoffice.casework.deadlines import Due, now_running
from backoffice.cli import given_up_words
from backoffice.cli.opening import opened
from backoffice.domain.calendar import spoken
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.domain.work import SUBMISSION_LABELS
from backoffice.domain.workflow import STATE_LABELS, State
from backoffice.records import given_up
from backoffice.records.given_up import GivenUpRow
from backoffice.records.queries import CaseRow, all_cases

WHOSE = {"applicant": "la empresa", "institute": "el instituto"}
#: One case: its row, the deadline that runs, and what was given up.
Shown = tuple[CaseRow, Due | None, list[GivenUpRow]]


@click.command("cases")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def command(as_json: bool) -> None:
    """Muestra todos los casos: estado, ronda, plazo de quien debe actuar, evaluación y trabajo detenido."""
    with opened() as house, house.transaction() as work:
        waiting = given_up.by_folio(work.session)
        cases = [(row, now_running(house, row), waiting.get(row.folio, [])) for row in all_cases(work.session)]
    if as_json:
        click.echo(json.dumps([plain(*case) for case in cases], ensure_ascii=False, indent=1))
    elif cases:
        show(cases)
    else:
        click.echo("Todavía no hay casos. Registra uno con «./mesa request --help».")


def plain(row: CaseRow, due: Due | None, waiting: list[GivenUpRow]) -> dict[str, object]:
    """A case as JSON: codes beside what people read."""
    return {
        "folio": row.folio,
        "company": row.company,
        "nrp": row.nrp,
        "state": row.state.value,
        "state_label": state_label(row.state, was_certified=row.was_certified),
        "round": row.round_number,
        "requested_at": row.requested_at.isoformat(),
        "deadline": due.day.isoformat() if due else None,
        "deadline_of": due.of if due else None,
        "submission": row.submission_state.value if row.submission_state else None,
        "verdict": row.result,
        "waiting": [
            {
                "kind": one.kind.value,
                "letter": one.letter,
                "state": one.state.value,
                "why": given_up_words.why(one),
                "since": one.since.isoformat() if one.since else None,
            }
            for one in waiting
        ],
    }


def show(cases: list[Shown]) -> None:
    """Two lines a case, and one for each thing that waits. Texts from outside are never taken for markup."""
    console = Console()
    for row, due, waiting in cases:
        console.print(Text.assemble((row.folio, "bold"), "  ", row.company))
        print_indented(console, Text(standing(row, due)))
        for one in waiting:
            print_indented(console, Text(f"! {given_up_words.told(one, row.folio)}", "yellow"))
    console.print()
    console.print(Text("1 caso." if len(cases) == 1 else f"{len(cases):,} casos."))
    console.print(Text(given_up_words.counted(sum(len(waiting) for *_, waiting in cases))))


def print_indented(console: Console, text: Text) -> None:
    """As many lines as it takes, each two columns in."""
    for line in text.wrap(console, console.width - 2):
        line.rstrip()
        console.print(Text("  ") + line)


def standing(row: CaseRow, due: Due | None) -> str:
    """State, round, deadline and evaluation in one line."""
    until = f"hasta {spoken(due.day)} ({WHOSE[due.of]})" if due else ""
    state = state_label(row.state, was_certified=row.was_certified)
    return " · ".join(filter(None, (state, f"ronda {row.round_number}", until, evaluation(row))))


def state_label(state: State, *, was_certified: bool) -> str:
    """Where a case stands; before any certification, its end is a request given up."""
    return "Solicitud desistida" if state == State.CANCELLED and not was_certified else STATE_LABELS[state]


def evaluation(row: CaseRow) -> str:
    """What the newest file of the round came to; empty where there is none."""
    if row.result is not None and row.result != "refused":
        return RESULT_LABELS[row.result].lower()
    return f"archivo {SUBMISSION_LABELS[row.submission_state].lower()}" if row.submission_state else ""
