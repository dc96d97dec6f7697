"""The addresses of the house: what the settings give, and the embedded parts' own for the rest."""

from backoffice.embedded import jupyter, postgres, valkey
from backoffice.embedded.places import Places
from backoffice.embedded.ports import LOOPBACK, recorded
from backoffice.settings import Addresses, Settings


def addresses(settings: Settings) -> Addresses:
    """Where each part answers, or will once the house is up. Computed from files under ``var``; nothing is started."""
    places = Places(settings.var)
    ports = recorded(places)
    database, queue, smtp = settings.database_url, settings.queue_url, settings.smtp_url
    cluster = postgres.Cluster(places.postgres, places.sockets)
    return Addresses(
        database_url=database.get_secret_value() if database else cluster.url(),
        queue_url=queue.get_secret_value() if queue else valkey.url(places.sockets),
        smtp_url=smtp.get_secret_value() if smtp else f"smtp://{LOOPBACK}:{ports['smtp']}",
        blobs_url=settings.blobs_url or places.blobs.as_uri(),
        mailbox_url=None if smtp else f"http://{LOOPBACK}:{ports['mailbox']}",
        jupyter_url=jupyter.url(places, ports["jupyter"]),
        portal_url=settings.portal_url or f"http://{LOOPBACK}:{ports['portal']}",
    )
