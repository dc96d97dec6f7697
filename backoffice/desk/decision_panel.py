"""What an analyst can do with a case: choose reasons, see the letter, confirm; ask inside; give it back; take it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import ipywidgets

from backoffice.casework import review, review_drafts
from backoffice.desk.case import OpenCase, holder
from backoffice.desk.decision_words import (
    ACTS,
    AGAINST,
    CONSULTED,
    FREE,
    HELD,
    NOTES,
    OPINED,
    PLACEHOLDER,
    RECOVERED,
    RELEASED,
    TITLES,
    UNSEEN,
    WHAT_CONSULTED,
    WHY_TAKE,
    said_of,
)
from backoffice.desk.keys import Act, keyed
from backoffice.desk.letter import preview
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, Widget, button, discard, html, line, stack
from backoffice.desk.reasons_panel import ReasonsPanel
from backoffice.desk.spanish import hour
from backoffice.domain.decision import LONGEST_REASONS, refuse_unfounded
from backoffice.domain.errors import CaseChanged, WrongState
from backoffice.domain.explained.spanish import said
from backoffice.domain.people import NO_RIGHT, Role
from backoffice.domain.reasons import Chosen, from_json, preselected, still_given
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import RenderedLetter

ACTS_LOOK = "mesa-acts"
#: Classes of the fields that a person is led to.
WHY, REMARKS, WRITTEN = "mesa-why", "mesa-remarks", "mesa-written"
KEYS = {Outcome.CORRECTIONS: "c", Outcome.APPROVE: "a"}
#: Where the case can be read and nothing be decided.
LOOKING = {"reading", "opined", "taking"}
#: What is in the bar, and what the keys do.
State = tuple[tuple[Widget, ...], dict[str, Act]]


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
        self.previewed: tuple[str, tuple[Chosen, ...]] = ("", ())
        self.acts: dict[str, Act] = {}
        draft = review_drafts.load(case.house, case.task.id, me)
        chosen = () if case.rests_on_disputed_rules else preselected(case.verdict)
        if draft:
            chosen = still_given(from_json(draft.chosen) or (), case.given, case.verdict)
        self.reasons = ReasonsPanel(case, chosen, self._save, partial(lead, WRITTEN))
        self.remarks = ipywidgets.Textarea(value=draft.remarks if draft else "", placeholder=PLACEHOLDER)
        self.remarks.add_class(REMARKS)
        self.remarks.observe(lambda _: self._save(), "value")
        self.recovered = RECOVERED if draft else ""
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
        _seen(self.held, state in LOOKING)
        _seen(self.turn, state in {*LOOKING, "acting"})
        _seen(self.reasons.widget, state in {"reading", "acting"})
        _seen(self.remarks, state not in {"opined", "consulting"})
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
        by, until = None, None
        with self.message.minding():
            by, until = holder(self.case.house, self.case.task.id)
            if self.recovered:
                self.message.say(self.recovered)
                self.recovered = ""
        if by == self.me:
            self.take()
        else:
            self._show_held(by, until)

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
                self._said(),
                chosen=bool(self.reasons.chosen),
            )
            letter = self._drawn(outcome)
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
        with self.message.minding(), self._losing():
            decision = review.decide(
                house,
                task,
                self.me,
                outcome,
                self.previewed[0],
                chosen=self.previewed[1],
                seen_aside=self.case.aside_keys,
                seen_turn=self.case.task.turn,
            )
            with self.message.quietly():  # it is decided, whatever becomes of the draft
                review_drafts.forget(house, task, self.me)
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

    def _show_lost(self) -> None:
        """The way to take the case; with a reason where somebody holds it."""
        by, until = None, None
        with self.message.quietly():
            by, until = holder(self.case.house, self.case.task.id)
        self._show_held(by, until)

    def _show_held(self, by: str | None, until: datetime | None) -> None:
        """Who holds the case, and what can be done about it."""
        zone = self.case.house.settings.zone
        if self.only_looks:
            said_held, state = NO_RIGHT[Role.AUDITOR], "opined"
        elif self._opined():
            said_held, state = OPINED, "opined"
        elif by is not None and by != self.me and until:
            said_held, state = HELD.format(by=said(by, 60), until=hour(until, zone)), "taking"
        else:
            said_held, state = FREE, "reading"
        self.held.value = page("text", text=said_held)
        self.show(state)

    @property
    def may_mark(self) -> bool:
        """Whether this analyst may mark what is in the case: it is theirs, or free to be taken."""
        return self.state not in {"opined", "taking"}

    def _opined(self) -> bool:
        """This analyst gave an opinion in an earlier turn: nobody looks twice."""
        return any(one.analyst == self.me for one in self.case.submission.opinions)

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
        to = said(self.case.view.applicant.email, 254)
        against = outcome is Outcome.APPROVE and self.case.given is not None and self.case.given.result != "consistent"
        note = AGAINST if against and self.case.task.turn == 1 else NOTES[outcome]
        if outcome is Outcome.APPROVE and not self.case.pictures_seen:
            note = f"{note} {UNSEEN}"
        self.letter.value = page("letter", title=TITLES[outcome], note=note, to=to, letter=letter)
        self.outcome = outcome
        self.show("asking")
        self._yes.description = f"Confirmar: {ACTS[outcome].lower()}"

    def _drawn(self, outcome: Outcome) -> RenderedLetter:
        """The letter of what is written now, which is then what a yes sends."""
        self.previewed = self._said(), self.reasons.chosen
        return preview(self.case, outcome, *self.previewed)

    def _save(self) -> None:
        """Keep what was written: a kernel that restarts loses nothing. The first change claims a case that is free.

        A browser may hand on the end of a text after the letter was asked for: then the letter is drawn again.
        """
        with self.message.minding():
            review_drafts.save(
                self.case.house, self.case.task.id, self.me, str(self.remarks.value), self.reasons.chosen
            )
            if self.outcome is not None and self.previewed[0] != self._said():
                self._show_letter(self.outcome, self._drawn(self.outcome))
        if self.state == "reading":
            self.take()

    def _made(self, *, consulted: bool = True) -> dict[str, State]:
        """What is in the bar in each state, and what the keys do there."""
        take = keyed(button("Tomar el caso", self.take, look="primary"), "t")
        over = keyed(button("Tomarlo de todos modos", self.take_over), "t")
        consulting = [self.why, button("Poner en consulta", self.consult, look="primary"), self._no()]
        self._yes = keyed(button("", self.confirm, look="primary"), "Enter")
        onward = keyed(button("Confirmar y siguiente", lambda: self.confirm(onward=True)), "n")
        back: Act = ("todavía no", self._show_acting)
        consulted = consulted and self.case.task.consulted_at is not None
        return {
            "opined": ((), {}),
            "reading": ((line([take], ACTS_LOOK),), {"t": ("tomar el caso", self.take)}),
            "taking": (
                (line([self.why, over], ACTS_LOOK),),
                {"t": ("tomarlo de todos modos", self._take_over_said)},
            ),
            "acting": ((self._buttons(consulted),), self._keys(consulted)),
            "consulting": ((line(consulting, ACTS_LOOK),), {"Escape": back}),
            "asking": (
                (line([self._yes, onward, self._no()], ACTS_LOOK),),
                {
                    "Enter": ("confirmar", self.confirm),
                    "n": ("confirmar y siguiente", lambda: self.confirm(onward=True)),
                    "Escape": back,
                },
            ),
        }

    def _take_over_said(self) -> None:
        """With the key: first to the reason, then the act."""
        if str(self.why.value).strip():
            self.take_over()
        else:
            self.lead(WHY)

    def _buttons(self, consulted: bool) -> Widget:
        """The act that agrees with the verdict first; it is the primary one, unless the rule itself is disputed."""
        consistent = self.case.verdict is not None and self.case.verdict.result == "consistent"
        first = Outcome.APPROVE if consistent else Outcome.CORRECTIONS
        primary = None if self.case.rests_on_disputed_rules else first
        acts = [self._act(one, primary) for one in sorted(ACTS, key=lambda one: one is not first)]
        if consulted:
            acts.append(keyed(button("Terminar la consulta", self.answer), "u"))
        consult = keyed(button("Consulta interna…", self._consult), "i")
        return line([*acts, consult, keyed(button("Devolver a la cola", self.release), "d")], ACTS_LOOK)

    def _act(self, outcome: Outcome, primary: Outcome | None) -> Widget:
        made = button(ACTS[outcome], partial(self.ask, outcome), look="primary" if outcome is primary else "")
        return keyed(made, KEYS[outcome])

    def _keys(self, consulted: bool) -> dict[str, Act]:
        over: dict[str, Act] = {"u": ("terminar la consulta", self.answer)} if consulted else {}
        return {
            **{KEYS[one]: (ACTS[one].lower(), partial(self.ask, one)) for one in ACTS},
            **over,
            "i": ("consulta interna", self._consult),
            "d": ("devolver a la cola", self.release),
        }

    def _no(self) -> Widget:
        return keyed(button("Todavía no", self._show_acting), "Escape")

    def _said(self) -> str:
        return str(self.remarks.value)[: LONGEST_REASONS + 1].strip()


def _seen(widget: Widget, wanted: bool) -> None:
    """Show a widget, or leave its room to others."""
    widget.layout.display = None if wanted else "none"
