"""Following a run until its end, with a bar on stderr. The run goes on whether somebody follows it or not."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable
from backoffice.records.rules import RuleRun
from backoffice.records.runs import Standing, standing

#: Seconds between two looks.
GLANCE = 0.25
#: Seconds without any sign of a worker after which following makes no sense: longer than the lease of a killed one.
SILENCE = 150.0

#: How one looks at a run.
COMMAND = "«./mesa rules diff --resume {number}»"


def follow(
    house: House,
    run: RuleRun,
    *,
    silence: float = SILENCE,
    tick: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Return when the run is over. Raises ``ServiceUnavailable`` where workers give no sign for *silence* seconds."""
    columns = (TextColumn("Comparando"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("", total=run.total)
        seen, since = _look(house, run), tick()
        while True:
            progress.update(bar, completed=seen.done + seen.given_up)
            if seen.is_over:
                return
            pause(GLANCE)
            now = _look(house, run)
            if now != seen:
                seen, since = now, tick()
            elif tick() - since > silence:
                raise ServiceUnavailable(_silent(house, run, silence))


def _look(house: House, run: RuleRun) -> Standing:
    with house.transaction() as work:
        return standing(work.session, run)


def _silent(house: House, run: RuleRun, silence: float) -> str:
    log = house.settings.var / "log" / "workers.log"
    return (
        f"Los trabajadores no avanzan desde hace {silence:.0f} segundos. Revisa «./mesa status» y {log}. "
        f"La comparación {run.number} queda guardada. Mírala con {COMMAND.format(number=run.number)}."
    )
