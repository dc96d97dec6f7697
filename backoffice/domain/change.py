"""What differs between two verdicts on the same evidence: findings that appear, disappear or say something else."""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict

COUNTED = {
    Severity.ERROR: ("error", "errores"),
    Severity.WARNING: ("advertencia", "advertencias"),
    Severity.NOTE: ("nota", "notas"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From the result ``before`` to the result ``after``. ``altered`` are findings of the same fact in other words.

    ``causes_differ``: the diagnosis names other mistakes, other rows, or leaves others without a cause.
    """

    before: str
    after: str
    added: tuple[Finding, ...] = ()
    removed: tuple[Finding, ...] = ()
    altered: tuple[tuple[Finding, Finding], ...] = ()
    causes_differ: bool = False

    @property
    def flips(self) -> bool:
        """The result is another one."""
        return self.before != self.after

    def __bool__(self) -> bool:
        """Anything differs."""
        return self.flips or bool(self.added or self.removed or self.altered) or self.causes_differ

    @property
    def reason(self) -> str:
        """Which findings make the difference, counted, for people."""
        said = [
            *(f"{'Aparece' if one else 'Aparecen'} {what}." for one, what in _counted(self.added)),
            *(f"{'Desaparece' if one else 'Desaparecen'} {what}." for one, what in _counted(self.removed)),
        ]
        if self.altered:
            many = f"Cambian {len(self.altered):,} hallazgos."
            said.append("Cambia 1 hallazgo." if len(self.altered) == 1 else many)
        if self.causes_differ:
            said.append("Cambia la causa probable.")
        return " ".join(said)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "before": self.before,
            "after": self.after,
            "added": [finding.to_json() for finding in self.added],
            "removed": [finding.to_json() for finding in self.removed],
            "altered": [[old.to_json(), new.to_json()] for old, new in self.altered],
            "causes_differ": self.causes_differ,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Change":
        """The inverse of ``to_json``."""
        return cls(
            before=data["before"],
            after=data["after"],
            added=tuple(Finding.from_json(finding) for finding in data["added"]),
            removed=tuple(Finding.from_json(finding) for finding in data["removed"]),
            altered=tuple((Finding.from_json(old), Finding.from_json(new)) for old, new in data["altered"]),
            causes_differ=data["causes_differ"],
        )


def between(before: Verdict, after: Verdict) -> Change:
    """What the verdict *after* says otherwise. Rules and engine, which may differ, are no finding."""
    old, new = Counter(before.findings), Counter(after.findings)
    removed, added = list((old - new).elements()), list((new - old).elements())
    altered = tuple(_same_facts(removed, added))
    old_causes, new_causes = before.to_json(), after.to_json()
    return Change(
        before=before.result,
        after=after.result,
        added=tuple(added),
        removed=tuple(removed),
        altered=altered,
        causes_differ=any(old_causes[part] != new_causes[part] for part in ("diagnosis", "unexplained")),
    )


def _same_facts(removed: list[Finding], added: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Take out of both lists, in pairs, what is about one fact of one place."""
    by_fact: defaultdict[Hashable, deque[Finding]] = defaultdict(deque)
    for finding in added:
        by_fact[_fact(finding)].append(finding)
    for old in list(removed):
        if by_fact[_fact(old)]:
            new = by_fact[_fact(old)].popleft()
            removed.remove(old)
            added.remove(new)
            yield old, new


def _fact(finding: Finding) -> Hashable:
    return finding.code, finding.tab, finding.section, finding.number, finding.cell, finding.nss


def _counted(findings: Iterable[Finding]) -> Iterator[tuple[bool, str]]:
    """Whether it is one, and ``2 errores``; the gravest first."""
    counts = Counter(finding.severity for finding in findings)
    for severity, (one, many) in COUNTED.items():
        if counts[severity]:
            yield counts[severity] == 1, f"{counts[severity]:,} {one if counts[severity] == 1 else many}"
