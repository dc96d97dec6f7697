"""Who works at the desk."""

import os
import pwd

from backoffice.domain.explained.spanish import said
from backoffice.settings import Settings


def analyst(settings: Settings) -> str:
    """The name that claims and decisions carry: the hub's user, a setting, or this machine's account."""
    return said(settings.analyst, 60) or account()


def account() -> str:
    """This process' account; its number where it has no name."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"cuenta {os.geteuid()}"
