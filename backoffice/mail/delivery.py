"""One message handed to one SMTP server, and which of four ends it came to. It never tries twice by itself."""

import re
import smtplib
import socket
import ssl
from collections.abc import Container, Iterator
from contextlib import contextmanager
from functools import cache

from backoffice.domain.errors import MesaError
from backoffice.mail.server import Server, parse
from backoffice.mailboxes import mailbox

#: Seconds to wait for the answer to QUIT: the letter's fate is known by then.
GOODBYE = 2.0

REASONS: dict[type[Exception], str] = {
    TimeoutError: "no respondió a tiempo",
    ConnectionRefusedError: "no acepta conexiones",
    socket.gaierror: "ese servidor no existe",
    smtplib.SMTPServerDisconnected: "cerró la conexión o no respondió a tiempo",
    smtplib.SMTPNotSupportedError: "no ofrece el cifrado o el inicio de sesión que pide la dirección configurada",
    ssl.SSLError: "el cifrado TLS falló",
}


class DeliveryDeferred(MesaError):
    """Not accepted now, surely not delivered: try again later."""


class DeliveryRefused(MesaError):
    """The server will never accept this letter (5xx): do not try again."""


class DeliveryUncertain(MesaError):
    """The connection was lost after the whole letter had been handed over: it may or may not have been accepted."""


def deliver(
    smtp_url: str, message: bytes, *, sender: str, to: str, timeout: float, tls: ssl.SSLContext | None = None
) -> str:
    """Hand *message* over and return the server's receipt (``250 2.0.0 Ok: queued as 4F``).

    *timeout* (seconds) holds for each step. *tls* replaces the system's trust. Raises ``DeliveryDeferred`` (4xx, no
    connection, TLS or login failed), ``DeliveryRefused`` (5xx to the letter), ``DeliveryUncertain``.
    """
    server = parse(smtp_url)
    envelope = (mailbox(sender), mailbox(to))
    with session(server, envelope[0].domain, timeout, tls) as client:
        expect(client, f"MAIL FROM:<{envelope[0].addr_spec}>", 250)
        expect(client, f"RCPT TO:<{envelope[1].addr_spec}>", 250, 251)
        expect(client, "DATA", 354)
        client.send(dotted(message))
        return handed_over(client)


@cache
def system_trust() -> ssl.SSLContext:
    """Whom this machine trusts: read once, it takes longer than a letter."""
    return ssl.create_default_context()


@contextmanager
def session(server: Server, helo: str, timeout: float, tls: ssl.SSLContext | None) -> Iterator[smtplib.SMTP]:
    """A greeted, encrypted, logged-in connection. Whatever breaks before the letter is handed over is *deferred*."""
    client = None
    try:
        client = connected(server, helo, timeout, tls)
        greeted(client, server, tls)
        yield client
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryDeferred(
            f"El servidor de correo {server.name} no aceptó el usuario o la clave ({error.smtp_code}). "
            "Revisa la dirección configurada."
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        if client is not None:
            client.close()
        raise DeliveryDeferred(
            f"No fue posible entregar el correo a {server.name}: {reason(error)}. Se intentará de nuevo."
        ) from None
    finally:
        if client is not None:
            leave(client)


def connected(server: Server, helo: str, timeout: float, tls: ssl.SSLContext | None) -> smtplib.SMTP:
    """An open connection; with ``smtps`` encrypted from the start."""
    if server.tls:
        return smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=helo, timeout=timeout, context=tls or system_trust()
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=helo, timeout=timeout)


def greeted(client: smtplib.SMTP, server: Server, tls: ssl.SSLContext | None) -> None:
    """Say hello, encrypt where the address asks for it, log in where it names a user."""
    client.ehlo_or_helo_if_needed()
    if server.starttls:
        client.starttls(context=tls or system_trust())
        client.ehlo_or_helo_if_needed()
    if server.user:
        client.login(server.user, server.password)


def expect(client: smtplib.SMTP, command: str, *codes: int) -> None:
    """Send one command; 5xx refuses the letter, anything else unexpected defers it."""
    judge(*client.docmd(command), codes)


def handed_over(client: smtplib.SMTP) -> str:
    """End the letter with its dot. From here on a lost connection leaves it open whether it was accepted."""
    try:
        client.send(b".\r\n")
        code, text = client.getreply()
    except (smtplib.SMTPException, OSError) as error:
        client.close()
        raise DeliveryUncertain(
            f"La conexión se perdió después de entregar el correo ({reason(error)}): no se sabe si fue aceptado."
        ) from None
    if not (200 <= code < 300 or 400 <= code < 600):
        raise DeliveryUncertain(f"El servidor de correo contestó algo que no se entiende: {code} {shown(text)}.")
    judge(code, text, range(200, 300))
    return f"{code} {shown(text)}"


def judge(code: int, text: bytes, accepted: Container[int]) -> None:
    """Pass what is accepted, raise what is not."""
    if code in accepted:
        return
    if 500 <= code < 600:
        raise DeliveryRefused(f"El servidor de correo rechazó la carta: {code} {shown(text)}.")
    raise DeliveryDeferred(f"El servidor de correo pidió esperar: {code} {shown(text)}. Se intentará de nuevo.")


def leave(client: smtplib.SMTP) -> None:
    """Say goodbye if the server still listens, without waiting long for its answer; close in any case."""
    if client.sock is None:
        return
    try:
        client.sock.settimeout(GOODBYE)
        client.quit()
    except (smtplib.SMTPException, OSError):
        client.close()


def dotted(message: bytes) -> bytes:
    """CRLF line ends, dots at the start of a line doubled (RFC 5321, 4.5.2), a line end last."""
    lines = re.split(rb"\r\n|\r|\n", re.sub(rb"(\r\n|\r|\n)\Z", b"", message))
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n"


def shown(text: bytes) -> str:
    """A server's words: printable, one line, not endless."""
    words = " ".join(text.decode("utf-8", "replace").split())
    return "".join(c if c.isprintable() else "·" for c in words)[:300]


def reason(error: Exception) -> str:
    """Why a connection failed, without what was sent over it."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {shown(text if isinstance(text, bytes) else text.encode())}"
    return next((words for kind, words in REASONS.items() if isinstance(error, kind)), "la conexión falló")
