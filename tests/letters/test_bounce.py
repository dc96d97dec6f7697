"""Reports of mail servers that a letter came back: read, or refused with a sentence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.domain.errors import BadInput
from backoffice.mail.bounce import Report, parse

ID = "<0123456789abcdef0123456789abcdef@mesa.example>"
RETURNED = f"From: certificacion@mesa.example\nTo: nadie@nominas.example\nMessage-ID: {ID}\nSubject: Hola\n\nHola\n"


def report(
    action: str = "failed",
    status: str = "Status: 5.1.1",
    diagnostic: str = "Diagnostic-Code: smtp; 550 5.1.1 No existe",
    returned: str = f"Content-Type: message/rfc822\n\n{RETURNED}",
) -> bytes:
    """A report as Postfix writes it."""
    return f"""From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: certificacion@mesa.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4F1B"

--4F1B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--4F1B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; nadie@nominas.example
Action: {action}
{status}
{diagnostic}

--4F1B
{returned}
--4F1B--
""".encode()


def test_a_returned_letter_is_known_by_its_message_id() -> None:
    assert parse(report()) == Report(ID, final=True, status="5.1.1", said="smtp; 550 5.1.1 No existe")


def test_headers_alone_are_enough() -> None:
    headers = f"Content-Type: text/rfc822-headers\n\nSubject: Hola\nMessage-ID: {ID}\n"

    assert parse(report(returned=headers)).message_id == ID


def test_a_letter_that_is_only_late_is_not_final() -> None:
    assert parse(report(action="delayed", status="Status: 4.4.1")).final is False


def test_what_the_report_does_not_say_is_taken_for_the_least() -> None:
    assert parse(report(status="X: y", diagnostic="Z: w")) == Report(ID, final=True, status="5.0.0", said="")


def test_hostile_words_are_folded_and_cut() -> None:
    said = parse(report(diagnostic=f"Diagnostic-Code: smtp; \u202e<img onerror=1>{'A' * 100_000}")).said

    assert len(said) <= 500
    assert "\u202e" not in said


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (b"", "no es el aviso de un servidor de correo"),
        (b"Subject: Estoy de vacaciones\n\nVuelvo el lunes.\n", "no es el aviso"),
        (report(returned="Content-Type: text/plain\n\nnada"), "no nombra ninguna carta"),
        (report(returned=f"Content-Type: message/rfc822\n\n{RETURNED.replace('mesa', '@')}"), "no nombra ninguna"),
        (b"A" * (30 * 1024 * 1024 + 1), "demasiado grande"),
    ],
)
def test_what_is_no_report_about_a_letter_of_ours_is_refused(message: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        parse(message)


@given(st.binary(max_size=2000))
def test_anything_is_read_or_refused(message: bytes) -> None:
    with suppress(BadInput):
        parse(message)


@given(st.integers(0, 900), st.binary(max_size=40))
def test_a_damaged_report_is_read_or_refused(place: int, damage: bytes) -> None:
    whole = report()

    with suppress(BadInput):
        parse(whole[:place] + damage + whole[place + len(damage) :])
