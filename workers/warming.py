"""Before the first message: what evaluations need is loaded and tried, so that none waits for it."""

import dramatiq
import structlog

from backoffice.casework import evaluation
from backoffice.workbooks import reading
from backoffice.workbooks.isolation.confinement import missing_walls
from workers.house import house

log = structlog.get_logger()


class Warm(dramatiq.Middleware):
    """Warms a process that works; one that only sends messages stays cold."""

    def before_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Once in each process, before it takes a message. The process that forks readers gets warm meanwhile."""
        for wall in missing_walls():
            log.warning("reader_without_wall", wall=wall)
        reading.warm_up(thorough=True)
        evaluation.warm_up(house())
