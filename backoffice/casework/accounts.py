"""Accounts of the portal: a company is registered, its person is invited, and a password is set by the link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Text, cast, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backoffice.casework import letters, sessions
from backoffice.casework.house import House, Transaction
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import BadInput, MissingSetting
from backoffice.domain.letters import Invitation as InvitationLetter
from backoffice.domain.passwords import refuse_weak
from backoffice.mailboxes import mailbox
from backoffice.records.accounts import Account, Invitation
from backoffice.records.audit import AuditEvent
from backoffice.records.cases import ApplicantRow

#: An invitation's link is good for so long.
GOOD_FOR = timedelta(days=7)
#: So many NRPs are asked for in one query.
AT_ONCE = 1_000
SPENT = "Este enlace ya se usó o venció. Pide otro en «¿Olvidaste tu contraseña?»."

#: Argon2id with the library's parameters, which follow RFC 9106.
HASHER = PasswordHasher()
#: A hash that no password has: whoever is unknown costs as much as whoever is not.
NOBODYS = HASHER.hash("nadie tiene esta contraseña")


class Standing(StrEnum):
    """How far a person is on the way into the portal."""

    INVITED = "invited"
    LAPSED = "lapsed"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Listed:
    """An account in the list.

    ``at``: since when it has its password, or until when its invitation is good; ``last_login``: ``None`` before any.
    """

    nrp: str
    company: str
    email: str
    standing: Standing
    at: datetime | None
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class Added:
    """An account, and whether an invitation went out for it."""

    account: Account
    invited: bool


def add(house: House, who: Applicant, actor: str, *, again: bool = False) -> Added:
    """Register the company and its person, and invite them by letter; nothing is done twice unless *again*.

    Raises ``BadInput`` where the NRP is known with another RFC, ``MissingSetting`` without a portal to lead to.
    """
    mailbox(who.email)
    with house.transaction() as work:
        company = _company(work, who)
        said = Account(applicant_id=company.id, email=who.email.lower(), created_at=work.now)
        fresh = (
            insert(Account).values(**said.model_dump()).on_conflict_do_nothing(constraint="an_address_once_per_company")
        )
        made = bool(work.session.execute(fresh.returning(col(Account.id))).scalar())
        account = _account(work, company.id, who.email)
        if made:
            work.happened("add_account", actor, None, nrp=company.nrp, account=str(account.id))
        wanted = made or again
        if wanted:
            _invite(house, work, account, company)
    return Added(account, wanted)


def strangers(house: House, companies: Sequence[Applicant]) -> dict[str, str]:
    """NRP → RFC as it is registered, of those that come with another one."""
    known: dict[str, str] = {}
    with house.transaction() as work:
        for first in range(0, len(companies), AT_ONCE):
            some = [one.nrp for one in companies[first : first + AT_ONCE]]
            query = select(col(ApplicantRow.nrp), col(ApplicantRow.rfc)).where(col(ApplicantRow.nrp).in_(some))
            known.update((nrp, rfc) for nrp, rfc in work.session.execute(query))
    return {one.nrp: known[one.nrp] for one in companies if known.get(one.nrp, one.rfc) != one.rfc}


def listed(house: House) -> list[Listed]:
    """Every account, by company and address. Logins are the audit trail's: a session's row goes with its person."""
    newest = (
        select(col(Invitation.account_id), func.max(col(Invitation.expires_at)).label("until"))
        .where(col(Invitation.used_at).is_(None))
        .group_by(col(Invitation.account_id))
        .subquery()
    )
    who = col(AuditEvent.details)["account"].astext
    logins = (
        select(who.label("account"), func.max(col(AuditEvent.at)).label("last"))
        .where(col(AuditEvent.act) == "log_in")
        .group_by(who)
        .subquery()
    )
    query = (
        select(ApplicantRow, Account, newest.c.until, logins.c.last)
        .join(Account, col(Account.applicant_id) == col(ApplicantRow.id))
        .outerjoin(newest, newest.c.account_id == col(Account.id))
        .outerjoin(logins, logins.c.account == cast(col(Account.id), Text))
        .order_by(col(ApplicantRow.name), col(ApplicantRow.nrp), col(Account.email))
    )
    with house.transaction() as work:
        return [_listed(*row, now=work.now) for row in work.session.execute(query)]


def _listed(
    company: ApplicantRow, account: Account, until: datetime | None, last_login: datetime | None, *, now: datetime
) -> Listed:
    if account.password_hash:
        standing, since = Standing.ACTIVE, account.password_set_at
    elif until and until > now:
        standing, since = Standing.INVITED, until
    else:
        standing, since = Standing.LAPSED, until
    return Listed(company.nrp, company.name, account.email, standing, since, last_login)


def invite_again(house: House, nrp: str, email: str) -> None:
    """A new link for whoever forgot the password; nothing, and no word of it, where there is no such account."""
    with house.transaction() as work:
        found = _found(work, nrp, email)
        if found is None:
            return
        account, company = found
        recent = select(Invitation).where(
            col(Invitation.account_id) == account.id, col(Invitation.made_at) > work.now - timedelta(minutes=10)
        )
        if work.session.execute(recent.limit(1)).first() is None:
            _invite(house, work, account, company)


def invited(house: House, token: str) -> str:
    """The address whose password this link sets. Raises ``BadInput`` where it is spent."""
    with house.transaction() as work:
        return _redeemable(work, token)[1].email


def set_password(house: House, token: str, password: str) -> None:
    """Set the password by an invitation's link, once; every session of the account ends. Raises ``BadInput``."""
    with house.transaction() as work:
        invitation, account = _redeemable(work, token)
        company = work.session.get_one(ApplicantRow, account.applicant_id)
        refuse_weak(password, account.email, company.nrp, company.rfc, company.name)
        invitation.used_at = work.now
        _keep(work, account, password)


def set_known_password(house: House, account_id: UUID, password: str) -> None:
    """The same without a link, for rehearsals alone: the password is public."""
    with house.transaction() as work:
        _keep(work, work.session.get_one(Account, account_id), password)


def matches(account: Account | None, password: str) -> bool:
    """Whether it is this account's password. It takes as long where there is none."""
    known = account.password_hash if account and account.password_hash else None
    try:
        HASHER.verify(known or NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def _keep(work: Transaction, account: Account, password: str) -> None:
    account.password_hash, account.password_set_at = HASHER.hash(password), work.now
    sessions.end_all(work, account.id)
    work.happened("set_password", "applicant", None, account=str(account.id))


def _invite(house: House, work: Transaction, account: Account, company: ApplicantRow) -> None:
    address = house.addresses.portal_url
    if address is None:
        raise MissingSetting("Falta MESA_PORTAL_URL: sin la dirección del portal no se puede invitar a nadie.")
    token = house.draw(32).hex()
    older = update(Invitation).where(col(Invitation.account_id) == account.id, col(Invitation.used_at).is_(None))
    work.session.execute(older.values(expires_at=work.now))
    digest = sessions.digest(token)
    work.put(Invitation(token_sha256=digest, account_id=account.id, made_at=work.now, expires_at=work.now + GOOD_FOR))
    letter = InvitationLetter(
        company=company.name,
        on=house.local_date(work.now),
        contact=house.settings.contact,
        portal_url=f"{address}/contrasena/{token}",
        nrp=company.nrp,
        email=account.email,
        good_until=house.local_date(work.now + GOOD_FOR),
        first=account.password_hash is None,
    )
    letters.post(house, work, None, letter, to=account.email, about=UUID(hex=digest[:32]))


def _redeemable(work: Transaction, token: str) -> tuple[Invitation, Account]:
    found = work.session.get(Invitation, sessions.digest(token), with_for_update=True)
    if found is None or found.used_at is not None or work.now >= found.expires_at:
        raise BadInput(SPENT)
    return found, work.session.get_one(Account, found.account_id)


def _found(work: Transaction, nrp: str, email: str) -> tuple[Account, ApplicantRow] | None:
    query = (
        select(Account, ApplicantRow)
        .join(ApplicantRow, col(ApplicantRow.id) == col(Account.applicant_id))
        .where(col(ApplicantRow.nrp) == nrp, col(Account.email) == email.lower())
    )
    found = work.session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def _account(work: Transaction, applicant_id: UUID, email: str) -> Account:
    query = select(Account).where(col(Account.applicant_id) == applicant_id, col(Account.email) == email.lower())
    return work.session.execute(query).scalar_one()


def _company(work: Transaction, who: Applicant) -> ApplicantRow:
    """The company's row, new or as it is."""
    said = ApplicantRow(nrp=who.nrp, rfc=who.rfc, name=who.name, email=who.email, registered_at=work.now)
    fresh = insert(ApplicantRow).values(**said.model_dump()).on_conflict_do_nothing(index_elements=["nrp"])
    work.session.execute(fresh)
    company = work.session.execute(select(ApplicantRow).where(col(ApplicantRow.nrp) == who.nrp)).scalar_one()
    if company.rfc != who.rfc:
        raise BadInput(f"El NRP {who.nrp} ya está registrado con otro RFC. Revisa ambos datos.")
    return company
