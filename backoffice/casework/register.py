"""The public register of certified developers: a company stands in it only while it is certified and agrees to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from backoffice.casework.house import House
from backoffice.domain.errors import WrongState
from backoffice.domain.workflow import State
from backoffice.records.cases import ApplicantRow, Case

PAGE = 50
#: Letters that are found by their plain ones.
ACCENTED, PLAIN = "áéíóúüñ", "aeiouun"
LONGEST_QUERY = 80


@dataclass(frozen=True, slots=True)
class Listed:
    """A certified company that agreed to be named. ``since`` (aware): when its certification came into force."""

    company: str
    folio: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the companies, by name: page ``number`` of ``pages`` (at least one), of ``total`` that were found."""

    companies: tuple[Listed, ...]
    number: int
    pages: int
    total: int


def listed(house: House, wanted: str = "", number: int = 1) -> Page:
    """The companies whose name holds *wanted*, whatever its accents and case; a page beyond the last is the last.

    Of a company that was certified again its newest certification counts, and what it said about that one.
    """
    newest = (
        select(col(Case.applicant_id), col(Case.folio), col(Case.moved_at), col(Case.listed_since))
        .ext(distinct_on(col(Case.applicant_id)))
        .where(col(Case.state) == State.CERTIFIED)
        .order_by(col(Case.applicant_id), col(Case.requested_at).desc())
        .subquery()
    )
    name = func.translate(func.lower(col(ApplicantRow.name)), ACCENTED, PLAIN)
    query = (
        select(col(ApplicantRow.name), newest.c.folio, newest.c.moved_at)
        .join(newest, newest.c.applicant_id == col(ApplicantRow.id))
        .where(newest.c.listed_since.is_not(None))
    )
    word = _plain(wanted)
    if word:
        query = query.where(name.contains(word, autoescape=True))
    with house.transaction() as work:
        total = work.session.execute(select(func.count()).select_from(query.subquery())).scalar_one()
        pages = max(1, -(-total // PAGE))
        at = min(max(1, number), pages)
        some = query.order_by(name, newest.c.folio).limit(PAGE).offset((at - 1) * PAGE)
        return Page(tuple(Listed(*row) for row in work.session.execute(some)), at, pages, total)


def _plain(wanted: str) -> str:
    kept = "".join(c for c in wanted if c.isprintable())
    return " ".join(kept.lower().split())[:LONGEST_QUERY].translate(str.maketrans(ACCENTED, PLAIN))


def list_company(house: House, applicant_id: UUID, listed: bool) -> None:
    """Let the company appear with its newest certification, or no longer. Saying the same twice changes nothing.

    Raises ``WrongState`` where no certification is in force.
    """
    query = (
        select(Case)
        .where(col(Case.applicant_id) == applicant_id, col(Case.state) == State.CERTIFIED)
        .order_by(col(Case.requested_at).desc())
        .limit(1)
        .with_for_update()
    )
    with house.transaction() as work:
        case = work.session.execute(query).scalar_one_or_none()
        if case is None:
            raise WrongState("Solo una empresa con certificación vigente puede aparecer en el registro público.")
        if listed == (case.listed_since is not None):
            return
        case.listed_since = work.now if listed else None
        work.happened("list_company" if listed else "unlist_company", "applicant", case)
