"""One case as the desk shows it: loaded from the records in one go. It decides nothing and draws nothing."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backoffice.casework import rules, set_asides
from backoffice.casework.house import House
from backoffice.casework.wording import actor_said
from backoffice.desk.file_facts import people_said
from backoffice.desk.spanish import days_left
from backoffice.domain.calendar import Deadline, spoken_with_weekday
from backoffice.domain.decision import LONGEST_NOTE, PICTURES_SEEN
from backoffice.domain.disputed import rests_on_disputed_rules
from backoffice.domain.errors import WrongState
from backoffice.domain.explained.differences import Difference, differences
from backoffice.domain.explained.lights import Light, lights
from backoffice.domain.explained.points import beside_the_rows
from backoffice.domain.explained.rules_said import RuleSaid, rules_said
from backoffice.domain.explained.spanish import moment_said, said
from backoffice.domain.explained.summary import Conclusion, conclusion, seen_before
from backoffice.domain.explained.worked import Worked, worked
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.parameters import Parameters
from backoffice.domain.second_opinion import SECOND
from backoffice.domain.set_aside import key_of, without
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import OUTCOME_LABELS, TASK_REASONS, TaskState
from backoffice.records.audit import AuditEvent
from backoffice.records.case_view import CaseView, RoundView, SubmissionView, case_view
from backoffice.records.review import SetAside
from backoffice.records.submissions import Decision, ReviewTask


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that waits for a person, with the file, the verdict and the set that it is about.

    ``given`` is the verdict as it was given, ``verdict`` the same without the findings that are set ``aside``.
    """

    house: House
    view: CaseView
    round: RoundView
    submission: SubmissionView
    task: ReviewTask
    given: Verdict | None
    aside: tuple[SetAside, ...]
    verdict: Verdict | None
    rules: Parameters
    asked: TestSet
    seen_at: datetime

    @property
    def folio(self) -> str:
        """Ten digits."""
        return self.view.case.folio

    @property
    def aside_keys(self) -> frozenset[str]:
        """The keys of the findings that are set aside."""
        return frozenset(one.finding for one in self.aside)

    @property
    def blind(self) -> bool:
        """A second opinion: what the first person thought is not shown."""
        return self.task.turn == SECOND

    @property
    def opinions(self) -> tuple[Decision, ...]:
        """What others thought of this file, by turn; none of it for a second opinion."""
        return () if self.blind else self.submission.opinions

    @property
    def consulted(self) -> str:
        """Who asked inside the house, when and what; '' where nobody did."""
        task = self.task
        if task.consulted_at is None:
            return ""
        who, what = said(task.consulted_by or "", 60), said(task.consult_reason or "", LONGEST_NOTE)
        return f"{who}, {moment_said(task.consulted_at, self._zone)}: {what}"

    @property
    def opinions_said(self) -> list[dict[str, str]]:
        """The opinions before this one, as texts."""
        return [
            {
                "outcome": OUTCOME_LABELS[one.outcome],
                "analyst": said(one.analyst, 60),
                "when": moment_said(one.decided_at, self._zone),
                "reasons": said(one.reasons, LONGEST_NOTE) or "sin comentarios",
            }
            for one in self.opinions
        ]

    @property
    def rests_on_disputed_rules(self) -> bool:
        """*Criterio por confirmar*: nothing is chosen beforehand."""
        return rests_on_disputed_rules(self.verdict)

    @property
    def company(self) -> str:
        """Its name, as one harmless line."""
        return said(self.view.applicant.name)

    @property
    def deadline(self) -> str:
        """``quedan 2 días hábiles (vence miércoles 25/nov/2026)``."""
        left = self.house.calendar.days_left(self.house.local_date(self.seen_at), self.task.due)
        return f"{days_left(left)} ({spoken_with_weekday(self.task.due)})"

    @property
    def is_late(self) -> bool:
        """Past its last day."""
        return self.house.local_date(self.seen_at) > self.task.due

    @property
    def counted(self) -> str:
        """How the deadline was counted."""
        return Deadline.from_json(self.task.due_explained).explained()

    @property
    def people(self) -> str:
        """That the file carries a real person's data, or that its content was erased; '' for neither."""
        known = self.submission.people
        return ". ".join(f"{name}: {what}" for name, what in people_said(known, self._zone)) if known else ""

    @property
    def why(self) -> str:
        """Why it waits for a person."""
        return TASK_REASONS[self.task.reason]

    @property
    def conclusion(self) -> Conclusion:
        """The first sentence."""
        return conclusion(self.verdict, self.asked, self.rules)

    @property
    def seen_before(self) -> str:
        """Whether the cause was there in the round before."""
        return seen_before(self.verdict, self._verdict_before())

    @property
    def lights(self) -> list[Light]:
        """The four tabs."""
        return lights(self.verdict, self.asked, self.pictures_seen)

    @property
    def pictures_seen(self) -> str:
        """Who said last in this turn that the pictures show what they should, and when; '' for nobody."""
        said_so = [f"{actor_said(event.actor)}, {moment_said(event.at, self._zone)}" for event in self._looks]
        return said_so[-1] if said_so else ""

    def pictures_seen_by(self, me: str) -> bool:
        """Whether *me* said so: nobody decides by another's eyes."""
        return any(event.actor == f"analyst:{me}" for event in self._looks)

    @property
    def _looks(self) -> list[AuditEvent]:
        """What was said of this file's pictures in this turn, oldest first."""
        about = {"submission": self.submission.submission.number, "turn": self.task.turn}
        here = [one for one in self.view.events if one.round_number == self.round.round.number]
        return [one for one in here if one.act == PICTURES_SEEN and one.details == about]

    @property
    def differences(self) -> list[Difference]:
        """The rows in which something differs; those that are set aside, as they were given."""
        counting = {line.place: line for line in differences(self.verdict, self.asked)}
        if not self.aside:
            return list(counting.values())
        given = differences(self.given, self.asked)
        return [line if self.why_aside(line) else counting.get(line.place, line) for line in given]

    def why_aside(self, line: Difference) -> str:
        """Why a row does not count (*Improcedente*), as one harmless line; '' where anything of it does."""
        reasons = {one.finding: one.reason for one in self.aside}
        if not reasons:
            return ""
        keys = [key_of(finding) for finding in self._of_row(line) if finding.severity is not Severity.NOTE]
        is_aside = bool(keys) and all(key in reasons for key in keys)
        return said(reasons[keys[0]], LONGEST_NOTE) if is_aside else ""

    @property
    def points(self) -> list[Finding]:
        """What was found beside the rows, gravest first."""
        return beside_the_rows(self.verdict)

    def rules_of(self, line: Difference) -> tuple[RuleSaid, ...]:
        """The rules that a row breaks, with standing and source."""
        return rules_said(line.causes, [finding.code for finding in self._of_row(line)], self.rules)

    def worked(self, line: Difference) -> Worked | None:
        """The steps of one row; ``None`` where the set has no such row."""
        try:
            row = self.asked.row(*line.place)
        except KeyError:
            return None
        return worked(row, line.causes, dict(line.shown), self.rules)

    def _of_row(self, line: Difference) -> list[Finding]:
        """What was found in a row of tab 2, set aside or not."""
        found = self.given.findings if self.given else ()
        return [one for one in found if one.tab == 2 and (one.section, one.number) == line.place]

    def _verdict_before(self) -> Verdict | None:
        number = self.round.round.number - 1
        earlier = [view for view in self.view.rounds if view.round.number == number]
        judged = [one.verdict for view in earlier for one in view.submissions if one.verdict]
        return Verdict.from_json(json.loads(judged[-1].document)) if judged else None

    @property
    def _zone(self) -> Any:
        return self.house.settings.zone


def open_case(house: House, folio: str, task_id: UUID) -> OpenCase:
    """The case whose task that is. Raises ``CaseNotFound``, ``WrongState`` (another file came), no answer."""
    with house.transaction() as work:
        view = case_view(work.session, folio)
        for round_, one in ((each, one) for each in view.rounds for one in each.submissions):
            if one.task is None or one.task.id != task_id or round_.test_set is None:
                continue
            given = Verdict.from_json(json.loads(one.verdict.document)) if one.verdict else None
            aside = tuple(set_asides.of(work.session, one.task))
            verdict = without(given, {each.finding for each in aside}) if given else None
            known, asked = rules.of_verdict(work.session, given), round_.test_set.test_set()
            return OpenCase(house, view, round_, one, one.task, given, aside, verdict, known, asked, work.now)
    raise WrongState("Este caso ya no espera revisión: llegó un archivo nuevo o se canceló. Actualiza la cola.")


def holder(house: House, task_id: UUID) -> tuple[str | None, datetime | None]:
    """Who holds a task now and until when (UTC); ``None`` twice where nobody does."""
    with house.transaction() as work:
        task = work.session.get_one(ReviewTask, task_id)
    held = task.state is TaskState.CLAIMED and task.lease_until is not None and task.lease_until > work.now
    return (task.claimed_by, task.lease_until) if held else (None, None)
