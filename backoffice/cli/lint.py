"""``mesa lint``: the habits of the house, checked by the programs that know them."""

import subprocess
import sys
from pathlib import Path

import click

from backoffice.settings import ROOT

#: Each check's words, after the environment's own folder of programs.
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


@click.command("lint")
def command() -> int:
    """Revisa estilo, tipos y pisos de la casa. Termina con 0 si todo está bien."""
    programs = Path(sys.executable).parent
    statuses = []
    for words in CHECKS:
        click.echo(f"$ {' '.join(words)}", err=True)
        statuses.append(subprocess.run([str(programs / words[0]), *words[1:]], cwd=ROOT, check=False).returncode)
    return 1 if any(statuses) else 0
