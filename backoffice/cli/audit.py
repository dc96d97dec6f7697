"""``mesa audit``: whether the trail of everything that happened is whole."""

import json
import re

import click

from backoffice.cli.opening import opened
from backoffice.domain.errors import BadInput
from backoffice.records import audit
from backoffice.records.audit import Audited

HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


@click.group("audit")
def command() -> None:
    """Revisa la bitácora: cada evento lleva la huella del anterior."""


@command.command("verify")
@click.option(
    "--head", "published", metavar="NÚMERO:HUELLA", help="Un evento que se publicó antes, y que debe seguir ahí."
)
@click.option("--json", "as_json", is_flag=True, help="Escribe JSON en la salida.")
def verify(published: str | None, as_json: bool) -> int:
    """Recorre la bitácora entera. Termina con 0 si está completa y con 1 si algo cambió, falta o sobra."""
    head = head_of(published) if published else None
    with opened() as house, house.transaction() as work:
        found = audit.verify(work.session)
        holds = head is None or audit.has(work.session, *head)
    if as_json:
        said = {"events": found.events, "head": found.head, "broken_at": found.broken_at, "published_head_holds": holds}
        click.echo(json.dumps(said if head else {**said, "published_head_holds": None}))
    else:
        click.echo(verdict(found))
        if head is not None:
            kept = (
                "sigue en la bitácora"
                if holds
                else "ya no está en la bitácora, o es otro: alguien la cambió o la cortó"
            )
            click.echo(f"El evento {head[0]:,} que se publicó {kept}.")
    return 0 if found.broken_at is None and holds else 1


@command.command("head")
def show_head() -> None:
    """Escribe el último evento como NÚMERO:HUELLA, para publicarlo donde nadie de aquí pueda cambiarlo."""
    with opened() as house, house.transaction() as work:
        click.echo("{}:{}".format(*audit.head(work.session)))


def head_of(text: str) -> tuple[int, str]:
    """The number and the hash of an event. Raises ``BadInput``."""
    found = HEAD.fullmatch(text.strip().lower())
    if found is None:
        raise BadInput(
            "Escribe el evento como lo da «mesa audit head»: su número, dos puntos y su huella de 64 dígitos."
        )
    return int(found[1]), found[2]


def verdict(found: Audited) -> str:
    """The outcome in a sentence."""
    if found.broken_at is None:
        return f"La bitácora está completa: {found.events:,} eventos; el último es {found.events}:{found.head}."
    return (
        f"La bitácora no encadena en el evento {found.broken_at:,}: ese evento cambió, falta o sobra. "
        f"Los {found.events:,} anteriores están bien. Compárala con un respaldo antes de seguir."
    )
