"""What a set can tell: the mistakes that its assessment rows give away, and by how little at the least."""

from dataclasses import dataclass

import numpy as np

from backoffice.domain.amortization.cases import Integers


@dataclass(frozen=True, slots=True)
class Power:
    """``mistakes`` that leave the tolerance on some row; the smallest largest gap, in centavos, and whose it is."""

    mistakes: tuple[str, ...]
    smallest_gap: int
    hardest: str


def power(right: Integers, answers: Integers, codes: tuple[str, ...], tolerance: int) -> Power:
    """The power of rows with *right* answers and one column of *answers* (centavos) a mistake of *codes*.

    A mistake is given away by the row on which it is furthest from right; the hardest is the one whose furthest is
    nearest.
    """
    furthest = np.abs(answers - right[:, None]).max(axis=0)
    seen = [(int(gap), code) for gap, code in zip(furthest, codes, strict=True) if gap > tolerance]
    gap, hardest = min(seen)
    return Power(tuple(code for _, code in seen), gap, hardest)
