"""How workers take messages: when the bell rings, not after a pause that grows to a second, and few at once.

They look after that second all the same: a bell that nobody heard costs a second, never a message. Comparisons for
copies, which nobody waits for, let evaluations go first that wait in the queue or are in this process' hands; but they
have a turn a minute.
"""

import time
from threading import Event, Lock, Thread
from typing import Any

import redis
from dramatiq import Consumer, MessageProxy
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer

from backoffice.domain.work import WorkKind
from backoffice.doorbell import CHANNEL, QUEUES

#: How many messages of a queue one process has in hand. Its four threads are never all taken by one kind of work: mail
#: servers that hang hold no evaluation up. While one file is read, away from here, another one is judged.
AT_ONCE = {
    QUEUES[WorkKind.EVALUATE]: 2,
    QUEUES[WorkKind.SEND_LETTER]: 2,
    QUEUES[WorkKind.ISSUE_TEST_SET]: 1,
    QUEUES[WorkKind.READJUDICATE]: 1,
    QUEUES[WorkKind.RUN_REPORT]: 1,
    QUEUES[WorkKind.LOOK_FOR_COPIES]: 1,
}
#: What goes first, and what stands back for it: both want a processor, and somebody waits for the one alone.
FIRST, STANDS_BACK = QUEUES[WorkKind.EVALUATE], QUEUES[WorkKind.LOOK_FOR_COPIES]
#: Seconds after the last look at which a message is taken all the same: what stands back comes to its turn.
LONGEST_BACK = 60.0
#: Seconds between two tries to listen, while the queue does not answer.
DEAF = 1.0
#: Milliseconds that a consumer of dramatiq's own pauses after it looked in vain; ours waits for the bell instead.
NO_PAUSE = 1


class Attentive(_RedisConsumer):
    """A consumer that looks when its bell rings, when something was done, and after *timeout* (milliseconds)."""

    broker: "ListeningBroker"

    def __init__(self, broker: "ListeningBroker", queue_name: str, prefetch: int, timeout: int, bell: Event) -> None:
        super().__init__(broker, queue_name, prefetch, NO_PAUSE)  # type: ignore[no-untyped-call]
        self.bell, self.longest = bell, timeout / 1000
        self.looked = time.monotonic()

    def __next__(self) -> MessageProxy | None:
        found: MessageProxy | None = None
        if not self.stands_back():
            found = super().__next__()  # type: ignore[no-untyped-call]
            self.looked = time.monotonic()
        if found is None:
            self.bell.wait(self.longest)
            self.bell.clear()
        return found

    def stands_back(self) -> bool:
        """Whether this one's turn is not yet, for others that go first."""
        patient = self.queue_name == STANDS_BACK and time.monotonic() - self.looked < LONGEST_BACK
        return patient and self.broker.first_is_busy()

    def ack(self, message: MessageProxy) -> None:
        """There is room for another one."""
        try:
            super().ack(message)  # type: ignore[no-untyped-call]
        finally:
            self.done()

    def nack(self, message: MessageProxy) -> None:
        """There is room for another one."""
        try:
            super().nack(message)  # type: ignore[no-untyped-call]
        finally:
            self.done()

    def done(self) -> None:
        """Look again, and have who stands back for this queue look whether its turn has come."""
        self.bell.set()
        if self.queue_name == FIRST:
            self.broker.ring(STANDS_BACK)


class ListeningBroker(RedisBroker):
    """A broker whose consumers hear the bell. Whoever only sends messages listens to nothing."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)  # type: ignore[no-untyped-call]
        self.bells: dict[str, Event] = {}
        self.consumers: dict[str, Attentive] = {}
        self.ears = Thread(target=self.listen, name="bell", daemon=True)
        self.first = Lock()

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> Consumer:
        """A consumer for one queue; with the first one the listening begins."""
        with self.first:
            bell = self.bells.setdefault(queue_name, Event())
            if self.ears.ident is None:
                self.ears.start()
        consumer = Attentive(self, queue_name, AT_ONCE.get(queue_name, prefetch), timeout, bell)
        self.consumers[queue_name] = consumer
        return consumer

    def first_is_busy(self) -> bool:
        """Whether what goes first is in this process' hands, or waits in the queue (not if that cannot be asked)."""
        first = self.consumers.get(FIRST)
        if first is not None and first.outstanding_message_count:
            return True
        try:
            return bool(self.client.llen(f"{self.namespace}:{FIRST}"))
        except redis.RedisError:
            return False

    def ring(self, queue_name: str) -> None:
        """Have the consumer of a queue look, where this process has one."""
        if bell := self.bells.get(queue_name):
            bell.set()

    def listen(self) -> None:
        """Pass every ring on, as long as this process lives."""
        while True:
            try:
                self.pass_on()
            except (redis.RedisError, OSError):
                Event().wait(DEAF)

    def pass_on(self) -> None:
        """Pass rings on until the queue is gone. What came before somebody listened, or listened again, is rung for."""
        with self.client.pubsub() as heard:
            heard.subscribe(CHANNEL)
            for ring in heard.listen():
                begun = ring["type"] == "subscribe"
                for name in [*self.bells] if begun else [ring["data"].decode()]:
                    self.ring(name)
