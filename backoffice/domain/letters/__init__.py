"""What each letter says, as frozen values. How letters look and travel is ``backoffice.mail``'s."""

from backoffice.domain.letters.corrections import Cause, CorrectionsRequested, tabs_without_findings
from backoffice.domain.letters.desk import CaseToReview, DeskDueSoon, DeskNewCase, DeskQuarantined, DeskWeekly
from backoffice.domain.letters.letter import (
    AnswerLate,
    Approved,
    CancellationConfirmed,
    CaseExpired,
    Certified,
    DeadlineMoved,
    DeadlineReminder,
    EvidenceReceived,
    EvidenceRefused,
    Invitation,
    Letter,
    TestService,
    TestSetIssued,
    fits_one_line,
    names_of,
)

#: Every letter there is; each has a folder of templates.
LETTERS: tuple[type[Letter], ...] = (
    TestSetIssued,
    DeadlineReminder,
    DeadlineMoved,
    CaseExpired,
    EvidenceReceived,
    EvidenceRefused,
    AnswerLate,
    CorrectionsRequested,
    Approved,
    Certified,
    CancellationConfirmed,
    Invitation,
    DeskNewCase,
    DeskDueSoon,
    DeskQuarantined,
    DeskWeekly,
)

__all__ = [
    "LETTERS",
    "AnswerLate",
    "Approved",
    "CancellationConfirmed",
    "CaseExpired",
    "CaseToReview",
    "Cause",
    "Certified",
    "CorrectionsRequested",
    "DeadlineMoved",
    "DeadlineReminder",
    "DeskDueSoon",
    "DeskNewCase",
    "DeskQuarantined",
    "DeskWeekly",
    "EvidenceReceived",
    "EvidenceRefused",
    "Invitation",
    "Letter",
    "TestService",
    "TestSetIssued",
    "fits_one_line",
    "names_of",
    "tabs_without_findings",
]
