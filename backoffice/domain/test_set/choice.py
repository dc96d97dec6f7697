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


def choose(apart: Answers, fixed: Sequence[int], groups: Sequence[Sequence[int]], most: int) -> list[int]:
    """Row numbers: the *fixed* ones, the best of each of *groups*, then whatever tells most open pairs apart.

    Stops when every pair that some row tells apart is told apart, or at *most* rows.
    """
    chosen = list(fixed)
    open_pairs: Answers = np.logical_and(apart.any(axis=0), ~apart[chosen].any(axis=0))
    for group in groups:
        chosen.append(best_of(apart, open_pairs, group))
        open_pairs &= ~apart[chosen[-1]]
    while len(chosen) < most and open_pairs.any():
        chosen.append(best_of(apart, open_pairs, range(len(apart))))
        open_pairs &= ~apart[chosen[-1]]
    return chosen


def best_of(apart: Answers, open_pairs: Answers, rows: Sequence[int]) -> int:
    """The row that tells most open pairs apart; the first of equals."""
    gain = apart[list(rows)][:, open_pairs].sum(axis=1)
    return rows[int(gain.argmax())]


def looks_exchanged(answers: Integers, tolerance: int) -> bool:
    """Whether every wrong row of some mistake has, as near as may be told, the right answer of another row."""
    right, methods = answers[:, 0], answers[:, 1:]
    elsewhere = np.abs(methods[:, None, :] - right[None, :, None]) <= 2 * tolerance
    elsewhere[np.arange(len(right)), np.arange(len(right))] = False
    wrong = np.abs(methods - right[:, None]) > tolerance
    telling: Answers = wrong & ~elsewhere.any(axis=1)
    return bool((wrong.any(axis=0) & ~telling.any(axis=0)).any())
