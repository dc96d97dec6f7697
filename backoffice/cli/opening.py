"""Opening the house for one command, over the addresses of this machine's settings."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from backoffice import logs
from backoffice.bootstrap import House, open_house
from backoffice.embedded.whereabouts import addresses
from backoffice.settings import load_settings


@contextmanager
def opened() -> Iterator[House]:
    """The house, closed at the end. A queue that is down is no error: the clock finds what was not rung for."""
    logs.configure(logging.ERROR)
    settings = load_settings()
    house = open_house(settings, addresses(settings))
    try:
        yield house
    finally:
        house.close()
