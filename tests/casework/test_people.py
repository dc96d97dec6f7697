"""Who works at the desk gets a login, changes its password and loses it; twice does no harm."""

import base64
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from backoffice.casework import people
from backoffice.domain.errors import BadInput, NotFound
from backoffice.domain.people import Person, Role
from backoffice.records.logins import scram
from tests.casework.terminal import mesa
from tests.casework.world import World
from tests.staff import url_as


@pytest.fixture
def name(world: World) -> Iterator[str]:
    """A name that no other test process gives: logins are of the whole server."""
    who = f"luz.{uuid4().hex[:12]}"
    yield who
    with world.house.database.begin() as connection:
        connection.exec_driver_sql(f'DROP ROLE IF EXISTS "{who}"')


def acts(world: World) -> list[tuple[str, str]]:
    """What the audit trail tells, and of whom."""
    with world.house.transaction() as work:
        rows = work.session.execute(text("SELECT act, details::jsonb ->> 'person' FROM audit_events ORDER BY sequence"))
        return [(act, person) for act, person in rows]


def test_a_verifier_is_the_one_that_the_standard_gives() -> None:
    kept = scram("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="))

    # The exchange of RFC 7677, section 3: this is the signature key of its server.
    assert kept == (
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
        ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
    )


def test_somebody_hired_enters_as_what_they_are(world: World, name: str) -> None:
    password = people.add(world.house, name, Role.AUDITOR, "root")

    assert password is not None
    assert len(password) == 32
    url = url_as(name, world.house.addresses.database_url).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT mesa_role(), mesa_person()").fetchone() == ("auditor", name)
    assert Person(name, Role.AUDITOR) in people.listed(world.house)


def test_hiring_twice_and_dismissing_twice_do_no_harm(world: World, name: str) -> None:
    first = people.add(world.house, name, Role.ANALYST, "root")
    again = people.add(world.house, name, Role.ANALYST, "root")
    gone = [people.remove(world.house, name, "root"), people.remove(world.house, name, "root")]

    assert first is not None
    assert again is None
    assert gone == [True, False]
    assert acts(world) == [("add_person", name), ("remove_person", name)]


def test_a_person_has_one_role(world: World, name: str) -> None:
    people.add(world.house, name, Role.ANALYST, "root")

    with pytest.raises(BadInput, match="ya tiene cuenta de análisis, y cada persona tiene un solo papel"):
        people.add(world.house, name, Role.SUPERVISOR, "root")


def test_a_new_password_replaces_the_old_one_and_neither_is_told_to_the_trail(world: World, name: str) -> None:
    first = people.add(world.house, name, Role.ANALYST, "root")
    second = people.renew(world.house, name, "root")

    with world.house.transaction() as work:
        trail = str(work.session.execute(text("SELECT array_agg(details::text) FROM audit_events")).scalar_one())
    assert first != second
    assert str(first) not in trail
    assert second not in trail
    assert "SCRAM" not in trail


def test_a_stranger_gets_no_password(world: World) -> None:
    with pytest.raises(NotFound, match="Nadie de la mesa se llama «nadie»"):
        people.renew(world.house, "nadie", "root")


@pytest.mark.parametrize("bad", ["", "mesa_analyst", "postgres", 'x"; DROP TABLE cases; --', "ñ" * 40, "pg_monitor"])
def test_a_name_that_cannot_be_one_is_refused(world: World, bad: str) -> None:
    with pytest.raises(BadInput):
        people.add(world.house, bad, Role.ANALYST, "root")


def test_the_command_shows_a_password_once(addressed: None, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    statuses = [mesa("people", "add", name, "--role", "analyst") for _ in range(2)]

    said = capsys.readouterr().out.splitlines()
    assert statuses == [0, 0]
    assert said[0].startswith("Contraseña, que no se vuelve a mostrar: ")
    assert said[1] == f"«{name}» ya tenía esa cuenta: no se hizo nada. Otra contraseña: «mesa people password»."
