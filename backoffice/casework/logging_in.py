"""Logging in, with pauses that grow for whoever guesses and never shut out for ever whoever knows.

Failures are counted for the account from one address, for the address, and for the account from everywhere. The last
count does not stop a browser that logged in to this account before (OWASP's device cookies), so that a stranger who
guesses does not lock the owner out.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

import structlog
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from backoffice.casework import accounts, sessions
from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import BadInput, MesaError
from backoffice.records.accounts import Account, FailedLogins
from backoffice.records.cases import ApplicantRow

log = structlog.get_logger()

REFUSED = "El NRP, el correo o la contraseña no son correctos. Revísalos y vuelve a intentarlo."
#: Minutes to wait after the failures that are free, one after another.
PAUSES = (1, 2, 4, 8, 15)
FORGOTTEN_AFTER = timedelta(days=1)
#: kind of count → failures before the first pause.
FREE = {"pair": 5, "address": 30, "account": 30}


class LoginRefused(BadInput):
    """The three did not fit; which one is not told."""


class TooManyTries(MesaError):
    """Wait first."""

    def __init__(self, wait: timedelta) -> None:
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        many = "1 minuto" if minutes == 1 else f"{minutes} minutos"
        super().__init__(f"Hubo demasiados intentos. Espera {many} y vuelve a intentarlo.")


@dataclass(frozen=True, slots=True)
class Entered:
    """A session's token, and what the browser keeps to be known again."""

    token: str = field(repr=False)
    device: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed, from which address, and what their browser kept from an earlier login."""

    nrp: str
    email: str
    password: str = field(repr=False)
    address: str
    device: str = field(repr=False)


def log_in(house: House, tried: Attempt) -> Entered:
    """A session for whoever knows the three. Raises ``LoginRefused``, ``TooManyTries``."""
    nrp = "".join(c for c in tried.nrp if c.isalnum()).upper()
    email = tried.email.strip().lower()
    with house.transaction() as work:
        account = _account(work, nrp, email)
        keys = _keys(nrp, email, tried.address, known=_is_known(account, tried.device))
        pauses = {key: _count(work, kind, key) for kind, key in keys.items()}
    if not accounts.matches(account, tried.password[:1000]) or account is None:
        log.warning("login_refused", account=str(account.id) if account else None, place=network(tried.address))
        raise LoginRefused(REFUSED)
    with house.transaction() as work:
        _forgive(work, keys["pair"], pauses)
        token = sessions.begin(house, work, account.id)
        work.happened("log_in", "applicant", None, account=str(account.id))
    return Entered(token, _device(account))


def _keys(nrp: str, email: str, address: str, *, known: bool) -> dict[str, str]:
    place, who = network(address), f"{nrp}|{email}"
    counted = {"pair": f"{who}|{place}", "address": place, "account": who}
    if known:
        del counted["account"]
    return {kind: sha256(f"{kind}|{text}".encode()).hexdigest() for kind, text in counted.items()}


def network(address: str) -> str:
    """An address as it is counted: IPv6 by its /64, which one subscriber has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)


def _count(work: Transaction, kind: str, key: str) -> datetime | None:
    """One more try, before its password is looked at, so that tries at once count each other. The pause that it makes.

    Raises ``TooManyTries`` within a pause; such a try is not counted.
    """
    old = delete(FailedLogins).where(
        col(FailedLogins.key) == key, col(FailedLogins.last_at) < work.now - FORGOTTEN_AFTER
    )
    work.session.execute(old)
    row = insert(FailedLogins).values(key=key, failures=1, last_at=work.now)
    again = {"failures": col(FailedLogins.failures) + 1, "last_at": work.now}
    counted = row.on_conflict_do_update(index_elements=["key"], set_=again).returning(col(FailedLogins.failures))
    beyond = work.session.execute(counted).scalar_one() - FREE[kind]
    kept = work.session.get_one(FailedLogins, key, populate_existing=True)
    if kept.wait_until and kept.wait_until > work.now:
        raise TooManyTries(kept.wait_until - work.now)
    if beyond < 0:
        return None
    kept.wait_until = work.now + timedelta(minutes=PAUSES[min(beyond, len(PAUSES) - 1)])
    work.session.flush()
    return kept.wait_until


def _forgive(work: Transaction, pair: str, pauses: dict[str, datetime | None]) -> None:
    """Who knew the password did not fail: of the try nothing is left, the pause that it made neither; others' stay."""
    for key, pause in pauses.items():
        row = work.session.get(FailedLogins, key, with_for_update=True)
        if row is None:
            continue
        row.failures -= 1
        row.wait_until = None if row.wait_until == pause else row.wait_until
    work.session.execute(delete(FailedLogins).where(col(FailedLogins.key) == pair))


def _account(work: Transaction, nrp: str, email: str) -> Account | None:
    query = (
        select(Account)
        .join(ApplicantRow, col(ApplicantRow.id) == col(Account.applicant_id))
        .where(col(ApplicantRow.nrp) == nrp, col(Account.email) == email)
    )
    return work.session.execute(query).scalar_one_or_none()


def _device(account: Account) -> str:
    """What only this account's own browser has: it changes with the password."""
    key = (account.password_hash or "").encode()
    return hmac.new(key, f"device|{account.id}".encode(), sha256).hexdigest()


def _is_known(account: Account | None, device: str) -> bool:
    return bool(account and account.password_hash and hmac.compare_digest(_device(account).encode(), device.encode()))
