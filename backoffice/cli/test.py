"""``mesa test``: the whole suite, with what it needs from the machine put in place first."""

import os
import shutil
import subprocess
import sys

import click

from backoffice.domain.errors import ServiceUnavailable
from backoffice.settings import ROOT, inherited_environment

#: Debian's and Ubuntu's names for the browser.
BROWSERS = ("chromium", "chromium-browser")
INSTALL = "apt-get install -y --no-install-recommends chromium"


@click.command("test", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Corre todas las pruebas; lo que se agregue va a pytest tal cual."""
    provide_browser()
    # Two at a time: each test process has a database, a queue and a mailbox of its own.
    words = [sys.executable, "-m", "pytest", *(() if _chooses_processes(arguments) else ("-n", "2")), *arguments]
    return subprocess.run(words, cwd=ROOT, check=False).returncode


def _chooses_processes(arguments: tuple[str, ...]) -> bool:
    return any(one.startswith(("-n", "--numprocesses", "--pdb")) for one in arguments)


def provide_browser() -> None:
    """Install Debian's chromium where this account may without a question; else say the one command.

    Raises ``ServiceUnavailable`` in CI, where a missing part is a failure.
    """
    if any(shutil.which(name) for name in BROWSERS):
        return
    for prefix in _ways_to_be_root():
        click.echo("Instalo chromium de la distribución para las pruebas de navegador…", err=True)
        if _installed(prefix):
            return
    needed = f"Falta chromium para las pruebas de navegador. Instálalo con «sudo {INSTALL}» y da de nuevo la orden."
    if inherited_environment().get("CI"):
        raise ServiceUnavailable(needed)
    click.echo(f"{needed} Mientras tanto, esas pruebas fallan.", err=True)


def _ways_to_be_root() -> list[list[str]]:
    if os.geteuid() == 0:
        return [[]]
    quiet = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*quiet, "true"], capture_output=True, check=False).returncode == 0:
        return [quiet]
    return []


def _installed(prefix: list[str]) -> bool:
    for words in (["apt-get", "update", "-q"], INSTALL.split()):
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", *words]
        if subprocess.run([*prefix, *quiet], stdout=sys.stderr, check=False).returncode != 0:
            return False
    return True
