"""The doorbell: the queue that tells workers which outbox row to look at. It carries ids, nothing else."""

from collections.abc import Callable
from uuid import UUID

import redis
from dramatiq import Message, Middleware
from dramatiq.brokers.redis import RedisBroker

from backoffice.domain.errors import BadInput
from backoffice.domain.work import WorkKind

#: Which queue each kind of work waits in; an actor has the name of its kind.
QUEUES: dict[WorkKind, str] = {
    WorkKind.ISSUE_TEST_SET: "issuing",
    WorkKind.EVALUATE: "evaluation",
    WorkKind.SEND_LETTER: "letters",
    WorkKind.READJUDICATE: "rules",
    WorkKind.RUN_REPORT: "reports",
    WorkKind.LOOK_FOR_COPIES: "copies",
}

#: Where it sounds, with the queue's name, for workers who wait: the message is in the queue before.
CHANNEL = "mesa:bell"
#: A worker that is silent for so long is taken for dead (milliseconds).
HEARTBEAT_TIMEOUT = 20_000
#: Commands in a million that look for messages of dead workers: with so many, seconds pass and not minutes.
MAINTENANCE_CHANCE = 50_000


def make_broker(
    queue_url: str,
    *,
    middleware: list[Middleware],
    patience: float | None = None,
    kind: type[RedisBroker] = RedisBroker,
) -> RedisBroker:
    """A broker for Redis or Valkey. Nothing is connected yet; *patience* (seconds) limits each answer."""
    try:
        client = redis.Redis.from_url(queue_url, socket_connect_timeout=patience or 5, socket_timeout=patience)
    except ValueError as unknown:
        raise BadInput("La dirección de la cola no se entiende. Revisa MESA_QUEUE_URL.") from unknown
    return kind(
        client=client,
        middleware=middleware,
        heartbeat_timeout=HEARTBEAT_TIMEOUT,
        maintenance_chance=MAINTENANCE_CHANCE,
    )


def doorbell(queue_url: str) -> Callable[[WorkKind, UUID], None]:
    """A function that rings for one outbox row. It raises when the queue does not answer."""
    broker = make_broker(queue_url, middleware=[], patience=2)

    def ring(kind: WorkKind, row_id: UUID) -> None:
        broker.enqueue(
            Message(queue_name=QUEUES[kind], actor_name=kind.value, args=(str(row_id),), kwargs={}, options={})
        )
        broker.client.publish(CHANNEL, QUEUES[kind])

    return ring
