"""Choose rows that tell mistakes apart: a set is chosen, not drawn, because their signatures collide."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from backoffice.domain.amortization.cases import Integers

Answers = npt.NDArray[np.bool_]


def told_apart(answers: Integers, tolerance: int) -> Answers:
    """rows × pairs: whether a row tells two methods apart beyond doubt (more than twice the tolerance)."""
    first, second = np.triu_indices(answers.shape[1], 1)
    apart: Answers = np.abs(answers[:, first] - answers[:, second]) > 2 * tolerance
    return apart


def choose(apart: Answers, count: int, occasions: Sequence[str]) -> list[int]:
    """Up to *count* rows: first whatever tells most open pairs apart, then one of each occasion not yet seen."""
    chosen: list[int] = []
    open_pairs = apart.any(axis=0)
    while len(chosen) < count and open_pairs.any():
        gain = (apart & open_pairs).sum(axis=1)
        best = int(gain.argmax())
        chosen.append(best)
        open_pairs &= ~apart[best]
    seen = {occasions[row] for row in chosen}
    for row, occasion in enumerate(occasions):
        if len(chosen) < count and occasion not in seen and row not in chosen:
            chosen.append(row)
            seen.add(occasion)
    return chosen
