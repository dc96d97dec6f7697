"""Every place where strangers' bytes come in, each as one function: it may answer or refuse, and nothing else.

The tests throw thousands of damaged files at each; ``mesa bench attack`` throws hundreds of thousands. What once went
wrong is kept in ``tests/hostile/found/<harness>/``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from backoffice.domain.errors import MesaError
from tests.hostile import entrances, seeds
from tests.hostile.mutating import Mutation, of_a_workbook, of_any

FOUND = Path(__file__).parent / "found"


@dataclass(frozen=True)
class Harness:
    """One entrance. ``run`` says in a word how it answered, or raises; ``guided``: it may be watched from inside."""

    run: Callable[[bytes], str]
    seeds: Callable[[], Sequence[bytes]]
    mutate: Mutation = of_any
    guided: bool = True


#: name → what is attacked.
HARNESSES: dict[str, Harness] = {
    "workbook": Harness(entrances.workbook, seeds.workbooks, of_a_workbook, guided=False),
    "package": Harness(entrances.package, seeds.packages),
    "opening": Harness(entrances.opening, seeds.pure_workbooks, of_a_workbook),
    "picture": Harness(entrances.picture, seeds.pictures),
    "receipt": Harness(entrances.receipt, seeds.receipts),
    "certificate": Harness(entrances.certificate, seeds.certificates),
    "notice": Harness(entrances.notice, seeds.notices),
    "transcript": Harness(entrances.transcript_of, seeds.transcripts),
    "document": Harness(entrances.document, seeds.documents),
    "bounce": Harness(entrances.bounced, seeds.bounces),
}


def outcome(harness: Harness, data: bytes) -> str:
    """How it ended: the word of the answer, or the kind of the refusal. Whatever else is raised escapes."""
    try:
        return harness.run(data)
    except MesaError as refusal:
        return f"refused: {getattr(refusal, 'code', type(refusal).__name__)}"


def mutant(harness: Harness, number: int, seed: str = "") -> bytes:
    """The damaged copy of that number, always the same."""
    good = harness.seeds()
    return harness.mutate(good[number % len(good)], f"{seed}:{number}")


def kept(name: str) -> list[Path]:
    """What once went wrong at this entrance."""
    return sorted((FOUND / name).glob("*")) if (FOUND / name).is_dir() else []
