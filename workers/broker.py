"""The broker of the workers. Dramatiq's own retries are off: attempts, pauses and quarantine live in the outbox."""

import sys
from logging import INFO

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AgeLimit, Callbacks, ShutdownNotifications

from backoffice import logs
from backoffice.domain.errors import MesaError
from backoffice.doorbell import make_broker
from backoffice.mail import rendering
from backoffice.settings import given_addresses, load_settings
from workers.listening import ListeningBroker
from workers.warming import Warm


def broker_of_this_process() -> RedisBroker:
    """The broker at the address that the environment gives.

    Without one, or with a template of a letter that is wrong, a sentence on stderr and exit status 2.
    """
    logs.configure(INFO)
    try:
        queue_url = given_addresses(load_settings()).queue_url
        rendering.shipped()
    except MesaError as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
    middleware = [AgeLimit(), ShutdownNotifications(), Callbacks(), Warm()]
    broker = make_broker(queue_url, middleware=middleware, kind=ListeningBroker)
    dramatiq.set_broker(broker)
    return broker


broker = broker_of_this_process()
