"""Dates as the guide writes them: ``14/mar/2024``."""

from datetime import date

MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
#: In full: «mar» is a month.
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


def spoken(day: date) -> str:
    """``14/mar/2024``."""
    return f"{spoken_in_year(day)}/{day.year}"


def spoken_with_weekday(day: date) -> str:
    """``lunes 7/dic/2026``."""
    return f"{WEEKDAYS[day.weekday()]} {spoken(day)}"


def spoken_in_year(day: date) -> str:
    """``14/mar``, where the year is known."""
    return f"{day.day}/{MONTHS[day.month - 1]}"
