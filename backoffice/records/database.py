"""The database: an engine, transactions, and what a person reads when it does not answer."""

import select
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg.errors
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backoffice.domain.errors import BadInput, ServiceUnavailable, WrongState
from backoffice.domain.people import NO_RIGHT, Role
from backoffice.records.logins import connected

NO_ANSWER = "La base de datos no responde. Arranca los servicios con «./mesa up» y vuelve a intentarlo."
BUSY = "La base de datos está ocupada con ese mismo caso. Vuelve a intentarlo en unos segundos."
NOT_PREPARED = "La base de datos no tiene sus tablas al día. Arranca los servicios con «./mesa up» para prepararla."
#: What the desk misses in a database that was never prepared, or not for this version.
UNDEFINED = psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn | psycopg.errors.UndefinedFunction
#: A connection on which each statement is its own transaction.
Glance = psycopg.Connection[Any]
TIMEOUTS = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=120s -c timezone=UTC"
#: A machine that is cut off is given up, on both sides, after so many seconds: its locks are free, the spare clock
#: follows, and whoever waited for an answer goes on. Over a socket of this machine they mean nothing.
GIVEN_UP_AFTER, QUIET, BETWEEN, PROBES = 20, 10, 3, 3
KEEPALIVES = {
    "keepalives_idle": QUIET,
    "keepalives_interval": BETWEEN,
    "keepalives_count": PROBES,
    "tcp_user_timeout": GIVEN_UP_AFTER * 1000,
}
KEEPALIVES_THERE = (
    f"-c tcp_keepalives_idle={QUIET} -c tcp_keepalives_interval={BETWEEN} -c tcp_keepalives_count={PROBES}"
    f" -c tcp_user_timeout={GIVEN_UP_AFTER}s"
)


def open_database(database_url: str) -> Engine:
    """An engine for PostgreSQL through psycopg 3. Nothing is connected yet.

    The connection that was used last is used next: its statements are prepared and the database's side of it is warm.
    """
    engine = create_engine(
        psycopg_url(database_url),
        pool_pre_ping=True,
        pool_use_lifo=True,
        pool_size=5,
        max_overflow=15,
        hide_parameters=True,  # errors must not print seeds or addresses
        # Also with a database in another encoding, so that the refusal of it can be read.
        connect_args={
            "connect_timeout": 5,
            "options": f"{TIMEOUTS} {KEEPALIVES_THERE}",
            "client_encoding": "utf8",
            **KEEPALIVES,
        },
    )
    _ask_only_the_doubtful(engine)
    return engine


def _ask_only_the_doubtful(engine: Engine) -> None:
    """Whether a connection lives is asked before its use only where it rested long or has something to tell.

    A database that ends one says so at once. A wire that is pulled says nothing for as long as the keepalives take, so
    what rested for ``QUIET`` seconds is asked. All else is taken to live: to ask is a way there and back. Where it does
    not, the statement fails, and is tried again by whoever tries again where a database does not answer.
    """
    rests_since: WeakKeyDictionary[DBAPIConnection, float] = WeakKeyDictionary()
    asked = engine.dialect.do_ping

    def given_back(raw: DBAPIConnection | None, _: object) -> None:
        if raw is not None:
            rests_since[raw] = time.monotonic()

    def lives(dbapi_connection: DBAPIConnection) -> bool:
        rested = time.monotonic() - rests_since.get(dbapi_connection, -QUIET)
        return (rested < QUIET and is_silent(dbapi_connection)) or asked(dbapi_connection)

    event.listen(engine, "checkin", given_back)
    engine.dialect.do_ping = lives  # type: ignore[method-assign]


def is_silent(raw: DBAPIConnection) -> bool:
    """Whether there is nothing to be read of a connection that nobody uses; neither that it was ended."""
    heard = select.poll()
    heard.register(raw.fileno(), select.POLLIN)
    return not heard.poll(0)


def psycopg_url(database_url: str) -> URL:
    """The URL with psycopg 3 as its driver, however PostgreSQL was spelled; ``BadInput`` for any other database."""
    try:
        url = make_url(database_url)
    except Exception as unreadable:  # SQLAlchemy raises several; none may print the password
        raise BadInput("La dirección de la base de datos no se entiende. Revisa MESA_DATABASE_URL.") from unreadable
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise BadInput("La base de datos debe ser PostgreSQL. Revisa MESA_DATABASE_URL.")
    return url.set(drivername="postgresql+psycopg")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any exception.

    Raises ``ServiceUnavailable`` where the database does not answer, is busy or was never prepared, or a program's
    login lacks a right; ``WrongState`` where a person's does.
    """
    with _refusals(engine), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def glance(engine: Engine) -> Iterator[Glance]:
    """For statements that each stand alone: each is its own transaction, none is begun or ended around them.

    They are asked of psycopg itself, by a connection of the engine's pool: SQLAlchemy takes as long to prepare a short
    question and its row as the database takes to answer it. Raises as ``transaction`` does, and ``psycopg.Error``
    where that raises SQLAlchemy's.
    """
    with _refusals(engine), closing(engine.raw_connection()) as pooled:
        connection = cast(Glance, pooled.driver_connection)
        try:
            connection.autocommit = True
            yield connection
        finally:
            if connection.pgconn.transaction_status == TransactionStatus.IDLE:
                connection.autocommit = False
            else:
                pooled.invalidate()  # this one alone: nobody is given what is broken or in the middle of something


@contextmanager
def _refusals(engine: Engine) -> Iterator[None]:
    """The database's troubles in words for people."""
    try:
        yield
    except (psycopg.Error, DBAPIError) as trouble:
        cause = trouble.orig if isinstance(trouble, DBAPIError) else trouble
        if isinstance(cause, psycopg.OperationalError):
            busy = isinstance(cause, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected)
            raise ServiceUnavailable(BUSY if busy else NO_ANSWER) from trouble
        if isinstance(cause, UNDEFINED):
            raise ServiceUnavailable(NOT_PREPARED) from trouble
        if isinstance(cause, psycopg.errors.InsufficientPrivilege):
            role = _role_in(engine)
            raise (ServiceUnavailable if role is None else WrongState)(NO_RIGHT[role]) from trouble
        raise


def _role_in(engine: Engine) -> Role | None:
    """What the person is whose login opens the database."""
    with engine.connect() as connection:
        person = connected(connection)
    return person.role if person else None
