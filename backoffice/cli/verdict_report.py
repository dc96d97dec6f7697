"""A verdict for people at a terminal: conclusion first, a light a tab, the differences, then the other findings."""

from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backoffice.domain.checks.wording import STEP_NAMES
from backoffice.domain.explained.differences import cause_named, value_said
from backoffice.domain.explained.lights import TITLES
from backoffice.domain.explained.summary import mistakes_named
from backoffice.domain.findings import Finding, Severity, row_label
from backoffice.domain.verdict import RESULT_LABELS, Verdict

TABS = {tab: f"{tab}. {title}" for tab, title in TITLES.items()}
MARKS = {Severity.ERROR: ("✘", "red"), Severity.WARNING: ("!", "yellow"), Severity.NOTE: ("·", "blue")}
COUNTED = {
    Severity.ERROR: ("error", "errores"),
    Severity.WARNING: ("advertencia", "advertencias"),
    Severity.NOTE: ("nota", "notas"),
}
STYLES = {"consistent": "bold green", "inconsistent": "bold red", "refused": "bold red"}


def report(verdict: Verdict, *, width: int, colours: bool) -> str:
    """The report as text of *width* columns. Texts of the applicant are shown as they are, never as markup."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=colours, no_color=not colours, markup=False, highlight=False, emoji=False
    )
    console.print(Text(_conclusion(verdict), STYLES[verdict.result]))
    if verdict.result != "refused":
        for tab in TABS:
            console.print(_light(verdict, tab))
    _print_differences(console, verdict)
    _print_others(console, [finding for finding in verdict.findings if not _is_difference(finding)])
    return out.getvalue()


def _conclusion(verdict: Verdict) -> str:
    label = RESULT_LABELS[verdict.result]
    if verdict.result != "inconsistent":
        return f"{label}."
    return f"{label}: {_counted(verdict.count(Severity.ERROR), Severity.ERROR)}.{_diagnosis(verdict)}"


def _diagnosis(verdict: Verdict) -> str:
    """The causes in a few words, and how many of the wrong rows they explain."""
    if not verdict.diagnosis:
        return ""
    explained = {place for cause in verdict.diagnosis for place in cause.explains}
    names = "; ".join(mistakes_named(verdict))
    return f" Causa probable: {names} (explica {len(explained)} de {verdict.diagnosis[0].of} filas)."


def _counted(count: int, severity: Severity) -> str:
    one, many = COUNTED[severity]
    return f"{count} {one if count == 1 else many}"


def _light(verdict: Verdict, tab: int) -> Text:
    counts = [(severity, verdict.count(severity, tab)) for severity in Severity]
    said = [_counted(count, severity) for severity, count in counts if count]
    worst = next((severity for severity, count in counts if count and severity is not Severity.NOTE), None)
    mark, style = MARKS[worst] if worst else ("✔", "green")
    return Text.assemble((f" {mark} ", style), f"{TABS[tab]:<18}", ", ".join(said) or "sin observaciones")


def _is_difference(finding: Finding) -> bool:
    """It compares two values of one row of tab 2."""
    return finding.tab == 2 and finding.number is not None and finding.code.endswith("_differs")


def _print_differences(console: Console, verdict: Verdict) -> None:
    differences = [finding for finding in verdict.findings if _is_difference(finding)]
    if not differences:
        return
    table = Table(title="Diferencias", title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for name in ("Celda", "Fila"):
        table.add_column(name, no_wrap=True)
    for name in ("Se esperaba", "Encontramos"):
        table.add_column(name, justify="right")
    table.add_column("Causa", overflow="fold")
    for finding in differences:
        table.add_row(*(Text(text) for text in _cells(verdict, finding)))
    console.print()
    console.print(table)


def _cells(verdict: Verdict, finding: Finding) -> tuple[str, str, str, str, str]:
    row = row_label(finding.section, finding.number) if finding.section and finding.number else ""
    values = (value_said(finding.code, finding.expected), value_said(finding.code, finding.found))
    return finding.cell or "", row, *values, _cause(verdict, finding)


def _cause(verdict: Verdict, finding: Finding) -> str:
    """The cause, as everywhere; of a step, or of data, what it is."""
    named = cause_named(finding, verdict)
    step = finding.code.removesuffix("_differs")
    return named[:1].upper() + named[1:] or f"En {STEP_NAMES.get(step, 'los datos del trabajador')}"


def _print_others(console: Console, findings: list[Finding]) -> None:
    if not findings:
        return
    lines = Table.grid(padding=(0, 1))
    for finding in findings:
        mark, style = MARKS[finding.severity]
        lines.add_row(Text(f" {mark}", style), Text(finding.message))
    console.print()
    console.print(lines)
