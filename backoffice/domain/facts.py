"""A verdict as the few numbers that are counted over many: how many rows, which mistakes, its findings packed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backoffice.domain.explained.compared import wrong_rows
from backoffice.domain.explained.summary import cause_in_short
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.verdict import Verdict

#: One finding: the numbers of its code and its first cause (0: none) among ``FactWord``, its row's number (0: none),
#: severity, tab (0: the whole book) and section by their place in ``SEVERITIES`` and ``SECTIONS``.
FINDING = np.dtype(
    [("code", "<u2"), ("cause", "<u2"), ("number", "<u2"), ("severity", "u1"), ("tab", "u1"), ("section", "u1")]
)
SEVERITIES = tuple(severity.value for severity in Severity)
SECTIONS = ("", "samples", "assessment")
#: More findings of one verdict are cut off here; the verdict has them all.
MOST_FINDINGS = 20_000
LARGEST_NUMBER = 65_535


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted of a verdict. ``mistakes``: code, rows that it explains, wrong rows; best first."""

    wrong_samples: int
    wrong_assessment: int
    errors: int
    warnings: int
    cause: str
    mistakes: tuple[tuple[str, int, int], ...]


def facts_of(verdict: Verdict) -> Facts:
    """Count one verdict."""
    return Facts(
        wrong_samples=len(wrong_rows(verdict, "samples")),
        wrong_assessment=len(wrong_rows(verdict, "assessment")),
        errors=verdict.count(Severity.ERROR),
        warnings=verdict.count(Severity.WARNING),
        cause=cause_in_short(verdict),
        mistakes=tuple((cause.mistake, len(cause.explains), cause.of) for cause in verdict.diagnosis),
    )


def words_of(verdict: Verdict) -> frozenset[str]:
    """The codes that packing a verdict needs a number for."""
    return frozenset(word for finding in verdict.findings for word in (finding.code, *finding.causes[:1]))


def packed(verdict: Verdict, numbers: Mapping[str, int]) -> bytes:
    """Its findings as ``FINDING``, one after the other."""
    rows = [_line(finding, numbers) for finding in verdict.findings[:MOST_FINDINGS]]
    return np.array(rows, dtype=FINDING).tobytes()


def unpacked(data: bytes) -> npt.NDArray[np.void]:
    """The inverse of ``packed``; of many put together too."""
    return np.frombuffer(data, dtype=FINDING)


def _line(finding: Finding, numbers: Mapping[str, int]) -> tuple[int, ...]:
    return (
        numbers[finding.code],
        numbers[finding.causes[0]] if finding.causes else 0,
        min(max(finding.number or 0, 0), LARGEST_NUMBER),
        SEVERITIES.index(finding.severity.value),
        finding.tab or 0,
        SECTIONS.index(finding.section or ""),
    )
