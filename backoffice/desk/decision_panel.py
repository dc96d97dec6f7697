"""What an analyst can do with a case: choose reasons, see the letter, confirm; ask inside; give it back; take it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import ipywidgets

from backoffice.casework import review, review_drafts
from backoffice.desk.case import OpenCase, holder
from backoffice.desk.decision_words import (
    ACTS,
    AGAINST,
    CONSULTED,
    HELD,
    LOST,
    NOTES,
    PLACEHOLDER,
    RECOVERED,
    RELEASED,
    TITLES,
    UNSEEN,
    WHAT_CONSULTED,
    WHY_TAKE,
    said_of,
)
from backoffice.desk.letter import preview
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, Widget, button, discard, html, line, stack
from backoffice.desk.reasons_panel import ReasonsPanel
from backoffice.desk.spanish import hour
from backoffice.domain.decision import LONGEST_REASONS, refuse_unfounded
from backoffice.domain.errors import CaseChanged, WrongState
from backoffice.domain.explained.spanish import said
from backoffice.domain.reasons import Chosen, from_json, preselected, still_given
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import RenderedLetter

ACTS_LOOK = "mesa-acts"
#: What a key does: its label in the legend, and the act.
Act = tuple[str, Callable[[], None]]


class DecisionPanel:
    """The acts on one case. ``left`` is called with a sentence once there is nothing more to do here.

    Its second argument says whether the next case is to be opened. ``claimed`` is called whenever who holds the case,
    or what can be done with it, may have changed.
    """

    def __init__(
        self,
        case: OpenCase,
        me: str,
        message: Message,
        *,
        left: Callable[[str, bool], None],
        claimed: Callable[[], None],
    ) -> None:
        self.case, self.me, self.message, self.left, self.claimed = case, me, message, left, claimed
        self.outcome: Outcome | None = None
        self.previewed: tuple[str, tuple[Chosen, ...]] = ("", ())
        self.acts: dict[str, Act] = {}
        draft = review_drafts.load(case.house, case.task.id, me)
        chosen = () if case.rests_on_disputed_rules else preselected(case.verdict)
        if draft:
            chosen = still_given(from_json(draft.chosen) or (), case.given, case.verdict)
        self.reasons = ReasonsPanel(case, chosen, self._save)
        self.remarks = ipywidgets.Textarea(value=draft.remarks if draft else "", placeholder=PLACEHOLDER)
        self.remarks.observe(lambda _: self._save(), "value")
        self.recovered = RECOVERED if draft else ""
        self.letter, self.held, self.turn = html(), html(), html(page("turn", case=case))
        self.why = ipywidgets.Text()
        self.widget = stack([])
        self._states = self._made()

    def show(self, state: str) -> None:
        """One of ``reading``, ``taking``, ``acting``, ``asking``, ``consulting``."""
        children, self.acts = self._states[state]
        self.remarks.disabled = state == "asking"
        if state != "asking":
            self.outcome = None
        self.why.value = ""
        self.why.placeholder = {"taking": WHY_TAKE, "consulting": WHAT_CONSULTED}.get(state, "")
        self.widget.children = children
        self.claimed()

    def press(self, key: str) -> bool:
        """Do what *key* does now; whether it does anything."""
        _, act = self.acts.get(key, ("", None))
        if act is not None:
            act()
        return act is not None

    def take(self) -> None:
        """Claim the case, or hold it longer. Whoever holds it instead is named."""
        held = False
        with self.message.minding():
            review.claim(self.case.house, self.case.task.id, self.me)
            held = True
            self.message.say(self.recovered)
            self.recovered = ""
        self._show_acting() if held else self._show_lost()

    def take_over(self) -> None:
        """Claim it though somebody else holds it, with the written reason."""
        with self.message.minding():
            review.take_over(self.case.house, self.case.task.id, self.me, str(self.why.value))
            self.message.say("")
            self._show_acting()

    def ask(self, outcome: Outcome) -> None:
        """Show what would be sent, and wait for a yes."""
        with self.message.minding():
            refuse_unfounded(outcome, self.case.verdict.result if self.case.verdict else None, self._said())
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
        with self.message.minding(), self._losing():
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
        """Reading is activity: a case that is held is held for another while. One that was lost is told."""
        if self.holds:
            with self.message.minding():
                self._keep_hold()
                self.claimed()

    @property
    def holds(self) -> bool:
        """The acts are on the screen."""
        return self.widget.children not in {self._states["reading"][0], self._states["taking"][0]}

    def close(self) -> None:
        """Let go of everything, also of what is not on the screen."""
        for children, _ in self._states.values():
            for piece in children:
                discard(piece)
        discard(self.widget)

    def _show_acting(self) -> None:
        self.show("acting")

    def _show_lost(self) -> None:
        """The way to take the case; with a reason where somebody holds it."""
        by, until = None, None
        with self.message.quietly():
            by, until = holder(self.case.house, self.case.task.id)
        other = by is not None and by != self.me
        zone = self.case.house.settings.zone
        said_held = HELD.format(by=said(by or "", 60), until=hour(until, zone)) if until else LOST
        self.held.value = page("text", text=said_held if other else LOST)
        self.show("taking" if other else "reading")

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
        """Keep what was written: a kernel that restarts loses nothing.

        A browser may hand on the end of a text after the letter was asked for: then the letter is drawn again.
        """
        with self.message.minding():
            review_drafts.save(
                self.case.house, self.case.task.id, self.me, str(self.remarks.value), self.reasons.chosen
            )
            if self.outcome is not None and self.previewed[0] != self._said():
                self._show_letter(self.outcome, self._drawn(self.outcome))

    def _made(self, *, consulted: bool = True) -> dict[str, tuple[tuple[Widget, ...], dict[str, Act]]]:
        """What is on the screen in each state, and what the keys do there."""
        take = button("Tomar el caso", self.take, look="primary")
        over = button("Tomarlo de todos modos", self.take_over)
        consulting = [button("Poner en consulta", self.consult, look="primary"), self._no()]
        self._yes = button("", self.confirm, look="primary")
        onward = button("Confirmar y siguiente", lambda: self.confirm(onward=True))
        asking = line([self._yes, onward, self._no()], ACTS_LOOK)
        back: Act = ("todavía no", self._show_acting)
        consulted = consulted and self.case.task.consulted_at is not None
        return {
            "reading": ((self.held, self.remarks, line([take], ACTS_LOOK)), {"t": ("tomar", self.take)}),
            "taking": ((self.held, self.remarks, line([self.why, over], ACTS_LOOK)), {}),
            "acting": ((self.turn, self.reasons.widget, self.remarks, self._buttons(consulted)), self._keys()),
            "consulting": ((self.why, line(consulting, ACTS_LOOK)), {"Escape": back}),
            "asking": (
                (self.remarks, asking, self.letter),
                {
                    "Enter": ("confirmar", self.confirm),
                    "n": ("confirmar y siguiente", lambda: self.confirm(onward=True)),
                    "Escape": back,
                },
            ),
        }

    def _buttons(self, consulted: bool) -> Widget:
        """The act that agrees with the verdict first; it is the primary one, unless the rule itself is disputed."""
        consistent = self.case.verdict is not None and self.case.verdict.result == "consistent"
        first = Outcome.APPROVE if consistent else Outcome.CORRECTIONS
        primary = None if self.case.rests_on_disputed_rules else first
        acts = [self._act(one, primary) for one in sorted(ACTS, key=lambda one: one is not first)]
        if consulted:
            acts.append(button("Terminar la consulta", self.answer))
        consult = button("Consulta interna…", lambda: self.show("consulting"))
        return line([*acts, consult, button("Devolver a la cola", self.release)], ACTS_LOOK)

    def _act(self, outcome: Outcome, primary: Outcome | None) -> Widget:
        return button(ACTS[outcome], partial(self.ask, outcome), look="primary" if outcome is primary else "")

    def _keys(self) -> dict[str, Act]:
        return {
            "c": ("pedir correcciones", partial(self.ask, Outcome.CORRECTIONS)),
            "a": ("aprobar", partial(self.ask, Outcome.APPROVE)),
            "i": ("consulta interna", partial(self.show, "consulting")),
            "d": ("devolver a la cola", self.release),
        }

    def _no(self) -> Widget:
        return button("Todavía no", self._show_acting)

    def _said(self) -> str:
        return str(self.remarks.value)[: LONGEST_REASONS + 1].strip()
