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
from backoffice.portal.application import application
from backoffice.settings import given_addresses, load_settings

#: Seconds that requests under way have to end when the portal stops.
MAY_END_WITHIN = 8


def serve(host: str, port: int) -> None:
    """Answer until told to stop. Of a trusted proxy's visitors the address is the proxy's word."""
    logs.configure(logging.INFO)
    settings = load_settings()
    rendering.shipped()
    house = open_house(settings, given_addresses(settings))
    try:
        uvicorn.run(
            application(house),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            forwarded_allow_ips=settings.trusted_proxies,
            lifespan="off",
            timeout_graceful_shutdown=MAY_END_WITHIN,
        )
    finally:
        house.close()


if __name__ == "__main__":
    try:
        serve(sys.argv[1], int(sys.argv[2]))
    except MesaError as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
