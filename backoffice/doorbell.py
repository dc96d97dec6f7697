"""The doorbell: the queue that tells workers which outbox row to look at. It carries ids, nothing else."""

import socket
from collections.abc import Callable
from typing import Any
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
#: Seconds of silence, between two questions, and questions; milliseconds that what was sent may stay unanswered.
KEEPALIVE = {
    socket.TCP_KEEPIDLE: 10,
    socket.TCP_KEEPINTVL: 3,
    socket.TCP_KEEPCNT: 3,
    socket.TCP_USER_TIMEOUT: 20_000,
}
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
    return kind(
        client=client(queue_url, patience),
        middleware=middleware,
        heartbeat_timeout=HEARTBEAT_TIMEOUT,
        maintenance_chance=MAINTENANCE_CHANCE,
    )


def client(queue_url: str, patience: float | None) -> redis.Redis:
    """A client of the queue's server, not yet connected; *patience* (seconds) limits each answer, ``None`` does not.

    Raises ``BadInput`` for an address that is none.
    """
    try:
        return redis.Redis.from_url(
            queue_url, socket_connect_timeout=patience or 5, socket_timeout=patience, **_kept_alive(queue_url)
        )
    except ValueError as unknown:
        raise BadInput("La dirección de la cola no se entiende. Revisa MESA_QUEUE_URL.") from unknown


def _kept_alive(queue_url: str) -> dict[str, Any]:
    """A queue that is cut off is noticed within seconds, where it is reached over a network."""
    return {} if queue_url.startswith("unix:") else {"socket_keepalive": True, "socket_keepalive_options": KEEPALIVE}


def doorbell(queue_url: str) -> Callable[[WorkKind, UUID], None]:
    """A function that rings for one outbox row. It raises when the queue does not answer."""
    broker = make_broker(queue_url, middleware=[], patience=2)

    def ring(kind: WorkKind, row_id: UUID) -> None:
        broker.enqueue(
            Message(queue_name=QUEUES[kind], actor_name=kind.value, args=(str(row_id),), kwargs={}, options={})
        )
        broker.client.publish(CHANNEL, QUEUES[kind])

    return ring
