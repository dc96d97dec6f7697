"""Letters to the people of the desk: what waits for them, what is due, what the week came to."""

from dataclasses import dataclass
from datetime import date, datetime

from backoffice.domain.letters.letter import Letter

#: Whom these letters greet.
TEAM = "equipo de revisión"
#: Whom the letter on the audit trail greets.
AUDITOR = "auditoría"
#: A letter lists so many cases; beyond, it counts them.
MOST_LISTED = 30


@dataclass(frozen=True, slots=True)
class CaseToReview:
    """A case that waits for a person: why, until when, and the business days left (negative once it is late)."""

    folio: str
    company: str
    round: int
    why: str
    due: date
    left: int

    @property
    def left_said(self) -> str:
        """``vence hoy``, ``queda 1 día hábil``, ``venció hace 2 días hábiles``."""
        days = abs(self.left)
        many = "1 día hábil" if days == 1 else f"{days} días hábiles"
        if self.left < 0:
            return f"venció hace {many}"
        return "vence hoy" if self.left == 0 else f"{'queda' if days == 1 else 'quedan'} {many}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskNewCase(Letter):
    """A file was evaluated and waits for a decision."""

    template = "desk_new_case"

    case: CaseToReview


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskQuarantined(Letter):
    """A file could not be evaluated: a person must look."""

    template = "desk_quarantined"

    case: CaseToReview


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDueSoon(Letter):
    """What must be answered today or tomorrow, and what is late."""

    template = "desk_due_soon"

    cases: tuple[CaseToReview, ...]

    @property
    def shown(self) -> tuple[CaseToReview, ...]:
        """Those that are listed."""
        return self.cases[:MOST_LISTED]

    @property
    def left_out(self) -> int:
        """How many are not."""
        return max(0, len(self.cases) - MOST_LISTED)

    @property
    def late(self) -> int:
        """How many are past their day."""
        return sum(case.left < 0 for case in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWeekly(Letter):
    """A week in figures, from Monday to Sunday, and what waits now."""

    template = "desk_weekly"

    first: date
    last: date
    requests: int
    files: int
    approved: int
    corrections: int
    waiting: int
    late: int
    quarantined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskReport(Letter):
    """A report made by running a notebook. ``report``: its title; ``number``: what the desk calls it.

    ``stopped`` says why the notebook did not come to its end, a sentence; '' where it did. Without an ``attachment``
    the page is too large for a letter, or there is none (``has_page``).
    """

    template = "desk_report"

    report: str
    number: int
    made_at: datetime
    stopped: str = ""
    attachment: str | None = None
    has_page: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskUndelivered(Letter):
    """A letter did not arrive, or nobody knows whether it did: a person must look.

    ``about`` is the folio of its case, '' where it has none; ``why`` the mail server's word.
    """

    template = "desk_undelivered"

    about: str
    to: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAuditHead(Letter):
    """How far the audit trail goes today, kept where nobody of the desk can change it: a cut end shows.

    ``events`` is the number of the last event, ``head`` its hash (SHA-256, hex).
    """

    template = "desk_audit_head"

    events: int
    head: str

    @property
    def published(self) -> str:
        """As ``mesa audit verify --head`` takes it."""
        return f"{self.events}:{self.head}"
