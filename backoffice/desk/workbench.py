"""The desk itself: the queue, or the case that was opened from it, in one place of the notebook; and its keys."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from backoffice.casework import review, set_asides
from backoffice.casework.house import House
from backoffice.desk.case import holder, open_case
from backoffice.desk.case_panel import CasePanel
from backoffice.desk.decision_panel import DecisionPanel
from backoffice.desk.keys import Keys
from backoffice.desk.page import style
from backoffice.desk.pieces import Message, discard, html, stack
from backoffice.desk.queue import VIEWS
from backoffice.desk.queue_panel import QueuePanel
from backoffice.desk.writing import REMARKS
from backoffice.domain.errors import MesaError, WrongState
from backoffice.domain.people import NO_RIGHT, Role

#: Keys of the queue, by what they do; the views have a digit each.
IN_QUEUE = {
    "n": "tomar el siguiente caso",
    "/": "buscar",
    " ".join(str(number) for number in range(1, len(VIEWS) + 1)): "vistas",
    "r": "actualizar la cola",
    "↑ ↓ Enter": "ver un renglón",
    "Escape": "salir de un campo",
}
NOTHING_NEXT = "No queda ningún caso libre en esta vista."
ONLY_LEFT = "No queda otro caso libre en esta vista; el que dejaste se abre desde su renglón."


class Workbench:
    """The desk of one analyst, *me*. ``widget`` is what a notebook shows.

    ``passed`` are the tasks that were on the screen and left without being held: the next case is another one.
    Who *only looks* claims nothing.
    """

    def __init__(self, house: House, me: str, *, only_looks: bool = False) -> None:
        self.house, self.me, self.only_looks = house, me, only_looks
        self.message, self.keys = Message(), Keys()
        self.keys.on_press(self.press)
        self.keys.on_alive(self.alive)
        self.keys.on_open(self.show_behind)
        self.queue = QueuePanel(house, me, self.message, self.open, None if only_looks else self.open_next)
        self.case: CasePanel | None = None
        self.decision: DecisionPanel | None = None
        self.passed: set[UUID] = set()
        self.place = stack([self.queue.widget])
        looks = html(style())
        looks.layout.display = "none"
        self.widget = stack([looks, self.message.widget, self.keys, self.place], "mesa")
        self.queue.refresh()
        self._name_keys()

    def open(self, task_id: UUID, folio: str) -> None:
        """Show a case. Looking claims nothing; one that is held already is held for another while."""
        with self.message.minding():
            self.message.say("")
            self._open(task_id, folio)

    def open_next(self, sentence: str = "") -> None:
        """Claim and open the most urgent case of the view that this analyst may have, and did not just leave.

        *sentence* says how the last one went.
        """
        with self.message.minding():
            if self.only_looks:
                raise WrongState(NO_RIGHT[Role.AUDITOR])
            free = [one for one in self.queue.in_view() if one.held_by in {None, self.me} and self.me not in one.opined]
            for one in free:
                if one.task_id in self.passed or not self._claims(one.task_id):
                    continue
                self._open(one.task_id, one.folio)
                self.message.say(sentence, "ok")
                return
            nothing = ONLY_LEFT if any(one.task_id in self.passed for one in free) else NOTHING_NEXT
            self.message.say(f"{sentence} {nothing}".strip(), "ok" if sentence else "")

    def press(self, key: str) -> None:
        """Do what *key* does on what is on the screen."""
        case, decision = self.case, self.decision
        if case is None or decision is None:
            self._press_in_queue(key)
        elif key == "o" and "o" in self._reading(case, decision):
            self.keys.lead(REMARKS)
        elif not decision.press(key) and (key in self._reading(case, decision) or key.isdecimal()):
            self._back() if key == "q" else case.press(key)

    def alive(self) -> None:
        """Somebody is at work at the desk: what is held is held for another while."""
        if self.decision is not None:
            self.decision.renew()

    def show_behind(self, name: str) -> None:
        """Open what a light of the open case stands for."""
        if self.case is not None:
            self.case.open(name)

    def set_aside(self, findings: Sequence[str], reason: str) -> None:
        """Mark findings of the open case *Improcedente*; verdict, diagnosis and letter follow.

        The first change claims a case that is free. Raises as ``set_asides.put`` does.
        """
        case = self._held_case()
        if reason.strip():
            self._take_free(case)
        try:
            set_asides.put(self.house, case.case.task.id, self.me, findings, reason)
        except MesaError:
            if reason.strip():
                self._show_taken()
            raise
        self._open_again(case)

    def restore(self, findings: Sequence[str]) -> None:
        """Let findings of the open case count again. Raises as ``set_asides.restore`` does."""
        case = self._held_case()
        self._take_free(case)
        set_asides.restore(self.house, case.case.task.id, self.me, findings)
        self._open_again(case)

    def saw_pictures(self) -> None:
        """The pictures of the open case show what they should. Saying so claims a case that is free."""
        with self.message.minding():
            case = self._held_case()
            self._take_free(case)
            review.saw_pictures(self.house, case.case.task.id, self.me)
            self._open_again(case)

    def leave(self, sentence: str, onward: bool = False) -> None:
        """Back to the queue, as it is now, or on to the next case; *sentence* says how it went."""
        self.place.children = (self.queue.widget,)
        self.queue.refresh()
        self.message.say(sentence, "ok")
        self._pass_over()
        self._close()
        self._name_keys(anew=True)
        if onward:
            self.open_next(sentence)

    def _press_in_queue(self, key: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "n": self.open_next,
            "r": self.queue.look_again,
            "/": partial(self.keys.lead, "search"),
        }
        acts.get(key, partial(self.queue.choose_view, key))()

    def _open(self, task_id: UUID, folio: str, *, chosen: str = "") -> None:
        case = open_case(self.house, folio, task_id)
        decision = DecisionPanel(
            case,
            self.me,
            self.message,
            left=self.leave,
            claimed=self._holder_changed,
            lead=self.keys.lead,
            only_looks=self.only_looks,
        )
        panel = CasePanel(
            case,
            back=self._back,
            activity=decision.renew,
            decision=decision.widget,
            bar=decision.bar,
            message=self.message,
            keys=self.keys,
            on_set_aside=self.set_aside,
            on_restore=self.restore,
            on_seen=self.saw_pictures,
        )
        self._close()
        self.passed.discard(task_id)
        self.case, self.decision = panel, decision
        decision.look()
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

    def _take_free(self, case: CasePanel) -> None:
        """Claim a case that was free when it was looked at. Raises as ``review.claim`` does."""
        if self.decision is not None and self.decision.state == "reading":
            review.claim(self.house, case.case.task.id, self.me)

    def _show_taken(self) -> None:
        """A case that was just claimed is shown so, whatever became of what it was claimed for."""
        if self.decision is not None and self.decision.state == "reading" and self._claims(self.decision.case.task.id):
            self.decision.take()

    def _claims(self, task_id: UUID) -> bool:
        try:
            review.claim(self.house, task_id, self.me)
        except WrongState:
            return False
        return True

    def _back(self) -> None:
        self.leave("")

    def _pass_over(self) -> None:
        """What is left without being held is not the next case, but that of somebody who chooses it."""
        mine = {one.task_id for one in self.queue.cases if one.held_by == self.me}
        if self.case is not None and self.case.case.task.id not in mine:
            self.passed.add(self.case.case.task.id)

    def _close(self) -> None:
        case, decision, self.case, self.decision = self.case, self.decision, None, None
        if case is not None and decision is not None:
            decision.close()
            discard(case.widget)

    def _holder_changed(self) -> None:
        """Say who holds the open case now, and what the keys do; whoever writes keeps the focus."""
        if self.case is None:
            return
        self.case.may_be_marked(self.decision is not None and self.decision.may_mark, self.me)
        if self.keys.acts != [[key, label] for key, label in self._acts().items()]:
            self._name_keys()
        with self.message.minding():
            self.case.held(*holder(self.house, self.case.case.task.id))

    def _name_keys(self, *, anew: bool = False) -> None:
        letter = self.decision is not None and self.decision.outcome is not None
        self.keys.show(self._acts(), anew=anew, letter=letter)

    def _acts(self) -> dict[str, str]:
        """Every key that does something now, with its label."""
        if self.case is None or self.decision is None:
            return {key: label for key, label in IN_QUEUE.items() if key != "n" or not self.only_looks}
        deciding = {key: label for key, (label, _) in self.decision.acts.items()}
        reading = self._reading(self.case, self.decision)
        return {**deciding, **reading, "Escape": deciding.get("Escape", IN_QUEUE["Escape"])}

    @staticmethod
    def _reading(case: CasePanel, decision: DecisionPanel) -> dict[str, str]:
        """The keys of an open case that do not decide."""
        writes = {"o": "observaciones"} if decision.state in {"reading", "taking", "acting"} else {}
        return {**writes, **{key: label for key, (label, _) in case.acts.items()}, "q": "volver a la cola"}
