"""Damaged copies of good workbooks: a refusal or evidence, never anything else, never a hang."""

from collections.abc import Iterator
from hashlib import sha256

import pytest

from backoffice.domain.evidence import Evidence
from backoffice.rehearsal.making.xlsx_objects import packed, unpacked
from backoffice.workbooks import reading
from backoffice.workbooks.refusals import REFUSALS, EvidenceRefused

EACH = 100


def draws(seed: str) -> Iterator[int]:
    """Numbers below 2**32 that only *seed* decides."""
    count = 0
    while True:
        digest = sha256(f"{seed}:{count}".encode()).digest()
        yield from (int.from_bytes(digest[place : place + 4], "big") for place in range(0, 32, 4))
        count += 1


def mutated(data: bytes, seed: str) -> bytes:
    """*data* with some bytes changed, a stretch zeroed, repeated or cut."""
    numbers, copy = draws(seed), bytearray(data)
    for _ in range(1 + next(numbers) % 12):
        place, value, act = next(numbers) % len(copy), next(numbers), next(numbers) % 8
        stretch = 1 + value % 64
        if act < 4:
            copy[place] = value % 256
        elif act == 4:
            copy[place : place + stretch] = bytes(min(stretch, len(copy) - place))
        elif act == 5:
            copy[place : place + 4] = b"\xff\xff\xff\x7f"[: len(copy) - place]
        elif act == 6:
            copy[place:place] = copy[place : place + stretch]
        elif len(copy) > 2000:
            del copy[place : place + stretch]
    return bytes(copy)


def inside(package: bytes, seed: str) -> bytes:
    """The package with one part mutated and packed again, so that the damage is met by the readers of XML."""
    parts = unpacked(package)
    names = sorted(name for name in parts if parts[name])
    chosen = names[next(draws(seed)) % len(names)]
    return packed({**parts, chosen: mutated(parts[chosen], seed)})


def outcome(data: bytes) -> str:
    """``read``, or the code of the refusal."""
    try:
        return "read" if isinstance(reading.read(data), Evidence) else "nothing"
    except EvidenceRefused as refusal:
        return refusal.code


@pytest.mark.parametrize("kind", ["xls", "xlsx", "parts"])
def test_no_mutation_escapes(kind: str, request: pytest.FixtureRequest) -> None:
    data: bytes = request.getfixturevalue("xls" if kind == "xls" else "xlsx")
    change = inside if kind == "parts" else mutated

    outcomes = [outcome(change(data, f"{kind}-{number}")) for number in range(EACH)]

    assert set(outcomes) <= {"read", *REFUSALS} - {"takes_too_long"}
    assert len(outcomes) == EACH
