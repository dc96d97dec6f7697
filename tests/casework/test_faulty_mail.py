"""A letter that starts a clock, against mail servers that misbehave in every way: one row a fault.

The first attempt meets the fault; the later ones a server that is well. Every letter ends in the right state, none is
lost, and a second copy exists only where SMTP leaves the outcome unknown, under the same Message-ID.
"""

import email
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from backoffice.bootstrap import mail_to
from backoffice.casework import sending
from tests.casework.test_letters import letter, ready
from tests.casework.world import World
from tests.letters.post_office import Behaviour, free_port, post_office, rude_server


@dataclass(frozen=True)
class Fault:
    """What goes wrong, how the letter stands after it, and how in the end; ``copies``: how many were accepted."""

    name: str
    first: str
    end: str = "sent"
    copies: int = 1
    behaviour: dict[str, Any] = field(default_factory=dict)
    greeting: bytes | None = None
    scheme: str = "smtp"
    nobody_listens: bool = False


FAULTS = (
    Fault("greylisting", "retry", behaviour={"at_rcpt": "451 4.7.1 Greylisted, try again"}),
    Fault("4xx at MAIL", "retry", behaviour={"at_mail": "452 4.3.1 No space"}),
    Fault("4xx at the final dot", "retry", behaviour={"at_data": "451 4.3.0 Try later"}),
    Fault("5xx at MAIL", "failed", "failed", 0, behaviour={"at_mail": "550 5.7.1 Not you"}),
    Fault("5xx at RCPT", "failed", "failed", 0, behaviour={"at_rcpt": "550 5.1.1 No such user"}),
    Fault("5xx at the final dot", "failed", "failed", 0, behaviour={"at_data": "554 5.7.1 Spam"}),
    Fault("refused connection", "retry", nobody_listens=True),
    Fault("banner 421", "retry", greeting=b"421 4.3.2 Later\r\n"),
    Fault("banner 554", "retry", greeting=b"554 Not here\r\n"),
    Fault("silence", "retry", greeting=b""),
    Fault("dropped at RCPT", "retry", behaviour={"drop_at": "RCPT"}),
    Fault("dropped when DATA is announced", "retry", behaviour={"drop_at": "DATA announced"}),
    Fault("dropped after the final dot", "retry", copies=2, behaviour={"drop_at": "DATA"}),
    Fault("slow before the letter", "retry", behaviour={"slow_at": "RCPT", "slow_for": 1.5}),
    # This server lets go of a letter whose sender hung up before the answer; another might have kept it.
    Fault("slow after the final dot", "retry", behaviour={"slow_at": "DATA", "slow_for": 1.5}),
    Fault("TLS missing", "retry", scheme="smtp+starttls"),
)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second instead of twenty for every step."""
    monkeypatch.setattr("backoffice.bootstrap.MAIL_TIMEOUT", 0.7)


@contextmanager
def faulty(fault: Fault, behaviour: Behaviour) -> Iterator[int]:
    """The port of a server with that fault."""
    if fault.nobody_listens:
        yield free_port()
        return
    server: AbstractContextManager[int] = (
        post_office(behaviour) if fault.greeting is None else rude_server(fault.greeting)
    )
    with server as port:
        yield port


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_letter_ends_in_the_right_state(world: World, fault: Fault) -> None:
    case, row_id = ready(world)
    sender = world.house.settings.sender
    bad, good = Behaviour(**fault.behaviour), Behaviour()

    with faulty(fault, bad) as port:
        sending.send(replace(world.house, deliver=mail_to(f"{fault.scheme}://127.0.0.1:{port}", sender)), row_id)
    first = letter(world, case).letter_state
    with post_office(good) as port:
        for _ in range(3):
            world.clock.forward(minutes=5)
            sending.send(replace(world.house, deliver=mail_to(f"smtp://127.0.0.1:{port}", sender)), row_id)

    copies = [email.message_from_bytes(content)["Message-ID"] for content in bad.letters + good.letters]
    started = world.view(case.folio).current.round.deadline is not None
    assert (first, letter(world, case).letter_state, len(copies)) == (fault.first, fault.end, fault.copies)
    assert set(copies) <= {letter(world, case).message_id}
    assert started is (fault.end == "sent")
