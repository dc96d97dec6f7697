"""What the database lets people do, tried by their own logins over a case that waits: Ana and Olga analyse, Raúl
supervises, Vera audits. Nothing here goes through the stages: this is what SQL alone can do."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from backoffice.casework import intake, supervision
from backoffice.casework.house import House
from backoffice.domain.errors import WrongState
from backoffice.domain.work import Outcome
from backoffice.records.database import open_database
from tests.casework.world import World
from tests.staff import url_as

As = Callable[[str], psycopg.Connection]


@pytest.fixture
def as_person(world: World, staff: None) -> Iterator[As]:
    """Connections by login to a database in which one case waits for a person."""
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    world.work()
    opened: list[psycopg.Connection] = []

    def enter(login: str) -> psycopg.Connection:
        url = url_as(login, world.house.addresses.database_url)
        opened.append(psycopg.connect(url.replace("+psycopg", ""), autocommit=True))
        return opened[-1]

    yield enter
    for connection in opened:
        connection.close()


FOR_NOBODY = (
    "UPDATE submissions SET state = state",
    "DELETE FROM submissions",
    "UPDATE verdicts SET result = 'consistent'",
    "UPDATE decisions SET outcome = 'approve'",
    "UPDATE audit_events SET actor = 'system'",
    "DELETE FROM audit_events",
    "SELECT seed FROM round_seeds",
    "SELECT password_hash FROM accounts",
    "SELECT * FROM portal_sessions",
    "SELECT secret_sha256 FROM productive_accesses",
)


def test_nobody_at_the_desk_changes_the_proof_or_reads_secrets(as_person: As) -> None:
    for person in map(as_person, ("ana", "raul", "vera")):
        for change in FOR_NOBODY:
            with pytest.raises(InsufficientPrivilege, match="permission denied"):
                person.execute(change)


def test_people_claim_for_themselves_alone(as_person: As) -> None:
    with pytest.raises(InsufficientPrivilege, match="people claim for themselves"):
        as_person("ana").execute("UPDATE review_tasks SET state = 'claimed', claimed_by = 'olga'")


def test_a_claim_leaves_a_trace_or_is_not_made(as_person: As) -> None:
    with pytest.raises(InsufficientPrivilege, match="nothing is changed without a trace"):
        as_person("ana").execute("UPDATE review_tasks SET state = 'claimed', claimed_by = 'ana'")


@pytest.mark.parametrize("login", ["ana", "raul"])
def test_a_case_is_not_approved_without_an_opinion(as_person: As, login: str) -> None:
    with pytest.raises(InsufficientPrivilege, match="a case moves by an opinion that stands"):
        as_person(login).execute("UPDATE cases SET state = 'approved', version = version + 1")


def test_a_task_is_not_decided_without_an_opinion(as_person: As) -> None:
    with pytest.raises(InsufficientPrivilege, match="a task is decided by an opinion that stands"):
        as_person("ana").execute("UPDATE review_tasks SET state = 'decided'")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE review_tasks SET state = 'claimed', claimed_by = 'vera'",
        "UPDATE cases SET state = 'approved'",
        "INSERT INTO decisions (outcome) VALUES ('approve')",
        "INSERT INTO audit_events (act) VALUES ('x')",
        "INSERT INTO outbox (kind) VALUES ('send_letter')",
    ],
)
def test_an_auditor_reads_and_changes_nothing(as_person: As, change: str) -> None:
    vera = as_person("vera")

    assert vera.execute("SELECT count(*) FROM verdicts").fetchone() == (1,)
    with pytest.raises(InsufficientPrivilege, match="permission denied"):
        vera.execute(change)


@pytest.mark.parametrize("login", ["ana", "raul", "vera"])
def test_answers_are_read_once_evidence_came(world: World, as_person: As, login: str) -> None:
    person = as_person(login)
    (folio,) = person.execute("SELECT folio FROM cases").fetchone() or ("",)
    world.decided(folio, Outcome.CORRECTIONS, "Revisa tus pantallas.")
    world.work()

    assert world.view(folio).rounds[1].test_set is not None
    seen = "SELECT number FROM rounds JOIN test_sets ON test_sets.round_id = rounds.id"
    assert person.execute(seen).fetchall() == [(1,)]


def entered(house: House, login: str) -> House:
    """The same house, its database entered by a login, whatever the setting says."""
    mine = open_database(url_as(login, house.addresses.database_url))
    return replace(house, database=mine, settings=house.settings.model_copy(update={"supervisors": "ana,vera"}))


@pytest.mark.parametrize(
    ("login", "sentence"),
    [("ana", "Tu cuenta es de análisis"), ("vera", "Tu cuenta es de auditoría: puede ver y no resolver.")],
)
def test_the_login_decides_who_supervises_not_the_setting(world: World, staff: None, login: str, sentence: str) -> None:
    house = entered(world.house, login)

    with pytest.raises(WrongState, match=sentence):
        supervision.refuse_no_supervisor(house, login, "agrega días")
    house.close()


def test_who_supervises_by_login_needs_no_setting(world: World, staff: None) -> None:
    house = entered(world.house, "raul")

    try:
        assert supervision.refuse_no_supervisor(house, "raul", "agrega días") is None  # type: ignore[func-returns-value]
    finally:
        house.close()
