"""``mesa accounts list``: who is invited, whose link lapsed, who has a password, and who entered last."""

import json
from dataclasses import replace

import pytest

from backoffice.casework import accounts, sessions
from backoffice.casework.logging_in import Attempt, log_in
from backoffice.domain.applicant import Applicant
from tests.casework.terminal import mesa, one_line
from tests.casework.test_accounts_commands import ANA, LUIS
from tests.casework.world import World

pytestmark = pytest.mark.usefixtures("addressed")


def test_the_list_says_who_is_invited_whose_link_lapsed_and_who_has_a_password(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert mesa("accounts", "list") == 0
    assert "Todavía no hay cuentas." in capsys.readouterr().out
    house = replace(world.house, addresses=replace(world.house.addresses, portal_url="https://portal.example"))
    accounts.add(house, Applicant(*ANA), "test")
    lapsed = accounts.add(house, Applicant(*LUIS), "test").account
    third = accounts.add(house, Applicant("C0112345103", "CCC010101CCC", "[bold]Roja[/bold]", "r@roja.example"), "test")
    accounts.set_known_password(house, third.account.id, "una frase larga y buena")
    world.sql("UPDATE invitations SET expires_at = now() - interval '1 day' WHERE account_id = :id", id=lapsed.id)
    world.sql("UPDATE invitations SET expires_at = now() + interval '1 day' WHERE account_id != :id", id=lapsed.id)
    capsys.readouterr()

    assert mesa("accounts", "list", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["email"]: row["state"] for row in rows} == {
        "ana@nandu.example": "invited", "luis@sueldos.example": "lapsed", "r@roja.example": "active",
    }  # fmt: skip
    assert mesa("accounts", "list") == 0
    said = capsys.readouterr().out
    assert "[bold]Roja[/bold]" in said
    for words in ("invitada hasta el", "invitación vencida el", "activa desde el"):
        assert words in one_line(said)


def test_the_list_says_when_each_entered_last_and_leaving_does_not_hide_it(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    house = replace(world.house, addresses=replace(world.house.addresses, portal_url="https://portal.example"))
    account = accounts.add(house, Applicant(*ANA), "test").account
    accounts.add(house, Applicant(*LUIS), "test")
    accounts.set_known_password(house, account.id, "una frase larga y buena")
    tried = Attempt(ANA[0], ANA[3], "una frase larga y buena", address="192.0.2.1", device="")
    log_in(house, tried)
    world.clock.forward(days=2)
    sessions.end(house, log_in(house, tried).token)
    capsys.readouterr()

    assert mesa("accounts", "list", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert mesa("accounts", "list") == 0
    shown = one_line(capsys.readouterr().out)

    assert [(row["email"], row["last_login"]) for row in rows] == [
        ("ana@nandu.example", "2026-11-25T18:00:00+00:00"), ("luis@sueldos.example", None),
    ]  # fmt: skip
    assert "25/nov/2026" in shown
    assert "nunca" in shown


def test_the_list_gives_no_command_to_the_terminal_whatever_the_table_holds(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    house = replace(world.house, addresses=replace(world.house.addresses, portal_url="https://portal.example"))
    accounts.add(house, Applicant(*ANA), "test")
    world.sql("UPDATE applicants SET name = :name", name="Roja\x1b[31m \u202eS.A.")
    world.sql("UPDATE accounts SET email = :email", email="a\x1bc@nandu.example")

    assert mesa("accounts", "list") == 0

    said = capsys.readouterr().out
    assert "Roja[31m S.A." in said
    assert not set("\x1b\u202e") & set(said)
