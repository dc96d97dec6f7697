"""How many rows of each section of tab 2 were compared, and in how many something is wrong. Pure."""

from dataclasses import dataclass

from backoffice.domain.evidence import STEPS
from backoffice.domain.findings import SECTION_LETTERS, Section, Severity
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict

SECTIONS: tuple[Section, ...] = ("samples", "assessment")
AMOUNTS, RECEIPT = 2, 4
STEPS_ALONE = {f"{step}_differs" for step in STEPS[:-1]}
SECTION_TITLES = {"samples": "Muestras", "assessment": "Evaluación"}


@dataclass(frozen=True, slots=True)
class Tally:
    """One section: ``a`` or ``b``, its title, how many of its rows are wrong, and whether all were compared.

    Of the wrong ones, ``steps_only`` differ in steps of the calculation and not in what is withheld.
    """

    letter: str
    title: str
    wrong: int
    steps_only: int
    total: int
    whole: bool

    @property
    def said(self) -> str:
        """``3 de 8 renglones distintos (1 solo en un paso)``; ``al menos``, where some could not be compared."""
        if not (self.whole or self.wrong):
            return "sin comparar"
        rows = "renglón distinto" if self.total == 1 else "renglones distintos"
        steps = f" ({self.steps_only:,} solo en un paso del cálculo)" if self.steps_only else ""
        return f"{'' if self.whole else 'al menos '}{self.wrong:,} de {self.total:,} {rows}{steps}"


def tallies(verdict: Verdict | None, asked: TestSet) -> tuple[Tally, ...]:
    """Both sections; none where nothing could be read."""
    if verdict is None or verdict.result == "refused":
        return ()
    return tuple(
        Tally(
            letter=SECTION_LETTERS[section],
            title=SECTION_TITLES[section],
            wrong=len(wrong_rows(verdict, section)),
            steps_only=len(wrong_steps_alone(verdict, section)),
            total=len(asked.section(section)),
            whole=is_compared(verdict, section),
        )
        for section in SECTIONS
    )


def wrong_rows(verdict: Verdict | None, section: Section) -> set[int]:
    """The numbers of the rows of *section* in which some cell is an error. The receipt's errors are not theirs."""
    errors = [f for f in verdict.findings if f.severity is Severity.ERROR and f.tab != RECEIPT] if verdict else []
    return {f.number for f in errors if f.section == section and f.number}


def wrong_steps_alone(verdict: Verdict, section: Section) -> set[int]:
    """Those of the wrong rows whose only errors are steps that differ on the way to a right withholding."""
    graver = {
        f.number
        for f in verdict.findings
        if f.section == section and f.severity is Severity.ERROR and f.tab != RECEIPT and f.code not in STEPS_ALONE
    }
    return wrong_rows(verdict, section) - graver


def is_compared(verdict: Verdict, section: Section) -> bool:
    """Whether every row of *section* has been compared: no error is about the section, or about tab 2, as a whole."""
    errors = [f for f in verdict.findings if f.severity is Severity.ERROR and f.tab == AMOUNTS and not f.number]
    return all(f.section not in {None, section} for f in errors)
