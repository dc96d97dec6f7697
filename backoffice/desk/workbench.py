"""The desk itself: the queue, or the case that was opened from it, in one place of the notebook."""

from uuid import UUID

from backoffice.casework.house import House
from backoffice.desk.case import holder, open_case
from backoffice.desk.case_panel import CasePanel
from backoffice.desk.decision_panel import DecisionPanel
from backoffice.desk.page import style
from backoffice.desk.pieces import Message, discard, html, stack
from backoffice.desk.queue_panel import QueuePanel


class Workbench:
    """The desk of one analyst, *me*. ``widget`` is what a notebook shows."""

    def __init__(self, house: House, me: str) -> None:
        self.house, self.me = house, me
        self.message = Message()
        self.queue = QueuePanel(house, me, self.message, self.open)
        self.case: CasePanel | None = None
        self.decision: DecisionPanel | None = None
        self.place = stack([self.queue.widget])
        looks = html(style())
        looks.layout.display = "none"
        self.widget = stack([looks, self.message.widget, self.place], "mesa")
        self.queue.refresh()

    def open(self, task_id: UUID, folio: str) -> None:
        """Claim a case and show it; one that somebody else holds is shown to be read."""
        with self.message.minding():
            self._open(task_id, folio)

    def _open(self, task_id: UUID, folio: str) -> None:
        self.message.say("")
        case = open_case(self.house, folio, task_id)
        decision = DecisionPanel(case, self.me, self.message, left=self.leave, claimed=self._name_holder)
        self.case = CasePanel(case, back=self._back, activity=decision.renew, decision=decision.widget)
        self.decision = decision
        decision.take()
        self.place.children = (self.case.widget,)

    def _back(self) -> None:
        self.leave("")

    def leave(self, sentence: str) -> None:
        """Back to the queue, as it is now; *sentence* says how it went."""
        self.place.children = (self.queue.widget,)
        self.message.say(sentence, "ok")
        self.queue.refresh()
        self._close()

    def _close(self) -> None:
        case, decision, self.case, self.decision = self.case, self.decision, None, None
        if case is not None and decision is not None:
            decision.close()
            discard(case.widget)

    def _name_holder(self) -> None:
        """Say who holds the open case now."""
        if self.case is not None:
            with self.message.minding():
                self.case.held(*holder(self.house, self.case.case.task.id))
