"""Workers hear the bell at once, find what was never rung for, and take no more than they can do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from uuid import UUID

import pytest
import redis
from dramatiq import Message, MessageProxy
from dramatiq.brokers.redis import RedisBroker

from backoffice.domain.work import WorkKind
from backoffice.doorbell import doorbell, make_broker
from tests.workers.conftest import until
from workers.listening import Attentive, ListeningBroker

QUEUE, COPIES = "evaluation", "copies"
#: Milliseconds that no test lasts.
FOR_EVER = 600_000


@dataclass
class Taker:
    """One consumer, and the rows whose messages it took."""

    consumer: Attentive
    taken: list[MessageProxy] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def run(self) -> None:
        """Take what comes."""
        for message in self.consumer:
            if message is not None:
                self.taken.append(message)
            if self.stop.is_set():
                return

    def rows(self) -> list[UUID]:
        """Which rows, in order."""
        return [UUID(message.args[0]) for message in self.taken]


@contextmanager
def taking(valkey_url: str, timeout: int, queue: str = QUEUE, broker: RedisBroker | None = None) -> Iterator[Taker]:
    """A worker process' consumer at work in a thread, once somebody listens and the queue was looked at."""
    broker = broker or make_broker(valkey_url, middleware=[], kind=ListeningBroker)
    taker = Taker(broker.consume(queue, prefetch=8, timeout=timeout))
    thread = Thread(target=taker.run)
    thread.start()
    try:
        until(lambda: listens(valkey_url))
        Event().wait(0.2)
        yield taker
    finally:
        taker.stop.set()
        taker.consumer.bell.set()
        thread.join()


def listens(valkey_url: str) -> bool:
    """Somebody is listening."""
    with redis.Redis.from_url(valkey_url) as queue:
        return bool(queue.client_list(_type="pubsub"))


@pytest.fixture
def quiet(valkey_url: str) -> RedisBroker:
    """A broker that puts messages into the queue and does not ring."""
    return make_broker(valkey_url, middleware=[])


def message(row: int, queue: str = QUEUE) -> Message:
    """The message of a row."""
    return Message(queue_name=queue, actor_name="evaluate", args=(str(UUID(int=row)),), kwargs={}, options={})


def test_a_ring_is_heard_by_who_would_look_again_in_ten_minutes(valkey_url: str) -> None:
    with taking(valkey_url, FOR_EVER) as taker:
        doorbell(valkey_url)(WorkKind.EVALUATE, UUID(int=1))

        until(lambda: taker.rows() == [UUID(int=1)], seconds=20)


def test_what_was_never_rung_for_is_found_after_the_pause(valkey_url: str, quiet: RedisBroker) -> None:
    with taking(valkey_url, 100) as taker:
        quiet.enqueue(message(1))

        until(lambda: taker.rows() == [UUID(int=1)], seconds=20)


def test_whoever_listens_again_after_a_cut_looks_for_what_it_did_not_hear(valkey_url: str, quiet: RedisBroker) -> None:
    with taking(valkey_url, FOR_EVER) as taker:
        quiet.enqueue(message(1))

        with redis.Redis.from_url(valkey_url) as queue:
            queue.client_kill_filter(_type="pubsub")

        until(lambda: taker.rows() == [UUID(int=1)], seconds=20)
        doorbell(valkey_url)(WorkKind.EVALUATE, UUID(int=2))
        until(lambda: taker.rows() == [UUID(int=1), UUID(int=2)], seconds=20)


def test_two_evaluations_are_in_hand_and_the_next_comes_when_one_is_done(valkey_url: str, quiet: RedisBroker) -> None:
    for row in range(5):
        quiet.enqueue(message(row))

    with taking(valkey_url, FOR_EVER) as taker:
        until(lambda: len(taker.taken) == 2, seconds=20)
        Event().wait(0.3)
        assert len(taker.taken) == 2
        taker.consumer.ack(taker.taken[0])

        until(lambda: taker.rows() == [UUID(int=0), UUID(int=1), UUID(int=2)], seconds=20)


def test_comparisons_for_copies_let_evaluations_go_first(valkey_url: str, quiet: RedisBroker) -> None:
    broker = make_broker(valkey_url, middleware=[], kind=ListeningBroker)
    quiet.enqueue(message(1))
    quiet.enqueue(message(2, COPIES))

    with taking(valkey_url, FOR_EVER, COPIES, broker) as compared:
        assert compared.rows() == []  # an evaluation waits in the queue
        with taking(valkey_url, FOR_EVER, broker=broker) as evaluated:
            until(lambda: evaluated.rows() == [UUID(int=1)], seconds=20)
            Event().wait(0.3)
            assert compared.rows() == []  # and is in hand now
            evaluated.consumer.ack(evaluated.taken[0])

            until(lambda: compared.rows() == [UUID(int=2)], seconds=20)


def test_comparisons_stand_back_after_an_idle_hour_too(valkey_url: str, quiet: RedisBroker) -> None:
    with taking(valkey_url, 50, COPIES) as compared:
        until(lambda: compared.consumer.looked > time.monotonic() - 1)
        compared.consumer.looked -= 3_600  # a look into an empty queue comes next, as it did all that hour
        Event().wait(0.5)
        quiet.enqueue(message(1))
        quiet.enqueue(message(2, COPIES))
        Event().wait(0.5)

        assert compared.rows() == []


def test_a_comparison_has_its_turn_when_evaluations_never_end(
    valkey_url: str, quiet: RedisBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.listening.LONGEST_BACK", 0.5)
    quiet.enqueue(message(1))
    for row in (2, 3):
        quiet.enqueue(message(row, COPIES))

    with taking(valkey_url, 50, COPIES) as compared:
        until(lambda: compared.rows() == [UUID(int=2)], seconds=20)
        compared.consumer.ack(compared.taken[0])

        until(lambda: compared.rows() == [UUID(int=2), UUID(int=3)], seconds=20)
