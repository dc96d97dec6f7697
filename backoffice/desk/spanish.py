"""How the desk words counts, days and people's texts. What comes from outside is made one harmless line here."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from backoffice.domain.calendar import spoken
from backoffice.domain.checks.wording import clean
from backoffice.domain.money import shown, to_centavos

#: Longest text of an applicant's that the desk shows in one place.
LONGEST = 120


def said(text: str | None, limit: int = LONGEST) -> str:
    """A text from outside on one line, without control, invisible or direction marks, cut at *limit*."""
    return clean(text or "", limit)


def days_left(days: int) -> str:
    """``quedan 2 días hábiles``, ``vence hoy``, ``venció hace 1 día hábil``."""
    if days == 0:
        return "vence hoy"
    amount = "1 día hábil" if abs(days) == 1 else f"{abs(days)} días hábiles"
    if days < 0:
        return f"venció hace {amount}"
    return f"queda {amount}" if days == 1 else f"quedan {amount}"


def counted(number: int, one: str, many: str) -> str:
    """``1 caso``, ``7 casos``, ``1,200 casos``."""
    return f"{number:,} {one if number == 1 else many}"


def listed(names: list[str], last: str = "y") -> str:
    """``A, B y C``."""
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def hour(moment: datetime, zone: ZoneInfo) -> str:
    """``11:42``, where people are."""
    return f"{moment.astimezone(zone):%H:%M}"


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
