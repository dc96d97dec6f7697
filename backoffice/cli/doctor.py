"""``mesa doctor``: every part, how it is, and what to do."""

import json

import click

from backoffice.casework.checkup import Found, checkup
from backoffice.casework.checkup.found import BAD
from backoffice.cli.opening import opened

SIGNS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "bad": ("✕", "red")}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def command(as_json: bool) -> int:
    """Revisa cada parte de la mesa y dice qué hacer. No cambia nada ni envía cartas.

    Termina con 0 si nada está mal y con 1 si algo debe arreglarse; lo que lleva «!» funciona, pero pide atención.
    """
    found: list[tuple[str, Found]] = []
    with opened() as house:
        for name, label, one in checkup(house):
            found.append((name, one))
            if not as_json:
                show(label, one)
    if as_json:
        rows = [{"part": name, "state": one.state, "said": one.said, "remedy": one.remedy} for name, one in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    return 1 if any(one.state == BAD for _, one in found) else 0


def show(label: str, one: Found) -> None:
    """A line for the part, and one for what to do."""
    sign, colour = SIGNS[one.state]
    click.echo(f"{click.style(sign, fg=colour, bold=True)} {label:<26} {one.said}")
    if one.remedy:
        click.echo(f"  {'':<26} → {one.remedy}")
