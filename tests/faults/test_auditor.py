"""The auditor of interrupted runs finds what is planted, and finds nothing where a person ordered a letter again."""

from collections.abc import Callable

import pytest

from backoffice.casework import certification, intake, retrying
from backoffice.domain.work import Outcome
from bench.making.faults.auditing import broken_promises
from bench.making.faults.ledger import Ledger, Promised
from tests.casework.world import World
from tests.conftest import Mailbox

NOBODYS = "<nobody@mesa.example>"


@pytest.fixture
def folio(world: World) -> str:
    """A case at its end."""
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    world.work()
    world.decided(case.folio, Outcome.APPROVE)
    world.work()
    certification.accept(world.house, case.folio)
    world.work()
    return case.folio


def delivered(mailbox: Mailbox) -> list[str]:
    """What the mail server took, in order."""
    return [str(letter["Message-ID"]) for letter in mailbox.letters()]


def test_a_case_at_its_end_breaks_no_promise(world: World, folio: str, mailbox: Mailbox) -> None:
    assert broken_promises(world.house, Ledger([Promised(folio, "request")]), delivered(mailbox)) == []


def test_a_letter_that_a_person_ordered_again_may_come_as_often_as_both_orders_tried(
    world: World, folio: str, mailbox: Mailbox
) -> None:
    first = delivered(mailbox)[0]
    world.sql(
        "UPDATE outbox SET state = 'quarantined', attempts = 3, done_at = NULL WHERE message_id = :id", id=first
    )  # killed three times, each time after the mail server had taken it
    retrying.retry(world.house, folio, "operator")
    world.work()
    came = [*delivered(mailbox), first, first]

    four = broken_promises(world.house, Ledger(), came)
    five = broken_promises(world.house, Ledger(), [*came, first])

    assert came.count(first) == 4
    assert four == []
    assert five == [f"la carta {first} llegó 5 veces en 4 intentos"]


PLANTED: dict[str, tuple[Callable[[World, str, list[str], Ledger], object], str]] = {
    "a letter more often than it was tried": (
        lambda world, folio, came, ledger: came.append(came[0]),
        "llegó 2 veces en 1 intentos",
    ),
    "a letter of nobody": (
        lambda world, folio, came, ledger: came.append(NOBODYS),
        f"nadie escribió la carta {NOBODYS}",
    ),
    "a lost letter": (lambda world, folio, came, ledger: came.pop(), "se dio por enviada y no llegó"),
    "a lost request": (
        lambda world, folio, came, ledger: ledger.keep(Promised("0000000000", "request")),
        "la solicitud 0000000000 no está",
    ),
    "a lost file": (
        lambda world, folio, came, ledger: ledger.keep(Promised(folio, "file", digest="0" * 64)),
        "falta el archivo 000000000000",
    ),
    "work that is left": (
        lambda world, folio, came, ledger: world.sql("UPDATE outbox SET state = 'ready' WHERE kind = 'evaluate'"),
        "queda por hacer evaluate",
    ),
    "a letter ordered twice": (
        lambda world, folio, came, ledger: world.sql(
            "INSERT INTO outbox SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), "
            "'key', 'again'))).* FROM outbox AS o WHERE letter = 'approved'"
        ),
        "2 veces se encargó la carta",
    ),
}


@pytest.mark.parametrize("trouble", PLANTED)
def test_what_is_planted_is_found(trouble: str, world: World, folio: str, mailbox: Mailbox) -> None:
    plant, sentence = PLANTED[trouble]
    came, ledger = delivered(mailbox), Ledger()

    plant(world, folio, came, ledger)

    assert any(sentence in said for said in broken_promises(world.house, ledger, came))
