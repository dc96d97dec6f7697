"""The password of a round's test service: in the letter of its set, and in nothing else that people or programs read."""

import email
import email.policy
import logging
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import pytest
import structlog

from backoffice import logs
from backoffice.casework import intake
from backoffice.desk.case import open_case
from backoffice.desk.letter import preview
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import RenderedLetter
from backoffice.records.outbox import OutboxRow
from tests.casework.conftest import addressed
from tests.casework.terminal import mesa
from tests.casework.world import World
from tests.portal.browser import Browser
from tests.portal.test_notice_service import ask, corrected, in_letter, shown

__all__ = ["addressed"]


@pytest.fixture
def logged() -> Iterator[None]:
    """Everything is logged, down to the least; afterwards as it was."""
    before = structlog.get_config()
    logs.configure(logging.DEBUG)
    yield
    structlog.configure(**before)


def analysed(world: World) -> str:
    """The folio of a case whose first file waits for a decision."""
    case = world.case()
    intake.receive(world.house, case.folio, "evidencias.xls", b"uma: wrong")
    world.work()
    return case.folio


def previewed(world: World, folio: str) -> RenderedLetter:
    """The letter with corrections as the desk shows it before it is decided."""
    return preview(open_case(world.house, folio, world.task(folio).id), Outcome.CORRECTIONS, "")


def texts(world: World, row: OutboxRow) -> dict[str, str]:
    """Both forms of a letter as it was sent."""
    message = email.message_from_bytes(world.house.blobs.get(row.message or ""), policy=email.policy.default)
    bodies = ((kind, message.get_body((kind,))) for kind in ("plain", "html"))
    return {kind: body.get_content() for kind, body in bodies if isinstance(body, EmailMessage)}


def test_the_desk_s_preview_names_the_user_of_the_new_round_and_no_password(portal_world: World) -> None:
    folio = analysed(portal_world)

    letter = previewed(portal_world, folio)

    for said in (letter.text, letter.html):
        assert f"pruebas-{folio}-2" in said
        assert "(se genera con el set)" in said
        assert shown(portal_world, folio, 1)[1] not in said


def test_what_was_previewed_opens_nothing_and_what_is_sent_then_does(portal_world: World, nobody: Browser) -> None:
    folio = analysed(portal_world)
    previewed(portal_world, folio)
    guess = (f"pruebas-{folio}-2", "(se genera con el set)")

    before = ask(nobody, guess).status_code
    portal_world.decided(folio, Outcome.CORRECTIONS)
    portal_world.work()

    assert (before, ask(nobody, guess).status_code) == (401, 401)
    assert ask(nobody, in_letter(portal_world, folio, "corrections_requested")).status_code == 200


def test_both_forms_of_a_letter_say_the_same_credentials(portal_world: World) -> None:
    folio = corrected(portal_world).folio
    rows = {row.letter: row for row in portal_world.view(folio).letters}

    for number, template in ((1, "test_set_issued"), (2, "corrections_requested")):
        user, password = shown(portal_world, folio, number)
        sent = texts(portal_world, rows[template])
        assert sorted(sent) == ["html", "plain"]
        assert all(user in text and password in text for text in sent.values())
        assert password not in (rows[template].subject or "")


@pytest.mark.usefixtures("logged")
def test_a_letter_that_fails_says_so_in_the_log_without_the_password(
    portal_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    def fall_over(message: bytes, recipient: str) -> str:
        raise RuntimeError("the connection was cut")

    broken = World(
        replace(portal_world.house, deliver=fall_over), portal_world.clock, portal_world.bells, portal_world.entrances
    )
    folio = broken.case().folio

    said = capsys.readouterr().err
    assert "attempt_died" in said
    assert "the connection was cut" in said
    assert shown(portal_world, folio)[1] not in said + repr(portal_world.view(folio).letters)


@pytest.mark.usefixtures("addressed")
def test_no_command_prints_the_password(portal_world: World, capsys: pytest.CaptureFixture[str]) -> None:
    folio = corrected(portal_world).folio
    passwords = [shown(portal_world, folio, number)[1] for number in (1, 2)]
    capsys.readouterr()

    for words in (["cases"], ["cases", "--json"], ["verdict", "show", folio], ["status", "--json"], ["retry", folio]):
        mesa(*words)
    told = capsys.readouterr()

    assert folio in told.out
    assert not any(password in told.out + told.err for password in passwords)
