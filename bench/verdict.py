"""Evidence with planted faults through reading and checks: found, missed, wrongly accused, causes named."""

import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from bench.measuring import Line
from tests.evaluate.planting import plan
from tests.evaluate.planting.counting import Case, Score, score
from tests.evaluate.planting.packing import as_xls, as_xlsx
from tests.evaluate.planting.plan import Planned

FAULTLESS, TIMES, PAIRS, BY_LIBREOFFICE = 112, 2, 150, 60


def groups() -> dict[str, list[Planned]]:
    """All that is made, by group."""
    return {
        "faultless": list(plan.faultless(FAULTLESS)),
        "one fault": list(plan.alone(TIMES)),
        "two faults": list(plan.in_pairs(PAIRS)),
    }


def judged(group: str, number: int) -> Score:
    """One of a group made as .xlsx, read and judged. (Faults are functions, which no pool hands over.)"""
    planned = groups()[group][number]
    draft = planned.drafted()
    return score(Case(planned.name, draft, planned.faults, as_xlsx(draft)))


def judged_as_xls(planned: Sequence[Planned]) -> list[Score]:
    """The same, saved by LibreOffice."""
    drafts = [each.drafted() for each in planned]
    books = as_xls(drafts)
    cases = zip(planned, drafts, books, strict=True)
    return [score(Case(each.name, draft, each.faults, book)) for each, draft, book in cases]


def run() -> Iterator[Line]:
    """One line a group, and one for the causes of all."""
    scores: list[Score] = []
    for name, planned in groups().items():
        start = time.perf_counter()
        with ProcessPoolExecutor() as pool:
            found = list(pool.map(judged, [name] * len(planned), range(len(planned)), chunksize=4))
        scores += found
        yield told(name, found, time.perf_counter() - start)
    if shutil.which("soffice"):
        start = time.perf_counter()
        found = judged_as_xls(by_libreoffice(groups()))
        scores += found
        yield told("saved as .xls by LibreOffice", found, time.perf_counter() - start)
    else:
        yield Line("saved as .xls by LibreOffice: left out, it is not installed", 0.0, None, None, "–", False)
    causes, named = sum(s.causes for s in scores), sum(s.named for s in scores)
    yield Line(f"causes named: {named} of {causes}", 0.0, None, named / causes, "≥ 0.98", named >= 0.98 * causes)


def by_libreoffice(made: dict[str, list[Planned]]) -> list[Planned]:
    """A third of each group, spread over it."""
    chosen = []
    for planned in made.values():
        able = [each for each in planned if not {f.name for f in each.faults} & plan.NOT_BY_LIBREOFFICE]
        chosen += list(islice(able, 0, None, max(1, 3 * len(able) // BY_LIBREOFFICE)))
    return chosen


def told(name: str, scores: Sequence[Score], seconds: float) -> Line:
    """Counts, and the names of what went wrong."""
    missed = [f"{s.name}: {', '.join(s.missed)}" for s in scores if s.missed]
    false = [f"{s.name}: {', '.join(s.false)}" for s in scores if s.false]
    words = f"{name}: {len(scores)} workbooks, missed {len(missed)}, false alarms {len(false)}"
    for wrong in (*missed, *false):
        words += f"\n  {wrong}"
    return Line(words, seconds / len(scores), None, float(len(missed) + len(false)), "= 0", not (missed or false))
