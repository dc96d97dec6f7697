"""How counts, moments, sizes and people's texts are worded. What comes from outside is made one harmless line here."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from backoffice.domain.calendar import spoken
from backoffice.domain.checks.wording import clean
from backoffice.domain.money import shown, to_centavos

#: Longest text of an applicant's that is shown in one place.
LONGEST = 120


def said(text: str | None, limit: int = LONGEST) -> str:
    """A text from outside on one line, without control, invisible or direction marks, cut at *limit*."""
    return clean(text or "", limit)


def counted(number: int, one: str, many: str) -> str:
    """``1 caso``, ``7 casos``, ``1,200 casos``."""
    return f"{number:,} {one if number == 1 else many}"


def moment_said(moment: datetime, zone: ZoneInfo) -> str:
    """``23/nov/2026, 11:42``, where people are."""
    local = moment.astimezone(zone)
    return f"{spoken(local.date())}, {local:%H:%M}"


def size_said(size: int) -> str:
    """``2.3 MB`` or ``14 KB``."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def number_in(text: str | None) -> Decimal | None:
    """The plain number that a finding gives, ``None`` where it is none."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def signed_pesos(pesos: Decimal) -> str:
    """``+211.42`` or ``−0.01``."""
    centavos = to_centavos(pesos)
    return shown(centavos) if centavos < 0 else f"+{shown(centavos)}"
