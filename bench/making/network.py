"""Hosts that are network namespaces on one bridge, and the servers that they share. Needs root; leaves nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copytree, which
from signal import SIGKILL, SIGTERM

from obstore.store import from_url

from backoffice.bootstrap import open_house, rehearsal_trust
from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded import postgres, valkey
from backoffice.records import migrate
from backoffice.records.blobs import TRIES, Blobs
from backoffice.rehearsal.efirma import authority
from backoffice.settings import ROOT, Addresses, Settings, child_environment
from tests.bucket import Bucket

#: The bridge's address is that of all servers; hosts are numbered from it. Two runs at once are two networks.
NET = f"10.213.{os.getpid() % 250 + 1}"
SERVERS = f"{NET}.1"
PORTS = {"database": 5432, "queue": 6379, "store": 9000, "mail": 2525, "portal": 8080}
START_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Network:
    """The bridge, and the servers behind it as the driver and as the hosts reach them."""

    bridge: str
    house: House
    environment: dict[str, str]
    folder: Path

    @contextmanager
    def host(self, number: int) -> Iterator["Host"]:
        """A machine of its own: the address of that number, from 10 on. All that it runs is killed at the end."""
        name, wire = f"{self.bridge}-{number}", f"{self.bridge}v{number}"
        try:
            ip("netns", "add", name)
            ip("link", "add", wire, "master", self.bridge, "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("link", "set", wire, "up")
            for words in (["link", "set", "lo", "up"], ["addr", "add", f"{NET}.{10 + number}/24", "dev", "eth0"]):
                ip("-n", name, *words)
            ip("-n", name, "link", "set", "eth0", "up")
            keys = Path(self.house.settings.var, "keys")
            copytree(keys, self.folder / name / keys.name)  # the desk's, not the machine's
            host = Host(self, number, name, wire, [])
            try:
                yield host
            finally:
                host.stop()
        finally:
            ip("netns", "del", name)


@dataclass(frozen=True, slots=True)
class Host:
    """One machine, its wire, and the processes that it runs."""

    network: Network
    number: int
    name: str
    wire: str
    processes: list[subprocess.Popen[bytes]]

    @property
    def log(self) -> Path:
        """What all of them said."""
        return self.network.folder / f"{self.name}.log"

    def run(self, *module: str) -> subprocess.Popen[bytes]:
        """``python -m …`` on this machine, in a group of its own."""
        environment = {**self.network.environment, "MESA_VAR": str(self.network.folder / self.name)}
        words = ["ip", "netns", "exec", self.name, sys.executable, "-m", *module]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                words, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def workers(self) -> None:
        """One worker process of four threads."""
        self.run("dramatiq", "workers.actors", "--processes", "1", "--threads", "4")

    def clock(self) -> None:
        """A clock, or the spare of another host's."""
        self.run("workers.clock")

    def portal(self) -> str:
        """A portal; its address."""
        address = f"{NET}.{10 + self.number}"
        self.run("backoffice.portal", address, str(PORTS["portal"]))
        return f"http://{address}:{PORTS['portal']}"

    def cut(self) -> None:
        """Pull the wire out."""
        ip("link", "set", self.wire, "down")

    def rejoin(self) -> None:
        """Put it in again."""
        ip("link", "set", self.wire, "up")

    def stop(self) -> None:
        """kill -9 of everything that runs here."""
        for process in self.processes:
            try:
                os.killpg(process.pid, SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        self.processes.clear()


def missing() -> str | None:
    """Why there can be no hosts here, in a sentence; ``None`` where there can."""
    if which("ip") is None:
        return "Falta la orden «ip» (paquete iproute2)."
    probe = f"mesa-probe-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", probe], capture_output=True, check=False).returncode:
        return "Crear espacios de red («ip netns») requiere root con CAP_NET_ADMIN."
    ip("netns", "del", probe)
    return None


def ip(*words: str) -> None:
    """The command; raises where it refuses."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextmanager
def network(folder: Path, **settings: object) -> Iterator[Network]:
    """The bridge and the servers on it: PostgreSQL, Valkey, a mail server that counts, and a store."""
    bridge = f"mesa{os.getpid() % 10_000}"
    with ExitStack() as stack:
        ip("link", "add", bridge, "type", "bridge")
        stack.callback(ip, "link", "del", bridge)
        ip("addr", "add", f"{SERVERS}/24", "dev", bridge)
        ip("link", "set", bridge, "up")
        database = stack.enter_context(_database(folder))
        queue = stack.enter_context(_queue(folder))
        blobs, bucket = stack.enter_context(_store(folder))
        mail = [sys.executable, "-m", "bench.letters", str(PORTS["mail"]), str(folder / "book"), SERVERS]
        stack.enter_context(_server(mail, lambda: True, folder / "mail.log"))
        portal = f"http://{NET}.10:{PORTS['portal']}"  # where letters lead to, as they would to the proxy before all
        mail_url = f"smtp://{SERVERS}:{PORTS['mail']}"
        addresses = Addresses(database, queue, mail_url, bucket.url, portal_url=portal)
        house = open_house(_settings(folder / "driver", **settings), addresses)
        stack.callback(house.close)
        house.document_seal()
        house.seal(False)
        environment = {**child_environment(house.settings, addresses), **bucket.environment}
        yield Network(bridge, replace(house, blobs=blobs), environment, folder)


def _settings(var: Path, **more: object) -> Settings:
    """Of all machines: they trust the rehearsal's authority. The desk's keys are in *var*; each machine has a copy."""
    trust = rehearsal_trust(Settings(var=var))
    authority(trust.parent)
    return Settings(var=var, trust_dir=trust, **more)  # type: ignore[arg-type]


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    sockets = folder / "pg"
    sockets.mkdir(mode=0o700)
    installation = postgres.install(postgres.Cluster(folder / "data", sockets))
    postgres.initialise(installation)
    postgres.sockets_for(installation)
    data = installation.cluster.data
    with (data / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {NET}.0/24 trust\n")
    words = [*postgres.command(installation), "-c", f"listen_addresses={SERVERS}", "-c", f"port={PORTS['database']}"]
    with _server(words, lambda: postgres.answers(installation.cluster), folder / "postgres.log"):
        address = f"postgresql+psycopg://{postgres.NAME}@{SERVERS}:{PORTS['database']}/{postgres.NAME}"
        migrate(address)
        yield address


@contextmanager
def _queue(folder: Path) -> Iterator[str]:
    data = folder / "valkey"
    data.mkdir(mode=0o700)
    more = ["--port", str(PORTS["queue"]), "--bind", SERVERS, "--protected-mode", "no"]
    address = f"redis://{SERVERS}:{PORTS['queue']}/0"
    with _server([*valkey.command(data, data), *more], lambda: valkey.answers(address), folder / "valkey.log"):
        yield address


@contextmanager
def _store(folder: Path) -> Iterator[tuple[Blobs, Bucket]]:
    """The driver's own door to it, and the bucket by which hosts enter."""
    bucket = Bucket(SERVERS, PORTS["store"])
    with _server(bucket.command, bucket.answers, folder / "store.log"):
        bucket.make()
        config = {name: value for name, value in bucket.environment.items() if name != "AWS_ALLOW_HTTP"}
        door = from_url(bucket.url, config=config, client_options={"allow_http": True}, retry_config=TRIES)
        yield Blobs(door), bucket


@contextmanager
def _server(words: list[str], answers: Callable[[], bool], log: Path) -> Iterator[None]:
    with log.open("ab") as out, subprocess.Popen(words, stdout=out, stderr=out, cwd=ROOT) as process:
        try:
            until = time.monotonic() + START_WITHIN
            while not answers():
                if process.poll() is not None or time.monotonic() > until:
                    raise ServiceUnavailable(f"Un servidor compartido no arrancó; detalle en {log}.")
                time.sleep(0.05)
            yield
        finally:
            process.send_signal(SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
