"""How submissions and what changes in their verdicts are told at a terminal, line by line."""

from collections.abc import Hashable, Iterator

from rich.console import Console
from rich.text import Text

from backoffice.domain.change import Change
from backoffice.domain.findings import Finding
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.domain.work import SubmissionState

#: Findings shown of one verdict; JSON has them all.
MOST = 4


def place(round_number: int, submission: int) -> str:
    """``ronda 1, envío 2``."""
    return f"ronda {round_number}, envío {submission}"


def conclusion(result: str) -> str:
    """A result in the middle of a sentence."""
    label = RESULT_LABELS[result]
    return label[0].lower() + label[1:]


def superseded(state: SubmissionState) -> str:
    """That a newer file took the place of this one; empty where none did."""
    return "su resultado ya no cuenta: llegó otro archivo" if state == SubmissionState.SUPERSEDED else ""


def findings_of(change: Change) -> Iterator[tuple[str, Finding, str]]:
    """A mark, the finding and its sentence, for each that appears (+), disappears (−) or says something else (~)."""
    yield from (("+", finding, finding.message) for finding in change.added)
    yield from (("−", finding, finding.message) for finding in change.removed)
    yield from (("~", new, _altered(old, new)) for old, new in change.altered)


def lines_of(change: Change) -> list[str]:
    """One finding of each row, the one that names a cause if there is any, and how many more there are."""
    told: dict[Hashable, tuple[str, Finding, str]] = {}
    for mark, finding, sentence in findings_of(change):
        place = mark, finding.tab, finding.section, finding.number
        if place not in told or finding.causes:
            told[place] = mark, finding, sentence
    lines = [f"{mark} {sentence}" for mark, _, sentence in told.values()][:MOST]
    left = sum(1 for _ in findings_of(change)) - len(lines)
    return lines + ([f"… y {left:,} más (--json los da todos)"] if left > 0 else [])


def print_indented(console: Console, said: str, style: str = "") -> None:
    """As many lines as it takes, each four columns in."""
    for line in Text(said, style).wrap(console, max(console.width - 4, 20)):
        line.rstrip()
        console.print(Text("    ") + line)


def _altered(old: Finding, new: Finding) -> str:
    """Where only the words are the same, what else changed is told."""
    if old.message != new.message:
        return f"{new.message} (Antes: {old.message})"
    return f"{new.message} (Cambia su gravedad o su causa.)"
