"""A real SMTP server on loopback that behaves as badly as a test asks for."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword


@dataclass
class Behaviour:
    """What the server answers at each step (``None``: as it should).

    ``drop_at`` and ``slow_at`` name where it hangs up or dawdles: ``MAIL``, ``RCPT``, ``DATA announced``, ``DATA`` (the
    letter is handed over), ``answer`` (it is taken).
    """

    at_mail: str | None = None
    at_rcpt: str | None = None
    at_announced: str | None = None
    at_data: str | None = None
    drop_at: str = ""
    slow_at: str = ""
    slow_for: float = 0.0
    letters: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str | None, list[str]]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    async def step(self, name: str, server: Any) -> bool:
        """Note the step; hang up or dawdle where that was asked for. Whether the line still stands."""
        self.commands.append(name)
        if name == self.slow_at:
            await asyncio.sleep(self.slow_for)
        if name == self.drop_at:
            server.transport.abort()
        return name != self.drop_at

    async def handle_MAIL(self, server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await self.step("MAIL", server)
        if self.at_mail is None:
            envelope.mail_from = address
        return self.at_mail or "250 OK"

    async def handle_RCPT(self, server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await self.step("RCPT", server)
        if self.at_rcpt is None:
            envelope.rcpt_tos.append(address)
        return self.at_rcpt or "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        stands = await self.step("DATA", server)
        if self.at_data is None:
            self.letters.append(bytes(envelope.content or b""))
            self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        await self.step("answer", server)
        return (self.at_data or "250 2.0.0 Ok: queued as 4F1B") if stands else ""


class Desk(SMTP):
    """As aiosmtpd, but it may hang up or say no when DATA is announced."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        behaviour: Behaviour = self.event_handler
        if not await behaviour.step("DATA announced", self):
            return
        if behaviour.at_announced is not None:
            await self.push(behaviour.at_announced)  # type: ignore[no-untyped-call]
            return
        await super().smtp_DATA(arg)


class Office(Controller):
    """The server in a thread of its own."""

    def factory(self) -> Desk:
        return Desk(self.handler, **self.SMTP_kwargs)


@contextmanager
def post_office(behaviour: Behaviour, **options: Any) -> Iterator[int]:
    """Keep it open for the length of the block; gives its port."""
    office = Office(behaviour, hostname="127.0.0.1", port=free_port(), server_hostname="mail.example", **options)
    office.start()
    try:
        yield office.port
    finally:
        office.stop()


def password_check(user: bytes, password: bytes) -> Callable[..., AuthResult]:
    """Let in one user with one password."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data == LoginPassword(user, password), handled=False)

    return check


@contextmanager
def rude_server(words: bytes) -> Iterator[int]:
    """A port that says *words* to everyone who connects and hangs up when they do; silent without words."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=greet, args=(listener, words), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def greet(listener: socket.socket, words: bytes) -> None:
    """Serve until the listener is shut."""
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        with line:
            try:
                line.sendall(words)
                line.recv(1000)
            except OSError:
                continue


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def trusting(certificate: str) -> ssl.SSLContext:
    """A context that trusts one certificate alone."""
    return ssl.create_default_context(cadata=certificate)
