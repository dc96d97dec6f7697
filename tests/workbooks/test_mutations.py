"""Damaged copies of good workbooks: a refusal or evidence, never anything else, never a hang."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backoffice.domain.evidence import Evidence
from backoffice.workbooks import reading
from backoffice.workbooks.refusals import REFUSALS, EvidenceRefused
from tests.workbooks.making.mutations import MUTATIONS

EACH = 500
#: How a damaged copy may end: never by time, never by a failure of our own.
TYPED = {"read", *REFUSALS} - {"takes_too_long", "reading_failed", "reading_stopped"}
REGRESSIONS = sorted((Path(__file__).parent / "regressions").glob("*.*"))


def outcome(data: bytes) -> str:
    """``read``, or the code of the refusal; ``died`` where the process that read it did not answer by itself."""
    try:
        return "read" if isinstance(reading.read(data), Evidence) else "nothing"
    except EvidenceRefused as refusal:
        return "died" if refusal.__cause__ is not None else refusal.code


@pytest.mark.parametrize("kind", MUTATIONS)
def test_no_mutation_escapes(kind: str, request: pytest.FixtureRequest) -> None:
    suffix, mutated = MUTATIONS[kind]
    data: bytes = request.getfixturevalue(suffix)

    with ThreadPoolExecutor(2) as threads:
        outcomes = Counter(threads.map(lambda number: outcome(mutated(data, f"{kind}-{number}")), range(EACH)))

    assert sum(outcomes.values()) == EACH
    assert set(outcomes) <= TYPED


def test_what_once_went_wrong_is_read_or_refused_now() -> None:
    outcomes = {file.name: outcome(file.read_bytes()) for file in REGRESSIONS}

    assert outcomes == {
        "estado-raro.xlsx": "read",
        "metaarchivos.xls": "read",
        "objetos-sin-hoja.xls": "read",
        "recibo-de-3000-nodos.xlsx": "read",
    }
