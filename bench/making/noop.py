"""An actor that does nothing, for ``bench.workers``: what the queue and its workers cost by themselves."""

import dramatiq

from workers.broker import broker


@dramatiq.actor(broker=broker, queue_name="bench_noop")
def nothing() -> None:
    """Nothing."""
