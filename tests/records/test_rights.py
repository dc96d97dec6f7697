"""Each login may do with each table what was meant for it, asked of the database as that login, and nothing else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from backoffice.records import migrate
from backoffice.records.rights import GROUPS, SEQUENCES, TABLES, statements
from tests.staff import url_as

GOLDEN = Path(__file__).with_name("rights.txt")
#: What a login of each kind is called in these tests.
LOGINS = {"portal": "mesa_portal", "workers": "mesa_workers", "analyst": "ana", "supervisor": "raul", "auditor": "vera"}
PEOPLE = ("analyst", "supervisor", "auditor")
Connect = Callable[[str], psycopg.Connection]


@pytest.fixture
def entered(migrated_url: str, staff: None) -> Iterator[Connect]:
    """Connections to one database, each by the login of a kind; '' is the owner."""
    opened: list[psycopg.Connection] = []

    def enter(kind: str) -> psycopg.Connection:
        url = url_as(LOGINS[kind], migrated_url) if kind else migrated_url
        opened.append(psycopg.connect(url.replace("+psycopg", "")))
        return opened[-1]

    yield enter
    for connection in opened:
        connection.close()


@contextmanager
def undone(connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Whatever the block does is taken back."""
    with connection.transaction(force_rollback=True):
        yield connection


def allowed(connection: psycopg.Connection, statement: sql.Composable) -> bool:
    """Whether the database lets this login do it; any other trouble than a missing right is a yes."""
    try:
        with undone(connection):
            connection.execute(sql.Composed([statement]))
    except InsufficientPrivilege:
        return False
    except psycopg.Error:
        return True
    return True


def tables_of(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Every table with its columns."""
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
        " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        " ORDER BY table_name, ordinal_position"
    )
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def verbs(connection: psycopg.Connection, table: str, columns: list[str]) -> str:
    """What this login may do with a table, tried verb by verb and column by column, on no row."""
    name = sql.Identifier(table)
    said = []
    for verb, form in (
        ("select", "SELECT {column} FROM {table} WHERE false"),
        ("insert", "INSERT INTO {table} ({column}) OVERRIDING SYSTEM VALUE SELECT NULL WHERE false"),
        ("update", "UPDATE {table} SET {column} = DEFAULT WHERE false"),
    ):
        may = [
            one for one in columns if allowed(connection, sql.SQL(form).format(table=name, column=sql.Identifier(one)))
        ]
        if may:
            said.append(verb if may == columns else f"{verb}({' '.join(may)})")
    for verb, form in (("delete", "DELETE FROM {table} WHERE false"), ("truncate", "TRUNCATE {table} CASCADE")):
        if allowed(connection, sql.SQL(form).format(table=name)):
            said.append(verb)
    return " ".join(said) or "nothing"


def test_every_login_may_do_with_every_table_what_was_reviewed(entered: Connect) -> None:
    tables = tables_of(entered(""))

    lines = []
    connections = {kind: entered(kind) for kind in LOGINS}
    for table, columns in tables.items():
        lines.append(f"{table}\n")
        lines += [f"  {kind:<11}{verbs(connections[kind], table, columns)}\n" for kind in LOGINS]

    assert "".join(lines) == GOLDEN.read_text()


def test_every_table_and_sequence_stands_in_the_map(entered: Connect) -> None:
    owner = entered("")
    sequences = owner.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND NOT EXISTS"
        " (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'i')"
    )

    assert set(TABLES) == set(tables_of(owner))
    assert set(SEQUENCES) == {name for (name,) in sequences}


def test_nobody_but_the_owner_takes_away_what_is_kept_for_ever() -> None:
    golden = GOLDEN.read_text().split("\n")

    assert [line for line in golden if "truncate" in line] == []
    assert [line.split()[0] for line in golden if "delete" in line] == [
        "portal", "portal", "portal", "supervisor", "analyst", "supervisor",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["", *LOGINS])
@pytest.mark.parametrize(
    "change", ["UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events CASCADE"]
)
def test_the_audit_trail_is_only_ever_added_to(entered: Connect, kind: str, change: str) -> None:
    login = entered(kind)

    with pytest.raises((InsufficientPrivilege, psycopg.errors.RaiseException)):
        login.execute(change)


@pytest.mark.parametrize("kind", LOGINS)
def test_nobody_else_becomes_the_owner_or_makes_things(entered: Connect, kind: str) -> None:
    login = entered(kind)

    for act in (
        "SET ROLE mesa",
        "SET SESSION AUTHORIZATION mesa",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE audit_events DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_events_are_kept ON audit_events",
        "CREATE OR REPLACE FUNCTION mesa_role() RETURNS text LANGUAGE sql AS $$ SELECT NULL::text $$",
        "ALTER TABLE test_sets DISABLE ROW LEVEL SECURITY",
        "GRANT mesa_supervisor TO ana",
        "ALTER ROLE olga LOGIN PASSWORD 'x'",
        "SET session_replication_role = replica",
    ):
        assert not allowed(login, sql.SQL(act)), act


def test_giving_rights_again_gives_the_same(entered: Connect) -> None:
    owner = entered("")
    asked = (
        "SELECT relname, relacl::text, array_agg(attacl::text ORDER BY attnum) FROM pg_class JOIN pg_attribute"
        " ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace GROUP BY relname, relacl::text ORDER BY relname"
    )
    before = owner.execute(asked).fetchall()

    owner.execute(statements(list(GROUPS)))

    assert owner.execute(asked).fetchall() == before


def test_what_somebody_was_given_by_hand_is_taken_back_with_the_next_rights(entered: Connect) -> None:
    owner = entered("")
    owner.execute("GRANT UPDATE (result) ON verdicts TO mesa_analyst")

    owner.execute(statements(list(GROUPS)))
    owner.commit()

    assert not allowed(entered("analyst"), sql.SQL("UPDATE verdicts SET result = 'x'"))


def test_programs_that_were_made_without_entry_are_let_in_by_the_next_migration(
    entered: Connect, migrated_url: str
) -> None:
    owner = entered("")
    owner.execute("ALTER ROLE mesa_portal NOLOGIN; ALTER ROLE mesa_workers NOLOGIN")
    owner.commit()

    migrate(migrated_url)

    asked = "SELECT count(*) FROM pg_roles WHERE rolname IN ('mesa_portal', 'mesa_workers') AND rolcanlogin"
    assert owner.execute(asked).fetchone() == (2,)
