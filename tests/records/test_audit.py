"""The audit trail: whatever is changed, removed or slipped in afterwards is noticed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from backoffice.records.audit import Audited, Happened, append, has, head, verify
from backoffice.records.database import transaction

NOON = datetime(2026, 11, 23, 18, 0, 0, 250, tzinfo=UTC)


def write(engine: Engine, *acts: str) -> None:
    """One transaction with these events."""
    with transaction(engine) as session:
        append(session, [Happened(NOON, act, "system", details={"á": [1, "ñ"]}) for act in acts])


def verified(engine: Engine) -> Audited:
    """What verifying says now."""
    with transaction(engine) as session:
        return verify(session)


def tamper(engine: Engine, statement: str) -> None:
    """Change the trail as only the owner of the database could."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_events DISABLE TRIGGER ALL"))
        connection.execute(text(statement))


def test_an_empty_trail_is_whole(engine: Engine) -> None:
    assert verified(engine) == Audited(0, "0" * 64)


def test_events_are_chained_in_their_order(engine: Engine) -> None:
    write(engine, "one", "two")
    write(engine, "three")

    found = verified(engine)

    assert (found.events, found.broken_at) == (3, None)


def test_writers_at_once_make_one_chain_without_gaps(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write(engine, f"act {number}"), range(40)))

    found = verified(engine)

    assert (found.events, found.broken_at) == (40, None)


def test_whatever_an_event_tells_is_covered_as_it_was_written(engine: Engine) -> None:
    details = {"b": [1.5, 10**18, 0.25, None, True], "a": {"ñ": '"\\ \u2028\x01\n«»', "": "=1+1"}}
    with transaction(engine) as session:
        append(session, [Happened(NOON, 'act"\\', "ana\t", round_number=2, from_state="á", details=details)])
        append(session, [Happened(datetime(999, 1, 1, tzinfo=UTC), "old", "system")])

    assert verified(engine).broken_at is None


def test_a_published_head_is_missed_once_the_end_was_cut_off(engine: Engine) -> None:
    write(engine, "one", "two", "three")
    with transaction(engine) as session:
        published = head(session)

    tamper(engine, "DELETE FROM audit_events WHERE sequence = 3")

    with transaction(engine) as session:
        assert (verify(session).broken_at, has(session, *published)) == (None, False)
        assert has(session, *head(session))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("UPDATE audit_events SET actor = 'nobody' WHERE sequence = 2", 2),
        ("UPDATE audit_events SET details = '{}' WHERE sequence = 3", 3),
        ("UPDATE audit_events SET at = at + interval '1 microsecond' WHERE sequence = 1", 1),
        ("DELETE FROM audit_events WHERE sequence = 2", 2),
        ("UPDATE audit_events SET sequence = 9 WHERE sequence = 1", 1),
    ],
)
def test_a_changed_event_is_noticed_at_its_place(engine: Engine, change: str, place: int) -> None:
    write(engine, "one", "two", "three")

    tamper(engine, change)

    assert verified(engine).broken_at == place


@pytest.mark.parametrize(
    "change", ["UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events"]
)
def test_the_database_itself_refuses_changes(engine: Engine, change: str) -> None:
    write(engine, "one")

    with pytest.raises(DBAPIError, match="neither changed nor removed"), engine.begin() as connection:
        connection.execute(text(change))

    assert verified(engine).events == 1
