"""All tables, so that whoever needs the whole (migrations, tests) has it."""

from sqlmodel import SQLModel

from backoffice.records.access import NoticeCall, ProductiveAccess
from backoffice.records.accounts import Account, Captcha, FailedLogins, Invitation, PortalSession
from backoffice.records.audit import AuditEvent
from backoffice.records.bounces import Bounce
from backoffice.records.calendar import DecreedDay, ServiceOutage, ServiceWatch
from backoffice.records.cases import ApplicantRow, Case, Round, RoundSeed, TestSetRow
from backoffice.records.copies import CopyAmount, CopyFlag, CopyMark, CopyPart, Fingerprint
from backoffice.records.facts import FactWord, VerdictFacts
from backoffice.records.outbox import OutboxRow
from backoffice.records.privacy import PersonalData
from backoffice.records.reports import NotebookReport, ReportSchedule
from backoffice.records.review import ReviewDraft, SetAside
from backoffice.records.rules import RuleRun, RuleRunDecision, RuleRunPart, RulesVersion
from backoffice.records.signatures import DocumentRow, Signature, Statement
from backoffice.records.submissions import Decision, ReviewTask, Submission, Transcript, VerdictRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Account",
    "ApplicantRow",
    "AuditEvent",
    "Bounce",
    "Captcha",
    "Case",
    "CopyAmount",
    "CopyFlag",
    "CopyMark",
    "CopyPart",
    "Decision",
    "DecreedDay",
    "DocumentRow",
    "FactWord",
    "FailedLogins",
    "Fingerprint",
    "Invitation",
    "NotebookReport",
    "NoticeCall",
    "OutboxRow",
    "PersonalData",
    "PortalSession",
    "ProductiveAccess",
    "ReportSchedule",
    "ReviewDraft",
    "ReviewTask",
    "Round",
    "RoundSeed",
    "RuleRun",
    "RuleRunDecision",
    "RuleRunPart",
    "RulesVersion",
    "ServiceOutage",
    "ServiceWatch",
    "SetAside",
    "Signature",
    "Statement",
    "Submission",
    "TestSetRow",
    "Transcript",
    "VerdictFacts",
    "VerdictRow",
]
