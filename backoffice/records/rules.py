"""Tables of the official values by which verdicts are given, and of runs that try others on the verdicts given."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlmodel import Field, SQLModel

from backoffice.records import columns


class RulesVersion(SQLModel, table=True):
    """The texts (TOML, by table) whose ``Parameters.version`` is ``version``. Never changed, never removed."""

    __tablename__ = "rules_versions"

    version: str = Field(sa_column=Column(Text, primary_key=True))
    texts: dict[str, str] = columns.document()
    first_used_at: datetime = columns.instant()


class RuleRun(SQLModel, table=True):
    """One trial of rules on stored verdicts. ``number`` is what people call it; ``total`` counts its verdicts.

    ``scope`` says which verdicts, as ``records.verdicts.Scope`` spells it. Of one kind (rules, engine, scope) there is
    at most one that is not finished.
    """

    __tablename__ = "rule_runs"
    __table_args__ = (
        Index(
            "one_unfinished_rule_run_of_a_kind",
            "rules_version",
            "engine_version",
            "scope",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: UUID = columns.identity()
    number: int = Field(unique=True)
    label: str = columns.text()
    scope: str = columns.text()
    rules_version: str = Field(sa_column=Column(Text, ForeignKey("rules_versions.version"), nullable=False))
    engine_version: str = columns.text()
    started_by: str = columns.text()
    started_at: datetime = columns.instant()
    finished_at: datetime | None = columns.instant_or_none()
    total: int


class RuleRunDecision(SQLModel, table=True):
    """What a supervisor decided about a run, once. ``accepted``: what it found is right; else it is discarded."""

    __tablename__ = "rule_run_decisions"

    run_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("rule_runs.id"), primary_key=True))
    accepted: bool
    reason: str = columns.text()
    decided_by: str = columns.text()
    decided_at: datetime = columns.instant()


class RuleRunPart(SQLModel, table=True):
    """Some verdicts of a run: ``submissions`` are their ids, ``results`` what came of them once its work is done.

    Its attempts, lease and state are those of the outbox row that is about it.
    """

    __tablename__ = "rule_run_parts"
    __table_args__ = (UniqueConstraint("run_id", "number", name="a_part_number_once_per_rule_run"),)

    id: UUID = columns.identity()
    run_id: UUID = columns.reference("rule_runs.id", index=False)
    number: int
    submissions: list[str] = columns.document()
    results: dict[str, Any] | None = columns.document_or_none()
