"""What is counted of verdicts is kept beside them; of those that nobody counted, when the clock or the desk looks."""

import json
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework.house import House, Transaction
from backoffice.domain.facts import facts_of, packed, words_of
from backoffice.domain.verdict import Verdict
from backoffice.records.facts import FactWord, VerdictFacts
from backoffice.records.submissions import VerdictRow

#: So many verdicts in one transaction.
BATCH = 200
MAY_COUNT = text("SELECT has_table_privilege('verdict_facts', 'INSERT')")
NO_VERDICT = "El resultado guardado no se entiende."

Progress = Callable[[int], None]


def keep(work: Transaction, submission_id: UUID, verdict: Verdict) -> None:
    """Keep what is counted of a verdict. Twice does no harm."""
    session = work.session
    session.execute(insert(VerdictFacts).values(_row(session, submission_id, verdict)).on_conflict_do_nothing())


def fill(house: House, progress: Progress = lambda _: None, *, batches: int | None = None) -> int:
    """Count the verdicts that nobody has counted; how many there were. What is done stays done if this is cut off.

    So many *batches* at most, or all. A person's login keeps nothing beside a verdict: then none are counted, and the
    clock does it.
    """
    done = 0
    for batch in count(1):
        with house.transaction() as work:
            if not work.session.execute(MAY_COUNT).scalar():
                break
            rows = list(work.session.execute(_uncounted().limit(BATCH)))
            made = [_read(work.session, row.submission_id, row.document) for row in rows]
            if made:
                work.session.execute(insert(VerdictFacts).on_conflict_do_nothing(), made)
        if not rows:
            break
        done += len(rows)
        progress(done)
        if batch == batches:
            break
    return done


def numbers_of(session: Session, words: Iterable[str]) -> dict[str, int]:
    """The number of each word; a new one gets the next."""
    wanted = sorted(set(words))
    known = _known(session, wanted) if wanted else {}
    missing = [word for word in wanted if word not in known]
    if missing:
        session.execute(insert(FactWord).on_conflict_do_nothing(), [{"word": word} for word in missing])
        known = _known(session, wanted)
    return known


def _known(session: Session, words: list[str]) -> dict[str, int]:
    query = select(col(FactWord.word), col(FactWord.id)).where(col(FactWord.word).in_(words))
    return {word: number for word, number in session.execute(query) if number is not None}


def _read(session: Session, submission_id: UUID, document: str) -> dict[str, object]:
    """The row of a stored text; of one that is no verdict any more, that it is none."""
    try:
        return _row(session, submission_id, Verdict.from_json(json.loads(document)))
    except (ValueError, LookupError, TypeError, AttributeError):
        nothing = dict.fromkeys(("wrong_samples", "wrong_assessment", "errors", "warnings"), 0)
        return {"submission_id": submission_id, **nothing, "cause": NO_VERDICT, "mistakes": [], "findings": b""}


def _row(session: Session, submission_id: UUID, verdict: Verdict) -> dict[str, object]:
    facts = facts_of(verdict)
    return {
        "submission_id": submission_id,
        "wrong_samples": facts.wrong_samples,
        "wrong_assessment": facts.wrong_assessment,
        "errors": facts.errors,
        "warnings": facts.warnings,
        "cause": facts.cause,
        "mistakes": [list(one) for one in facts.mistakes],
        "findings": packed(verdict, numbers_of(session, words_of(verdict))),
    }


def _uncounted() -> Select[*tuple[Any, ...]]:
    counted = select(VerdictFacts).where(col(VerdictFacts.submission_id) == col(VerdictRow.submission_id)).exists()
    return select(col(VerdictRow.submission_id), col(VerdictRow.document)).where(~counted)
