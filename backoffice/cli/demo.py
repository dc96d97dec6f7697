"""``mesa demo``: start the house, tell the story of four companies with real files, and show where to look."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from backoffice import logs
from backoffice.bootstrap import House, open_house
from backoffice.cli.story_table import show
from backoffice.cli.up import stay
from backoffice.embedded import house as embedded
from backoffice.embedded.places import Places, prepare
from backoffice.rehearsal import cast, entrance
from backoffice.rehearsal.newcomer import credentials, register_newcomer, write_credentials
from backoffice.rehearsal.outcome import Outcome, outcomes
from backoffice.rehearsal.story import tell
from backoffice.rehearsal.waiting import Patience
from backoffice.settings import Addresses, Settings, load_settings

NOTEBOOK = "cola_de_revision.ipynb"


@click.command("demo")
@click.option("--once", is_flag=True, help="Detiene todo al terminar la historia.")
def command(once: bool) -> None:
    """Arranca todo en este equipo y recorre cuatro casos de ejemplo, de la solicitud a la resolución."""
    logs.configure(logging.ERROR)
    # Whoever tries the desk is alone at it: no case of theirs waits for a second person by chance.
    settings = load_settings().model_copy(update={"demo": True, "second_review_share": 0.0})
    say("Arranco la mesa:")
    prepare(Places(settings.var))
    entrance.furnish(settings)
    started = embedded.start(settings, progress=say_part)
    try:
        settings = as_it_runs(settings)
        told = rehearse(settings, started.addresses)
        show(told)
        if once:
            say("Listo." if started.fresh else "Listo. La mesa ya estaba en marcha y así se queda.")
            return
        guide(settings, started.addresses, told)
        say("Ctrl-C detiene todo." if started.fresh else "La arrancó otra orden: Ctrl-C la deja en marcha.")
        stay(started)
    finally:
        started.stop()


def as_it_runs(settings: Settings) -> Settings:
    """The settings, a rehearsal only if the house is one: whoever started it before may have meant it for real."""
    state = embedded.status(settings)
    if state is not None and state.rehearsal:
        return settings
    say("La mesa ya estaba en marcha y no es un ensayo: su portal no acepta el código ni las e.firmas de ensayo.")
    say("Para probarlo, detenla con «./mesa down» y da de nuevo «./mesa demo».")
    return settings.model_copy(update={"demo": False})


def rehearse(settings: Settings, addresses: Addresses) -> list[Outcome]:
    """Tell the story, or what is left of it, and write the credentials."""
    house = open_house(settings, addresses)
    try:
        with alone(settings.var / "demo"):
            say("Recorro la historia:")
            tell(house, say_part, Patience(Places(settings.var).logs))
            leave_credentials(house, settings.var / "demo")
        return outcomes(house)
    finally:
        house.close()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else tells the story in the block; who comes second finds it told."""
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "story.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def leave_credentials(house: House, folder: Path) -> None:
    """How to be a company that has asked for nothing yet; in a rehearsal also those of the story."""
    company = register_newcomer(house)
    way_in = entrance.admit(house, company) if house.settings.demo else None
    written = write_credentials(folder, credentials(house, company, way_in))
    say(f"Datos de una empresa sin solicitud: {written}")
    if house.settings.demo:
        story = {letter: credentials(house, one, entrance.admit(house, one)) for letter, one in cast.COMPANIES.items()}
        say(f"Los de las empresas de la historia: {write_credentials(folder, story, 'companies.json')}")


def guide(settings: Settings, addresses: Addresses, told: list[Outcome]) -> None:
    """What to open next."""
    for one in told:
        if one.waits:
            click.echo(f"Espera tu resolución: el caso {one.letter}, folio {one.folio}.")
    click.echo(f"Cola de revisión:  {queue_page(settings, addresses)}")
    if settings.demo:
        click.echo(f"Portal:            {addresses.portal_url}")
    if addresses.mailbox_url is not None:
        click.echo(f"Buzón de correo:   {addresses.mailbox_url}")


def queue_page(settings: Settings, addresses: Addresses) -> str:
    """JupyterLab with the notebook of the queue open."""
    page = addresses.jupyter_url or ""
    there = (Places(settings.var).jupyter / NOTEBOOK).exists()
    return page.replace("/lab?", f"/lab/tree/{NOTEBOOK}?", 1) if there else page


def say(line: str) -> None:
    """Progress, on stderr."""
    click.echo(line, err=True)


def say_part(line: str) -> None:
    """Progress of one part."""
    say(f"  {line}")
