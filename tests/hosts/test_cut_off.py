"""Two machines share the work; the one on duty is cut off in mid-work and rejoins. ``mesa bench hosts`` also does four."""

import pytest

from backoffice.settings import inherited_environment
from bench import hosts
from bench.making.network import missing
from bench.making.submissions import answered


def left_out(reason: str | None, environment: dict[str, str]) -> None:
    """Where there can be no hosts: left out with the reason, a failure under CI that said it has them."""
    if reason is None:
        return
    if environment.get("MESA_TEST_HOSTS") == "yes":
        pytest.fail(reason)
    pytest.skip(reason)


def test_a_machine_that_is_cut_off_loses_nothing_and_does_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    left_out(missing(), inherited_environment())
    monkeypatch.setattr(hosts, "PEOPLE", 4)

    came = hosts.cut_off(2, 4, (answered(1), answered(1, "correction")))

    assert came.broken == []
    assert len(came.ledger.of("request")) == 4
    assert len(came.ledger.of("acceptance")) == 4
    assert came.followed < hosts.AWAY
    assert came.answered
