"""Which causes are named beside one row: those of the best explanation that reaches it, all that tie, and in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from backoffice.domain.diagnosis import Cause, Diagnosis
from backoffice.domain.findings import Section
from backoffice.domain.mistakes import sentence
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet

Place = tuple[Section, int]


@dataclass(frozen=True, slots=True)
class Causes:
    """Codes of the mistakes that fit a row equally well, and their sentence, with a space before it."""

    codes: tuple[str, ...] = ()
    words: str = ""


def causes_of_rows(diagnosis: Diagnosis, test_set: TestSet, parameters: Parameters) -> dict[Place, Causes]:
    """For every wrong row its causes; official values in the sentence are those of the row's first day."""
    named = {place: Causes(words=" Sin causa identificada.") for place in diagnosis.unexplained}
    for tied in ties(diagnosis):
        for place in sorted({place for cause in tied for place in cause.explains} - named.keys()):
            codes = tuple(cause.mistake for cause in tied if place in cause.explains)
            day = date.fromisoformat(test_set.row(*place).case["period_start"])
            named[place] = Causes(codes, in_words([sentence(code, day, parameters) for code in codes]))
    return named


def ties(diagnosis: Diagnosis) -> Iterator[list[Cause]]:
    """The causes in groups: mistakes that explain equally many of the rows that earlier groups left open."""
    open_rows = {place for cause in diagnosis.causes for place in cause.explains}
    waiting = list(diagnosis.causes)
    while waiting:
        gain = len(open_rows & set(waiting[0].explains))
        tied = [waiting.pop(0)]
        while waiting and len(open_rows & set(waiting[0].explains)) == gain:
            tied.append(waiting.pop(0))
        open_rows -= set(tied[0].explains)
        yield tied


def in_words(sentences: Iterable[str]) -> str:
    """One cause is named as probable; several that fit equally are all named as possible."""
    said = [f"{text[:1].lower()}{text[1:].rstrip('.')}" for text in sentences]
    return f" {'Causa probable' if len(said) == 1 else 'Causas posibles'}: {'; o bien, '.join(said)}." if said else ""
