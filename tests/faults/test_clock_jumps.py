"""The machine's clock jumps, forwards and back: what waits is done all the same, once."""

from datetime import timedelta

from backoffice.casework import outbox, sweeping
from backoffice.domain import patience
from backoffice.domain.work import WorkState
from tests.casework.world import World
from tests.conftest import Mailbox
from tests.desk.test_queue import sent


def done(world: World) -> None:
    """What the clock rings for, until it rings for nothing more within ten minutes."""
    for _ in range(10):
        world.clock.forward(minutes=1)
        sweeping.ring_forgotten(world.house)
        world.work()


def test_an_attempt_over_which_the_clock_jumps_a_day_is_overtaken_once_and_its_effect_is_one(
    world: World, mailbox: Mailbox
) -> None:
    case = sent(world, b"right")
    (letter, *_) = [row for row in world.view(case.folio).letters if row.letter == "evidence_received"]
    world.sql("UPDATE outbox SET state = 'ready', attempts = 0, done_at = NULL WHERE id = :id", id=letter.id)
    before = len(mailbox.letters())
    slow = outbox.begin(world.house, letter.id)
    assert slow is not None

    world.clock.forward(days=1)
    done(world)
    with outbox.forgiving(world.house, slow), outbox.finishing(world.house, slow) as (_, row):
        row.receipt = "the slow one was late"

    (after, *_) = [row for row in world.view(case.folio).letters if row.letter == "evidence_received"]
    assert (after.state, after.attempts) == (WorkState.DONE, 2)
    assert after.receipt != "the slow one was late"
    assert len(mailbox.letters()) == before + 1


def test_work_that_was_killed_before_the_clock_went_back_a_day_is_done_within_minutes(
    world: World, mailbox: Mailbox
) -> None:
    case = sent(world, b"right")
    (letter, *_) = [row for row in world.view(case.folio).letters if row.letter == "evidence_received"]
    world.sql("UPDATE outbox SET state = 'ready', attempts = 0, done_at = NULL WHERE id = :id", id=letter.id)
    assert outbox.begin(world.house, letter.id) is not None

    world.clock.forward(days=-1)
    done(world)

    (after, *_) = [row for row in world.view(case.folio).letters if row.letter == "evidence_received"]
    assert after.state == WorkState.DONE


def test_work_that_nobody_heard_of_before_the_clock_went_back_a_day_is_done_within_minutes(world: World) -> None:
    case = sent(world, b"uma")
    (letter, *_) = [row for row in world.view(case.folio).letters if row.letter == "evidence_received"]
    world.sql(
        "UPDATE outbox SET state = 'ready', attempts = 0, ring_at = :at WHERE id = :id", at=world.clock(), id=letter.id
    )

    world.clock.forward(days=-1)
    done(world)

    (after, *_) = [row for row in world.view(case.folio).letters if row.letter == "evidence_received"]
    assert after.state == WorkState.DONE


def test_a_pause_of_an_hour_is_kept_and_what_no_right_clock_wrote_is_not(world: World) -> None:
    now = world.clock()

    assert not patience.over(now + timedelta(hours=1), now)
    assert patience.over(now + timedelta(hours=2), now)
    assert patience.over(now, now)
