"""``mesa letters``: what became of each, what waits for a person, and the reports of mail servers."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backoffice.casework import sending
from tests.casework.terminal import mesa
from tests.casework.test_troubled_letters import bounce_of, waiting
from tests.casework.world import World
from tests.conftest import Mailbox
from tests.letters.test_bounce import report


@pytest.fixture
def bounced(addressed: None, world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case whose letter came back, as the commands see it."""
    case = world.case()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bounce_of(world, case.folio))))
    mesa("letters", "bounce")
    return case.folio


def test_the_commands_show_and_settle_in_the_name_of_a_person(
    bounced: str, world: World, shown: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = shown("letters", "list", "--troubled")

    taken = mesa("letters", "taken", row["id"], "--by", "Ana Ruiz", "--reason", "La empresa contestó.")
    mesa("letters", "list", "--troubled")

    assert (row["folio"], row["state"], row["letter"]) == (bounced, "bounced", "test_set_issued")
    assert row["why"] == "5.1.1 smtp; 550 5.1.1 No existe"
    assert taken == 0
    assert "Ninguna carta espera a nadie." in capsys.readouterr().out
    assert world.view(bounced).events[-1].actor == "analyst:Ana Ruiz"


def test_the_command_sends_a_letter_again(bounced: str, world: World, shown: Any, mailbox: Mailbox) -> None:
    (row,) = shown("letters", "list", "--troubled")

    assert mesa("letters", "resend", row["id"], "--reason", "Corrigieron su buzón.") == 0
    newest = shown("letters", "list")
    assert mesa("letters", "resend", row["id"], "--reason", "Otra vez.") == 2

    assert [one["state"] for one in newest] == ["ready", "sent"]
    sending.send(world.house, UUID(newest[0]["id"]))
    assert len({message["Message-ID"] for message in mailbox.letters()}) == 1
    assert len(mailbox.letters()) == 2


def test_the_list_says_what_became_of_each_letter(
    bounced: str, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    mesa("letters", "list")
    mesa("letters", "list", "--troubled")

    said = capsys.readouterr().out
    assert f"{bounced} · Carta del set de pruebas · para tramites@nandu.example\n" in said
    assert "  Entregada al servidor de correo, 23/nov/2026, 12:00: 250 " in said
    assert "  Regresó, " in said
    assert ": 5.1.1 smtp; 550 5.1.1 No existe\n  ID " in said
    assert said.endswith('Si sabes que llegó: ./mesa letters taken ID --reason "…".\n')


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (b"", "no es el aviso de un servidor de correo"),
        (b"Subject: Hola\n\nEstoy de vacaciones.", "no es el aviso de un servidor de correo"),
        (b"\x00\xff" * 1000, "no es el aviso de un servidor de correo"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(
    addressed: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], report: bytes, said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(report)))

    status = mesa("letters", "bounce")

    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert said in told.err
    assert told.err.count("\n") == 1


def test_a_report_in_a_file_is_read_and_one_that_is_not_there_is_said(
    addressed: None, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = world.case()
    file = tmp_path / "aviso.eml"
    file.write_bytes(bounce_of(world, case.folio))

    found, absent = mesa("letters", "bounce", str(file)), mesa("letters", "bounce", str(tmp_path / "nada.eml"))

    told = capsys.readouterr()
    assert (found, absent) == (0, 2)
    assert told.out.startswith(f"Es la carta «Folio {case.folio}: ")
    assert "nada.eml" in told.err
    assert len(waiting(world)) == 1


def test_status_counts_the_letters_that_wait(bounced: str, capsys: pytest.CaptureFixture[str]) -> None:
    mesa("status")

    assert capsys.readouterr().out.splitlines()[-1] == (
        "Cartas que esperan a una persona: 1. Míralas con «./mesa letters list --troubled»."
    )


@pytest.mark.parametrize(
    ("database", "message", "status"),
    [
        ("", b"Subject: Hola\n\nEstoy de vacaciones.", 0),
        ("", report(), 0),
        ("postgresql+psycopg://nobody@127.0.0.1:1/mesa", report(), 75),
    ],
    ids=["no report", "a foreign letter", "the desk is down"],
)
@pytest.mark.usefixtures("addressed")
def test_a_mail_server_is_asked_to_come_again_only_where_that_helps(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    database: str,
    message: bytes,
    status: int,
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(message)))
    if database:
        monkeypatch.setenv("MESA_DATABASE_URL", database)

    assert mesa("letters", "bounce", "--pipe") == status

    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
