"""``mesa test``: the whole suite, with what it needs from the machine put in place first."""

import os
import shutil
import subprocess
import sys

import click

from backoffice.domain.errors import ServiceUnavailable
from backoffice.settings import ROOT, inherited_environment
from backoffice.workbooks.contents import streamed

#: Debian's and Ubuntu's names for the browser.
BROWSERS = ("chromium", "chromium-browser")
#: LibreOffice's command; only the few tests marked ``libreoffice`` need it.
OFFICES = ("soffice", "libreoffice")
#: Poppler's check of signatures in PDFs.
READERS = ("pdfsig",)
#: Debian's names for libarchive, which opens what is no .zip; the newer system's stands last.
ARCHIVES = ("libarchive13", "libarchive13t64")
INSTALL = "apt-get install -y --no-install-recommends"
#: Processes with a database, a queue and a mailbox each; one more than cores, since tests wait for what they started.
AT_A_TIME = "3"


@click.command("test", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Corre todas las pruebas; lo que se agregue va a pytest tal cual."""
    provide_browser()
    provide_archives()
    here = {"libreoffice": provide_office(), "poppler": provide_poppler()}
    left_out = [f"not {mark}" for mark, there in here.items() if not there]
    chosen = ("-m", " and ".join(left_out)) if left_out else ()
    processes = () if _chooses_processes(arguments) else ("-n", AT_A_TIME)
    words = [sys.executable, "-m", "pytest", *processes, *chosen, *arguments]
    return subprocess.run(words, cwd=ROOT, check=False).returncode


def _chooses_processes(arguments: tuple[str, ...]) -> bool:
    return any(one.startswith(("-n", "--numprocesses", "--pdb")) for one in arguments)


def provide_browser() -> None:
    """Install Debian's chromium where this account may without a question; else say the one command.

    Raises ``ServiceUnavailable`` in CI, where a missing part is a failure.
    """
    if _there(BROWSERS) or _provided("chromium"):
        return
    needed = (
        f"Falta chromium para las pruebas de navegador. Instálalo con «sudo {INSTALL} chromium» y da de nuevo la orden."
    )
    if _in_ci():
        raise ServiceUnavailable(needed)
    click.echo(f"{needed} Mientras tanto, esas pruebas fallan.", err=True)


def provide_office() -> bool:
    """Whether the tests with LibreOffice can run. It is large: only CI installs it, and there it may not be missing."""
    if _there(OFFICES):
        return True
    how = f"«sudo {INSTALL} libreoffice-calc»"
    if not _in_ci():
        click.echo(
            f"Sin LibreOffice quedan fuera las pruebas que guardan libros con él. Para incluirlas: {how}.", err=True
        )
        return False
    if not _provided("libreoffice-calc"):
        raise ServiceUnavailable(
            f"Falta LibreOffice para las pruebas marcadas. Instálalo con {how} y da de nuevo la orden."
        )
    return True


def provide_poppler() -> bool:
    """Whether a PDF reader that is not ours is there for the tests of sealed documents.

    Raises ``ServiceUnavailable`` in CI, where they may not be left out.
    """
    if _there(READERS) or _provided("poppler-utils"):
        return True
    how = f"«sudo {INSTALL} poppler-utils»"
    if _in_ci():
        raise ServiceUnavailable(f"Falta poppler para las pruebas. Instálalo con {how} y da de nuevo la orden.")
    click.echo(f"Sin poppler quedan fuera las pruebas que miran documentos con él. Para incluirlas: {how}.", err=True)
    return False


def provide_archives() -> None:
    """Install the system's libarchive where this account may without a question; else say the one command.

    Raises ``ServiceUnavailable`` in CI, where its tests may not be left out.
    """
    if streamed.library() is not None or any(_provided(package) for package in ARCHIVES):
        return
    how = f"«sudo {INSTALL} {ARCHIVES[0]}»"
    if _in_ci():
        raise ServiceUnavailable(f"Falta libarchive para las pruebas. Instálalo con {how} y da de nuevo la orden.")
    click.echo(f"Sin libarchive quedan fuera las pruebas que abren .7z, .rar y .tar. Para incluirlas: {how}.", err=True)


def _there(names: tuple[str, ...]) -> bool:
    return any(shutil.which(name) for name in names)


def _in_ci() -> bool:
    return bool(inherited_environment().get("CI"))


def _provided(package: str) -> bool:
    """Whether *package* could be installed without asking anybody."""
    for prefix in _ways_to_be_root():
        click.echo(f"Instalo {package} de la distribución para las pruebas…", err=True)
        if _installed(prefix, package):
            return True
    return False


def _ways_to_be_root() -> list[list[str]]:
    if os.geteuid() == 0:
        return [[]]
    quiet = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*quiet, "true"], capture_output=True, check=False).returncode == 0:
        return [quiet]
    return []


def _installed(prefix: list[str], package: str) -> bool:
    for words in (["apt-get", "update", "-q"], [*INSTALL.split(), package]):
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", *words]
        if subprocess.run([*prefix, *quiet], stdout=sys.stderr, check=False).returncode != 0:
            return False
    return True
