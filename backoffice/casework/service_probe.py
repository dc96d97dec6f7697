"""Asking the test service of a portal whether it works, without being anybody: it must refuse a stranger properly."""

import base64
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from backoffice.casework.notice_service import STATUS, Answered

#: Seconds for each step of the connection.
TIMEOUT = 5.0
#: A user of the right form, so that it is looked for in the database; no case has this folio.
STRANGER = base64.b64encode(b"pruebas-0000000000-1:").decode()


def of(portal_url: str | None) -> Callable[[], bool] | None:
    """A function that asks the portal at that address; ``None`` where there is none. It never raises.

    Redirections, proxies' pages and errors are no answer, nor is a stranger who is let in.
    """
    if portal_url is None:
        return None
    address = urlsplit(portal_url)
    made = HTTPSConnection if address.scheme == "https" else HTTPConnection

    def answers() -> bool:
        connection = made(address.hostname or "", address.port, timeout=TIMEOUT)
        try:
            connection.request("GET", f"{address.path}/api/avisos", headers={"Authorization": f"Basic {STRANGER}"})
            return connection.getresponse().status == STATUS[Answered.UNKNOWN_CALLER]
        except (OSError, HTTPException, ValueError):
            return False
        finally:
            connection.close()

    return answers
