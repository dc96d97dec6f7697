"""Reports of mail servers that a letter came back: read, or refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.domain.errors import BadInput
from backoffice.mail.bounce import Report, parse
from tests.timing import best

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
    assert parse(report()) == Report((ID,), final=True, status="5.1.1", said="smtp; 550 5.1.1 No existe")


def test_headers_alone_are_enough() -> None:
    headers = f"Content-Type: text/rfc822-headers\n\nSubject: Hola\nMessage-ID: {ID}\n"

    assert parse(report(returned=headers)).message_ids == (ID,)


def test_a_letter_that_is_only_late_is_not_final() -> None:
    assert parse(report(action="delayed", status="Status: 4.4.1")).final is False


def test_what_the_report_does_not_say_is_taken_for_the_least() -> None:
    assert parse(report(status="X: y", diagnostic="Z: w")) == Report((ID,), final=True, status="5.0.0", said="")


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


def test_the_report_s_own_id_is_no_letter_s_and_what_it_answers_may_be() -> None:
    own = "<ffffffffffffffffffffffffffffffff@mail.example>"
    headed = f"Message-ID: {own}\nIn-Reply-To: {ID}\n".encode()

    assert parse(headed + report()).message_ids == (ID,)
    assert parse(headed + report(returned="Content-Type: text/plain\n\nnada")).message_ids == (ID,)


def test_of_several_recipients_the_one_who_never_gets_it_counts() -> None:
    delivered = "\n\nFinal-Recipient: rfc822; otro@nominas.example\nAction: delivered\nStatus: 2.0.0"

    found = parse(report(diagnostic=f"Diagnostic-Code: smtp; 550 No{delivered}"))

    assert (found.final, found.status, found.said) == (True, "5.1.1", "smtp; 550 No")


def test_a_field_of_the_report_names_the_letter_too() -> None:
    named = report(diagnostic=f"Original-Message-ID: {ID}", returned="Content-Type: text/plain\n\nnada")

    assert parse(named).message_ids == (ID,)


def test_a_long_letter_that_comes_back_is_not_read_to_its_end() -> None:
    found = parse(report(returned=f"Content-Type: message/rfc822\n\n{RETURNED}{'A' * 20_000_000}"))

    assert found.message_ids == (ID,)


def nested(depth: int) -> bytes:
    """A message in a message in a message …"""
    heads = (f'Content-Type: multipart/mixed; boundary="{level}"\n\n--{level}\n' for level in range(depth))
    return "".join(heads).encode() + report()


@pytest.mark.parametrize(
    ("hostile", "most"),
    [
        (nested(30_000), 6),
        (b"Content-Type: message/rfc822\n\n" * 30_000, 0.3),
        (b'Content-Type: multipart/report; boundary="a"\n\n' + b"--a\n\n" * 150_000, 40),
        (b"Content-Type: multipart/report; boundary=" + b"a;" * 400_000 + b"\n\n", 120),
        (b"Content-Type: message/delivery-status\n\n" + b"\n\n".join([b"Action: failed"] * 50_000), 10),
    ],
    ids=["nested", "messages in messages", "many parts", "long header", "many recipients"],
)
def test_a_message_made_to_be_slow_is_refused_in_the_time_of_as_many_bytes_of_ordinary_ones(
    hostile: bytes, most: float
) -> None:
    def refused() -> None:
        with pytest.raises(BadInput):
            parse(hostile)

    ordinary = report()
    as_long = best(lambda: parse(ordinary), times=99) * len(hostile) / len(ordinary)

    assert best(refused, times=1) <= most * as_long


@given(st.binary(max_size=2000))
def test_anything_is_read_or_refused(message: bytes) -> None:
    assert read_or_refused(message)


@given(st.integers(0, 900), st.binary(max_size=40))
def test_a_damaged_report_is_read_or_refused(place: int, damage: bytes) -> None:
    whole = report()

    assert read_or_refused(whole[:place] + damage + whole[place + len(damage) :])


def read_or_refused(message: bytes) -> bool:
    """Whether it names letters of ours, or is refused in a sentence."""
    try:
        return bool(parse(message).message_ids)
    except BadInput as refusal:
        return str(refusal).endswith(".")
