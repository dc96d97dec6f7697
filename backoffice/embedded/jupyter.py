"""JupyterLab for the analysts: on loopback, with a token, asking nothing of the outside, with our notebooks laid in."""

import json
import secrets
import shutil
import sys
from pathlib import Path
from signal import Signals
from urllib.request import Request, urlopen

from backoffice.embedded.leash import leashed
from backoffice.embedded.places import Places
from backoffice.embedded.ports import LOOPBACK
from backoffice.settings import ROOT

#: No news, no extension manager: both ask the outside.
DISABLED = ("@jupyterlab/apputils-extension:announcements", "@jupyterlab/extensionmanager-extension")


def url(places: Places, port: int) -> str | None:
    """The address to open, with the token; ``None`` before the first start."""
    token = _token_file(places)
    return f"http://{LOOPBACK}:{port}/lab?token={token.read_text()}" if token.exists() else None


def prepare(places: Places, port: int) -> None:
    """Write the configuration and lay the notebooks: ours are renewed, the analyst's own files stay."""
    for folder in (places.jupyter, places.jupyter_settings, places.jupyter_settings / "labconfig"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    token = _token_file(places)
    if not token.exists():
        _write_private(token, secrets.token_hex(24))
    _write_private(
        places.jupyter_settings / "jupyter_server_config.json",
        json.dumps(_configuration(places, port, token.read_text())),
    )
    page = {"disabledExtensions": dict.fromkeys(DISABLED, True)}
    (places.jupyter_settings / "labconfig" / "page_config.json").write_text(json.dumps(page))
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        shutil.copyfile(notebook, places.jupyter / notebook.name)


def _configuration(places: Places, port: int, token: str) -> dict[str, object]:
    return {
        "ServerApp": {
            "ip": LOOPBACK,
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "allow_root": True,
            "root_dir": str(places.jupyter),
            "terminals_enabled": False,
            "quit_button": False,
        },
        "IdentityProvider": {"token": token},
        "LabApp": {
            "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
            "news_url": None,
            "extension_manager": "readonly",
        },
    }


def command() -> list[str]:
    """The server's words; where everything is stands in its environment."""
    return leashed([sys.executable, "-m", "jupyterlab"], Signals.SIGTERM)


def environment(places: Places) -> dict[str, str]:
    """Keeps the account's own Jupyter settings out, and ours out of its home."""
    place = places.jupyter_settings
    return {
        "JUPYTER_CONFIG_DIR": str(place),
        "JUPYTER_DATA_DIR": str(place / "data"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(place / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(place / "workspaces"),
        "JUPYTER_NO_CONFIG": "",
        "IPYTHONDIR": str(place / "ipython"),
    }


def answers(places: Places, port: int) -> bool:
    """Whether the server takes our token."""
    request = Request(
        f"http://{LOOPBACK}:{port}/api/status",
        headers={"Authorization": f"token {_token_file(places).read_text()}"},
    )
    try:
        with urlopen(request, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except OSError:
        return False


def _token_file(places: Places) -> Path:
    return places.jupyter_settings / "token"


def _write_private(path: Path, content: str) -> None:
    path.touch(mode=0o600)
    path.write_text(content)
