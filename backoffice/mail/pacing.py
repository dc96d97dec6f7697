"""So many letters a second at most, all worker processes together. A queue that is away holds no letter back."""

import time
from collections.abc import Callable
from typing import Any

import redis
import structlog
from dramatiq.rate_limits import WindowRateLimiter
from dramatiq.rate_limits.backends import RedisBackend

KEY = "mesa-letters"
#: Seconds between two tries, and after which a letter goes out all the same: nobody waits for ever.
PAUSE, PATIENCE = 0.02, 60.0
log = structlog.get_logger()


class Pace:
    """At most ``a_second`` calls in a second, counted in the queue's server. ``tick`` only goes forward, in seconds."""

    def __init__(self, queue_url: str, a_second: int, tick: Callable[[], float] = time.monotonic) -> None:
        client = redis.Redis.from_url(queue_url, socket_connect_timeout=2, socket_timeout=2)
        self._limit: Any = WindowRateLimiter(RedisBackend(client=client), KEY, limit=a_second, window=1)  # type: ignore[no-untyped-call]
        self._tick = tick

    def wait(self) -> None:
        """Until it is this call's turn."""
        until = self._tick() + PATIENCE
        while self._tick() < until:
            try:
                with self._limit.acquire(raise_on_failure=False) as mine:
                    if mine:
                        return
            except redis.RedisError:
                log.warning("letters_are_not_paced")
                return
            time.sleep(PAUSE)
