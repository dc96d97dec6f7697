"""Opening the house for a command that needs the database and nothing that works on it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click

from backoffice import logs
from backoffice.bootstrap import House, open_house
from backoffice.domain.errors import WrongState
from backoffice.embedded import house as embedded
from backoffice.embedded.parts import brought_along
from backoffice.embedded.whereabouts import addresses
from backoffice.settings import load_settings

IN_USE = "La mesa está en marcha. Detenla con «./mesa down» y repite."


@contextmanager
def with_database(*, alone: bool = False) -> Iterator[House]:
    """The house; an embedded database that does not run is started, and stopped at the end.

    Raises ``WrongState`` where nobody else may work (*alone*) and the embedded house is up.
    """
    logs.configure(logging.ERROR)
    settings = load_settings()
    if alone and embedded.status(settings) is not None:
        raise WrongState(IN_USE)
    parts = brought_along(settings, ("database",))
    started = embedded.start(settings, parts=tuple(parts), progress=_told) if parts else None
    house = open_house(settings, addresses(settings))
    try:
        yield house
    finally:
        house.close()
        if started is not None:
            started.stop()


def _told(line: str) -> None:
    click.echo(f"  {line}", err=True)
