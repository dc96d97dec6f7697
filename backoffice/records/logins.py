"""The logins of the people at the desk: made, listed, renewed and taken away, in the caller's transaction."""

import base64
import hashlib
import hmac

from psycopg import sql
from sqlalchemy import Connection

from backoffice.domain.people import Person, Role
from backoffice.records.rights import PEOPLE

ITERATIONS = 4096
#: Who logged in, and the group that the database finds them in (migration 0012).
WHO = "SELECT session_user::text, mesa_role()"
LISTED = """
SELECT who.rolname, one.rolname
FROM pg_auth_members AS belongs
    JOIN pg_roles AS one ON one.oid = belongs.roleid
    JOIN pg_roles AS who ON who.oid = belongs.member
WHERE one.rolname IN ('mesa_analyst', 'mesa_supervisor', 'mesa_auditor') AND NOT belongs.admin_option
    AND who.rolcanlogin
ORDER BY who.rolname
"""


def connected(connection: Connection) -> Person | None:
    """The person whose login opened this connection; ``None`` for programs and the owner of the tables."""
    name, role = connection.exec_driver_sql(WHO).one()
    return Person(name, Role(role)) if role in PEOPLE else None


def listed(connection: Connection) -> list[Person]:
    """Everybody with a login of the desk on this server, by name."""
    group_roles = {group: Role(word) for word, group in PEOPLE.items()}
    return [Person(name, group_roles[group]) for name, group in connection.exec_driver_sql(LISTED)]


def exists(connection: Connection, name: str) -> bool:
    """Whether the server has a role of this name, whoever's it is."""
    found = connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,))
    return found.first() is not None


def make(connection: Connection, person: Person, verifier: str) -> None:
    """A login in the group of the person's role."""
    run(connection, "CREATE ROLE {} LOGIN NOCREATEDB NOCREATEROLE NOSUPERUSER PASSWORD {}", person.name, verifier)
    run(connection, "GRANT {} TO {}", sql.Identifier(PEOPLE[person.role.value]), person.name)


def renew(connection: Connection, name: str, verifier: str) -> None:
    """Another password for a login."""
    run(connection, "ALTER ROLE {} PASSWORD {}", name, verifier)


def unmake(connection: Connection, name: str) -> None:
    """Take a login away. What its person did stays under their name."""
    run(connection, "DROP ROLE {}", name)


def run(connection: Connection, form: str, first: str | sql.Identifier, second: str | None = None) -> None:
    """One statement with a role's name first, or second after a group; a verifier is a literal."""
    if isinstance(first, sql.Identifier):
        parts: list[sql.Composable] = [first, sql.Identifier(second or "")]
    else:
        parts = [sql.Identifier(first)] + ([sql.Literal(second)] if second else [])
    driver = connection.connection.driver_connection
    connection.exec_driver_sql(sql.SQL(form).format(*parts).as_string(driver).replace("%", "%%"))


def scram(password: str, salt: bytes) -> str:
    """What the server keeps of an ASCII password (RFC 5802, SHA-256): the password itself is never sent or logged."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ITERATIONS)
    client = hmac.digest(salted, b"Client Key", "sha256")
    server = hmac.digest(salted, b"Server Key", "sha256")
    stored = hashlib.sha256(client).digest()
    salt64, stored64, server64 = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${ITERATIONS}:{salt64}${stored64}:{server64}"
