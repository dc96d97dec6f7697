"""The proof of a cause: the row that shows it best, and the row that rules its nearest rival out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backoffice.domain.causes import Cause, Place
from backoffice.domain.diagnosis.alternatives import Alternatives
from backoffice.domain.mistakes.catalogue import ROWS_SWAPPED


@dataclass(frozen=True, slots=True)
class Proof:
    """``shown_by`` is a row to work through; ``rival`` the next best mistake, which ``ruled_out_by`` speaks against.

    Both are ``None`` where no other mistake explains any of the rows.
    """

    shown_by: Place
    rival: str | None = None
    ruled_out_by: Place | None = None


def prove(cause: Cause, possible: Alternatives, answers: Mapping[Place, int]) -> Proof:
    """The proof of *cause* for the answers (centavos by row) that it explains.

    A sample shows a cause best, for its steps are not secret. The rival is the mistake outside the explanation that
    fits the most of its rows.
    """
    samples = [place for place in cause.explains if place[0] == "samples"]
    shown_by = (samples or list(cause.explains))[0]
    if cause.mistake == ROWS_SWAPPED:
        return Proof(shown_by)
    given = [row for row, place in enumerate(possible.places) if place in answers]
    found = np.array([answers[possible.places[row]] for row in given], dtype=np.int64)
    fits = np.abs(possible.answers[given] - found[:, None]) <= possible.tolerance
    of_cause = np.array([possible.places[row] in cause.explains for row in given], dtype=bool)
    explained = fits[of_cause].sum(axis=0)
    for code in (cause.mistake, *cause.together):
        explained[possible.codes.index(code)] = 0
    rival = int(explained.argmax())
    against = np.flatnonzero(~fits[:, rival])
    if explained[rival] == 0 or against.size == 0:
        return Proof(shown_by)
    return Proof(shown_by, possible.codes[rival], possible.places[given[int(against[0])]])
