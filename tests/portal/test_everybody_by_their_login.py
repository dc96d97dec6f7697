"""A whole course in which every program and every person enters the database with no more than their own rights."""

from dataclasses import replace
from datetime import date

import pytest

from backoffice.casework import (
    decrees,
    extensions,
    notebook_reports,
    outages,
    replay,
    report_schedules,
    review,
    review_drafts,
    rule_decisions,
    rule_runs,
    set_asides,
    troubled_letters,
)  # fmt: skip
from backoffice.casework.expediente import expediente
from backoffice.casework.house import House
from backoffice.desk import bulk, queue
from backoffice.desk.identity import at_the_desk
from backoffice.domain.calendar.days_off import PublishedDay
from backoffice.domain.errors import ServiceUnavailable, WrongState
from backoffice.domain.people import Person, Role
from backoffice.domain.work import Outcome
from backoffice.mail.delivery import DeliveryRefused
from backoffice.records.audit import verify
from backoffice.records.bounces import troubled
from backoffice.records.database import open_database
from backoffice.records.verdicts import Scope
from tests.casework.other_rules import with_umi
from tests.casework.test_set_asides import keys
from tests.casework.world import World
from tests.portal.pen import Pen
from tests.staff import WORKERS
from workers import clock


@pytest.fixture
def folio(pen: Pen) -> str:
    """A case that a company asked for by the portal, and for which it sent a wrong file."""
    world = pen.browser.world
    assert pen.request().status_code == 200
    world.work()
    assert pen.send(b"uma").status_code == 200
    look(world)
    return str(world.sql("SELECT folio FROM cases")[0][0])


def look(world: World) -> None:
    """One look of the clock at everything, and what comes of it."""
    world.work()
    clock.look(world.by(WORKERS))
    clock.look_at_the_calendar(world.by(WORKERS))
    world.work()


def test_a_case_goes_from_its_request_to_its_certificate_and_its_end(pen: Pen, folio: str) -> None:
    world = pen.browser.world
    ana, olga, raul = (world.by(name) for name in ("ana", "olga", "raul"))
    task = world.task(folio)

    review.claim(ana, task.id, "ana")
    review.consult(ana, task.id, "ana", "¿Cuenta la UMI?")
    review.claim(ana, task.id, "ana")
    review.take_over(olga, task.id, "olga", "Ana salió.")
    review.answer(olga, task.id, "olga")
    errors = keys(world, world.view(folio).case)
    set_asides.put(olga, task.id, "olga", errors, "Hay acuerdo.")
    set_asides.restore(olga, task.id, "olga", errors)
    review_drafts.save(olga, task.id, "olga", "Revisa la UMI.", ())
    review.decide(olga, task.id, "olga", Outcome.CORRECTIONS, "Revisa la UMI.")
    review_drafts.forget(olga, task.id, "olga")
    look(world)
    assert extensions.extend(raul, folio, 5, "Por las fiestas.", "raul").deadline.due == date(2026, 12, 14)
    look(world)

    assert pen.send(b"right").status_code == 200
    look(world)
    assert [world.opinion(folio, Outcome.APPROVE, analyst=name).stands for name in ("ana", "raul")] == [False, True]
    look(world)
    pen.browser.post("/certificacion/terminos/aprobacion", {"acepto": "si"})
    assert pen.act("aprobacion").status_code == 200
    look(world)
    assert pen.act("cancelacion").status_code == 200
    look(world)

    view = world.view(folio)
    assert view.case.state == "cancelled"
    assert {row.letter_state for row in view.letters} == {"sent"}
    assert world.reading(verify).broken_at is None
    assert world.sql("SELECT count(*) FROM outbox WHERE state <> 'done'") == [(0,)]


def test_whoever_opens_a_round_chooses_no_seed(pen: Pen, folio: str) -> None:
    world = pen.browser.world

    world.opinion(folio, Outcome.CORRECTIONS, analyst="olga")

    assert (int.from_bytes(world.seed(folio, 1), "big"), len(world.seed(folio, 2))) == (1, 32)
    assert int.from_bytes(world.seed(folio, 2), "big") > 2**128  # the dealer's would be 2


def everything_read(house: House, folio: str) -> int:
    """What the desk reads to show a case, the queue, the export and all frames; the lines of the queue."""
    waiting = queue.waiting(house)
    assert len(bulk.everything(house).submissions) == 1
    with expediente(house, folio, f"analyst:{at_the_desk(house).name}") as made:
        assert b"".join(made.chunks())[:2] == b"PK"
    return len(waiting)


@pytest.mark.parametrize("person", ["ana", "raul", "vera"])
def test_people_read_what_the_desk_shows_by_their_own_login(pen: Pen, folio: str, person: str) -> None:
    assert everything_read(pen.browser.world.by(person), folio) == 1


def test_a_verdict_that_nobody_counted_is_counted_by_the_clock_not_by_a_person(pen: Pen, folio: str) -> None:
    world = pen.browser.world
    world.sql("DELETE FROM verdict_facts")

    (before,) = queue.waiting(world.by("ana"))
    look(world)
    (after,) = queue.waiting(world.by("ana"))

    assert before.cause == "Su resultado se cuenta en un momento: actualiza la cola."
    assert len(bulk.everything(world.by("ana")).submissions) == 1
    assert after.cause == "UMA por UMI: 1 de 1 renglón."


@pytest.mark.parametrize(
    ("login", "person"),
    [
        ("ana", Person("ana", Role.ANALYST)),
        ("raul", Person("raul", Role.SUPERVISOR)),
        ("vera", Person("vera", Role.AUDITOR)),
        (WORKERS, Person("maría", Role.ANALYST)),
    ],
)
def test_who_works_here_is_whoever_entered_the_database(world: World, login: str, person: Person) -> None:
    settings = world.house.settings.model_copy(update={"analyst": "maría"})

    assert at_the_desk(replace(world.by(login), settings=settings)) == person


def test_an_auditor_is_told_that_looking_is_all(pen: Pen, folio: str) -> None:
    world = pen.browser.world

    with pytest.raises(WrongState, match="Tu cuenta es de auditoría: puede ver y no resolver"):
        review.claim(world.by("vera"), world.task(folio).id, "vera")


def test_who_supervises_keeps_the_calendar_the_rules_and_the_reports(pen: Pen, folio: str) -> None:
    world = pen.browser.world
    raul = world.by("raul")

    day = PublishedDay(date(2026, 12, 24), "Acuerdo de prueba", "DOF 23/11/2026")
    decrees.add(raul, [day], "raul")
    outages.record(raul, (date(2026, 11, 20),), "Sin servicio de pruebas", "raul")
    begun = rule_runs.start(raul, with_umi("120.00"), Scope(), label="prueba", by="raul")
    assert begun is not None
    look(world)
    rule_decisions.decide(raul, begun.run.number, accepted=False, reason="Era una prueba.", by="raul")
    report_schedules.schedule(raul, "tablero_sla", None, "raul")
    notebook_reports.order(raul, "tablero_sla", "raul", mailed=False)

    assert world.reading(verify).broken_at is None


def test_an_analyst_looks_after_letters_that_did_not_arrive(pen: Pen, folio: str) -> None:
    world = pen.browser.world
    world.opinion(folio, Outcome.CORRECTIONS, analyst="ana")

    def refuse(message: bytes, to: str) -> str:
        raise DeliveryRefused("550 no such user")

    replace(world, house=replace(world.house, deliver=refuse)).work()
    (letter,) = world.reading(troubled)
    troubled_letters.taken_for_delivered(world.by("ana"), letter.letter_id, "ana", "La leyó por teléfono.")

    assert world.view(folio).current.round.deadline == date(2026, 12, 7)
    assert world.reading(verify).broken_at is None


def test_a_database_that_was_never_prepared_is_a_sentence(world: World, postgres_url: str) -> None:
    empty = open_database(postgres_url)

    with pytest.raises(ServiceUnavailable, match="no tiene sus tablas al día"):
        at_the_desk(replace(world.house, database=empty))
    empty.dispose()


def test_a_company_never_reads_of_the_rights_of_our_logins(pen: Pen, folio: str) -> None:
    world = pen.browser.world
    world.sql("REVOKE SELECT ON rounds FROM mesa_portal")

    answer = pen.browser.get("/certificacion")

    assert answer.status_code == 503
    assert "cuenta" not in answer.text.split("<main")[1].split("Algo de nuestro lado")[0]
    assert "Algo de nuestro lado no responde en este momento." in answer.text


def test_an_auditor_repeats_a_verdict_and_leaves_no_trace(pen: Pen, folio: str) -> None:
    world = pen.browser.world
    submission = world.view(folio).current.submissions[-1].submission
    before = len(world.view(folio).events)

    seen = replay.replay(world.by("vera"), submission.id, "command")
    between = len(world.view(folio).events)
    replay.replay(world.by("ana"), submission.id, "command")

    assert seen.outcome == "equal"
    assert (between - before, world.view(folio).events[-1].actor) == (0, "operator:ana")
