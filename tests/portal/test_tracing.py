"""One id goes from a page to the work that it asked for and to the letter at its end, and leads back through the logs."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog
from sqlalchemy import select
from sqlmodel import col

from backoffice import logs
from backoffice.casework import evaluation, letters, outbox, request, retrying
from backoffice.domain.work import WorkKind
from backoffice.mail.delivery import DeliveryRefused
from backoffice.portal.tracing import HEADER
from backoffice.records.cases import Case
from backoffice.records.outbox import OutboxRow
from tests.casework.world import ACME, World
from tests.conftest import Mailbox
from tests.portal.browser import Browser
from tests.portal.pen import Pen

Line = dict[str, Any]
#: SHA-256 of ``what cannot be read``.
DAMAGED = "763bcef58ecea7a3a78906946d728b57a719f15139cc7f17f07075606c5daea2"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[Line]]]:
    """All that was logged since the last call, as the processes of the house log it."""
    before = structlog.get_config()
    logs.configure(logging.INFO)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    structlog.configure(**before)


def told(lines: list[Line], *words: str) -> list[tuple[Any, ...]]:
    """The events in the lines, each with what it says of some words."""
    return [(line["event"], *(line[word] for word in words if word in line)) for line in lines]


def test_a_file_s_request_its_evaluation_and_the_letter_that_follows_share_one_id(
    pen: Pen, said: Callable[[], list[Line]], mailbox: Mailbox
) -> None:
    world = pen.browser.world
    pen.request()
    world.work()
    said()

    prepared = pen.prepare("evidencias", file_name="e.xls", file_sha256=DAMAGED)
    answer = pen.deliver(prepared.json(), b"what cannot be read")
    world.work()

    lines = [line for line in said() if line["event"] != "rules_in_force_instead"]  # the example's set was never kept
    mine = [line for line in lines if line.get("trace_id") == answer.headers[HEADER]]
    assert told(mine, "kind", "letter", "page") == [
        ("page_answered", "/certificacion/evidencias"),
        ("attempt_begun", "evaluate"),
        ("attempt_ended", "evaluate"),
        ("attempt_begun", "send_letter"),
        ("letter_taken", "evidence_received"),
        ("attempt_ended", "send_letter"),
        ("attempt_begun", "send_letter"),
        ("letter_taken", "evidence_refused"),
        ("attempt_ended", "send_letter"),
    ]
    assert [mine[4]["message_id"], mine[7]["message_id"]] == [one["Message-ID"] for one in mailbox.letters()[-2:]]
    assert told([line for line in lines if line not in mine], "page") == [
        ("page_answered", "/certificacion/firma/{slug}/preparar")
    ]


def test_every_request_has_an_id_of_its_own_that_no_visitor_chooses(nobody: Browser) -> None:
    first = nobody.get("/", headers={HEADER: "mine", "traceparent": "mine"}).headers[HEADER]
    second = nobody.get("/").headers[HEADER]

    assert len(first) == len(second) == 16
    assert first != second


def test_pages_that_are_only_looked_at_say_nothing(nobody: Browser, said: Callable[[], list[Line]]) -> None:
    assert nobody.get("/").status_code == 200
    assert nobody.get("/nothing/here").status_code == 404

    assert said() == []


def test_who_sees_a_page_fail_has_the_number_that_finds_it_and_the_log_has_no_address_with_a_secret(
    nobody: Browser, said: Callable[[], list[Line]]
) -> None:
    def no_chance(_: int) -> bytes:
        raise OSError("no random bytes")

    broken = Browser(replace(nobody.world, house=replace(nobody.world.house, draw=no_chance)))
    answer = broken.get("/contrasena")
    failed = [line for line in said() if line["event"] == "page_failed"]

    assert answer.status_code == 500
    assert f"menciona el número {answer.headers[HEADER]}." in answer.text
    assert [(line["trace_id"], line["page"]) for line in failed] == [(answer.headers[HEADER], "/contrasena")]


def letter(world: World) -> OutboxRow:
    """The newest letter."""
    letters = select(OutboxRow).where(col(OutboxRow.kind) == WorkKind.SEND_LETTER)
    newest = letters.order_by(col(OutboxRow.created_at).desc()).limit(1)
    return world.reading(lambda session: session.execute(newest).scalar_one())


def test_what_no_page_asked_for_goes_by_the_id_of_its_first_row_and_a_retry_stays_with_it(
    world: World, said: Callable[[], list[Line]], mailbox: Mailbox
) -> None:
    def refuse(message: bytes, to: str) -> str:
        raise DeliveryRefused("550 no such user")

    case = request.register(world.house, ACME)
    ((_, first),) = world.bells.rung
    World(replace(world.house, deliver=refuse), world.clock, world.bells, world.entrances).work()
    world.clock.forward(minutes=1)
    retrying.retry(world.house, case.folio, "operator:ana")
    world.work()

    assert {line["trace_id"] for line in said() if "trace_id" in line} == {str(first)}
    assert letter(world).state == "done"
    assert len(mailbox.letters()) == 1


def test_a_letter_that_is_sent_once_more_stays_with_the_id_that_it_had(
    world: World, said: Callable[[], list[Line]]
) -> None:
    case = world.case()
    said()
    before = letter(world)
    world.clock.forward(minutes=1)

    with world.house.transaction() as work:
        letters.once_more(work, work.session.get_one(OutboxRow, before.id), work.session.get_one(Case, case.id))
    world.work()

    taken = [line for line in said() if line["event"] == "letter_taken"]
    assert [(line["trace_id"], line["message_id"]) for line in taken] == [(outbox.trace_of(before), before.message_id)]
    assert letter(world).id != before.id


def test_a_file_that_kills_its_workers_is_put_in_quarantine_under_the_id_of_its_request(
    pen: Pen, said: Callable[[], list[Line]]
) -> None:
    world = pen.browser.world
    pen.request()
    world.work()
    answer = pen.send(b"right")
    ((_, row_id),) = [rung for rung in world.bells.rung if rung[0] == WorkKind.EVALUATE]
    for _ in range(3):
        outbox.begin(world.house, row_id)  # and here its process is killed
        world.clock.forward(seconds=61)
    said()

    evaluation.run(world.house, row_id)

    (given_up,) = said()
    assert (given_up["event"], given_up["trace_id"]) == ("work_waits_for_a_person", answer.headers[HEADER])
