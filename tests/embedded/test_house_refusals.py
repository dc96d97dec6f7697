"""What a house refuses to do, each in one sentence that says what to do instead."""

import os
from pathlib import Path

import pytest

from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded import house, places
from backoffice.embedded.child import pause_after
from backoffice.embedded.state import Stage
from backoffice.settings import Settings
from tests.embedded.conftest import processes_of


def test_a_part_that_does_not_start_is_named_with_its_log_and_nothing_stays(settings: Settings) -> None:
    places.prepare(places.Places(settings.var))
    (settings.var / "valkey" / "appendonlydir").write_text("not a folder")

    with pytest.raises(ServiceUnavailable) as refused:
        house.start(settings, parts=("queue",))

    assert "No arrancó la parte «Cola de mensajes»" in str(refused.value)
    assert str(settings.var / "log" / "queue.log") in str(refused.value)
    assert processes_of(settings.var) == []


def test_another_account_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    foreign = Settings(var=tmp_path) if os.geteuid() == 0 else Settings(var=Path("/"))
    if os.geteuid() == 0:
        os.chown(tmp_path, 12345, -1)

    with pytest.raises(ServiceUnavailable, match="es de la cuenta") as refused:
        house.start(foreign)

    assert "\n" not in str(refused.value)


def test_a_disk_without_room_is_refused_in_one_sentence(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "LEAST_FREE_BYTES", 10**18)

    with pytest.raises(ServiceUnavailable, match="Libera espacio"):
        house.start(settings)


def test_var_that_is_a_file_is_refused_in_one_sentence(settings: Settings) -> None:
    settings.var.write_text("")

    with pytest.raises(ServiceUnavailable, match="Revisa esa ruta"):
        house.start(settings)


def test_a_part_that_does_not_exist_is_refused(settings: Settings) -> None:
    with pytest.raises(ServiceUnavailable, match="No existe la parte portal2"):
        house.start(settings, parts=("portal2",))


def test_every_stage_has_a_word_in_spanish() -> None:
    from backoffice.cli.status import SPANISH  # noqa: PLC0415 - the command's own table

    assert set(SPANISH) == set(Stage)


def test_a_part_that_keeps_dying_waits_longer_each_time_and_is_given_up() -> None:
    pauses = [pause_after(deaths, was_ready=True) for deaths in range(1, 7)]

    assert pauses == [0.2, 0.5, 1.0, 2.0, 5.0, None]


def test_a_part_that_was_never_ready_is_given_up_after_three_tries() -> None:
    pauses = [pause_after(deaths, was_ready=False) for deaths in range(1, 4)]

    assert pauses == [0.2, 0.5, None]
