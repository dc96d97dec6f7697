"""Damaged copies of good workbooks by the hundred thousand: none escapes, none hangs; what kills a reader is kept.

A dozen minutes on two cores: run by its name alone. ``MESA_FUZZ_FILES`` and ``MESA_FUZZ_SEED`` ask for another run.
"""

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256

from backoffice.domain.evidence import Evidence
from backoffice.settings import ROOT
from backoffice.workbooks import reading
from backoffice.workbooks.refusals import REFUSALS, EvidenceRefused
from bench.measuring import Line
from tests.workbooks.making.evidence import embedding
from tests.workbooks.making.mutations import MUTATIONS
from tests.workbooks.making.office import GOLDEN
from tests.workbooks.making.sample import ANSWERS, TEST_SET

BY_NAME_ALONE = True
FILES, LOT = 100_000, 250
KEPT = ROOT / "var" / "fuzz"
TYPED = {"read", *REFUSALS} - {"reading_failed", "reading_stopped"}


@cache
def good(suffix: str) -> bytes:
    """The workbook that is damaged."""
    return (GOLDEN / "evidencias.xls").read_bytes() if suffix == "xls" else embedding(TEST_SET, ANSWERS, {})


def lot(kind: str, seed: str, number: int) -> Counter[str]:
    """The outcomes of one lot."""
    suffix, mutated = MUTATIONS[kind]
    outcomes: Counter[str] = Counter()
    for each in range(number * LOT, (number + 1) * LOT):
        data = mutated(good(suffix), f"{seed}{kind}:{each}")
        outcomes[outcome(data, suffix)] += 1
    return outcomes


def outcome(data: bytes, suffix: str) -> str:
    """As ``mesa read`` would end; a file that killed its reader, or made anything else escape, is kept."""
    try:
        return "read" if isinstance(reading.read(data), Evidence) else "nothing"
    except EvidenceRefused as refusal:
        if refusal.__cause__ is None and refusal.code != "reading_failed":
            return refusal.code
        found = f"died:{refusal.code}" if refusal.__cause__ else f"failed:{refusal.found}"
    except Exception as escaped:  # noqa: BLE001 — this is what is looked for
        found = f"escaped:{type(escaped).__name__}"
    KEPT.mkdir(parents=True, exist_ok=True)
    name = re.sub("[^a-zA-Z0-9_.]+", "-", found)
    (KEPT / f"{name}-{sha256(data).hexdigest()[:12]}.{suffix}").write_bytes(data)
    return found


def run() -> Iterator[Line]:
    """One line per way to damage, and one for all that went wrong."""
    files, seed = int(os.environ.get("MESA_FUZZ_FILES", FILES)), os.environ.get("MESA_FUZZ_SEED", "")
    lots = max(1, files // len(MUTATIONS) // LOT)
    wrong: Counter[str] = Counter()
    for kind in MUTATIONS:
        start = time.perf_counter()
        with ProcessPoolExecutor() as pool:
            parts = pool.map(lot, [kind] * lots, [seed] * lots, range(lots))
            outcomes = sum(parts, Counter[str]())
        count = sum(outcomes.values())
        told = ", ".join(f"{code} {number:,}" for code, number in outcomes.most_common(6))
        each = (time.perf_counter() - start) / count
        wrong += Counter({code: number for code, number in outcomes.items() if code not in TYPED})
        yield Line(f"{count:,} damaged ({kind}): {told}", each, None, None, "–", True)
    told = ", ".join(f"{code} {number}" for code, number in wrong.items()) or "none"
    yield Line(f"escapes and deaths of readers: {told}", 0.0, None, float(wrong.total()), "= 0", not wrong)
