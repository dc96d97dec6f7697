"""How often two people who looked at the same file apart decided the same."""

from collections.abc import Callable, Sequence
from itertools import groupby

import pandas as pd

from backoffice.casework.house import House
from backoffice.domain.explained.spanish import said
from backoffice.domain.second_opinion import BECAUSE_LABELS
from backoffice.domain.work import Outcome
from backoffice.records.second_opinions import Pair, pairs

COLUMNS = {
    "Grupo": "string",
    "Segundas revisiones": "int64",
    "Coinciden": "int64",
    "Acuerdo": "Float64",
    "Kappa": "Float64",
}
ALL = "Todas"


def agreement_frame(house: House) -> pd.DataFrame:
    """One line for all pairs, then one a reason, then one a first analyst. *Acuerdo* and *Kappa* have two decimals.

    *Kappa* (Cohen) is the agreement beyond chance: 1 is perfect, 0 what a coin would give; empty where both always
    decided the same thing. Raises ``ServiceUnavailable``.
    """
    with house.transaction() as work:
        known = pairs(work.session)
    lines = [_line(ALL, known)] if known else []
    lines += _grouped(known, lambda pair: f"Porque {BECAUSE_LABELS[pair.because]}")
    lines += _grouped(known, lambda pair: f"Primera opinión de {said(pair.first, 60)}")
    return pd.DataFrame(lines, columns=list(COLUMNS)).astype(COLUMNS)


def kappa(known: Sequence[Pair]) -> float | None:
    """Cohen's kappa of the pairs' outcomes; ``None`` where chance alone would make them agree."""
    total = len(known)
    if not total:
        return None
    seen = sum(pair.agree for pair in known) / total
    chance = sum(
        sum(pair.first_outcome is one for pair in known) * sum(pair.second_outcome is one for pair in known)
        for one in Outcome
    ) / (total * total)
    return None if chance == 1 else (seen - chance) / (1 - chance)


def _grouped(known: Sequence[Pair], name: Callable[[Pair], str]) -> list[tuple[object, ...]]:
    ordered = sorted(known, key=name)
    return [_line(title, list(group)) for title, group in groupby(ordered, key=name)]


def _line(name: str, known: Sequence[Pair]) -> tuple[object, ...]:
    agree = sum(pair.agree for pair in known)
    beyond = kappa(known)
    return name, len(known), agree, round(agree / len(known), 2), None if beyond is None else round(beyond, 2)
