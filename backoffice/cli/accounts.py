"""``mesa accounts``: who may enter the portal."""

import json
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from backoffice.casework import accounts
from backoffice.casework.accounts import Listed, Standing
from backoffice.casework.house import House
from backoffice.cli.accounts_file import Line, read
from backoffice.cli.opening import opened
from backoffice.domain.applicant import Applicant, applicant
from backoffice.domain.calendar import spoken
from backoffice.domain.errors import BadInput
from backoffice.domain.explained.spanish import counted
from backoffice.domain.typography import fold

STANDINGS = {
    Standing.ACTIVE: "activa desde el",
    Standing.INVITED: "invitada hasta el",
    Standing.LAPSED: "invitación vencida el",
}
#: Troubles of a table that are told one by one; beyond, they are counted.
MOST_TOLD = 50


@click.group("accounts")
def command() -> None:
    """Da de alta las cuentas del portal."""


@command.command("add")
@click.option("--nrp", required=True, help="Registro patronal, 11 caracteres.")
@click.option("--rfc", required=True, help="RFC de la empresa.")
@click.option("--name", required=True, help="Nombre de la empresa.")
@click.option("--email", required=True, help="Correo de la persona, al que llega la invitación.")
@click.option("--again", is_flag=True, help="Invita de nuevo a una cuenta que ya existe.")
def add(nrp: str, rfc: str, name: str, email: str, again: bool) -> None:
    """Registra la empresa y su cuenta, y envía la invitación para crear la contraseña."""
    who = applicant(nrp=nrp, rfc=rfc, name=name, email=email)
    with opened() as house:
        added = accounts.add(house, who, "command", again=again)
    if added.invited:
        click.echo(f"La invitación va en camino a {added.account.email}. El enlace sirve siete días.")
    else:
        click.echo(f"La cuenta de {added.account.email} ya existía: no se hizo nada. Con --again se invita de nuevo.")


@command.command("import")
@click.argument("table", metavar="CSV", type=click.Path(path_type=Path))
@click.option("--skip-bad", is_flag=True, help="Da de alta las líneas correctas aunque otras no lo sean.")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def import_table(table: Path, skip_bad: bool, as_json: bool) -> int:
    """Da de alta las cuentas de una tabla con las columnas nrp, rfc, name y email, e invita a las nuevas.

    Primero se revisa toda la tabla: si alguna línea está mal no se hace nada, porque media tabla es más difícil de
    corregir que ninguna; con --skip-bad se dan de alta las demás. Repetir la orden no invita dos veces. Termina con 0
    si todas quedaron de alta, con 1 si se saltó alguna y con 2 si no se hizo nada.
    """
    lines = read(table)
    with opened() as house:
        lines = told_apart(house, lines)
        bad = [line for line in lines if line.company is None]
        tell(bad)
        stopped = bool(bad) and not skip_bad
        good = [] if stopped else [line.company for line in lines if line.company]
        invited = sum(added(house, good))
    if as_json:
        click.echo(json.dumps(outcome(invited, len(good) - invited, bad), ensure_ascii=False, indent=1))
    if stopped:
        raise BadInput(f"No se dio de alta a nadie: corrige {counted(len(bad), 'línea', 'líneas')} o usa --skip-bad.")
    if not as_json:
        fresh = counted(invited, "cuenta nueva, invitada", "cuentas nuevas, invitadas")
        click.echo(f"{fresh}; {len(good) - invited:,} ya existían.")
    return 1 if bad else 0


def outcome(invited: int, known: int, bad: list[Line]) -> dict[str, object]:
    """What became of a table, for machines: all bad lines, however many."""
    return {
        "invited": invited,
        "known": known,
        "bad": [{"line": line.number, "trouble": line.trouble} for line in bad],
    }


def told_apart(house: House, lines: list[Line]) -> list[Line]:
    """The lines; those whose NRP is registered with another RFC are bad ones."""
    other = accounts.strangers(house, [line.company for line in lines if line.company])
    return [
        Line(line.number, None, f"El NRP {line.company.nrp} ya está registrado con otro RFC. Revisa ambos datos.")
        if line.company and line.company.nrp in other
        else line
        for line in lines
    ]


def added(house: House, companies: list[Applicant]) -> list[bool]:
    """Add each, with a bar on stderr; whether each was invited. What is done stays done if this is cut off."""
    if not companies:
        return []
    columns = (TextColumn("Dando de alta"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        return [accounts.add(house, one, "command").invited for one in progress.track(companies)]


def tell(bad: list[Line]) -> None:
    """What is wrong, by line, on stderr."""
    for line in bad[:MOST_TOLD]:
        click.echo(f"Línea {line.number}: {line.trouble}", err=True)
    if len(bad) > MOST_TOLD:
        click.echo(f"… y {len(bad) - MOST_TOLD:,} líneas más.", err=True)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def list_accounts(as_json: bool) -> None:
    """Muestra las cuentas: empresa, correo, si ya tienen contraseña y cuándo entraron por última vez."""
    with opened() as house:
        rows = accounts.listed(house)
        if as_json:
            click.echo(json.dumps([plain(row) for row in rows], ensure_ascii=False, indent=1))
        elif rows:
            show(house, rows)
        else:
            click.echo("Todavía no hay cuentas. Da de alta una con «./mesa accounts add --help».")


def plain(row: Listed) -> dict[str, str | None]:
    """An account for machines."""
    return {
        "nrp": row.nrp,
        "company": row.company,
        "email": row.email,
        "state": row.standing.value,
        "at": row.at.isoformat() if row.at else None,
        "last_login": row.last_login.isoformat() if row.last_login else None,
    }


def show(house: House, rows: list[Listed]) -> None:
    """The accounts for people. Names of applicants are never taken for markup."""
    made = Table(header_style="bold")
    made.add_column("NRP", no_wrap=True)
    for name in ("Empresa", "Correo", "Estado", "Última entrada"):
        made.add_column(name, overflow="fold")
    for row in rows:
        day = f" {spoken(house.local_date(row.at))}" if row.at else ""
        entered = spoken(house.local_date(row.last_login)) if row.last_login else "nunca"
        cells = (row.nrp, fold(row.company), fold(row.email), f"{STANDINGS[row.standing]}{day}", entered)
        made.add_row(*(Text(cell) for cell in cells))
    Console().print(made)
