"""The house from outside: start it, see how it is, stop it. Any process of the same account may.

A house that was just started hangs on the process that started it, until that process calls ``keep``.
"""

import fcntl
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from signal import Signals

from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded.child import put_aside
from backoffice.embedded.parts import EVERYTHING, brought_along, check_names
from backoffice.embedded.places import Places, prepare, refuse_a_stranger
from backoffice.embedded.process import Identity
from backoffice.embedded.state import HouseState, load, supervisor
from backoffice.embedded.supervisor import bury_leftovers, wanted
from backoffice.embedded.waiting import GLANCE, Progress, Waiting, last_line
from backoffice.embedded.whereabouts import addresses
from backoffice.settings import ROOT, Addresses, Settings, settings_environment

#: How often a house that goes away while one waits for it is begun again.
TRIES = 5
#: Seconds that an orderly stop may take before the supervisor is killed.
STOP_WITHIN = 60.0


def _silent(_: str) -> None:
    """Nobody wants to know."""


@dataclass
class Started:
    """A house whose wanted parts are all ready."""

    settings: Settings
    addresses: Addresses
    supervisor: Identity
    #: What holds the house while it hangs on this process; ``None`` where another process started it.
    leash: int | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def fresh(self) -> bool:
        """Whether this call started it; otherwise it was alive before."""
        return self.process is not None

    def keep(self) -> None:
        """Let it live on when this process ends."""
        self.supervisor.signal(Signals.SIGUSR1)
        self._let_go()

    def stop(self) -> None:
        """Stop it if this call started it; a house that was alive before stays."""
        self._let_go()
        if self.process is not None:
            stop(self.settings)
            self.process.wait()

    def lives(self) -> bool:
        """Whether its supervisor is still there."""
        return self.supervisor.lives()

    def _let_go(self) -> None:
        if self.leash is not None:
            os.close(self.leash)
            self.leash = None


def start(settings: Settings, *, parts: tuple[str, ...] = EVERYTHING, progress: Progress = _silent) -> Started:
    """Start what is not running and return when all wanted parts answer; *progress* gets a line for each.

    Raises ``ServiceUnavailable``: a part that does not start (with its log), no space, another account's folder.
    Whatever interrupts it, what it started is stopped.
    """
    check_names(parts)
    places = Places(settings.var)
    prepare(places)
    for _ in range(TRIES):
        found = supervisor(places)
        started = _begin(settings, places, parts, progress) if found is None else None
        if found is not None and _joined(settings, places, found, parts, progress):
            started = Started(settings, addresses(settings), found)
        if started is not None:
            return started
    raise ServiceUnavailable(f"Otra orden detiene la mesa una y otra vez. Espera un momento; detalle en {places.logs}.")


def _begin(settings: Settings, places: Places, parts: tuple[str, ...], progress: Progress) -> Started | None:
    """A supervisor of our own, all ready; ``None`` where somebody else was quicker or it was stopped meanwhile."""
    _want(places, parts)
    hand, leash = os.pipe()
    process = None
    try:
        process = _spawn(settings, places, hand)
        os.close(hand)
        one = _introduced(places, process)
        wait = Waiting(places, one, brought_along(settings, parts), progress)
        if one.pid == process.pid and wait.until_ready():
            return Started(settings, addresses(settings), one, leash, process)
    except BaseException:
        _give_back(leash, process)
        raise
    _give_back(leash, process)
    return None


def _give_back(leash: int, process: subprocess.Popen[bytes] | None) -> None:
    """Let go of the leash, and wait while what hung on it stops in order."""
    os.close(leash)
    if process is not None:
        process.wait(STOP_WITHIN)


def _joined(settings: Settings, places: Places, found: Identity, parts: tuple[str, ...], progress: Progress) -> bool:
    """Ask the supervisor that is there for the wanted parts, and wait for them."""
    _want(places, parts)
    wait = Waiting(places, found, brought_along(settings, parts), progress)
    found.signal(Signals.SIGHUP)
    return wait.until_ready()


def _want(places: Places, parts: tuple[str, ...]) -> None:
    """Add to what is asked for; the supervisor forgets it when it stops."""
    with (places.run / "wanted.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        names = json.dumps(sorted({*wanted(places), *parts}))
        unfinished = places.run / "wanted.unfinished"
        unfinished.write_text(names)
        unfinished.replace(places.run / "wanted.json")


def _spawn(settings: Settings, places: Places, hand: int) -> subprocess.Popen[bytes]:
    log = places.log("supervisor")
    put_aside(log)
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "backoffice.embedded.supervisor"],
            stdin=hand,
            stdout=out,
            stderr=out,
            env=settings_environment(settings),
            cwd=ROOT,
            start_new_session=True,
        )


def _introduced(places: Places, process: subprocess.Popen[bytes]) -> Identity:
    """Wait until some supervisor holds the lock: ours, or that of somebody who was quicker."""
    while True:
        found = supervisor(places)
        if found is not None:
            return found
        if process.poll() is not None:
            raise ServiceUnavailable(f"La mesa no arrancó: {last_line(places.log('supervisor'))}")
        time.sleep(GLANCE)


def status(settings: Settings) -> HouseState | None:
    """How the house is; ``None`` where none runs."""
    places = Places(settings.var)
    refuse_a_stranger(places.var)
    one, state = supervisor(places), load(places)
    return state if one is not None and state is not None and state.supervisor == one else None


def stop(settings: Settings) -> bool:
    """Stop the house in order; ``False`` where none ran. Twice does no harm.

    A supervisor that does not stop in time is killed, and its parts with it.
    """
    places = Places(settings.var)
    refuse_a_stranger(places.var)
    one = supervisor(places)
    if one is not None:
        one.signal(Signals.SIGTERM)
        if not _ended(one):
            one.signal(Signals.SIGKILL)
            _ended(one)
    if places.run.is_dir():
        bury_leftovers(places, time.monotonic)
    return one is not None


def _ended(one: Identity) -> bool:
    deadline = time.monotonic() + STOP_WITHIN
    while one.lives() and time.monotonic() < deadline:
        time.sleep(GLANCE)
    return not one.lives()
