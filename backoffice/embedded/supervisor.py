"""The supervisor: one detached process that owns the parts, starts them in turn and restarts who dies.

``python -m backoffice.embedded.supervisor`` reads the settings from its environment and the wanted parts from
``run/wanted.json``. Its stdin is a leash: at end of file it stops, unless SIGUSR1 said that the house stays.
SIGTERM: stop. SIGHUP: read again what is wanted, and try again what was given up.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from signal import Signals

from backoffice.domain.errors import MesaError
from backoffice.embedded.child import Child, shorten
from backoffice.embedded.ears import STOPS, Ears
from backoffice.embedded.parts import Part, parts
from backoffice.embedded.places import Places, clear_sockets, prepare
from backoffice.embedded.ports import choose
from backoffice.embedded.process import Identity, identify
from backoffice.embedded.state import HouseState, Stage, load, save, the_only_supervisor
from backoffice.embedded.whereabouts import addresses
from backoffice.settings import Settings, load_settings

#: Seconds between looks while something is starting, and when all is quiet.
BUSY, QUIET = 0.05, 1.0
#: Seconds between looks at the size of the logs.
LOGS_EVERY = 30.0
#: Seconds that a leftover of a killed supervisor has to end by itself.
LEFTOVER_PATIENCE = 10.0


class Supervisor:
    """The parts that run and the order in which they do. ``tick`` is a clock that only goes forward, in seconds.

    ``rehearsal`` is only told to whoever asks how the house is.
    """

    def __init__(
        self, places: Places, known: Iterable[Part], tick: Callable[[], float], *, rehearsal: bool = False
    ) -> None:
        self.places = places
        self.known = {part.name: part for part in known}
        self.tick = tick
        self.rehearsal = rehearsal
        self.children: list[Child] = []
        self.myself = identify(os.getpid()) or Identity(os.getpid(), 0)
        self.said: HouseState | None = None
        self.logs_seen = 0.0

    def want(self, names: Iterable[str]) -> None:
        """Take over the parts of these names that are not there yet; those given up get a new chance."""
        there = {child.part.name for child in self.children}
        new = [part for name, part in self.known.items() if name in set(names) - there]
        self.children += [Child(part, self.places.log(part.name)) for part in new]
        for child in self.children:
            child.try_again()

    def step(self) -> float:
        """Look at every child once; the seconds until the next look."""
        now = self.tick()
        for child in self.children:
            child.look(now)
        for child in self.children:
            if self._may_start(child, now):
                child.start(now)
                self.say()
        self._mind_the_logs(now)
        self.say()
        busy = any(child.stage in (Stage.WAITING, Stage.STARTING, Stage.RESTARTING) for child in self.children)
        return BUSY if busy else QUIET

    def _may_start(self, child: Child, now: float) -> bool:
        """Its turn has come: what it comes after has been ready once. A restart of that holds nobody up."""
        if child.stage is not Stage.WAITING:
            return child.stage is Stage.RESTARTING and child.due <= now
        return all(other.was_ready for other in self.children if other.part.name in child.part.after)

    def _mind_the_logs(self, now: float) -> None:
        if now - self.logs_seen > LOGS_EVERY:
            self.logs_seen = now
            for child in self.children:
                shorten(child.log)

    def say(self) -> None:
        """Write the state if it changed."""
        state = HouseState(self.myself, tuple(child.state() for child in self.children), self.rehearsal)
        if state != self.said:
            save(self.places, state)
            self.said = state

    def stop(self) -> None:
        """Stop in rounds: in each, at the same time, the parts that no part still running comes after."""
        running = list(self.children)
        while running:
            needed = {name for child in running for name in child.part.after}
            leaving = [child for child in running if child.part.name not in needed]
            for child in leaving:
                child.say_farewell()
            deadline = self.tick() + max(child.part.patience for child in leaving)
            for child in leaving:
                child.wait(max(0.0, deadline - self.tick()))
            self.say()
            running = [child for child in running if child not in leaving]


def bury_leftovers(places: Places, tick: Callable[[], float]) -> None:
    """End the children of a supervisor that was killed: the kernel told them, some take a moment."""
    left = load(places)
    told = [(part.process, Signals[part.farewell]) for part in left.parts if part.process] if left else []
    for one, farewell in told:
        one.signal(farewell)
    deadline = tick() + LEFTOVER_PATIENCE
    while any(one.lives() for one, _ in told) and tick() < deadline:
        time.sleep(0.05)
    for one, _ in told:
        if one.lives():
            one.signal_group(Signals.SIGKILL)


def wanted(places: Places) -> list[str]:
    """The names that were asked for."""
    try:
        names: list[str] = json.loads((places.run / "wanted.json").read_text())
    except (FileNotFoundError, ValueError):
        return []
    return names


def run(settings: Settings, leash: int) -> None:
    """Own the house until told to stop."""
    places = Places(settings.var)
    prepare(places)
    ears = Ears(leash)
    with the_only_supervisor(places) as alone:
        if not alone:
            return
        bury_leftovers(places, time.monotonic)
        ports = choose(places)
        known = parts(settings, addresses(settings), places, ports)
        supervisor = Supervisor(places, known, time.monotonic, rehearsal=settings.demo)
        supervisor.want(wanted(places))
        try:
            _watch(supervisor, ears)
        finally:
            supervisor.stop()
            (places.run / "wanted.json").unlink(missing_ok=True)
            clear_sockets(places)


def _watch(supervisor: Supervisor, ears: Ears) -> None:
    pause = 0.0
    while True:
        heard = ears.listen(pause)
        if heard & STOPS:
            return
        if Signals.SIGHUP in heard:
            supervisor.want(wanted(supervisor.places))
        pause = supervisor.step()


if __name__ == "__main__":
    try:
        run(load_settings(), sys.stdin.fileno())
    except MesaError as refusal:
        sys.exit(str(refusal))
