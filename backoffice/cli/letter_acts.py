"""``mesa letters list | resend | taken | bounce``: what became of letters, and what a person does about them."""

import json
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import click

from backoffice.casework import troubled_letters
from backoffice.casework.house import House
from backoffice.cli.given_up_words import LETTERS
from backoffice.cli.in_spanish import os_trouble
from backoffice.cli.opening import opened
from backoffice.desk.identity import at_the_desk
from backoffice.domain.errors import BadInput, MesaError
from backoffice.domain.explained.spanish import moment_said, said
from backoffice.mail import bounce
from backoffice.records.bounces import TroubledLetter, troubled
from backoffice.records.letters import recent
from backoffice.records.outbox import OutboxRow, sentence_of

MOST = 50
#: What mail servers take for "keep it and try later" (EX_TEMPFAIL).
COME_AGAIN = 75
LONGEST = 200
STATES = {
    "ready": "Por enviar",
    "sending": "Enviándose",
    "sent": "Entregada al servidor de correo",
    "retry": "Se intentará de nuevo",
    "failed": "No se entregó",
    "quarantined": "Falló en cada intento",
    "uncertain": "No se sabe si llegó",
    "withdrawn": "Retirada",
    "bounced": "Regresó",
}
WHAT_TO_DO = (
    "Para enviar una otra vez: ./mesa letters resend ID --reason \"…\". Si sabes que llegó: "
    "./mesa letters taken ID --reason \"…\"."
)  # fmt: skip
BY = click.option("--by", metavar="NOMBRE", help="Quién lo decide; por omisión, tu cuenta en este equipo.")


@click.command("list")
@click.option("--troubled", "only_troubled", is_flag=True, help="Solo las que esperan a una persona.")
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def listing(only_troubled: bool, as_json: bool) -> None:
    """Muestra las últimas cartas y qué fue de ellas; con --troubled, las que esperan a una persona."""
    with opened() as house:
        rows = waiting(house) if only_troubled else newest(house)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo("\n".join(block(row)))
    if only_troubled:
        click.echo(WHAT_TO_DO if rows else "Ninguna carta espera a nadie.")
    elif not rows:
        click.echo("Todavía no hay cartas.")


def waiting(house: House) -> list[dict[str, str]]:
    """The letters that wait for a person, the oldest trouble first."""
    with house.transaction() as work:
        return [
            plain(house, one, letter_id=one.letter_id, folio=one.folio, since=one.since, why=one.why)
            for one in troubled(work.session)
        ]


def newest(house: House) -> list[dict[str, str]]:
    """The letters that were written last, the newest first."""
    with house.transaction() as work:
        return [
            plain(
                house,
                row,
                letter_id=row.id,
                folio=folio,
                since=row.done_at or row.created_at,
                why=row.receipt or sentence_of(row.last_error),
            )
            for row, folio in recent(work.session, MOST)
        ]


def plain(
    house: House,
    one: TroubledLetter | OutboxRow,
    *,
    letter_id: UUID,
    folio: str | None,
    since: datetime | None,
    why: str | None,
) -> dict[str, str]:
    """A letter as texts, each a harmless line; its moment where people are."""
    return {
        "id": str(letter_id),
        "folio": folio or "",
        "letter": one.letter or "",
        "to": said(one.recipient, 254),
        "subject": said(one.subject, LONGEST),
        "state": one.letter_state if isinstance(one, OutboxRow) else one.state,
        "since": moment_said(since, house.settings.zone) if since else "",
        "why": said(why, LONGEST),
    }


def block(row: dict[str, str]) -> Iterator[str]:
    """A letter for the terminal."""
    yield f"{row['folio'] or 'Sin caso'} · {LETTERS.get(row['letter'], row['letter'])} · para {row['to']}"
    yield f"  {STATES.get(row['state'], row['state'])}, {row['since']}{': ' if row['why'] else ''}{row['why']}"
    yield f"  ID {row['id']}"


@click.command("resend")
@click.argument("letter_id", metavar="ID", type=click.UUID)
@click.option("--reason", required=True, help="Por qué; queda en la auditoría.")
@BY
def resend(letter_id: UUID, reason: str, by: str | None) -> None:
    """Envía otra vez una carta que espera a alguien, palabra por palabra y con su mismo Message-ID."""
    with opened() as house:
        troubled_letters.send_again(house, letter_id, said(by, 60) or at_the_desk(house).name, reason)
    click.echo("La carta va en camino otra vez.")


@click.command("taken")
@click.argument("letter_id", metavar="ID", type=click.UUID)
@click.option("--reason", required=True, help="Cómo sabes que llegó; queda en la auditoría.")
@BY
def taken(letter_id: UUID, reason: str, by: str | None) -> None:
    """Da por entregada una carta que espera a alguien; si inicia un plazo, el plazo corre desde hoy."""
    with opened() as house:
        troubled_letters.taken_for_delivered(house, letter_id, said(by, 60) or at_the_desk(house).name, reason)
    click.echo("La carta cuenta como entregada.")


@click.command("bounce")
@click.argument("report", metavar="ARCHIVO", default="-")
@click.option(
    "--pipe", is_flag=True, help="Para un servidor de correo: ignora lo que no es un aviso; 75, si hay que volver."
)
def bounced(report: str, pipe: bool) -> int:
    """Recibe el aviso de un servidor de correo sobre una carta devuelta (un .eml, o la entrada estándar)."""
    try:
        data = bytes_of(report)
        with opened() as house:
            row = troubled_letters.came_back(house, data)
    except MesaError as refusal:
        if not pipe:
            raise
        click.echo(str(refusal), err=True)
        return 0 if isinstance(refusal, BadInput) else COME_AGAIN
    click.echo(f"Es la carta «{said(row.subject, LONGEST)}», para {said(row.recipient, 254)}.")
    return 0


def bytes_of(report: str) -> bytes:
    """The file, or what stands on stdin for ``-``; one byte more than may be at most. Raises ``BadInput``."""
    try:
        with click.open_file(report, "rb") as file:
            data: bytes = file.read(bounce.LARGEST + 1)
    except OSError as error:
        raise BadInput(f"No se puede leer {report}: {os_trouble(error)}.") from error
    return data
