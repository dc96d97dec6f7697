"""``mesa verdict``: the stored verdicts of a case. ``replay`` and ``report``, its other commands, live beside."""

import json
import shutil
import sys

import click
from rich.console import Console
from rich.text import Text

from backoffice.cli import verdict_file
from backoffice.cli.cases import state_label
from backoffice.cli.opening import opened
from backoffice.cli.replay import replay
from backoffice.cli.verdict_choice import Chosen, choose
from backoffice.cli.verdict_report import report
from backoffice.cli.verdict_words import conclusion, place, superseded
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import OUTCOME_LABELS, SUBMISSION_LABELS
from backoffice.records.case_view import CaseView, RoundView, SubmissionView, case_view
from backoffice.records.queries import was_certified


@click.group()
def command() -> None:
    """Muestra los resultados guardados de un caso y comprueba que se repiten."""


command.add_command(replay)
command.add_command(verdict_file.report)


@command.command("show")
@click.argument("folio")
@click.option("--round", "round_number", type=int, help="Ronda; sin ella, la última con archivos.")
@click.option("--submission", "number", type=int, help="Envío de esa ronda; sin él, el último.")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def show(folio: str, round_number: int | None, number: int | None, as_json: bool) -> None:
    """Muestra todos los envíos del caso FOLIO y el resultado de uno: el último, o el que se indica."""
    with opened() as house, house.transaction() as work:
        view = case_view(work.session, folio)
        certified = was_certified(work.session, view.case.folio)
    chosen = choose(view, round_number, number)
    if as_json:
        click.echo(json.dumps(document(view, chosen, certified=certified), ensure_ascii=False, indent=1))
        return
    print_list(view, chosen, certified=certified)
    if chosen is not None:
        print_verdict(chosen[1])


def print_list(view: CaseView, chosen: Chosen | None, *, certified: bool) -> None:
    """The case, and two lines a submission. Texts from outside are never taken for markup."""
    console = Console()
    console.print(Text.assemble((view.case.folio, "bold"), "  ", view.applicant.name))
    state = state_label(view.case.state, was_certified=certified)
    console.print(Text(f"{state} · ronda {view.case.round_number}"))
    for round_ in view.rounds:
        for one in round_.submissions:
            mark = "▸" if chosen is not None and one is chosen[1] else " "
            console.print(Text(f"{mark} {place(round_.round.number, one.submission.number)} · {standing(one)}"))
            console.print(Text(f"    {one.submission.file_name} · archivo {one.submission.sha256[:12]}{hash_of(one)}"))
    if chosen is None:
        console.print(Text("Todavía no llega ningún archivo de evidencias."))


def standing(one: SubmissionView) -> str:
    """State, verdict and decision of one submission."""
    result = conclusion(one.verdict.result) if one.verdict else "sin resultado"
    state = SUBMISSION_LABELS[one.submission.state]
    return " · ".join(filter(None, (state, result, superseded(one.submission.state), decided(one))))


def decided(one: SubmissionView) -> str:
    """What a person decided, and whether this is the verdict that the decision names."""
    if one.decision is None:
        return ""
    named = one.decision.verdict_sha256
    about = "sin resultado de la evaluación" if named is None else f"se refiere a otro resultado, {named[:12]}"
    if one.verdict is not None and named == one.verdict.sha256:
        about = "se refiere a este resultado"
    return f"{OUTCOME_LABELS[one.decision.outcome]} por {one.decision.analyst} ({about})"


def hash_of(one: SubmissionView) -> str:
    """The digest by which a decision names the verdict, and what gave it."""
    if one.verdict is None:
        return ""
    given = f"reglas {one.verdict.rules_version}, motor {one.verdict.engine_version}"
    return f" · resultado {one.verdict.sha256[:12]} ({given})"


def print_verdict(one: SubmissionView) -> None:
    """The verdict in full, as ``mesa evaluate`` shows it."""
    click.echo()
    if one.verdict is None:
        click.echo("Este envío no tiene resultado. El de otro envío no lo sustituye.")
        return
    try:
        verdict = Verdict.from_json(json.loads(one.verdict.document))
    except (ValueError, LookupError, TypeError):
        click.echo("El resultado guardado no se entiende. Compruébalo con «./mesa verdict replay FOLIO».")
        return
    columns = min(shutil.get_terminal_size().columns, 120)
    click.echo(report(verdict, width=columns, colours=sys.stdout.isatty()), nl=False)


def document(view: CaseView, chosen: Chosen | None, *, certified: bool) -> dict[str, object]:
    """The same for machines; ``shown`` is the whole verdict of the chosen submission."""
    sent = [(round_, one) for round_ in view.rounds for one in round_.submissions]
    return {
        "folio": view.case.folio,
        "company": view.applicant.name,
        "state": view.case.state.value,
        "state_label": state_label(view.case.state, was_certified=certified),
        "round": view.case.round_number,
        "submissions": [plain(round_, one) for round_, one in sent],
        "shown": None if chosen is None else {**plain(*chosen), "document": whole(chosen[1])},
    }


def plain(round_: RoundView, one: SubmissionView) -> dict[str, object]:
    """One submission: its state, its verdict by name and digest, and the decision on it."""
    verdict, decision = one.verdict, one.decision
    return {
        "round": round_.round.number,
        "submission": one.submission.number,
        "file_name": one.submission.file_name,
        "sha256": one.submission.sha256,
        "received_at": one.submission.received_at.isoformat(),
        "state": one.submission.state.value,
        "superseded": bool(superseded(one.submission.state)),
        "verdict": verdict and {
            "result": verdict.result,
            "sha256": verdict.sha256,
            "rules_version": verdict.rules_version,
            "engine_version": verdict.engine_version,
            "given_at": verdict.given_at.isoformat(),
        },
        "decision": decision and {
            "outcome": decision.outcome.value,
            "analyst": decision.analyst,
            "verdict_sha256": decision.verdict_sha256,
            "decided_at": decision.decided_at.isoformat(),
        },
    }  # fmt: skip


def whole(one: SubmissionView) -> object:
    """The stored verdict, whole; ``None`` where there is none, its text where that is no JSON any more."""
    try:
        return json.loads(one.verdict.document) if one.verdict else None
    except ValueError:
        return one.verdict and one.verdict.document
