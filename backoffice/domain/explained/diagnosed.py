"""Each cause of a diagnosis in full: what the calculation does, how it should be, which rows show it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from backoffice.domain.causes import Cause
from backoffice.domain.checks.causes import alternatives, explained, ties
from backoffice.domain.diagnosis import Alternatives
from backoffice.domain.explained.proof import answers_of, rival_said
from backoffice.domain.explained.summary import diagnosis_of, labels_said, sentence_of
from backoffice.domain.explained.values import STANDINGS
from backoffice.domain.mistakes import rule_broken, wording
from backoffice.domain.mistakes.catalogue import ROWS_SWAPPED
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict

#: Said where the rule's reading is disputed, and where two causes cannot be told apart.
DISPUTED = "Criterio por confirmar: otra lectura de la regla da esta cifra; por sí sola no es motivo de rechazo."
NO_RIVAL = "Ningún otro error del catálogo explica estos renglones."
NOT_TOLD_APART = "Estas causas explican lo mismo: con estos renglones no se sabe cuál de ellas es."


@dataclass(frozen=True, slots=True)
class MistakeSaid:
    """A mistake in words. ``formula`` is how it should be; ``rule`` is the one it breaks."""

    code: str
    name: str
    sentence: str
    formula: str
    rule: str
    standing: str
    source: str


@dataclass(frozen=True, slots=True)
class CauseSaid:
    """What explains some rows. ``possible``: alternatives that fit equally well, each one mistake, or two at once.

    ``rows`` are labels, ``count`` of ``of`` wrong rows; ``remarks`` are sentences on what rules others out, or not.
    """

    possible: tuple[tuple[MistakeSaid, ...], ...]
    rows: str
    count: int
    of: int
    remarks: tuple[str, ...]


def causes_said(
    verdict: Verdict, asked: TestSet, parameters: Parameters, possible: Alternatives
) -> tuple[CauseSaid, ...]:
    """The diagnosis, best cause first; *possible* is what each mistake would have answered."""
    answers = answers_of(verdict, asked)

    def against(tied: Sequence[Cause]) -> list[str]:
        rivals = list(dict.fromkeys(filter(None, (rival_said(cause, verdict, possible, answers) for cause in tied))))
        alone = len(verdict.diagnosis) == 1 and tied[0].mistake != ROWS_SWAPPED
        return rivals or ([NO_RIVAL] if alone else [])

    return tuple(_cause_said(tied, against(tied), asked, parameters) for tied in ties(diagnosis_of(verdict)))


def _cause_said(tied: Sequence[Cause], against: list[str], asked: TestSet, parameters: Parameters) -> CauseSaid:
    by_code = {cause.mistake: cause for cause in tied}
    possible = alternatives(tied)
    places = explained(tied)
    rows = [(row.section, row.number) for row in asked.rows if (row.section, row.number) in places]
    compete = len(possible) > 1
    disputed = parameters.defensible.issuperset(by_code)
    return CauseSaid(
        possible=tuple(tuple(mistake_said(by_code[code], asked, parameters) for code in codes) for codes in possible),
        rows=labels_said(rows),
        count=len(rows),
        of=tied[0].of,
        remarks=(*([NOT_TOLD_APART] if compete else against), *([DISPUTED] if disputed else [])),
    )


def mistake_said(cause: Cause, asked: TestSet, parameters: Parameters) -> MistakeSaid:
    """A mistake with the official values of the first row that it explains."""
    rule, words = parameters.rules[rule_broken(cause.mistake)], wording(cause.mistake)
    return MistakeSaid(
        code=cause.mistake,
        name=words.name,
        sentence=sentence_of(cause, asked, parameters),
        formula=words.remedy,
        rule=rule.text,
        standing=STANDINGS[rule.standing],
        source=rule.source,
    )
