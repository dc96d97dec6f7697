"""The desk itself: the queue, or the case that was opened from it, in one place of the notebook; and its keys."""

from collections.abc import Sequence
from uuid import UUID

from backoffice.casework import review, set_asides
from backoffice.casework.house import House
from backoffice.desk.case import holder, open_case
from backoffice.desk.case_panel import CasePanel
from backoffice.desk.decision_panel import DecisionPanel
from backoffice.desk.keys import Keys
from backoffice.desk.page import style
from backoffice.desk.pieces import Message, discard, html, stack
from backoffice.desk.queue_panel import QueuePanel
from backoffice.domain.errors import WrongState

#: Keys of the queue, and those that move within an open case.
IN_QUEUE = {"n": "abrir el siguiente caso", "r": "actualizar la cola"}
IN_CASE = {"j": "renglón siguiente", "k": "renglón anterior", "q": "volver a la cola"}
NOTHING_NEXT = "No queda ningún caso libre en esta vista."


class Workbench:
    """The desk of one analyst, *me*. ``widget`` is what a notebook shows."""

    def __init__(self, house: House, me: str) -> None:
        self.house, self.me = house, me
        self.message, self.keys = Message(), Keys()
        self.keys.on_press(self.press)
        self.queue = QueuePanel(house, me, self.message, self.open)
        self.case: CasePanel | None = None
        self.decision: DecisionPanel | None = None
        self.place = stack([self.queue.widget])
        looks = html(style())
        looks.layout.display = "none"
        self.widget = stack([looks, self.message.widget, self.keys, self.place], "mesa")
        self.queue.refresh()
        self._name_keys()

    def open(self, task_id: UUID, folio: str) -> None:
        """Claim a case and show it; one that somebody else holds is shown to be read."""
        with self.message.minding():
            self.message.say("")
            self._open(task_id, folio)

    def open_next(self, sentence: str = "") -> None:
        """Open the most urgent case of the view that this analyst may have; *sentence* says how the last one went."""
        with self.message.minding():
            for one in self.queue.in_view():
                if one.held_by not in {None, self.me} or not self._claims(one.task_id):
                    continue
                self._open(one.task_id, one.folio)
                self.message.say(sentence, "ok")
                return
            self.message.say(f"{sentence} {NOTHING_NEXT}".strip(), "ok" if sentence else "")

    def press(self, key: str) -> None:
        """Do what *key* does on what is on the screen."""
        case, decision = self.case, self.decision
        if case is None or decision is None:
            {"n": self.open_next, "r": self.queue.look_again}.get(key, lambda: None)()
        elif not decision.press(key) and key in IN_CASE:
            {"j": lambda: case.step(1), "k": lambda: case.step(-1), "q": self._back}[key]()

    def set_aside(self, findings: Sequence[str], reason: str) -> None:
        """Mark findings of the open case *Improcedente*; verdict, diagnosis and letter follow."""
        with self.message.minding():
            case = self._held_case()
            set_asides.put(self.house, case.case.task.id, self.me, findings, reason)
            self._open_again(case)

    def restore(self, findings: Sequence[str]) -> None:
        """Let findings of the open case count again."""
        with self.message.minding():
            case = self._held_case()
            set_asides.restore(self.house, case.case.task.id, self.me, findings)
            self._open_again(case)

    def saw_pictures(self) -> None:
        """The pictures of the open case show what they should."""
        with self.message.minding():
            case = self._held_case()
            review.saw_pictures(self.house, case.case.task.id, self.me)
            self._open_again(case)

    def leave(self, sentence: str, onward: bool = False) -> None:
        """Back to the queue, as it is now, or on to the next case; *sentence* says how it went."""
        self.place.children = (self.queue.widget,)
        self.queue.refresh()
        self.message.say(sentence, "ok")
        self._close()
        self._name_keys(anew=True)
        if onward:
            self.open_next(sentence)

    def _open(self, task_id: UUID, folio: str, *, chosen: str = "") -> None:
        case = open_case(self.house, folio, task_id)
        decision = DecisionPanel(case, self.me, self.message, left=self.leave, claimed=self._holder_changed)
        panel = CasePanel(
            case,
            back=self._back,
            activity=decision.renew,
            decision=decision.widget,
            on_set_aside=self.set_aside,
            on_restore=self.restore,
            on_seen=self.saw_pictures,
        )
        self._close()
        self.case, self.decision = panel, decision
        decision.take()
        if chosen in panel.lines:
            panel.choose(chosen)
        self.place.children = (panel.widget,)
        self._name_keys(anew=not chosen)

    def _open_again(self, panel: CasePanel) -> None:
        """The same case as it is now, at the same row and with the same tab open."""
        chosen, tab = panel.rows.selected, panel.tabs.chosen.value
        self._open(panel.case.task.id, panel.case.folio, chosen=chosen)
        if self.case is not None:
            self.case.tabs.chosen.value = tab

    def _held_case(self) -> CasePanel:
        if self.case is None:
            raise WrongState("Abre primero un caso de la cola.")
        return self.case

    def _claims(self, task_id: UUID) -> bool:
        try:
            review.claim(self.house, task_id, self.me)
        except WrongState:
            return False
        return True

    def _back(self) -> None:
        self.leave("")

    def _close(self) -> None:
        case, decision, self.case, self.decision = self.case, self.decision, None, None
        if case is not None and decision is not None:
            decision.close()
            discard(case.widget)

    def _holder_changed(self) -> None:
        """Say who holds the open case now, and what the keys do."""
        if self.case is not None:
            with self.message.minding():
                self.case.held(*holder(self.house, self.case.case.task.id))
            self._name_keys()

    def _name_keys(self, *, anew: bool = False) -> None:
        acts = {key: label for key, (label, _) in self.decision.acts.items()} if self.decision else {}
        letter = self.decision is not None and self.decision.outcome is not None
        self.keys.show({**acts, **(IN_CASE if self.decision else IN_QUEUE)}, anew=anew, letter=letter)
