"""Plain reading of what two people thought of one file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from backoffice.domain.second_opinion import FIRST, SECOND, Because
from backoffice.domain.work import Outcome
from backoffice.records.cases import Case
from backoffice.records.submissions import Decision, Submission


@dataclass(frozen=True, slots=True)
class Pair:
    """A first opinion and the second one on the same file. ``at`` is the second's moment (UTC)."""

    folio: str
    because: Because
    first: str
    first_outcome: Outcome
    second: str
    second_outcome: Outcome
    at: datetime

    @property
    def agree(self) -> bool:
        """Both decided the same."""
        return self.first_outcome == self.second_outcome


def pairs(session: Session) -> list[Pair]:
    """Every pair of opinions, oldest first. A file that waits for its second one is not among them."""
    one, two = aliased(Decision), aliased(Decision)
    query: Select[*tuple[Any, ...]] = (
        select(
            col(Case.folio), col(one.second_because), col(one.analyst), col(one.outcome), col(two.analyst),
            col(two.outcome), col(two.decided_at),
        )
        .select_from(one)
        .join(two, (col(two.task_id) == col(one.task_id)) & (col(two.turn) == SECOND))
        .join(Submission, col(Submission.id) == col(one.submission_id))
        .join(Case, col(Case.id) == col(Submission.case_id))
        .where(col(one.turn) == FIRST)
        .order_by(col(two.decided_at), col(Case.folio))
    )  # fmt: skip
    return [Pair(*row) for row in session.execute(query)]
