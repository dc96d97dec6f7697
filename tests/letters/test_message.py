"""The bytes of an e-mail: headers that cannot be forged, parts that come back whole, the same bytes every time."""

from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backoffice.domain.errors import BadInput
from backoffice.mail.message import Attachment, compose
from backoffice.mail.rendering import RenderedLetter, render
from backoffice.mail.samples import corrections_requested, samples

LETTER = RenderedLetter("Folio 0501423523: envía", "Hola, año nuevo.\n.\nFin\n", "<p>Hola, año</p>")
MEXICO = timezone(timedelta(hours=-6))
USUAL: dict[str, Any] = {
    "sender": "Mesa de certificación <certificacion@mesa.example>",
    "to": "sistemas@nominas.example",
    "message_id": "<carta-7f3a@mesa.example>",
    "date": datetime(2026, 11, 23, 9, 30, tzinfo=MEXICO),
}


def composed(letter: RenderedLetter = LETTER, **changes: Any) -> EmailMessage:
    return message_from_bytes(compose(letter, **{**USUAL, **changes}), policy=policy.default)


def test_the_headers_are_those_of_an_automatic_letter():
    message = composed()

    assert dict(message.items()) | {"Content-Type": "", "MIME-Version": ""} == {
        "From": "Mesa de certificación <certificacion@mesa.example>",
        "To": "sistemas@nominas.example",
        "Subject": "Folio 0501423523: envía",
        "Date": "Mon, 23 Nov 2026 09:30:00 -0600",
        "Message-ID": "<carta-7f3a@mesa.example>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "es-MX",
        "MIME-Version": "",
        "Content-Type": "",
    }


def test_text_and_html_come_back_as_they_were_written():
    message = composed(render(corrections_requested()))

    text, page = message.get_body(("plain",)), message.get_body(("html",))

    assert message.get_content_type() == "multipart/alternative"
    assert text is not None
    assert page is not None
    assert text.get_content().splitlines() == render(corrections_requested()).text.splitlines()
    assert page.get_content().splitlines() == render(corrections_requested()).html.splitlines()


@given(lines=st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n"))))
@example(lines=["", "Fin.", ""])
@example(lines=["x" * 74 + " ", "x" * 75 + " ", "x" * 75 + "\t", "x" * 73 + "á ", "x" * 76, "ó" * 400])
@example(lines=["From aquí  ", "=20", "-- ", "\0", "\x85\u2028fin"])
def test_any_lines_come_back_and_travel_as_short_ascii_lines(lines: list[str]) -> None:
    words = "".join(f"{line}\n" for line in lines)

    message = compose(RenderedLetter("Folio", words, words), **USUAL)

    parts = [part.get_content() for part in message_from_bytes(message, policy=policy.default).iter_parts()]
    assert parts == [words.replace("\n", "\r\n")] * 2
    assert all(len(line) <= 76 for line in message.split(b"\r\n"))
    assert message.isascii()
    assert message.count(b"\n") == message.count(b"\r") == message.count(b"\r\n")


def test_no_line_of_a_dot_alone_is_sent_for_the_end_of_a_letter():
    assert b"\r\n.\r\n" not in compose(RenderedLetter("Folio", "uno\n.\ndos", "."), **USUAL)


def test_attachments_come_back_byte_for_byte():
    content = bytes(range(256)) * 50

    message = composed(attachments=(Attachment("set.zip", content, "application/zip"), Attachment("b.bin", b"")))

    first, second = message.iter_attachments()
    assert (first.get_filename(), first.get_content_type()) == ("set.zip", "application/zip")
    assert first.get_content() == content
    assert (second.get_filename(), second.get_content()) == ("b.bin", b"")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("set-de-pruebas-0501423523-ronda-1.zip", "set-de-pruebas-0501423523-ronda-1.zip"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\año 1.zip", "ano_1.zip"),
        ('a"; filename="b.exe\r\nX: y.zip', "a_filename_b.exe_X_y.zip"),
        (".bashrc", "bashrc"),
        ("日本", "adjunto"),
        ("", "adjunto"),
        ("n" * 300 + ".zip", "n" * 80 + ".zip"),
    ],
)
def test_the_name_of_an_attachment_is_harmless(name, safe):
    (attachment,) = composed(attachments=(Attachment(name, b"x"),)).iter_attachments()

    assert attachment.get_filename() == safe


def test_the_same_letter_gives_the_same_bytes():
    attachments = (Attachment("set.zip", b"PK", "application/zip"),)

    assert compose(LETTER, **USUAL, attachments=attachments) == compose(LETTER, **USUAL, attachments=attachments)


def test_the_bytes_are_ascii_with_short_lines_that_end_in_crlf():
    raw = compose(render(corrections_requested()), **USUAL)

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"to": "sistemas"}, "«sistemas» no es una dirección"),
        ({"to": ""}, "no es una dirección"),
        ({"to": "a@b"}, "«a@b» no es una dirección"),
        ({"to": "a@b.example\nBcc: c@d.example"}, "no es una dirección de correo: está vacía o tiene saltos"),
        ({"to": "a@b.example, c@d.example"}, "no es una dirección"),
        ({"to": "a b@c.example"}, "no es una dirección"),
        ({"to": "a@-b.example"}, "no es una dirección"),
        ({"to": "a@b..example"}, "no es una dirección"),
        ({"to": ".a@b.example"}, "no es una dirección"),
        ({"to": "ñ@b.example"}, "no es una dirección"),
        ({"to": "a" * 65 + "@b.example"}, "no es una dirección"),
        ({"to": "<a@b.example"}, "no es una dirección"),
        ({"sender": "Mesa\r\nBcc: c@d.example <a@b.example>"}, "no es una dirección"),
        ({"message_id": "<a@b>\r\nBcc: c@d.example"}, "El identificador del correo no es válido"),
        ({"message_id": "sin-angulares@b"}, "El identificador del correo no es válido"),
        ({"date": datetime(2026, 11, 23)}, "no dice su zona horaria"),  # noqa: DTZ001 - that is the point
        ({"attachments": (Attachment("a", b"", "text/html\r\nX: y"),)}, "tipo que no es válido"),
    ],
)
def test_what_would_break_a_header_is_refused_with_a_sentence_that_names_it(changes, named):
    with pytest.raises(BadInput) as refusal:
        compose(LETTER, **{**USUAL, **changes})

    assert named in str(refusal.value)


@pytest.mark.parametrize("subject", ["Uno\nBcc: c@d.example", "Uno\r\n\r\ncuerpo", "Uno\x00", "", " "])
def test_a_subject_of_more_than_one_line_is_refused(subject):
    with pytest.raises(BadInput, match="El asunto del correo"):
        compose(RenderedLetter(subject, "", ""), **USUAL)


def test_a_long_subject_with_accents_comes_back_whole():
    subject = "Folio 0501423523: " + "corrección número ñandú " * 12 + "fin"

    assert composed(RenderedLetter(subject, "a", "b"))["Subject"] == subject


@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.template)
def test_every_subject_comes_back_whole(letter):
    rendered = render(letter)

    assert composed(rendered)["Subject"] == rendered.subject


def test_a_subject_without_accents_stays_readable_on_the_wire():
    raw = compose(RenderedLetter("Folio 0501423523: firma", "a", "b"), **USUAL)

    assert raw.startswith(b"Subject: Folio 0501423523: firma\r\nFrom: ")


def test_a_domain_with_letters_of_spanish_travels_in_its_ascii_form():
    assert composed(to="hola@niños.example")["To"] == "hola@xn--nios-hqa.example"


def test_the_moment_may_be_in_any_zone():
    assert composed(date=datetime(2026, 1, 2, tzinfo=UTC))["Date"] == "Fri, 02 Jan 2026 00:00:00 +0000"
