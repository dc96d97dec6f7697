"""What people did about a file: why and until when it waited, every opinion, and what was set aside."""

from typing import Any

from backoffice.casework.expediente.gathering import Gathering
from backoffice.domain.calendar import Deadline
from backoffice.records.review import SetAside
from backoffice.records.submissions import Decision, ReviewTask


def reviewed(gathering: Gathering, task: ReviewTask, opinions: tuple[Decision, ...]) -> dict[str, Any]:
    """Why a person looked at a file, until when, and what each thought of it."""
    aside = gathering.kept.aside.get(task.id, ())
    return {
        "reason": task.reason,
        "state": task.state,
        "opened_at": task.opened_at,
        "deadline": task.due_explained,
        "deadline_said": said_deadline(task.due_explained),
        "consultation": {"by": task.consulted_by, "at": task.consulted_at, "what": task.consult_reason}
        if task.consulted_at
        else None,
        "opinions": [_opinion(one) for one in opinions],
        "set_aside": [_aside(one) for one in aside],
    }


def _opinion(one: Decision) -> dict[str, Any]:
    return {
        "turn": one.turn,
        "analyst": one.analyst,
        "outcome": one.outcome,
        "reasons": one.reasons,
        "chosen": one.chosen,
        "set_aside": one.set_aside,
        "verdict_sha256": one.verdict_sha256,
        "decided_at": one.decided_at,
        "stands": one.stands,
        "second_because": one.second_because,
    }


def _aside(one: SetAside) -> dict[str, Any]:
    return {
        "turn": one.turn,
        "finding": one.finding,
        "reason": one.reason,
        "analyst": one.analyst,
        "at": one.at,
        "restored_at": one.restored_at,
    }


def said_deadline(explained: dict[str, Any] | None) -> str:
    """How a deadline was counted; '' where it never began to run."""
    return Deadline.from_json(explained).explained() if explained else ""
