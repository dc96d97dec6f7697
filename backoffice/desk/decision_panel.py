"""What an analyst can do with a case: choose reasons, see the letter, confirm; ask inside; give it back; take it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import ipywidgets

from backoffice.casework import review
from backoffice.desk.case import OpenCase, holder
from backoffice.desk.decision_bar import Deeds, State, states
from backoffice.desk.decision_said import letter_page, standing
from backoffice.desk.decision_words import ACTS, CONSULTED, RELEASED, WHAT_CONSULTED, WHY_TAKE, said_of
from backoffice.desk.keys import Act
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, button, discard, html, seen, stack
from backoffice.desk.writing import REMARKS, Writing
from backoffice.domain.decision import refuse_unfounded
from backoffice.domain.errors import CaseChanged, WrongState
from backoffice.domain.people import NO_RIGHT, Role
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import RenderedLetter

#: Class of the field for a reason, to which a person is led.
WHY = "mesa-why"
#: Where the case can be read and nothing be decided.
LOOKING = {"reading", "opined", "taking"}


class DecisionPanel:
    """The acts on one case: ``widget`` is what is read and written, ``bar`` the buttons and what they answer.

    ``left`` is called with a sentence once there is nothing more to do here. Its second argument says whether the next
    case is to be opened. ``claimed`` is called whenever who holds the case, or what can be done with it, may have
    changed; ``lead`` puts the focus into the field of a class. Who *only looks* is offered nothing.
    """

    def __init__(
        self,
        case: OpenCase,
        me: str,
        message: Message,
        *,
        left: Callable[[str, bool], None],
        claimed: Callable[[], None],
        lead: Callable[[str], None],
        only_looks: bool = False,
    ) -> None:
        self.case, self.me, self.left, self.claimed, self.lead = case, me, left, claimed, lead
        self.only_looks = only_looks
        self.message, self.state = Message(message), ""
        self.outcome: Outcome | None = None
        self.acts: dict[str, Act] = {}
        self.writing = Writing(case, me, changed=self._save, lead=lead)
        self.reasons, self.remarks = self.writing.reasons, self.writing.remarks
        self.letter, self.held, self.turn = html(), html(), html(page("turn", case=case))
        self.why = ipywidgets.Text()
        self.why.add_class(WHY)
        self.widget = stack([self.held, self.turn, self.reasons.widget, self.remarks, self.letter])
        self.bar = stack([], "mesa-bar")
        self._states = self._made()

    def show(self, state: str) -> None:
        """One of ``reading``, ``opined``, ``taking``, ``acting``, ``asking``, ``consulting``.

        The fields stay the same widgets in all of them: whoever is writing goes on writing.
        """
        before, self.state = self.state, state
        children, self.acts = self._states[state]
        seen(self.held, state in LOOKING)
        seen(self.turn, state in {*LOOKING, "acting"})
        seen(self.reasons.widget, state in {"reading", "acting"})
        seen(self.remarks, state not in {"opined", "consulting"})
        self.remarks.disabled = state == "asking"
        if state != "asking":
            self.outcome, self.letter.value = None, ""
        if before != state:
            self._ask_why(before, state)
        self.bar.children = (self.message.widget, *children)
        self.claimed()

    def press(self, key: str) -> bool:
        """Do what *key* does now; whether it does anything."""
        _, act = self.acts.get(key, ("", None))
        if act is not None:
            act()
        return act is not None

    def look(self) -> None:
        """Show the case without claiming it; one that is held already by this analyst is held for another while."""
        if self.writing.recovered:
            self.message.say(self.writing.recovered)
            self.writing.recovered = ""
        self._show_lost(mine=self.take)

    def take(self) -> None:
        """Claim the case, or hold it longer. Whoever holds it instead is named."""
        held = False
        with self.message.minding():
            review.claim(self.case.house, self.case.task.id, self.me)
            held = True
        self._show_acting() if held else self._show_lost()

    def take_over(self) -> None:
        """Claim it though somebody else holds it, with the written reason."""
        with self.message.leading(partial(self.lead, WHY)):
            review.take_over(self.case.house, self.case.task.id, self.me, str(self.why.value))
            self.message.say("")
            self._show_acting()

    def ask(self, outcome: Outcome) -> None:
        """Show what would be sent, and wait for a yes."""
        with self.message.leading(partial(self.lead, REMARKS)):
            refuse_unfounded(
                outcome,
                self.case.verdict.result if self.case.verdict else None,
                self.writing.said,
                chosen=bool(self.reasons.chosen),
            )
            letter = self.writing.drawn(outcome)
            self._keep_hold()
            self.message.say("")
            self._show_letter(outcome, letter)

    def confirm(self, *, onward: bool = False) -> None:
        """Decide, with the words of the letter that was looked at.

        Whoever was quicker, or a claim that ran out, is told, and what was written stays.
        """
        if self.outcome is None:
            return
        house, task, outcome = self.case.house, self.case.task.id, self.outcome
        said, chosen = self.writing.previewed
        with self.message.minding(), self._losing():
            decision = review.decide(
                house,
                task,
                self.me,
                outcome,
                said,
                chosen=chosen,
                seen_aside=self.case.aside_keys,
                seen_turn=self.case.task.turn,
            )
            with self.message.quietly():  # it is decided, whatever becomes of the draft
                self.writing.forget()
            self.left(said_of(decision, self.case.folio), onward)

    def consult(self) -> None:
        """Ask inside the house, with what is asked and whom."""
        with self.message.leading(partial(self.lead, WHY)), self._losing():
            review.consult(self.case.house, self.case.task.id, self.me, str(self.why.value))
            self.left(CONSULTED.format(folio=self.case.folio), False)

    def answer(self) -> None:
        """The consultation is over."""
        with self.message.minding(), self._losing():
            review.answer(self.case.house, self.case.task.id, self.me)
            self.turn.value = ""
            self._states = self._made(consulted=False)
            self._show_acting()

    def release(self) -> None:
        """Give the case back to the queue."""
        with self.message.minding():
            review.release(self.case.house, self.case.task.id, self.me)
            self.left(RELEASED.format(folio=self.case.folio), False)

    def renew(self) -> None:
        """Work at the desk holds a case that is held for another while. One that was lost is told; no text is."""
        if self.holds:
            with self.message.minding():
                self._keep_hold()
                self.claimed()

    @property
    def holds(self) -> bool:
        """The acts are on the screen."""
        return self.state in {"acting", "asking", "consulting"}

    def close(self) -> None:
        """Let go of everything, also of what is not on the screen."""
        for children, _ in self._states.values():
            for piece in children:
                discard(piece)
        discard(self.bar)
        discard(self.widget)

    def _show_acting(self) -> None:
        self.show("acting")

    def _show_lost(self, mine: Callable[[], None] | None = None) -> None:
        """The way to take the case; with a reason where somebody holds it. Nothing is said of what nobody knows.

        *mine* is done instead where this analyst holds it.
        """
        with self.message.quietly():
            by, until = holder(self.case.house, self.case.task.id)
            mine() if mine is not None and by == self.me else self._show_held(by, until)
            return
        self.held.value = ""
        self.show("reading")

    def _show_held(self, by: str | None, until: datetime | None) -> None:
        """Who holds the case, and what can be done about it."""
        state, sentence = standing(self.case, self.me, by, until)
        if self.only_looks:
            state, sentence = "opined", NO_RIGHT[Role.AUDITOR]
        self.held.value = page("text", text=sentence)
        self.show(state)

    @property
    def may_mark(self) -> bool:
        """Whether this analyst may mark what is in the case: it is theirs, or free to be taken."""
        return self.state not in {"opined", "taking"}

    def _ask_why(self, before: str, state: str) -> None:
        """The one line for a reason is for one thing at a time; what was written for a lost claim is kept."""
        if not (before == "consulting" and state in {"taking", "reading"}):
            self.why.value = ""
        self.why.placeholder = {"taking": WHY_TAKE, "consulting": WHAT_CONSULTED}.get(state, "")

    def _consult(self) -> None:
        self.show("consulting")
        self.lead(WHY)

    def _keep_hold(self) -> None:
        with self._losing():
            review.claim(self.case.house, self.case.task.id, self.me)

    @contextmanager
    def _losing(self) -> Iterator[None]:
        """Where the case turns out not to be this analyst's any more, the acts go and the way to take it comes.

        Where it is, but no longer what is on the screen, it goes back to the queue: opened again, it is as it is.
        """
        try:
            yield
        except CaseChanged as changed:
            self.left(str(changed), False)
        except WrongState:
            self._show_lost()
            raise

    def _show_letter(self, outcome: Outcome, letter: RenderedLetter) -> None:
        self.outcome = outcome
        self._yes.description = f"Confirmar: {ACTS[outcome].lower()}"
        self.show("asking")  # its keys first: whoever sees the letter can answer
        self.letter.value = letter_page(self.case, self.me, outcome, letter)

    def _save(self) -> None:
        """Keep what was written: a kernel that restarts loses nothing. The first change claims a case that is free.

        A browser may hand on the end of a text after the letter was asked for: then the letter is drawn again.
        """
        with self.message.minding():
            self.writing.keep()
            if self.outcome is not None and self.writing.is_newer:
                self._show_letter(self.outcome, self.writing.drawn(self.outcome))
        if self.state == "reading":
            self.take()

    def _made(self, *, consulted: bool = True) -> dict[str, State]:
        """What is in the bar in each state, and what the keys do there."""
        consistent = self.case.verdict is not None and self.case.verdict.result == "consistent"
        self._yes = button("", self.confirm, look="primary")
        deeds = Deeds(
            take=self.take,
            take_over=self.take_over,
            write_why=self._take_over_said,
            ask=self.ask,
            confirm=self.confirm,
            confirm_onward=partial(self.confirm, onward=True),
            open_consulting=self._consult,
            consult=self.consult,
            answer=self.answer,
            release=self.release,
            back=self._show_acting,
        )
        return states(
            deeds,
            self.why,
            self._yes,
            Outcome.APPROVE if consistent else Outcome.CORRECTIONS,
            disputed=self.case.rests_on_disputed_rules,
            consulted=consulted and self.case.task.consulted_at is not None,
        )

    def _take_over_said(self) -> None:
        """With the key: first to the reason, then the act."""
        if str(self.why.value).strip():
            self.take_over()
        else:
            self.lead(WHY)
