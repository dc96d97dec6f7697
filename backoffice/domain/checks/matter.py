"""What every check looks at: evidence and test set, with the work they share (matching, comparing, diagnosing) done."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from backoffice.domain.causes import Diagnosis
from backoffice.domain.checks.archive import ArchiveFile, recognise
from backoffice.domain.checks.causes import Causes, Place, causes_of_rows, truncation
from backoffice.domain.checks.comparison import compare, to_centavos
from backoffice.domain.checks.limits import Limits
from backoffice.domain.checks.rows import SECTIONS, Rows, match
from backoffice.domain.diagnosis import Alternatives, alternatives, explain, truncated_rows
from backoffice.domain.evidence import AnswerKind, Evidence
from backoffice.domain.findings import Section, Severity
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet

#: "No aplica" in the withholding means that the software withheld nothing.
_ANSWERED = (AnswerKind.NUMBER, AnswerKind.TEXT_NUMBER, AnswerKind.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Matter:
    """The evidence beside its test set. ``amounts`` is the frame of ``comparison.compare``.

    ``archive`` are the files of tab 1, recognised; ``possible`` what each mistake would answer; ``answers`` the
    withholdings as understood, in centavos; ``causes`` what explains the wrong ones; ``disputed`` those that another
    defensible reading of a rule explains.
    """

    evidence: Evidence
    test_set: TestSet
    limits: Limits
    archive: tuple[ArchiveFile, ...]
    rows: Mapping[Section, Rows]
    amounts: pd.DataFrame
    possible: Alternatives
    diagnosis: Diagnosis
    answers: Mapping[Place, int]
    causes: Mapping[Place, Causes]
    disputed: frozenset[Place]

    @classmethod
    def of(cls, evidence: Evidence, test_set: TestSet, parameters: Parameters) -> "Matter":
        """Match the rows, compare the amounts, name the causes."""
        rows = {s: match(s, test_set.section(s), (r for r in evidence.rows if r.section == s)) for s in SECTIONS}
        answered = [pair for s in SECTIONS for pair in rows[s].pairs if not pair.is_unanswered]
        limits = Limits.on(test_set.on, parameters)
        amounts = compare(answered, limits)
        answers = _withholdings(amounts)
        possible = alternatives(test_set.answered, parameters)
        diagnosis = explain(possible, answers)
        causes = causes_of_rows(diagnosis, test_set, parameters)
        causes |= {place: truncation() for place in truncated_rows(possible, answers)}
        return cls(
            evidence=evidence,
            test_set=test_set,
            limits=limits,
            archive=recognise(evidence.notice_files, test_set),
            rows=rows,
            amounts=amounts,
            possible=possible,
            diagnosis=diagnosis,
            answers=answers,
            causes=causes,
            disputed=frozenset(
                place for place, its in causes.items() if its.codes and parameters.defensible.issuperset(its.codes)
            ),
        )

    def reading_failed(self, tab: int) -> bool:
        """Reading itself has told what is wrong with this tab: no check repeats that something is absent."""
        return any(f.tab == tab and f.severity is Severity.ERROR for f in self.evidence.findings)

    def wrong_steps(self, section: Section) -> dict[int, set[str]]:
        """The steps that differ from the official ones, by the number of their row."""
        wrong = self.amounts[self.amounts["section"].eq(section) & self.amounts["outcome"].eq("differs")]
        found: dict[int, set[str]] = defaultdict(set)
        for number, step in zip(wrong["number"].tolist(), wrong["step"].tolist(), strict=True):
            found[int(number)].add(step)
        return dict(found)

    def causes_of(self, row: Place) -> Causes:
        """What explains the row's withholding."""
        return self.causes.get(row, Causes())


def _withholdings(amounts: pd.DataFrame) -> dict[Place, int]:
    columns = (amounts[name].tolist() for name in ("section", "number", "step", "kind"))
    lines = zip(*columns, to_centavos(amounts["found"].to_numpy()).tolist(), strict=True)
    return {
        (section, number): centavos
        for section, number, step, kind, centavos in lines
        if step == "withholding" and kind in _ANSWERED
    }
