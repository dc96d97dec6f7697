"""What the supervisor hears: signals, and the leash on which it hangs until it is told to stay."""

import os
import select
import signal
import socket
from signal import Signals

#: What makes it stop.
STOPS = {Signals.SIGTERM, Signals.SIGINT}


class Ears:
    """Signals and the leash, heard at one place and one at a time."""

    def __init__(self, leash: int) -> None:
        self.leash: int | None = leash
        self.inner, outer = socket.socketpair()
        self.inner.setblocking(False)
        outer.setblocking(False)
        self._outer = outer
        signal.set_wakeup_fd(outer.fileno(), warn_on_full_buffer=False)
        for one in (*STOPS, Signals.SIGHUP, Signals.SIGUSR1, Signals.SIGCHLD):
            signal.signal(one, lambda *_: None)

    def listen(self, seconds: float) -> set[Signals]:
        """Wait for a while at most; a leash that was let go counts as SIGTERM."""
        bell = self.inner.fileno()
        watched = [bell] if self.leash is None else [bell, self.leash]
        ready, _, _ = select.select(watched, [], [], seconds)
        heard = self._rung()  # even if select saw only the leash: a signal sent before it was let go is there by now
        if Signals.SIGUSR1 in heard:
            self.leash = None
        if self.leash is not None and self.leash in ready and not os.read(self.leash, 1):
            heard.add(Signals.SIGTERM)
        return heard

    def _rung(self) -> set[Signals]:
        try:
            return {Signals(number) for number in self.inner.recv(4096)}
        except BlockingIOError:
            return set()
