"""Choose what explains the most wrong rows with the fewest mistakes; name all that tie, and say what is not known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from backoffice.domain.amortization.cases import Booleans, Integers
from backoffice.domain.causes import Cause, Diagnosis
from backoffice.domain.diagnosis.alternatives import Alternatives, Pair, Place, alternatives
from backoffice.domain.mistakes.catalogue import ROWS_SWAPPED
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set.model import TestSet


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One mistake or two together: the wrong rows they explain, and how many right rows they speak against."""

    codes: tuple[str, ...]
    explains: Booleans
    against: int

    @property
    def is_credible(self) -> bool:
        """Who makes a mistake makes it everywhere: right rows that it would have spoilt speak against it.

        One mistake may be absent from as many rows as it explains (another program, a hand that corrected); for two at
        once there are so many candidates that no row may speak against them.
        """
        return self.against == 0 if len(self.codes) > 1 else self.against <= int(self.explains.sum())


@dataclass(frozen=True, slots=True)
class Answers:
    """An applicant's answers beside the alternatives: centavos found, which were given, which are wrong."""

    possible: Alternatives
    found: Integers
    given: Booleans
    wrong: Booleans

    @classmethod
    def of(cls, possible: Alternatives, answers: Mapping[Place, int]) -> "Answers":
        """Rows without an answer are neither right nor wrong."""
        given = np.array([place in answers for place in possible.places], dtype=bool)
        found = np.array([answers.get(place, 0) for place in possible.places], dtype=np.int64)
        return cls(possible, found, given, given & (np.abs(found - possible.right) > possible.tolerance))

    def hypothesis(self, codes: tuple[str, ...], predicted: Integers) -> Hypothesis:
        """How well *predicted* fits."""
        fits = (np.abs(self.found - predicted) <= self.possible.tolerance) & (predicted >= 0)
        return Hypothesis(codes, fits & self.wrong, int((self.given & ~self.wrong & ~fits).sum()))


def diagnose(test_set: TestSet, answers: Mapping[Place, int], parameters: Parameters) -> Diagnosis:
    """Explain the *answers* (centavos of the whole withholding, by row) that are not right."""
    return explain(alternatives(test_set, parameters), answers)


def explain(possible: Alternatives, answers: Mapping[Place, int]) -> Diagnosis:
    """The same, for alternatives that are at hand."""
    given = Answers.of(possible, answers)
    if not given.wrong.any():
        return Diagnosis()
    singles = single_mistakes(given)
    causes: dict[str, Cause] = {}
    open_rows = given.wrong
    while winners := next_causes(given, singles, open_rows):
        for winner in winners:
            named(given, winner, causes)
        open_rows = open_rows & ~winners[0].explains
    return Diagnosis(tuple(causes.values()), places_of(possible, open_rows))


def truncated_rows(possible: Alternatives, answers: Mapping[Place, int]) -> tuple[Place, ...]:
    """The rows that show that centavos are cut: none unless every answer is what cutting gives."""
    given = Answers.of(possible, answers)
    if not given.given.any() or (given.given & (given.found != possible.truncated)).any():
        return ()
    return places_of(possible, given.given & (possible.truncated != possible.right))


def single_mistakes(given: Answers) -> list[Hypothesis]:
    """Every mistake alone."""
    possible = given.possible
    swapped = given.wrong & possible.swapped(given.found)
    alone = [given.hypothesis((code,), possible.of(code)) for code in possible.codes]
    return [h for h in [*alone, Hypothesis((ROWS_SWAPPED,), swapped, 0)] if h.explains.any() and h.is_credible]


def next_causes(given: Answers, singles: list[Hypothesis], open_rows: Booleans) -> list[Hypothesis]:
    """The best single mistakes, unless two together explain more of the rows that are open."""
    alone = best(singles, open_rows)
    if alone and not (open_rows & ~alone[0].explains).any():
        return alone
    together: list[Hypothesis] = []
    for pairs in likely_pairs(given, singles, open_rows):
        found = best([*together, *in_pairs(given, pairs)], open_rows)
        together = found or together
        if together and not (open_rows & ~together[0].explains).any():
            break
    if together and gain(together[0], open_rows) > (gain(alone[0], open_rows) if alone else 0):
        return together
    return alone


def best(hypotheses: Iterable[Hypothesis], open_rows: Booleans) -> list[Hypothesis]:
    """Those that explain the most open rows, among them those with the least against them; none where none does."""
    ranked = [(gain(h, open_rows), -h.against, h) for h in hypotheses]
    top = max((rank[:2] for rank in ranked), default=(0, 0))
    return [h for *rank, h in ranked if tuple(rank) == top and rank[0] > 0]


def gain(hypothesis: Hypothesis, open_rows: Booleans) -> int:
    """How many open rows a hypothesis explains."""
    return int((hypothesis.explains & open_rows).sum())


def likely_pairs(given: Answers, singles: list[Hypothesis], open_rows: Booleans) -> Iterator[list[Pair]]:
    """Pairs in the order of how likely they are, each once.

    Two mistakes usually show alone on some row each; or one does, and the other touches a row that it leaves open;
    where neither does, both at least touch an open row.
    """
    possible = given.possible
    touched = {code: (possible.of(code) != possible.right) & open_rows for code in possible.codes}
    seen = {h.codes[0]: h.explains for h in singles if h.codes[0] != ROWS_SWAPPED}
    yield list(combinations(sorted(seen), 2))
    others = [code for code in possible.codes if code not in seen]
    yield [
        (min(one, other), max(one, other))
        for one, other in product(sorted(seen), sorted(others))
        if (touched[other] & ~seen[one]).any()
    ]
    if not seen:
        yield list(combinations(sorted(code for code in others if touched[code].any()), 2))


def in_pairs(given: Answers, pairs: list[Pair]) -> Iterator[Hypothesis]:
    """How well the mistakes of each pair fit together, where they can both be made."""
    for pair in pairs:
        predicted = given.possible.of_pair(pair)
        if predicted is not None and (fitted := given.hypothesis(pair, predicted)).is_credible:
            yield fitted


def named(given: Answers, winner: Hypothesis, causes: dict[str, Cause]) -> None:
    """Add a winner to the causes. Of two together, each explains the rows that the other alone would not."""
    possible = given.possible
    for code in winner.codes:
        explains = winner.explains
        others = tuple(other for other in winner.codes if other != code)
        if others:
            explains = explains & (np.abs(given.found - possible.of(others[0])) > possible.tolerance)
        known = set(causes[code].explains) if code in causes else set()
        places = tuple(place for place in possible.places if place in known | set(places_of(possible, explains)))
        if places:
            causes[code] = Cause(code, places, int(given.wrong.sum()), others)


def places_of(possible: Alternatives, chosen: Booleans) -> tuple[Place, ...]:
    """The rows marked in *chosen*."""
    return tuple(possible.places[index] for index in np.flatnonzero(chosen))
