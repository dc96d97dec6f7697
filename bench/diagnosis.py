"""What chosen sets and diagnosis are worth: mistakes planted in fresh sets, alone and in pairs, and right answers."""

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from backoffice.domain.diagnosis import Alternatives, alternatives, explain
from backoffice.domain.test_set.draw import Draw
from backoffice.domain.test_set.generation import generate
from backoffice.efirma.service_seal import rehearsal_seal
from backoffice.official import parameters
from bench.measuring import Line

ON = date(2026, 11, 23)
SEEDS = 200
PAIRS_A_SEED = 20


@dataclass
class Tally:
    """Counts over one or many seeds, and seconds."""

    singles: int = 0
    detected: int = 0
    named: int = 0
    pairs: int = 0
    pairs_named: int = 0
    right_sets: int = 0
    false_alarms: int = 0
    choosing: list[float] = field(default_factory=list)
    diagnosing: list[float] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def one_seed(number: int) -> Tally:
    """Plant every mistake, a sample of pairs, and right answers in the set of one seed."""
    tally = Tally()
    seed = number.to_bytes(16, "big")
    start = time.perf_counter()
    made = generate(seed, "first", ON, rehearsal_seal(), parameters())
    tally.choosing.append(time.perf_counter() - start)
    possible = alternatives(made, parameters())
    for code in possible.codes:
        planted(possible, {code}, possible.of(code), tally)
    draw = Draw(seed, "pairs")
    pairs = [pair for pair in combinations(possible.codes, 2) if possible.of_pair(pair) is not None]
    possible._pairs.clear()
    for _ in range(PAIRS_A_SEED):
        pair = draw.pick(pairs)
        answers = possible.of_pair(pair)
        possible._pairs.clear()
        planted(possible, set(pair), answers, tally)
    for shift in (-5, 0, 5):
        found = explain(possible, dict(zip(possible.places, (int(c) + shift for c in possible.right), strict=True)))
        tally.right_sets += 1
        tally.false_alarms += bool(found.causes or found.unexplained)
    return tally


def planted(possible: Alternatives, codes: set[str], answers, tally: Tally) -> None:
    """Diagnose *answers* and count what was seen."""
    start = time.perf_counter()
    found = explain(possible, dict(zip(possible.places, map(int, answers), strict=True)))
    tally.diagnosing.append(time.perf_counter() - start)
    named = {cause.mistake for cause in found.causes} == codes and not found.unexplained
    if len(codes) == 1:
        tally.singles += 1
        tally.detected += bool(found.causes or found.unexplained)
        tally.named += named
    else:
        tally.pairs += 1
        tally.pairs_named += named


def tallied(seeds: int) -> Tally:
    """All seeds, on all cores."""
    total = Tally()
    with ProcessPoolExecutor() as pool:
        for tally in pool.map(one_seed, range(seeds), chunksize=4):
            total.add(tally)
    return total


def run(seeds: int = SEEDS) -> Iterator[Line]:
    """Measure; one line a goal. Where there are no seconds, the ratio is the share counted."""
    total = tallied(seeds)
    detected, named = total.detected / total.singles, total.named / total.singles
    pairs = total.pairs_named / total.pairs
    choosing, diagnosing = statistics.median(total.choosing), statistics.median(total.diagnosing)
    yield Line(f"single mistakes detected, of {total.singles:,}", 0, None, detected, "= 1", detected == 1)
    yield Line(f"single mistakes named, of {total.singles:,}", 0, None, named, "= 1", named == 1)
    yield Line(f"pairs of mistakes named, of {total.pairs:,}", 0, None, pairs, ">= 0.9", pairs >= 0.9)
    alarms = total.false_alarms / total.right_sets
    yield Line(f"false alarms on {total.right_sets:,} right submissions", 0, None, alarms, "= 0", alarms == 0)
    yield Line("choosing a set, median", choosing, None, None, "<= 2 s", choosing <= 2)
    yield Line("diagnosing a submission, median", diagnosing, None, None, "<= 0.05 s", diagnosing <= 0.05)
    slowest = max(total.diagnosing)
    yield Line("diagnosing a submission, slowest", slowest, None, None, "<= 0.5 s", slowest <= 0.5)
