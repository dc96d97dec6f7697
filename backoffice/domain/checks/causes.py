"""Which causes are named beside one row: those of the best explanation that reaches it, all that tie, and in words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from backoffice.domain.causes import Cause, Diagnosis
from backoffice.domain.findings import Section
from backoffice.domain.mistakes import sentence, wording
from backoffice.domain.mistakes.catalogue import TRUNCATED
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
            day = date.fromisoformat(test_set.row(*place).case["period_start"])
            fitting = [cause for cause in tied if place in cause.explains]
            say = partial(sentence, day=day, parameters=parameters)
            named[place] = Causes(tuple(c.mistake for c in fitting), in_words(alternatives(fitting), say))
    return named


def truncation() -> Causes:
    """Centavos that are cut: never wrong, and worth telling."""
    return Causes((TRUNCATED,), f" {wording(TRUNCATED).sentence}")


def ties(diagnosis: Diagnosis) -> Iterator[list[Cause]]:
    """The causes in groups that explain equally many of the rows which earlier groups left open."""
    waiting = acting_together(diagnosis.causes)
    open_rows = {place for group in waiting for place in explained(group)}
    while waiting:
        gain = len(open_rows & explained(waiting[0]))
        reached = explained(waiting[0])
        tied = waiting.pop(0)
        while waiting and len(open_rows & explained(waiting[0])) == gain:
            tied += waiting.pop(0)
        open_rows -= reached
        yield tied


def acting_together(causes: Iterable[Cause]) -> list[list[Cause]]:
    """Mistakes that only explain their rows together stand in one group, the others alone; in the causes' order."""
    groups: list[list[Cause]] = []
    for cause in causes:
        linked = [group for group in groups if any(are_linked(cause, other) for other in group)]
        if linked:
            linked[0].append(cause)
        else:
            groups.append([cause])
    return groups


def are_linked(one: Cause, other: Cause) -> bool:
    """One of them names the other."""
    return other.mistake in one.together or one.mistake in other.together


def explained(group: Iterable[Cause]) -> set[Place]:
    """All rows of a group."""
    return {place for cause in group for place in cause.explains}


def alternatives(fitting: Iterable[Cause]) -> list[tuple[str, ...]]:
    """What may have happened on a row: one mistake, or two at once."""
    causes = list(fitting)
    present = {cause.mistake for cause in causes}
    found: list[tuple[str, ...]] = []
    for cause in causes:
        codes = tuple(c.mistake for c in causes if c.mistake in {cause.mistake, *(present & {*cause.together})})
        if codes not in found:
            found.append(codes)
    return found


def in_words(possible: list[tuple[str, ...]], say: Callable[[str], str]) -> str:
    """One alternative is named as probable; several that fit equally are all named as possible."""
    if not possible:
        return ""
    said = ["; y además, ".join(begun_small(say(code)) for code in codes) for codes in possible]
    return f" {'Causa probable' if len(said) == 1 else 'Causas posibles'}: {'; o bien, '.join(said)}."


def begun_small(text: str) -> str:
    """A sentence as part of another one."""
    return f"{text[:1].lower()}{text[1:].rstrip('.')}"


def possible_causes(diagnosis: Diagnosis) -> list[list[tuple[str, ...]]]:
    """Best first: each the alternatives that fit equally well, an alternative being one mistake or two at once."""
    return [alternatives(tied) for tied in ties(diagnosis)]


def causes_named(diagnosis: Diagnosis) -> list[str]:
    """The short names of each cause; see ``named``."""
    return [named(possible) for possible in possible_causes(diagnosis)]


def named(possible: Iterable[tuple[str, ...]]) -> str:
    """``A``, ``A y B`` for two at once, ``A o bien C`` where they fit equally well."""
    return " o bien ".join(names_of(codes) for codes in possible)


def names_of(codes: Iterable[str]) -> str:
    """``Mes de 30.4 días y Seguro en cada nómina``."""
    return " y ".join(wording(code).name for code in codes)
