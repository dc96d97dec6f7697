"""``python -m backoffice.portal HOST PORT``: the portal as a process, until SIGTERM.

Where it cannot work, as with a template of a letter that is wrong, a sentence on stderr and exit status 2.
"""

import logging
import sys

import uvicorn

from backoffice import logs
from backoffice.bootstrap import open_house
from backoffice.domain.errors import MesaError
from backoffice.mail import rendering
from backoffice.portal.serving import config
from backoffice.settings import given_addresses, load_settings


def serve(host: str, port: int) -> None:
    """Answer until told to stop. Raises ``SystemExit`` (1) where nothing can be answered at that address."""
    logs.configure(logging.INFO)
    settings = load_settings()
    rendering.shipped()
    house = open_house(settings, given_addresses(settings))
    try:
        uvicorn.Server(config(house, host, port)).run()
    finally:
        house.close()


if __name__ == "__main__":
    try:
        serve(sys.argv[1], int(sys.argv[2]))
    except MesaError as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
