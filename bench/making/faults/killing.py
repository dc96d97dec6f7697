"""Who kills: at random moments, at random, the processes of a house; its supervisor starts them again."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread

import psutil
import redis

from backoffice.embedded import house as embedded
from backoffice.embedded.state import Stage
from backoffice.settings import Addresses, Settings

#: Seconds between two kills.
BETWEEN = (2.0, 6.0)
#: Of the kills that would meet a part which is still starting, so many happen: on a slow machine work goes on too.
WHILE_STARTING = 0.25
#: Seconds in which the house must be whole again at the end.
WHOLE_WITHIN = 90.0


@dataclass
class Killer:
    """It kills until it is told to stop and every kind came; ``killed`` counts by kind.

    None comes twice before all came once. ``over`` is when it stops in any case, on the clock that only goes forward.
    """

    settings: Settings
    addresses: Addresses
    parts: tuple[str, ...]
    draw: random.Random
    kinds: Sequence[str] = ()
    killed: Counter[str] = field(default_factory=Counter)
    stopped: Event = field(default_factory=Event)
    over: float = float("inf")
    coming: list[str] = field(default_factory=list)
    thread: Thread = field(init=False)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def whole_again(self) -> None:
        """Stop killing, and wait until every part runs; one that died too often is asked for again."""
        self.over = time.monotonic() + WHOLE_WITHIN
        self.stopped.set()
        self.thread.join()
        until = time.monotonic() + WHOLE_WITHIN
        while time.monotonic() < until:
            if self._is_whole():
                return
            embedded.start(self.settings, parts=self.parts)
            time.sleep(0.5)

    def _is_whole(self) -> bool:
        state = embedded.status(self.settings)
        return bool(state and all(part.stage in {Stage.READY, Stage.DONE} for part in state.parts))

    def _run(self) -> None:
        while not (self.stopped.is_set() and self._has_done_all()):
            time.sleep(self.draw.uniform(*BETWEEN))
            if self.draw.random() >= WHILE_STARTING and not self._is_whole():
                continue
            kind = self._next()
            with suppress(psutil.Error, redis.RedisError, OSError):
                if KINDS[kind](self):
                    self.killed[kind] += 1
            self._revive()

    def _has_done_all(self) -> bool:
        return all(self.killed[kind] for kind in self.kinds or KINDS) or time.monotonic() > self.over

    def _next(self) -> str:
        if not self.coming:
            self.coming = self.draw.sample(list(self.kinds or KINDS), len(self.kinds or KINDS))
        return self.coming.pop()

    def _revive(self) -> None:
        """A part that the supervisor gave up, because it died so often, is asked for again."""
        state = embedded.status(self.settings)
        if state and any(part.stage is Stage.FAILED for part in state.parts):
            embedded.start(self.settings, parts=self.parts)

    def process(self, part: str) -> psutil.Process | None:
        """The first process of a part."""
        state = embedded.status(self.settings)
        found = next((one.process for one in state.parts if one.name == part), None) if state else None
        # Numbers of processes come round again within minutes: nobody else's process is to be killed.
        return psutil.Process(found.pid) if found and found.lives() else None


def whole_part(part: str) -> Callable[[Killer], bool]:
    """Kill the first process of a part; what it leaves behind is the supervisor's business."""

    def kill(killer: Killer) -> bool:
        process = killer.process(part)
        if process is not None:
            process.kill()
        return process is not None

    return kill


def one_below(part: str) -> Callable[[Killer], bool]:
    """Kill one process that a part started, or that one of those started: a worker, a reader, a backend."""

    def kill(killer: Killer) -> bool:
        process = killer.process(part)
        below = process.children(recursive=True) if process else []
        if below:
            killer.draw.choice(below).kill()
        return bool(below)

    return kill


def forgetful_queue(killer: Killer) -> bool:
    """The queue forgets everything, as one without persistence does when it dies."""
    return bool(redis.Redis.from_url(killer.addresses.queue_url, socket_timeout=1).flushall())


KINDS: dict[str, Callable[[Killer], bool]] = {
    "workers": whole_part("workers"),
    "worker or reader": one_below("workers"),
    "clock": whole_part("clock"),
    "portal": whole_part("portal"),
    "queue": whole_part("queue"),
    "queue forgets": forgetful_queue,
    "database": whole_part("database"),
    "database backend": one_below("database"),
}
