"""The rounds side by side: what each file came to, what was mended since the one before, what stays, what is new."""

import json
from dataclasses import dataclass

from backoffice.desk.case import OpenCase
from backoffice.desk.page import page
from backoffice.domain.calendar import Deadline
from backoffice.domain.explained.spanish import moment_said, said
from backoffice.domain.explained.summary import wrong_in_short
from backoffice.domain.mistakes import wording
from backoffice.domain.verdict import RESULT_LABELS, Verdict
from backoffice.domain.work import OUTCOME_LABELS, SUBMISSION_LABELS
from backoffice.records.case_view import RoundView, SubmissionView

TITLE = "Rondas"
NOT_YET = "el plazo corre cuando llegue el correo"


@dataclass(frozen=True, slots=True)
class Column:
    """One file of a round: texts, one a line of the table."""

    title: str
    received: str
    result: str
    wrong: str
    causes: tuple[str, ...]
    mended: tuple[str, ...]
    stays: tuple[str, ...]
    new: tuple[str, ...]
    decision: str
    deadline: str


def badge(case: OpenCase) -> str:
    """How many there were."""
    return str(len(case.view.rounds))


def shown(case: OpenCase) -> str:
    """A column for each file, oldest first."""
    columns: list[Column] = []
    before: set[str] | None = None
    for round_, one in ((each, one) for each in case.view.rounds for one in each.submissions):
        verdict = Verdict.from_json(json.loads(one.verdict.document)) if one.verdict else None
        found = {cause.mistake for cause in verdict.diagnosis} if verdict else set()
        columns.append(_column(case, round_, one, verdict, before))
        before = found if verdict else before
    return page("tab_rounds", columns=columns)


def _column(
    case: OpenCase, round_: RoundView, one: SubmissionView, verdict: Verdict | None, before: set[str] | None
) -> Column:
    zone = case.house.settings.zone
    found = {cause.mistake for cause in verdict.diagnosis} if verdict else set()
    known = before if before is not None and verdict else found
    explained = round_.round.deadline_explained
    return Column(
        title=f"Ronda {round_.round.number}, archivo {one.submission.number}",
        received=f"{moment_said(one.submission.received_at, zone)} · «{said(one.submission.file_name, 60)}»",
        result=RESULT_LABELS[verdict.result] if verdict else SUBMISSION_LABELS[one.submission.state],
        wrong=wrong_in_short(verdict) or "ninguno",
        causes=_names(found),
        mended=_names(known - found),
        stays=_names(known & found) if before is not None else (),
        new=_names(found - known),
        decision=_decision(case, one),
        deadline=Deadline.from_json(explained).explained() if explained else NOT_YET,
    )


def _decision(case: OpenCase, one: SubmissionView) -> str:
    """What was decided about a file, by whom and when. Of the open one a second person sees nothing."""
    given = one.decision
    if given is None or (case.blind and one is case.submission):
        return ""
    when = moment_said(given.decided_at, case.house.settings.zone)
    why = f": {said(given.reasons, 200)}" if given.reasons else ""
    return f"{OUTCOME_LABELS[given.outcome]}, {said(given.analyst, 40)}, {when}{why}"


def _names(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(wording(code).name for code in codes))
