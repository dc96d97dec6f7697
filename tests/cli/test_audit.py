"""``mesa audit`` tells whether the trail is whole, and whether a head that was published is still in it."""

import json

import pytest

from backoffice.casework import request
from tests.casework.conftest import addressed, world
from tests.casework.terminal import mesa
from tests.casework.world import ACME, World

__all__ = ["addressed", "world"]


@pytest.fixture
def told(world: World, addressed: None, capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    """What the commands say about a desk in which something happened."""
    request.register(world.house, ACME)
    world.work()
    capsys.readouterr()
    return capsys


def test_a_whole_trail_with_its_published_head(told: pytest.CaptureFixture[str]) -> None:
    assert mesa("audit", "head") == 0
    head = told.readouterr().out.strip()
    number, _, hash_ = head.partition(":")

    assert mesa("audit", "verify", "--head", head) == 0
    said = told.readouterr().out
    assert f"La bitácora está completa: {number} eventos; el último es {head}." in said
    assert f"El evento {number} que se publicó sigue en la bitácora." in said
    assert mesa("audit", "verify", "--json") == 0
    assert json.loads(told.readouterr().out) == {
        "events": int(number),
        "head": hash_,
        "broken_at": None,
        "published_head_holds": None,
    }


def test_a_changed_event_and_a_cut_end(world: World, told: pytest.CaptureFixture[str]) -> None:
    mesa("audit", "head")
    head = told.readouterr().out.strip()
    world.sql("ALTER TABLE audit_events DISABLE TRIGGER USER")
    world.sql("DELETE FROM audit_events WHERE sequence = :last", last=int(head.partition(":")[0]))

    assert mesa("audit", "verify") == 0
    assert mesa("audit", "verify", "--head", head) == 1
    assert "ya no está en la bitácora" in told.readouterr().out
    world.sql("UPDATE audit_events SET actor = 'nobody' WHERE sequence = 2")
    assert mesa("audit", "verify") == 1
    assert "no encadena en el evento 2: ese evento cambió, falta o sobra. Los 1 anteriores" in told.readouterr().out


@pytest.mark.parametrize("head", ["", "7", "x:y", "7:abc", "-1:" + "0" * 64, "9" * 30 + ":" + "0" * 64])
def test_what_is_no_head_is_refused(told: pytest.CaptureFixture[str], head: str) -> None:
    assert mesa("audit", "verify", "--head", head) == (0 if not head else 2)
