"""Runs of other rules over stored verdicts, as tests order them and look at them."""

from collections.abc import Mapping
from typing import Any

from backoffice.casework import outbox, readjudication, rule_runs
from backoffice.casework.rule_runs import Begun
from backoffice.domain.work import WorkKind
from backoffice.records import runs
from backoffice.records.audit import AuditEvent
from backoffice.records.outbox import OutboxRow
from backoffice.records.rules import RuleRun
from backoffice.records.verdicts import Scope
from tests.casework.other_rules import with_umi
from tests.casework.world import World

EVERYTHING = Scope()
DEARER = with_umi("120.00")


def started(world: World, texts: Mapping[str, str] | None = None, scope: Scope = EVERYTHING) -> Begun:
    """A run that is ordered, and not yet worked on."""
    begun = rule_runs.start(world.house, texts, scope, label="prueba", by="olga")
    assert begun is not None
    return begun


def ended(world: World, texts: Mapping[str, str] | None = None, scope: Scope = EVERYTHING) -> RuleRun:
    """A run that was worked on until nothing rang."""
    run = started(world, texts, scope).run
    world.work()
    return again(world, run)


def left_undone(world: World) -> RuleRun:
    """A run whose one part was killed three times and given up."""
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)
    readjudication.run(world.house, row_id)
    return run


def again(world: World, run: RuleRun) -> RuleRun:
    """A run as it is now."""
    return world.reading(lambda session: rule_runs.by_number(session, run.number))


def counts(world: World, run: RuleRun) -> dict[str, int]:
    """What a run counts, without the zeros."""
    found = world.reading(lambda session: runs.counts(session, run.id))
    return {name: count for name, count in found.items() if count}


def told(world: World, run: RuleRun) -> list[dict[str, Any]]:
    """What a run tells of verdicts that are not equal."""
    return world.reading(lambda session: list(runs.found(session, run.id)))


def acts(world: World) -> list[tuple[str, str]]:
    """What the audit trail says of runs, and who did it."""
    events = world.reading(lambda session: session.query(AuditEvent).order_by(AuditEvent.sequence).all())
    return [(event.act, event.actor) for event in events if event.act.endswith("_rule_run")]


def part_rows(world: World) -> list[OutboxRow]:
    """The work of all runs."""
    rows = world.reading(lambda session: session.query(OutboxRow).all())
    return sorted((row for row in rows if row.kind == WorkKind.READJUDICATE), key=lambda row: row.key)
