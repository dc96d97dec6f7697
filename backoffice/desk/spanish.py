"""How the desk words the hours and the days that are left. Other words are ``domain.explained``'s."""

from datetime import datetime
from zoneinfo import ZoneInfo


def days_left(days: int) -> str:
    """``quedan 2 días hábiles``, ``vence hoy``, ``venció hace 1 día hábil``."""
    if days == 0:
        return "vence hoy"
    amount = "1 día hábil" if abs(days) == 1 else f"{abs(days)} días hábiles"
    if days < 0:
        return f"venció hace {amount}"
    return f"queda {amount}" if days == 1 else f"quedan {amount}"


def hour(moment: datetime, zone: ZoneInfo) -> str:
    """``11:42``, where people are."""
    return f"{moment.astimezone(zone):%H:%M}"
