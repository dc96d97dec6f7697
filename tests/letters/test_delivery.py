"""Handing a letter to a real SMTP server, also to one that misbehaves: every end is told apart."""

import ssl
from time import monotonic

import pytest

from backoffice.domain.errors import BadInput
from backoffice.mail.delivery import DeliveryDeferred, DeliveryRefused, DeliveryUncertain, deliver
from backoffice.mail.server import parse
from tests.letters.post_office import Behaviour, free_port, password_check, post_office, rude_server, trusting

LETTER = b"Subject: Prueba\r\nMessage-ID: <1@mesa.example>\r\n\r\nHola\r\n.\r\n..dos puntos\r\nFin\r\n"
SENDER = "Mesa de certificación <certificacion@mesa.example>"
TO = "sistemas@nominas.example"


def hand_in(port: int, *, scheme: str = "smtp", login: str = "", tls: ssl.SSLContext | None = None) -> str:
    return deliver(f"{scheme}://{login}127.0.0.1:{port}", LETTER, sender=SENDER, to=TO, timeout=1.0, tls=tls)


def test_a_letter_arrives_byte_for_byte_and_the_receipt_is_the_server_s_word():
    behaviour = Behaviour()

    with post_office(behaviour) as port:
        receipt = hand_in(port)

    assert receipt == "250 2.0.0 Ok: queued as 4F1B"
    assert behaviour.letters == [LETTER]
    assert behaviour.envelopes == [("certificacion@mesa.example", ["sistemas@nominas.example"])]


def test_a_stored_letter_with_bare_line_ends_cannot_end_itself_early():
    behaviour = Behaviour()
    smuggled = b"Subject: a\n\nHola\n.\nMAIL FROM:<otro@example.mx>\n"

    with post_office(behaviour) as port:
        deliver(f"smtp://127.0.0.1:{port}", smuggled, sender=SENDER, to=TO, timeout=1.0)

    assert behaviour.letters == [b"Subject: a\r\n\r\nHola\r\n.\r\nMAIL FROM:<otro@example.mx>\r\n"]


def test_the_same_letter_may_be_handed_in_twice():
    behaviour = Behaviour()

    with post_office(behaviour) as port:
        hand_in(port)
        hand_in(port)

    assert behaviour.letters == [LETTER, LETTER]


@pytest.mark.parametrize("step", ["at_mail", "at_rcpt", "at_data"])
@pytest.mark.parametrize(
    ("answer", "end"),
    [("451 4.7.1 Greylisted, try again", DeliveryDeferred), ("550 5.1.1 No such user", DeliveryRefused)],
)
def test_four_hundreds_put_off_and_five_hundreds_end_a_letter(step, answer, end):
    behaviour = Behaviour(**{step: answer})

    with post_office(behaviour) as port, pytest.raises(end) as told:
        hand_in(port)

    assert answer in str(told.value)
    assert behaviour.letters == []


def test_a_port_where_nobody_listens_puts_the_letter_off():
    with pytest.raises(DeliveryDeferred, match="no acepta conexiones"):
        hand_in(free_port())


def test_a_server_that_does_not_exist_puts_the_letter_off():
    with pytest.raises(DeliveryDeferred, match=r"ese servidor no existe|la conexión falló"):
        deliver("smtp://no-existe.invalid:25", LETTER, sender=SENDER, to=TO, timeout=1.0)


@pytest.mark.parametrize(
    "words", [b"421 4.3.2 En mantenimiento\r\n", b"554 Aqui no\r\n", b"hola\r\n", b"\x00" * 600, b""]
)
def test_a_greeting_that_is_none_puts_the_letter_off(words):
    with rude_server(words) as port, pytest.raises(DeliveryDeferred, match="No fue posible entregar"):
        hand_in(port)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA announced"])
def test_a_line_lost_before_the_letter_puts_it_off(step):
    behaviour = Behaviour(drop_at=step)

    with post_office(behaviour) as port, pytest.raises(DeliveryDeferred, match="cerró la conexión"):
        hand_in(port)

    assert behaviour.letters == []


def test_a_line_lost_after_the_letter_leaves_it_uncertain():
    behaviour = Behaviour(drop_at="DATA")

    with post_office(behaviour) as port, pytest.raises(DeliveryUncertain, match="no se sabe si fue aceptado"):
        hand_in(port)

    assert behaviour.letters == [LETTER]


@pytest.mark.parametrize("answer", ["gracias", "354 Go on"])
def test_an_answer_after_the_letter_that_is_none_leaves_it_uncertain(answer):
    with post_office(Behaviour(at_data=answer)) as port, pytest.raises(DeliveryUncertain):
        hand_in(port)


def test_any_yes_after_the_letter_is_a_yes():
    with post_office(Behaviour(at_data="252 Will do")) as port:
        assert hand_in(port) == "252 Will do"


@pytest.mark.parametrize(
    ("step", "end"), [("MAIL", DeliveryDeferred), ("DATA announced", DeliveryDeferred), ("DATA", DeliveryUncertain)]
)
def test_a_server_that_dawdles_is_left_at_the_timeout(step, end):
    dawdling = 60.0

    with post_office(Behaviour(slow_at=step, slow_for=dawdling)) as port:
        started = monotonic()
        with pytest.raises(end):
            hand_in(port)
        taken = monotonic() - started

    assert taken < dawdling / 2


def test_starttls_and_login_carry_the_letter(certificate):
    behaviour = Behaviour()
    options = {"tls_context": certificate.server, "authenticator": password_check(b"mesa", b"cl@ve:1")}

    with post_office(behaviour, require_starttls=True, auth_required=True, **options) as port:
        receipt = hand_in(port, scheme="smtp+starttls", login="mesa:cl%40ve%3A1@", tls=trusting(certificate.pem))

    assert receipt.startswith("250 ")
    assert behaviour.letters == [LETTER]


def test_tls_from_the_start_carries_the_letter(certificate):
    behaviour = Behaviour()

    with post_office(behaviour, ssl_context=certificate.server) as port:
        hand_in(port, scheme="smtps", tls=trusting(certificate.pem))

    assert behaviour.letters == [LETTER]


def test_where_starttls_is_missing_nothing_is_sent_in_the_clear():
    behaviour = Behaviour()

    with post_office(behaviour) as port, pytest.raises(DeliveryDeferred, match="no ofrece el cifrado"):
        hand_in(port, scheme="smtp+starttls", login="mesa:secreto@")

    assert behaviour.commands == []


def test_a_certificate_that_nobody_vouches_for_puts_the_letter_off(certificate):
    behaviour = Behaviour()

    with (
        post_office(behaviour, tls_context=certificate.server) as port,
        pytest.raises(DeliveryDeferred, match="el cifrado TLS falló"),
    ):
        hand_in(port, scheme="smtp+starttls")

    assert behaviour.commands == []


def test_a_wrong_password_puts_the_letter_off_and_shows_nowhere(certificate):
    options = {"tls_context": certificate.server, "authenticator": password_check(b"mesa", b"otra")}

    with post_office(Behaviour(), **options) as port, pytest.raises(DeliveryDeferred) as told:
        hand_in(port, scheme="smtp+starttls", login="mesa:secreto@", tls=trusting(certificate.pem))

    assert "no aceptó el usuario o la clave (535)" in str(told.value)
    assert "secreto" not in f"{told.value!r} {told.value.__cause__!r}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example",
        "http://mesa:secreto@mail.example",
        "smtp://",
        "smtp://mesa:secreto@mail.example",
        "smtps://mesa:secreto@mail.example:puerto",
        "smtps://mesa:secreto@mail.example:99999",
        "smtps://mesa:secreto@[mail",
    ],
)
def test_an_address_of_a_server_that_is_none_is_refused_without_repeating_it(url):
    with pytest.raises(BadInput) as refusal:
        deliver(url, LETTER, sender=SENDER, to=TO, timeout=1.0)

    assert "secreto" not in f"{refusal.value!r} {refusal.value.__cause__!r}"


def test_a_server_keeps_its_password_to_itself():
    server = parse("smtp+starttls://mesa:secreto@mail.example")

    assert (server.host, server.port, server.user, server.password) == ("mail.example", 587, "mesa", "secreto")
    assert "secreto" not in repr(server)


@pytest.mark.parametrize(("url", "port"), [("smtp://a.example", 25), ("smtps://a.example", 465), ("smtp://[::1]", 25)])
def test_each_way_of_speaking_has_its_usual_port(url, port):
    assert parse(url).port == port


def test_a_letter_to_no_address_never_reaches_the_server():
    behaviour = Behaviour()

    with post_office(behaviour) as port, pytest.raises(BadInput, match="no es una dirección"):
        deliver(f"smtp://127.0.0.1:{port}", LETTER, sender=SENDER, to="a>\r\nDATA", timeout=1.0)

    assert behaviour.commands == []


def test_the_desk_s_own_mailbox_takes_a_letter(mailbox):
    deliver(mailbox.url, LETTER, sender=SENDER, to=TO, timeout=5.0)

    assert [letter["Subject"] for letter in mailbox.letters()] == ["Prueba"]
