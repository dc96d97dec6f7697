"""What each letter says: one frozen value per letter, the only thing its templates see. Not how it looks.

Names that come from outside must fit one line; texts found in evidence are folded into one by whoever shows them.
"""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, ClassVar
from unicodedata import category

from backoffice.domain.calendar import Deadline
from backoffice.domain.errors import BadInput

#: What must fit one line, and its name in a refusal.
ONE_LINE = {
    "folio": "folio",
    "company": "empresa",
    "contact": "contacto",
    "portal_url": "dirección del portal",
    "attachment": "archivo adjunto",
}

#: Unicode categories of what breaks a line or a text.
BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What all letters say. ``on`` is the local date of the letter; ``contact`` is whom to ask.

    ``folio`` is none where the letter is about no case. ``portal_url`` leads to the applicant's page; without one the
    letter has no button, and says to do by ``contact`` what the portal would do.
    """

    template: ClassVar[str]

    folio: str | None = None
    company: str
    on: date
    contact: str
    portal_url: str | None = None

    def __post_init__(self) -> None:
        """Refuse line breaks and control characters in what must fit one line."""
        for name, label in ONE_LINE.items():
            value = getattr(self, name, None)
            if value is not None and not fits_one_line(value):
                raise BadInput(
                    f"La carta no se puede escribir: el dato «{label}» está vacío o tiene saltos de línea u otros "
                    f"caracteres de control ({value!r}). Corrígelo y vuelve a intentarlo."
                )

    @property
    def sending(self) -> str:
        """How an evidence workbook is sent, as the end of a sentence without its full stop."""
        if self.portal_url:
            return "envíalo desde el portal, en la pestaña «Certificación para desarrolladores», con tu e.firma"
        return f"envíalo a quien administra tu certificación: {self.contact}"

    def context(self) -> dict[str, Any]:
        """The names that its templates may use: its fields and its properties."""
        return {name: getattr(self, name) for name in names_of(type(self))}


def fits_one_line(text: str) -> bool:
    """Neither empty nor with line breaks, control characters or broken surrogates."""
    return bool(text.strip()) and not any(category(character) in BREAKING for character in text)


def names_of(letter: type[Letter]) -> frozenset[str]:
    """The fields and properties of a letter."""
    properties = (n for kind in letter.__mro__ for n, value in vars(kind).items() if isinstance(value, property))
    return frozenset({one.name for one in fields(letter)} | set(properties))


@dataclass(frozen=True, slots=True, kw_only=True)
class TestService:
    """Where a program fetches the notices of a set, and what it shows by HTTP Basic; ``manual`` explains it."""

    __test__ = False

    address: str
    manual: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSetIssued(Letter):
    """The first test set. ``deadline`` counts as if the letter were received on its date.

    ``service``: the test service of notices; ``None`` where there is no portal.
    """

    __test__ = False
    template = "test_set_issued"

    deadline: Deadline
    attachment: str
    service: TestService | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReceived(Letter):
    """The receipt of a file, by its digest. ``received_at`` is aware, in the zone of people; ``answer``: until when."""

    template = "evidence_received"

    round: int
    file_name: str
    size: int
    sha256: str
    received_at: datetime
    answer: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineReminder(Letter):
    """Evidence is still awaited. ``left`` business days remain after this date; 0: today is the last one."""

    template = "deadline_reminder"

    round: int
    deadline: Deadline
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMoved(Letter):
    """A deadline lies later now, for a *reason* (one sentence); ``before`` is the day on which it ended."""

    template = "deadline_moved"

    round: int
    before: date
    deadline: Deadline
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseExpired(Letter):
    """No evidence came in time: the request is over, and another one may be made."""

    template = "case_expired"

    round: int
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLate(Letter):
    """The desk has not answered a file within the days that it promised. ``promised``: until when it was to."""

    template = "answer_late"

    round: int
    received_on: date
    promised: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified(Letter):
    """The certification is in force. ``access``: the public name of the productive access."""

    template = "certified"

    certified_on: date
    access: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRefused(Letter):
    """A file that could not be read. ``deadline`` is that of the round: it still runs; ``reason`` a full sentence."""

    template = "evidence_refused"

    round: int
    file_name: str
    received_on: date
    reason: str
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Letter):
    """The evidence is right; what is left is the applicant's signature."""

    template = "approved"

    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationConfirmed(Letter):
    """The applicant's cancellation. ``was_certified`` tells a certification ended from a request given up."""

    template = "cancellation_confirmed"

    cancelled_on: date
    was_certified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Letter):
    """A link (``portal_url``) that sets the password of an account; ``first`` tells a new one from a forgotten one."""

    template = "invitation"

    nrp: str
    email: str
    good_until: date
    first: bool
