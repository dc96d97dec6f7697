"""The official values by which verdicts are given: each version is kept as text, so that it can be had again."""

from collections.abc import Mapping

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlmodel import col

from backoffice import official
from backoffice.casework.house import Transaction
from backoffice.domain.errors import BadParameters
from backoffice.domain.parameters import Parameters, load
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict
from backoffice.records.rules import RulesVersion

log = structlog.get_logger()


def keep(work: Transaction, version: str, texts: Mapping[str, str] | None = None) -> None:
    """Keep the *texts* of a version, once; without them, those in force if it is theirs. What is there stays."""
    if texts is None and version != official.parameters().version:
        return
    kept = select(col(RulesVersion.version)).where(col(RulesVersion.version) == version)  # their texts are long
    if work.session.execute(kept).one_or_none() is None:
        said = dict(official.texts() if texts is None else texts)
        row = insert(RulesVersion).values(version=version, texts=said, first_used_at=work.now)
        work.session.execute(row.on_conflict_do_nothing())


def of_version(session: Session, version: str) -> Parameters:
    """The values that *version* names. Raises ``BadParameters`` where they are not kept, or no longer understood."""
    if version == official.parameters().version:
        return official.parameters()
    row = session.get(RulesVersion, version)
    if row is None:
        raise BadParameters(f"Las reglas {version} no están guardadas: esta mesa todavía no las conservaba.")
    found = load(row.texts)
    if found.version != version:
        raise BadParameters(f"Las reglas guardadas como {version} ya no dan esa versión: fueron modificadas.")
    return found


def of_set(session: Session, test_set: TestSet) -> Parameters:
    """The values by which a set's answers were computed; those in force where they cannot be had any more."""
    return known(session, test_set.rules_version)


def of_verdict(session: Session, verdict: Verdict | None) -> Parameters:
    """The values that a verdict speaks of; those in force without one, or where they cannot be had any more."""
    return known(session, verdict.rules_version) if verdict else official.parameters()


def known(session: Session, version: str) -> Parameters:
    """Those of *version*, or those in force in their place, which the log tells."""
    try:
        return of_version(session, version)
    except BadParameters as lost:
        log.warning("rules_in_force_instead", rules=version, why=str(lost))
        return official.parameters()
