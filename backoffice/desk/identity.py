"""Who works at the desk."""

import os
import pwd

from backoffice.casework.house import House
from backoffice.domain.explained.spanish import said
from backoffice.domain.people import Person, Role
from backoffice.records import logins
from backoffice.settings import Settings


def at_the_desk(house: House) -> Person:
    """Who entered the database, where people have logins of their own; else whoever ``analyst`` names.

    Raises ``ServiceUnavailable``.
    """
    with house.transaction() as work:  # acts ask the same within theirs
        entered = logins.connected(work.session.connection())
    if entered is not None:
        return entered
    name = analyst(house.settings)
    return Person(name, Role.SUPERVISOR if name in house.settings.supervisor_names else Role.ANALYST)


def analyst(settings: Settings) -> str:
    """The name that claims and decisions carry: the hub's user, a setting, or this machine's account."""
    return said(settings.analyst, 60) or account()


def account() -> str:
    """This process' account; its number where it has no name."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"cuenta {os.geteuid()}"
