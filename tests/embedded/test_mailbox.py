"""The mailbox: what is sent to it can be read in the browser, whatever the letter holds."""

import smtplib
from email import policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from backoffice.embedded.mailbox.reading import read
from backoffice.embedded.mailbox.store import Store
from tests.conftest import Mailbox


def a_letter(subject: str = "Tu set de pruebas") -> EmailMessage:
    """A letter as the desk sends them: text, HTML, one enclosed file."""
    letter = EmailMessage()
    letter["From"] = "Mesa <certificacion@mesa.example>"
    letter["To"] = "Ana Núñez <ana@nominas.example>"
    letter["Subject"] = subject
    letter["Message-ID"] = "<1@mesa.example>"
    letter.set_content("Estimada Ana: aquí va tu set.\n")
    letter.add_alternative("<p>Estimada <b>Ana</b></p>", subtype="html")
    letter.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="set de pruebas ñ.zip")
    return letter


def send(mailbox: Mailbox, content: bytes, to: str = "ana@nominas.example") -> None:
    """Send bytes as they are, through SMTP."""
    address = urlsplit(mailbox.url)
    with smtplib.SMTP(address.hostname or "", address.port or 0, timeout=10) as server:
        server.sendmail("certificacion@mesa.example", [to], content)


def test_a_letter_sent_is_a_file_with_its_envelope_before_it(mailbox: Mailbox) -> None:
    send(mailbox, a_letter().as_bytes(policy=policy.SMTP))

    files = sorted(path.name for path in mailbox.folder.iterdir())
    kept = (mailbox.folder / "00000001.eml").read_bytes()

    assert files == ["00000001.eml"]
    assert kept.startswith(
        b"Return-Path: <certificacion@mesa.example>\r\nDelivered-To: ana@nominas.example\r\n"
        b"From: Mesa <certificacion@mesa.example>\r\n"
    )


def test_the_same_letter_twice_is_two_letters_with_one_message_id(mailbox: Mailbox) -> None:
    send(mailbox, a_letter().as_bytes(policy=policy.SMTP))
    send(mailbox, a_letter().as_bytes(policy=policy.SMTP))

    assert [letter["Message-ID"] for letter in mailbox.letters()] == ["<1@mesa.example>", "<1@mesa.example>"]


def test_the_list_shows_the_newest_letter_first(mailbox: Mailbox) -> None:
    send(mailbox, a_letter("Primera").as_bytes(policy=policy.SMTP))
    send(mailbox, a_letter("Segunda").as_bytes(policy=policy.SMTP))

    listed = httpx.get(f"{mailbox.page_url}/letters.json").json()

    assert [letter["subject"] for letter in listed] == ["Segunda", "Primera"]
    assert listed[0]["to"] == "Ana Núñez <ana@nominas.example>"
    assert listed[0]["text"] == "Estimada Ana: aquí va tu set.\r\n"
    assert listed[0]["html"] == "<p>Estimada <b>Ana</b></p>\r\n"
    assert [(one["name"], one["size"]) for one in listed[0]["attachments"]] == [("set de pruebas ñ.zip", 4)]


def test_an_empty_mailbox_says_what_will_appear(mailbox: Mailbox) -> None:
    page = httpx.get(mailbox.page_url)

    assert page.status_code == 200
    assert "Todavía no hay cartas" in page.text
    assert httpx.get(f"{mailbox.page_url}/letters.json").json() == []


def test_many_letters_list_the_latest_two_hundred(mailbox: Mailbox) -> None:
    store = Store(mailbox.folder)
    for number in range(205):
        store.keep("a@b", ["c@d"], f"Subject: Carta {number}\r\n\r\nhola".encode())

    page = httpx.get(mailbox.page_url).text

    assert "205 cartas" in page
    assert page.count('<li class="card">') == 200


def test_an_enclosed_file_is_downloaded_and_never_opened(mailbox: Mailbox) -> None:
    send(mailbox, a_letter().as_bytes(policy=policy.SMTP))
    index = httpx.get(f"{mailbox.page_url}/letters.json").json()[0]["attachments"][0]["index"]

    answer = httpx.get(f"{mailbox.page_url}/letters/1/parts/{index}")

    assert answer.content == b"PK\x03\x04"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''set%20de%20pruebas%20%C3%B1.zip"


def test_hostile_words_are_escaped(mailbox: Mailbox) -> None:
    hostile = b'Subject: <script>alert(1)</script>\r\nTo: "><img src=x>\r\n\r\n</pre><script>alert(2)</script>'
    send(mailbox, hostile)

    both = httpx.get(mailbox.page_url).text + httpx.get(f"{mailbox.page_url}/letters/1").text

    assert "<script" not in both
    assert "<img" not in both
    assert "&lt;script&gt;alert(1)" in both


def test_the_html_part_runs_no_script_and_fetches_nothing(mailbox: Mailbox) -> None:
    send(mailbox, a_letter().as_bytes(policy=policy.SMTP))

    answer = httpx.get(f"{mailbox.page_url}/letters/1/html")

    allowed = answer.headers["content-security-policy"]
    assert allowed.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert "script" not in allowed


def test_a_letter_that_breaks_every_rule_is_shown_all_the_same(tmp_path: Path) -> None:
    store = Store(tmp_path)
    broken = (
        b"Subject: =?nope?B?////?= \xff\xfe\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain; charset=martian\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n"
        b"--x\r\nContent-Disposition: attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd\r\n\r\nx\r\n"
    )
    number = store.keep(None, [], broken)

    letter = store.letter(number)

    assert letter is not None
    assert [one.name for one in read(letter).attachments] == ["passwd"]


def test_a_line_break_in_the_envelope_adds_no_header(tmp_path: Path) -> None:
    store = Store(tmp_path)

    store.keep("a@b\r\nBcc: all", ["c@d"], b"Subject: x\r\n\r\n")

    assert (tmp_path / "00000001.eml").read_bytes().startswith(b"Return-Path: <a@b  Bcc: all>\r\nDelivered-To: c@d\r\n")


def test_a_page_elsewhere_cannot_read_the_mailbox_under_its_own_name(mailbox: Mailbox) -> None:
    answer = httpx.get(mailbox.page_url, headers={"Host": "evil.example"})

    assert answer.status_code == 400


def test_a_letter_that_is_not_there_is_a_page_that_says_so(mailbox: Mailbox) -> None:
    answers = [httpx.get(f"{mailbox.page_url}{path}") for path in ("/letters/7", "/letters/x", "/letters/7/html")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "Esa carta no existe." in answers[0].text
