"""What Prometheus may ask of the desk, on this machine alone: every figure is read when it asks.

The clock's process serves it at ``http://127.0.0.1:MESA_METRICS_PORT/metrics``, whether or not it is the clock on duty.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import redis
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from backoffice.casework.house import House
from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.domain.work import LETTER_STATES, WorkKind, WorkState
from backoffice.doorbell import QUEUES, client
from backoffice.records.figures import Figures, figures

#: A figure for each combination of the words of its labels.
Values = Mapping[tuple[str, ...], float]
LOOPBACK = "127.0.0.1"
#: Seconds in which the queue must answer.
PATIENCE = 2.0
#: Shares of the verdicts given lately that were not slower.
SHARES = (0.5, 0.95, 1.0)


class Readings(Collector):
    """The desk's figures, read anew each time. A part that does not answer leaves its own out, and says so."""

    def __init__(self, house: House) -> None:
        self.house = house

    def describe(self) -> list[Metric]:
        """Nothing in advance: registering asks no database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """All figures that can be had."""
        found, waiting = self._figures(), self._queues()
        yield gauge("mesa_database_up", "1 while the database answers.", {(): float(found is not None)})
        yield gauge("mesa_queue_up", "1 while the queue answers.", {(): float(waiting is not None)})
        if waiting is not None:
            yield gauge("mesa_queue_messages", "Messages that no worker has taken.", by(waiting), "queue")
        if found is not None:
            yield from of_work(found)
            yield from of_people(found)

    def _figures(self) -> Figures | None:
        now = self.house.now()
        today = now.astimezone(self.house.settings.zone).date()
        try:
            with self.house.transaction() as work:
                return figures(work.session, now, today)
        except ServiceUnavailable:
            return None

    def _queues(self) -> dict[str, int] | None:
        try:
            with client(self.house.addresses.queue_url, PATIENCE) as asked:
                return {name: int(asked.llen(f"dramatiq:{name}")) for name in QUEUES.values()}
        except redis.RedisError:
            return None


def of_work(found: Figures) -> Iterator[Metric]:
    """Work and letters, by kind and state, and how long verdicts take."""
    rows: Values = {(kind.value, state.value): float(number) for (kind, state), number in found.work.items()}
    yield gauge("mesa_work_rows", "Rows of the outbox.", rows, "kind", "state")
    ages: Values = {(kind.value,): found.oldest_work.get(kind, 0.0) for kind in WorkKind}
    yield gauge("mesa_oldest_work_seconds", "How long the oldest work that may be done now has waited.", ages, "kind")
    letters = dict.fromkeys(LETTER_STATES.values(), 0) | {"returned": found.returned_letters}
    for state in WorkState:
        letters[LETTER_STATES[state]] += found.work.get((WorkKind.SEND_LETTER, state), 0)
    yield gauge("mesa_letters", "Letters by state; the returned ones that nobody has settled.", by(letters), "state")
    took = found.verdict_seconds
    shares: Values = {(f"{share:g}",): took[round(share * (len(took) - 1))] for share in SHARES if took}
    yield gauge("mesa_verdict_seconds", "From the file to its verdict, of the last hour.", shares, "quantile")
    yield gauge("mesa_verdicts_lately", "Verdicts of the last hour.", {(): float(len(took))})
    yield gauge("mesa_clocks_on_duty", "Clocks that hold the lock: 1, or 0.", {(): float(found.clocks)})


def of_people(found: Figures) -> Iterator[Metric]:
    """Cases, what waits for a person, and the deadlines of both sides."""
    yield gauge("mesa_cases", "Cases by state.", by(found.cases), "state")
    yield gauge("mesa_reviews_waiting", "Files that wait for a person, by when they are due.", by(found.reviews), "due")
    yield gauge("mesa_quarantined", "Files in quarantine that wait for a person.", {(): float(found.quarantined)})
    yield gauge("mesa_evidence_awaited", "Rounds that wait for a file, by deadline.", by(found.evidence), "due")


def by(numbers: Mapping[Any, int]) -> Values:
    """Numbers by one word, as a gauge takes them."""
    return {(str(word),): float(number) for word, number in numbers.items()}


def gauge(name: str, about: str, values: Values, *labels: str) -> Metric:
    """One family of figures, a value for each combination of labels."""
    family = GaugeMetricFamily(name, about, labels=labels)
    for words, value in values.items():
        family.add_metric(words, value)
    return family


@contextmanager
def served(house: House) -> Iterator[int | None]:
    """While the block lasts, the figures can be asked for at the settings' port; ``None`` where they name none.

    Raises ``BadInput`` where the port is taken.
    """
    port = house.settings.metrics_port
    if port is None:
        yield None
        return
    registry = CollectorRegistry()
    registry.register(Readings(house))
    try:
        server, thread = start_http_server(port, addr=LOOPBACK, registry=registry)
    except OSError as taken:
        raise BadInput(f"El puerto {port} de las métricas está ocupado. Da otro en MESA_METRICS_PORT.") from taken
    try:
        yield port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
