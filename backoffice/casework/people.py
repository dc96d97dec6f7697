"""Hiring and dismissing the people of the desk: each enters the database with a login of their own."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg.errors
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError

from backoffice.casework.house import House, Transaction
from backoffice.domain.errors import BadInput, NotFound
from backoffice.domain.people import ROLE_LABELS, Person, Role, person_name
from backoffice.records import logins
from backoffice.records.rights import PORTAL, WORKERS

#: Bytes of chance in a password (32 signs) and in its salt.
PASSWORD_BYTES, SALT_BYTES = 24, 16
#: The house's own programs, which enter by a login too.
PROGRAMS = {"portal": PORTAL, "workers": WORKERS}
#: Two commands at once take turns.
PEOPLE_LOCK = 7_305_006
NOT_ALLOWED = (
    "Esta conexión no puede dar ni quitar cuentas de la base de datos. Usa en MESA_DATABASE_URL la cuenta dueña de las "
    "tablas, con permiso CREATEROLE."
)


def add(house: House, name: str, role: Role, by: str) -> str | None:
    """Give *name* a login; its password, to be shown once. ``None`` where they had it with that role already.

    Raises ``BadInput`` for a name that cannot be one, is another account of the server's, or has another role.
    """
    person = Person(person_name(name), role)
    password, verifier = _password(house)
    with house.transaction() as work:
        there = _found(work, person.name)
        if there == person:
            return None
        if there is not None:
            raise BadInput(
                f"«{person.name}» ya tiene cuenta de {ROLE_LABELS[there.role]}, y cada persona tiene un solo papel. "
                "Quítala primero con «mesa people remove»."
            )
        if logins.exists(work.session.connection(), person.name):
            raise BadInput(f"El servidor ya tiene una cuenta «{person.name}» que no es de la mesa. Elige otro nombre.")
        with _allowed():
            logins.make(work.session.connection(), person, verifier)
        work.happened("add_person", f"operator:{by}", None, person=person.name, role=role.value)
    return password


def renew(house: House, name: str, by: str) -> str:
    """Another password for *name*, a person or one of ``PROGRAMS``, to be shown once. Raises ``NotFound``."""
    password, verifier = _password(house)
    with house.transaction() as work:
        login = PROGRAMS.get(name) or _known(work, name).name
        with _allowed():
            logins.renew(work.session.connection(), login, verifier)
        work.happened("renew_password", f"operator:{by}", None, person=login)
    return password


def remove(house: House, name: str, by: str) -> bool:
    """Take the login of *name* away; ``False`` where there was none. What they did stays."""
    with house.transaction() as work:
        person = _found(work, person_name(name))
        if person is None:
            return False
        with _allowed():
            logins.unmake(work.session.connection(), person.name)
        work.happened("remove_person", f"operator:{by}", None, person=person.name, role=person.role.value)
    return True


def listed(house: House) -> list[Person]:
    """Everybody with a login, by name."""
    with house.transaction() as work:
        return logins.listed(work.session.connection())


def _password(house: House) -> tuple[str, str]:
    password = base64.urlsafe_b64encode(house.draw(PASSWORD_BYTES)).decode()
    return password, logins.scram(password, house.draw(SALT_BYTES))


def _found(work: Transaction, name: str) -> Person | None:
    connection = work.session.connection()
    connection.execute(select(func.pg_advisory_xact_lock(PEOPLE_LOCK)))
    return next((one for one in logins.listed(connection) if one.name == name), None)


def _known(work: Transaction, name: str) -> Person:
    person = _found(work, person_name(name))
    if person is None:
        raise NotFound(f"Nadie de la mesa se llama «{name}». Consulta «mesa people list».")
    return person


@contextmanager
def _allowed() -> Iterator[None]:
    """The connection's login may make and change logins. Raises ``BadInput`` where it may not."""
    try:
        yield
    except ProgrammingError as refused:
        if isinstance(refused.orig, psycopg.errors.InsufficientPrivilege):
            raise BadInput(NOT_ALLOWED) from None
        raise
