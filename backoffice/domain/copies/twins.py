"""Pictures of one workbook that are the same but for how they were saved, scaled or cut. Pure."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import NamedTuple

from backoffice.domain.copies.alike import overlap
from backoffice.domain.copies.grades import ALIKE
from backoffice.domain.copies.pictures import NEAR, Part, distance, grey_of, parts_of
from backoffice.domain.copies.traces import Seen

#: Parts whose slopes differ in more bits (of 1,024) are of different pictures.
FAR = 40
#: Of two pictures so many ways to lie on each other are tried.
TRIED = 2


class Twins(NamedTuple):
    """Two pictures that are alike, by their digests, the first in the book first; the share that has changed."""

    first: str
    second: str
    changed: float


def twins(pictures: Sequence[Seen]) -> tuple[Twins, ...]:
    """All pairs that are alike. The same screen with other figures is none."""
    parts = {one.sha256: parts_of(grey_of(one)) for one in pictures}
    pairs = combinations(sorted(pictures, key=lambda one: one.place), 2)
    found = ((one, other, _changed(one, other, parts)) for one, other in pairs)
    return tuple(Twins(one.sha256, other.sha256, changed) for one, other, changed in found if changed <= ALIKE)


def _changed(one: Seen, other: Seen, parts: dict[str, tuple[Part, ...]]) -> float:
    """The share that differs where both lie on each other best; 1 where no part of theirs is alike."""
    near = [
        (distance(here.detail, there.detail), here.box, there.box)
        for here, there in product(parts[one.sha256], parts[other.sha256])
        if distance_of_hashes(here.hash, there.hash) <= NEAR
    ]
    likely = sorted(each for each in near if each[0] <= FAR)[:TRIED]
    grey, their_grey = grey_of(one), grey_of(other)
    return min((overlap(grey, here, their_grey, there) for _, here, there in likely), default=1.0)


def distance_of_hashes(one: int, other: int) -> int:
    """How many of 64 bits differ; hashes are signed."""
    return ((one ^ other) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()
