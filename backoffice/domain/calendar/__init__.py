"""Business days, deadlines that explain themselves, and dates as people read them. It does not know what day it is."""

from backoffice.domain.calendar.business_days import Calendar
from backoffice.domain.calendar.days_off import PublishedDay, published_days, published_years
from backoffice.domain.calendar.deadlines import DayOff, Deadline
from backoffice.domain.calendar.spoken import spoken, spoken_with_weekday

__all__ = [
    "Calendar",
    "DayOff",
    "Deadline",
    "PublishedDay",
    "published_days",
    "published_years",
    "spoken",
    "spoken_with_weekday",
]
