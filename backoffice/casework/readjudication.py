"""One part of a run: the verdicts given again by other rules, from what reading saw then, and what would change."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert

from backoffice.casework import adjudication, outbox, rule_runs, rules
from backoffice.casework.adjudication import Seen
from backoffice.casework.house import House, Transaction
from backoffice.casework.outbox import Attempt
from backoffice.domain.change import Change, between
from backoffice.domain.errors import MesaError, NotJudged, ServiceUnavailable, StoredFileMissing, WrongState
from backoffice.domain.evidence import Evidence
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.recomputed import recomputed
from backoffice.domain.verdict import ENGINE_VERSION, Verdict
from backoffice.domain.work import SubmissionState
from backoffice.records.outbox import OutboxRow
from backoffice.records.rules import RuleRun, RuleRunPart
from backoffice.records.runs import COUNTS
from backoffice.records.submissions import Transcript
from backoffice.records.verdicts import Stored, stored

#: The lease is lengthened when so much time has passed since the last time.
HOLD_AFTER = timedelta(seconds=15)
#: A newer file has taken the place of this one.
REPLACED = "replaced"

log = structlog.get_logger()


def run(house: House, row_id: UUID) -> None:
    """Compute the part that an outbox row asks for."""
    attempt = outbox.begin(house, row_id, gave_up=_without_it)
    if attempt is None:
        return
    with outbox.forgiving(house, attempt):
        bench = _asked(house, attempt)
        results = _results(house, attempt, bench)
        with outbox.finishing(house, attempt) as (work, _):
            part = work.session.get_one(RuleRunPart, attempt.subject_id)
            part.results = results
            bench.keep(work)
            rule_runs.close_if_over(work, part.run_id)


@dataclass
class Bench:
    """What a part works with: its verdicts and the rules to try. ``seen`` are files that had to be read again."""

    verdicts: list[Stored]
    parameters: Parameters
    sets: dict[tuple[UUID, bool], TestSet] = field(default_factory=dict)
    seen: dict[UUID, str] = field(default_factory=dict)

    def set_of(self, one: Stored) -> TestSet:
        """The set as the rules to be tried answer it; as it was sent, where it or the verdict is theirs already."""
        theirs = self.parameters.version in {one.verdict.rules_version, one.test_set.rules_version}
        key = one.test_set.id, theirs
        if key not in self.sets:
            sent = one.test_set.test_set()
            self.sets[key] = sent if theirs else recomputed(sent, self.parameters)
        return self.sets[key]

    def keep(self, work: Transaction) -> None:
        """Whoever compares next need not read these files again."""
        for submission_id, blob in self.seen.items():
            row = insert(Transcript).values(submission_id=submission_id, engine_version=ENGINE_VERSION, blob=blob)
            work.session.execute(row.on_conflict_do_nothing())


def _without_it(work: Transaction, row: OutboxRow) -> None:
    """A part that was given up is told as not computed; the run ends without it."""
    rule_runs.close_if_over(work, work.session.get_one(RuleRunPart, row.subject_id).run_id)


def _asked(house: House, attempt: Attempt) -> Bench:
    with house.transaction() as work:
        part = work.session.get_one(RuleRunPart, attempt.subject_id)
        asked = work.session.get_one(RuleRun, part.run_id)
        if asked.engine_version != ENGINE_VERSION:
            raise WrongState(
                f"La comparación pide el motor {asked.engine_version} y los trabajadores tienen el {ENGINE_VERSION}. "
                "Reinícialos con «./mesa down» y «./mesa up»."
            )
        verdicts = stored(work.session, [UUID(one) for one in part.submissions], ENGINE_VERSION)
        return Bench(verdicts, rules.of_version(work.session, asked.rules_version))


def _results(house: House, attempt: Attempt, bench: Bench) -> dict[str, Any]:
    """What is kept of a part: how many of each, and those that are not equal."""
    counts, told = dict.fromkeys(COUNTS, 0), []
    for one in _holding(house, attempt, bench.verdicts):
        count, said = _result(house, bench, one)
        counts[count] += 1
        if said:
            place = {"folio": one.folio, "round": one.round_number, "submission": one.submission.number}
            told.append({**place, **said})
    return {"counts": counts, "verdicts": told}


def _holding(house: House, attempt: Attempt, verdicts: list[Stored]) -> Iterator[Stored]:
    """One after another; the part stays this attempt's as long as it goes on."""
    held = house.now()
    for one in verdicts:
        if house.now() - held >= HOLD_AFTER:
            outbox.hold(house, attempt)
            held = house.now()
        yield one


def _result(house: House, bench: Bench, one: Stored) -> tuple[str, dict[str, Any]]:
    """Under which name a verdict counts, and what is told of it."""
    if one.submission.state == SubmissionState.SUPERSEDED:
        return REPLACED, {}
    try:
        change = _change(house, bench, one)
    except ServiceUnavailable:
        raise
    except MesaError as refusal:
        if isinstance(refusal, NotJudged):
            log.exception("verdict_not_given_again", submission=str(one.submission.id))
        return "not_computed", {"why": str(refusal)}
    if not change:
        return "equal", {}
    return "flipped" if change.flips else "changed", {"change": change.to_json()}


def _change(house: House, bench: Bench, one: Stored) -> Change:
    with adjudication.foreseen():
        before = Verdict.from_json(json.loads(one.verdict.document))
        if before.result == "refused" and before.engine_version == ENGINE_VERSION:
            return Change(before=before.result, after=before.result)  # no rule makes a file readable
        seen = _seen(house, bench, one)
        after = adjudication.verdict_on(seen, bench.set_of(one), one.submission.sha256, bench.parameters)
        return between(before, after)


def _seen(house: House, bench: Bench, one: Stored) -> Seen:
    """What this engine saw in the file; it is read again where there is no transcript that this program understands."""
    if one.transcript is not None:
        try:
            return adjudication.unpacked(house.blobs.get(one.transcript))
        except (StoredFileMissing, LookupError, TypeError, ValueError, ArithmeticError, zlib.error) as spoilt:
            log.warning("transcript_not_understood", submission=str(one.submission.id), error=type(spoilt).__name__)
    seen = adjudication.look(house, one.submission)
    if isinstance(seen, Evidence):
        bench.seen[one.submission.id] = house.blobs.put(adjudication.packed(seen))
    return seen
