"""The parts of a house as a table: how each is prepared, started, asked and told to stop. One line adds one."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from signal import Signals

from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded import jupyter, postgres, valkey
from backoffice.embedded.asking import Said, page_answers
from backoffice.embedded.leash import leashed
from backoffice.embedded.places import Places
from backoffice.embedded.ports import LOOPBACK
from backoffice.records.rights import PORTAL, WORKERS
from backoffice.settings import ROOT, Addresses, Settings, child_environment

#: name → what people call it, in the order of starting.
LABELS = {
    "database": "Base de datos",
    "queue": "Cola de mensajes",
    "mailbox": "Buzón de correo",
    "jupyter": "JupyterLab",
    "tables": "Tablas al día",
    "workers": "Trabajadores",
    "portal": "Portal",
    "clock": "Reloj de plazos",
}
EVERYTHING = tuple(LABELS)


#: Milliseconds that a stopping worker leaves to what it is doing; the outbox gives the rest to another.
WORK_MAY_END_WITHIN = 15_000


def _nothing() -> None:
    """Most parts need no preparation."""


def _at_once() -> bool:
    """A part that has no way to be asked is ready when it has lived for a moment."""
    return True


@dataclass(frozen=True)
class Part:
    """One child of the supervisor.

    It starts when the parts it comes ``after`` have been ready once, and stops before them; a part that runs elsewhere
    holds nobody up. ``once``: it does its work and ends. ``patience``: seconds between ``farewell`` and SIGKILL.
    ``breath``: seconds it must live to count as ready.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(repr=False)
    after: tuple[str, ...] = ()
    address: str = ""
    folder: Path = ROOT
    prepare: Callable[[], None] = _nothing
    answers: Callable[[], bool] = _at_once
    farewell: Signals = Signals.SIGTERM
    patience: float = 10.0
    breath: float = 0.0
    once: bool = False

    @property
    def label(self) -> str:
        """What people call it."""
        return LABELS[self.name]


def parts(settings: Settings, addresses: Addresses, places: Places, ports: dict[str, int]) -> list[Part]:
    """All parts that these settings ask of this machine: none for which they give an address."""
    ours = brought_along(settings, EVERYTHING)

    def entering(login: str) -> dict[str, str]:
        """What a part reads its settings from; it enters our own database by that login."""
        own = postgres.Cluster(places.postgres, places.sockets).url(login=login)
        return child_environment(settings, replace(addresses, database_url=own) if "database" in ours else addresses)

    environment, workers = entering(postgres.NAME), entering(WORKERS)
    chosen = [_jupyter(places, ports["jupyter"], entering(settings.desk_login or postgres.NAME))]
    chosen += [_tables(environment), _workers(places, workers), _clock(workers)]
    chosen.append(_portal(ports["portal"], entering(PORTAL)))
    if "mailbox" in ours:
        chosen.append(_mailbox(places, ports, environment))
    if "queue" in ours:
        chosen.append(_queue(places, environment))
    if "database" in ours:
        chosen.append(_database(places, environment))
    return sorted(chosen, key=lambda part: EVERYTHING.index(part.name))


def _database(places: Places, environment: dict[str, str]) -> Part:
    installation = postgres.install(postgres.Cluster(places.postgres, places.sockets))

    def prepare() -> None:
        postgres.initialise(installation)
        postgres.sockets_for(installation)

    return Part(
        "database",
        command=postgres.command(installation),
        environment=environment,
        address=str(places.sockets),
        prepare=prepare,
        answers=lambda: postgres.answers(installation.cluster),
        farewell=Signals.SIGINT,
        patience=30.0,
    )


def _queue(places: Places, environment: dict[str, str]) -> Part:
    return Part(
        "queue",
        command=valkey.command(places.valkey, places.sockets),
        environment=environment,
        address=str(places.sockets / valkey.SOCKET),
        answers=lambda: valkey.answers(valkey.url(places.sockets)),
    )


def _mailbox(places: Places, ports: dict[str, int], environment: dict[str, str]) -> Part:
    words = [str(places.mailbox), str(ports["smtp"]), str(ports["mailbox"])]
    page = f"http://{LOOPBACK}:{ports['mailbox']}"
    return Part(
        "mailbox",
        command=leashed([sys.executable, "-m", "backoffice.embedded.mailbox", *words], Signals.SIGTERM),
        environment=environment,
        address=page,
        answers=lambda: page_answers(f"{page}/style.css"),
    )


def _jupyter(places: Places, port: int, environment: dict[str, str]) -> Part:
    return Part(
        "jupyter",
        command=jupyter.command(),
        environment={**environment, **jupyter.environment(places)},
        address=f"http://{LOOPBACK}:{port}",
        prepare=lambda: jupyter.prepare(places, port),
        answers=lambda: jupyter.answers(places, port),
    )


def _workers(places: Places, environment: dict[str, str]) -> Part:
    words = [sys.executable, "-m", "dramatiq", "workers.actors", "--processes", "2", "--threads", "4"]
    words += ["--worker-shutdown-timeout", str(WORK_MAY_END_WITHIN)]
    booted = Said(places.log("workers"), "is booting up")
    return Part(
        "workers",
        command=leashed(words, Signals.SIGTERM),
        environment=environment,
        after=("tables", "queue", "mailbox"),
        prepare=booted.listen_from_now,
        answers=booted,
        patience=30.0,
    )


def _portal(port: int, environment: dict[str, str]) -> Part:
    page = f"http://{LOOPBACK}:{port}"
    return Part(
        "portal",
        command=leashed([sys.executable, "-m", "backoffice.portal", LOOPBACK, str(port)], Signals.SIGTERM),
        environment=environment,
        after=("tables",),
        address=page,
        answers=lambda: page_answers(f"{page}/static/portal.css"),
    )


def _tables(environment: dict[str, str]) -> Part:
    words = [sys.executable, "-m", "backoffice.embedded.tables"]
    return Part("tables", leashed(words, Signals.SIGTERM), environment, once=True)


def _clock(environment: dict[str, str]) -> Part:
    words = [sys.executable, "-m", "workers.clock"]
    return Part("clock", leashed(words, Signals.SIGTERM), environment, after=("tables", "queue"), breath=0.5)


def brought_along(settings: Settings, wanted: tuple[str, ...]) -> frozenset[str]:
    """Which of the wanted parts these settings leave to us."""
    elsewhere = {"database": settings.database_url, "queue": settings.queue_url, "mailbox": settings.smtp_url}
    return frozenset(name for name in wanted if elsewhere.get(name) is None)


def check_names(wanted: tuple[str, ...]) -> None:
    """Refuse a part that does not exist."""
    unknown = sorted(set(wanted) - set(EVERYTHING))
    if unknown:
        raise ServiceUnavailable(f"No existe la parte {', '.join(unknown)}. Las partes son: {', '.join(EVERYTHING)}.")
