"""The house as one worker process sees it: opened at its first use, never at import."""

from functools import cache

from backoffice.bootstrap import House, open_house
from backoffice.mail import rendering
from backoffice.settings import given_addresses, load_settings


@cache
def house() -> House:
    """This process' house, over the addresses that the environment gives. Raises ``MesaError`` where it cannot work."""
    settings = load_settings()
    rendering.shipped()
    return open_house(settings, given_addresses(settings))
