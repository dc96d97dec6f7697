"""How the portal is served: by uvicorn, which writes no log of its own and believes trusted proxies alone."""

import uvicorn

from backoffice.casework.house import House
from backoffice.portal.application import application

#: Seconds that requests under way have to end when the portal stops.
MAY_END_WITHIN = 8


def config(house: House, host: str, port: int) -> uvicorn.Config:
    """At that address. Of a trusted proxy's visitors the address is the proxy's word, of all others their own."""
    return uvicorn.Config(
        application(house),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=house.settings.trusted_proxies,
        lifespan="off",
        timeout_graceful_shutdown=MAY_END_WITHIN,
    )
