"""All tables, so that whoever needs the whole (migrations, tests) has it."""

from sqlmodel import SQLModel

from backoffice.records.audit import AuditEvent
from backoffice.records.cases import ApplicantRow, Case, Round, TestSetRow
from backoffice.records.outbox import OutboxRow
from backoffice.records.rules import RuleRun, RuleRunPart, RulesVersion
from backoffice.records.submissions import Decision, ReviewTask, Submission, Transcript, VerdictRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "ApplicantRow",
    "AuditEvent",
    "Case",
    "Decision",
    "OutboxRow",
    "ReviewTask",
    "Round",
    "RuleRun",
    "RuleRunPart",
    "RulesVersion",
    "Submission",
    "TestSetRow",
    "Transcript",
    "VerdictRow",
]
