"""The test service of notices: whom it knows, what it answers, and what it writes down of every call.

User and password of a round follow from its secret seed: nothing is stored, and the letter, the case page and the
service agree by themselves.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice.casework.documents import spelled
from backoffice.casework.house import House, Transaction
from backoffice.records.access import NoticeCall
from backoffice.records.cases import Case, Round, RoundSeed, TestSetRow

#: What is derived from a seed, each under its own label, so that one never tells the other.
PASSWORD, NOBODYS = b"mesa notice service password 1", b"mesa notice service nobody 1"
PASSWORD_LENGTH = 20
USER = re.compile(r"pruebas-([0-9]{10})-([1-9][0-9]{0,3})")
#: Answered calls of one round in any such span; a refused one does not count.
MOST_CALLS, SPAN = 120, timedelta(minutes=1)
TOO_MANY = 429
#: How much of what was asked is written down, in characters.
LONGEST_ASKED = 200


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an applicant's program shows by HTTP Basic."""

    user: str
    password: str = field(repr=False)


class Answered(StrEnum):
    """What became of a call."""

    GIVEN = "given"
    UNKNOWN_CALLER = "unknown_caller"
    TOO_MANY_CALLS = "too_many_calls"
    ROUND_OVER = "round_over"
    UNKNOWN_QUERY = "unknown_query"


STATUS: dict[Answered, int] = {
    Answered.GIVEN: 200,
    Answered.UNKNOWN_CALLER: 401,
    Answered.UNKNOWN_QUERY: 404,
    Answered.ROUND_OVER: 410,
    Answered.TOO_MANY_CALLS: TOO_MANY,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """``notices``: the texts that were asked for, by the name of their query, exactly as the set has them."""

    outcome: Answered
    notices: Mapping[str, str] = field(default_factory=dict)


def credentials(folio: str, number: int, seed: bytes) -> Credentials:
    """User and password of one round of that case, from its seed. Nobody knows them before its letter is sent."""
    user = user_of(folio, number)
    return Credentials(user, _password(seed, PASSWORD, user))


def user_of(folio: str, number: int) -> str:
    """The user of one round of that case."""
    return f"pruebas-{folio}-{number}"


def ask(house: House, shown: Credentials | None, query: str | None, address: str) -> Answer:
    """Answer one call: all notices of the caller's round, or those of one *query*. Every known caller is written down.

    ``shown``: what the caller said, ``None`` where that could not be read. *address*: where the call came from.
    """
    with house.transaction() as work:
        known = _known(work.session, shown)
        if known is None:
            return Answer(Answered.UNKNOWN_CALLER)
        round_, test_set = known
        answer = _answer(house, work, round_, _by_query(test_set.notices), query)
        work.put(
            NoticeCall(
                round_id=round_.id,
                at=work.now,
                asked=_kept(query or ""),
                status=STATUS[answer.outcome],
                address=_kept(address),
            )
        )
    return answer


def _answer(house: House, work: Transaction, round_: Round, notices: Mapping[str, str], query: str | None) -> Answer:
    if _calls(work, round_.id) >= MOST_CALLS:
        return Answer(Answered.TOO_MANY_CALLS)
    late = round_.deadline is not None and house.local_date(work.now) > round_.deadline
    if late or round_.closed_at is not None:
        return Answer(Answered.ROUND_OVER)
    if query is None:
        return Answer(Answered.GIVEN, notices)
    if query not in notices:
        return Answer(Answered.UNKNOWN_QUERY)
    return Answer(Answered.GIVEN, {query: notices[query]})


def _known(session: Session, shown: Credentials | None) -> tuple[Round, TestSetRow] | None:
    """The round of these credentials; an unknown user takes the same derivation and comparison as a wrong password."""
    found = _round_of(session, shown.user) if shown else None
    given = shown.password if shown else ""
    expected = _password(found[2], PASSWORD, shown.user) if found and shown else _password(b"", NOBODYS, "")
    same = hmac.compare_digest(given.encode(errors="replace"), expected.encode())
    return (found[0], found[1]) if found and same else None


def _round_of(session: Session, user: str) -> tuple[Round, TestSetRow, bytes] | None:
    named = USER.fullmatch(user)
    if named is None:
        return None
    query = (
        select(Round, TestSetRow, col(RoundSeed.seed))
        .join(Case, col(Case.id) == col(Round.case_id))
        .join(RoundSeed, col(RoundSeed.round_id) == col(Round.id))
        .join(TestSetRow, col(TestSetRow.round_id) == col(Round.id))
        .where(col(Case.folio) == named[1], col(Round.number) == int(named[2]))
    )
    found = session.execute(query).one_or_none()
    return (found[0], found[1], bytes.fromhex(found[2])) if found else None


def _calls(work: Transaction, round_id: UUID) -> int:
    """How many were answered within the span, under the round's lock: two calls at once count each other."""
    work.session.get_one(Round, round_id, with_for_update={"key_share": True}, populate_existing=True)
    answered = select(func.count()).where(
        col(NoticeCall.round_id) == round_id,
        col(NoticeCall.at) > work.now - SPAN,
        col(NoticeCall.status) != TOO_MANY,
    )
    return work.session.execute(answered).scalar_one()


def _by_query(notices: Mapping[str, str]) -> dict[str, str]:
    """``avisos/10108500048.json`` answers the query ``10108500048``."""
    return {PurePosixPath(name).stem: text for name, text in sorted(notices.items())}


def _password(seed: bytes, label: bytes, user: str) -> str:
    derived = hmac.digest(seed, label + b"\0" + user.encode(), "sha256")
    return spelled(derived[:PASSWORD_LENGTH])


def _kept(said: str) -> str:
    """What a caller said, without what a table cannot keep or a log should not show."""
    return "".join(sign if sign.isprintable() else "�" for sign in said[:LONGEST_ASKED])
