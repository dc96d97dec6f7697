"""A letter that starts a clock, against mail servers that misbehave in every way: one row a fault, over real sockets.

The first attempt meets the fault; the later ones a server that is well. Every letter ends in the right state, none is
lost, and a second copy exists only where SMTP leaves the outcome unknown, under the same Message-ID.
"""

import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest

from backoffice.casework import sending
from backoffice.casework.house import House
from backoffice.mail.delivery import deliver
from tests.casework.test_letters import letter, ready
from tests.casework.world import World
from tests.letters.conftest import Certificate, certificate  # noqa: F401 - a fixture
from tests.letters.post_office import Behaviour, free_port, password_check, post_office, rude_server, trusting


@dataclass(frozen=True)
class Server:
    """The server of the first attempt. ``greets``: it says no more than that; ``options`` are aiosmtpd's."""

    behaviour: Behaviour
    greets: bytes | None = None
    absent: bool = False
    scheme: str = "smtp"
    login: str = ""
    trusted: bool = True
    patience: float = 5.0
    with_tls: bool = False

    @contextmanager
    def open(self, certificate: Certificate) -> Iterator[int]:  # noqa: F811 - the fixture's value
        """Its port."""
        if self.absent:
            yield free_port()
            return
        options: dict[str, Any] = {"tls_context": certificate.server} if self.with_tls else {}
        if self.login:
            options["authenticator"] = password_check(b"mesa", b"otra")
        rude = self.greets is not None
        with rude_server(self.greets or b"") if rude else post_office(self.behaviour, **options) as port:
            yield port


def office(**behaviour: Any) -> Server:
    """A server that is like any other but for that."""
    return Server(Behaviour(**behaviour))


def slow(step: str) -> Server:
    """One that takes longer there than we wait."""
    return Server(Behaviour(slow_at=step, slow_for=2.0), patience=0.7)


def greeting(words: bytes) -> Server:
    """One that says that to everybody and no more."""
    return Server(Behaviour(), greets=words, patience=0.7)


def encrypted(**words: Any) -> Server:
    """One that is asked to encrypt."""
    return Server(Behaviour(), scheme="smtp+starttls", **words)


RUNS, NO_CLOCK = True, False
#: fault: the server of the first attempt · the state after it · in the end · copies accepted · the clock of the round
FAULTS = {
    "none":                             (office(),                                "sent",   "sent",   1, RUNS),
    "greylisting":                      (office(at_rcpt="451 4.7.1 Greylisted"),  "retry",  "sent",   1, RUNS),
    "421 in the middle":                (office(at_rcpt="421 4.3.2 Shutting"),    "retry",  "sent",   1, RUNS),
    "4xx at MAIL":                      (office(at_mail="452 4.3.1 No space"),    "retry",  "sent",   1, RUNS),
    "4xx at RCPT":                      (office(at_rcpt="450 4.2.1 Busy"),        "retry",  "sent",   1, RUNS),
    "4xx at DATA":                      (office(at_announced="451 4.3.0 Later"),  "retry",  "sent",   1, RUNS),
    "4xx at the final dot":             (office(at_data="451 4.3.0 Later"),       "retry",  "sent",   1, RUNS),
    "5xx at MAIL":                      (office(at_mail="550 5.7.1 Not you"),     "failed", "failed", 0, NO_CLOCK),
    "5xx at RCPT":                      (office(at_rcpt="550 5.1.1 No user"),     "failed", "failed", 0, NO_CLOCK),
    "5xx at DATA":                      (office(at_announced="554 5.5.1 No"),     "failed", "failed", 0, NO_CLOCK),
    "5xx at the final dot":             (office(at_data="554 5.7.1 Spam"),        "failed", "failed", 0, NO_CLOCK),
    "connection refused":               (Server(Behaviour(), absent=True),        "retry",  "sent",   1, RUNS),
    "banner 421":                       (greeting(b"421 4.3.2 Later\r\n"),        "retry",  "sent",   1, RUNS),
    "banner 554":                       (greeting(b"554 Not here\r\n"),           "retry",  "sent",   1, RUNS),
    "banner that is none":              (greeting(b"\x00" * 600),                 "retry",  "sent",   1, RUNS),
    "silence":                          (greeting(b""),                           "retry",  "sent",   1, RUNS),
    "dropped at MAIL":                  (office(drop_at="MAIL"),                  "retry",  "sent",   1, RUNS),
    "dropped at RCPT":                  (office(drop_at="RCPT"),                  "retry",  "sent",   1, RUNS),
    "dropped at DATA":                  (office(drop_at="DATA announced"),        "retry",  "sent",   1, RUNS),
    "dropped after the final dot":      (office(drop_at="answer"),                "retry",  "sent",   2, RUNS),
    "no answer after the final dot":    (office(at_data="gracias"),               "retry",  "sent",   1, RUNS),
    "slow at MAIL":                     (slow("MAIL"),                            "retry",  "sent",   1, RUNS),
    "slow at DATA":                     (slow("DATA announced"),                  "retry",  "sent",   1, RUNS),
    "slow after the dot, letter lost":  (slow("DATA"),                            "retry",  "sent",   1, RUNS),
    "slow after the dot, letter taken": (slow("answer"),                          "retry",  "sent",   2, RUNS),
    "TLS missing":                      (encrypted(),                             "retry",  "sent",   1, RUNS),
    "certificate of nobody":            (encrypted(with_tls=True, trusted=False), "retry",  "sent",   1, RUNS),
    "login refused":                    (encrypted(with_tls=True, login="mesa:x@"), "retry", "sent",  1, RUNS),
}  # fmt: skip


def handing_to(world: World, server: Server, port: int, tls: ssl.SSLContext | None) -> House:
    """The house over that server."""
    url, sender = f"{server.scheme}://{server.login}127.0.0.1:{port}", world.house.settings.sender

    def hand(message: bytes, to: str) -> str:
        return deliver(url, message, sender=sender, to=to, timeout=server.patience, tls=tls)

    return replace(world.house, deliver=hand)


def attempted(world: World, row_id: UUID, server: Server, certificate: Certificate) -> list[bytes]:  # noqa: F811
    """One attempt with that server; what it accepted."""
    behaviour = replace(server.behaviour, letters=[], envelopes=[], commands=[])
    server = replace(server, behaviour=behaviour)
    tls = trusting(certificate.pem) if server.trusted else None
    with server.open(certificate) as port:
        sending.send(handing_to(world, server, port, tls), row_id)
    return behaviour.letters


@pytest.mark.parametrize("fault", FAULTS)
def test_every_letter_ends_in_the_right_state(world: World, certificate: Certificate, fault: str) -> None:  # noqa: F811
    server, first, end, copies, runs = FAULTS[fault]
    case, row_id = ready(world)

    accepted = attempted(world, row_id, server, certificate)
    after_the_fault = letter(world, case).letter_state
    for _ in range(3):
        world.clock.forward(minutes=5)
        accepted += attempted(world, row_id, office(), certificate)

    assert (after_the_fault, letter(world, case).letter_state, len(accepted)) == (first, end, copies)
    assert {email.message_from_bytes(one)["Message-ID"] for one in accepted} <= {letter(world, case).message_id}
    assert (world.view(case.folio).current.round.deadline is not None) is runs


#: resent by itself · the states after each attempt whose connection is lost after the dot · copies accepted
LOST_AGAIN_AND_AGAIN = {
    "harmless twice": ("", ["retry", "retry", "uncertain", "uncertain"], 3),
    "a person is asked": ("test_set_issued", ["uncertain", "uncertain", "uncertain", "uncertain"], 1),
}


@pytest.mark.parametrize("kind", LOST_AGAIN_AND_AGAIN)
def test_a_letter_that_is_lost_again_and_again_waits_for_a_person(
    world: World,
    certificate: Certificate,  # noqa: F811
    kind: str,
) -> None:
    asked, states, copies = LOST_AGAIN_AND_AGAIN[kind]
    settings = world.house.settings.model_copy(update={"ask_before_resending": asked})
    world.house = replace(world.house, settings=settings)
    case, row_id = ready(world)

    seen, accepted = [], []
    for _ in range(4):
        accepted += attempted(world, row_id, office(drop_at="answer"), certificate)
        seen.append(letter(world, case).letter_state)
        world.clock.forward(seconds=11)

    assert (seen, len(accepted)) == (states, copies)
    assert len({email.message_from_bytes(one)["Message-ID"] for one in accepted}) == 1
    assert world.view(case.folio).current.round.deadline is None
