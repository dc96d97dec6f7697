"""Before the first message: the process from which readers of workbooks are forked is started, so none waits for it."""

import dramatiq

from backoffice.workbooks import reading


class WarmReaders(dramatiq.Middleware):
    """Starts it when a worker starts; a process that only sends messages has none."""

    def after_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Once in each worker process."""
        reading.warm_up()
