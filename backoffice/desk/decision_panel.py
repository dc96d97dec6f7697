"""What an analyst can do with a case: ask, see the letter, confirm; give it back; take it again if it was lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import ipywidgets

from backoffice.casework import review
from backoffice.desk.case import OpenCase
from backoffice.desk.letter import preview
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, Widget, button, discard, html, line, stack
from backoffice.domain.decision import LONGEST_REASONS, refuse_unfounded
from backoffice.domain.errors import WrongState
from backoffice.domain.explained.spanish import said
from backoffice.domain.explained.summary import mistakes_named
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import RenderedLetter

ACTS_LOOK = "mesa-acts"
ACTS = {Outcome.CORRECTIONS: "Pedir correcciones", Outcome.APPROVE: "Aprobar"}
TITLES = {
    Outcome.CORRECTIONS: "Esta es la carta que recibirá la empresa, con su nuevo set de pruebas",
    Outcome.APPROVE: "Esta es la carta que recibirá la empresa",
}
NOTES = {
    Outcome.CORRECTIONS: "El plazo de la ronda nueva empieza a contar cuando el correo llegue.",
    Outcome.APPROVE: "Después sólo falta que la empresa acepte la aprobación.",
}
DONE = {
    Outcome.CORRECTIONS: "Pediste correcciones en el caso {folio}. La carta sale con el nuevo set de pruebas.",
    Outcome.APPROVE: "Aprobaste el caso {folio}. La carta ya está en camino.",
}
PLACEHOLDER = (
    "Observaciones o motivo. Si pides correcciones va en la carta, un punto por línea; si apruebas, queda en el "
    "expediente. Es obligatorio cuando tu resolución difiere del resultado de la evaluación."
)
LOST = "No tienes tomado este caso: puedes leerlo. Para resolverlo, tómalo."


class DecisionPanel:
    """The acts on one case. ``left`` is called with a sentence once there is nothing more to do here.

    ``claimed`` is called whenever who holds the case may have changed.
    """

    def __init__(
        self, case: OpenCase, me: str, message: Message, *, left: Callable[[str], None], claimed: Callable[[], None]
    ) -> None:
        self.case, self.me, self.message, self.left, self.claimed = case, me, message, left, claimed
        self.outcome: Outcome | None = None
        self.remarks = ipywidgets.Textarea(placeholder=PLACEHOLDER)
        self.letter = html()
        self._reading = [
            self.remarks,
            line([html(LOST), button("Tomar el caso", self.take, look="primary")], ACTS_LOOK),
        ]
        self._acting = [html(self._causes()), self.remarks, line(self._acts(), ACTS_LOOK)]
        self._yes = button("", self.confirm, look="primary")
        no = button("Todavía no", lambda: self.show(held=True))
        self._asking = [self.remarks, line([self._yes, no], ACTS_LOOK), self.letter]
        self.widget = stack([])

    def show(self, *, held: bool) -> None:
        """The acts, or the way to take the case where this analyst does not hold it."""
        self.outcome = None
        self.remarks.disabled = False
        self.widget.children = self._acting if held else self._reading

    def take(self) -> None:
        """Claim the case, or hold it longer. Whoever holds it instead is named."""
        held = False
        with self.message.minding():
            review.claim(self.case.house, self.case.task.id, self.me)
            held = True
            self.message.say("")
        self.show(held=held)
        self.claimed()

    def ask(self, outcome: Outcome) -> None:
        """Show what would be sent, and wait for a yes."""
        with self.message.minding():
            refuse_unfounded(outcome, self.case.verdict.result if self.case.verdict else None, self._remarks())
            letter = preview(self.case, outcome, self._remarks())
            self._keep_hold()
            self.message.say("")
            self._show_letter(outcome, letter)

    def confirm(self) -> None:
        """Decide. Whoever was quicker, or a claim that ran out, is told, and what was written stays."""
        if self.outcome is None:
            return
        outcome = self.outcome
        with self.message.minding(), self._losing():
            review.decide(self.case.house, self.case.task.id, self.me, outcome, self._remarks())
            self.left(DONE[outcome].format(folio=self.case.folio))

    def release(self) -> None:
        """Give the case back to the queue."""
        with self.message.minding():
            review.release(self.case.house, self.case.task.id, self.me)
            self.left(f"El caso {self.case.folio} volvió a la cola.")

    def renew(self) -> None:
        """Reading is activity: a case that is held is held for another while. One that was lost is told."""
        if self.widget.children != tuple(self._reading):
            with self.message.minding():
                self._keep_hold()

    def close(self) -> None:
        """Let go of everything, also of what is not on the screen."""
        for piece in (*self._reading, *self._acting, *self._asking, self.widget):
            discard(piece)

    def _keep_hold(self) -> None:
        with self._losing():
            review.claim(self.case.house, self.case.task.id, self.me)
        self.claimed()

    @contextmanager
    def _losing(self) -> Iterator[None]:
        """Where the case turns out not to be this analyst's any more, the acts go and the way to take it comes."""
        try:
            yield
        except WrongState:
            self.show(held=False)
            self.claimed()
            raise

    def _show_letter(self, outcome: Outcome, letter: RenderedLetter) -> None:
        self.outcome = outcome
        self.remarks.disabled = True
        to = said(self.case.view.applicant.email, 254)
        self.letter.value = page("letter", title=TITLES[outcome], note=NOTES[outcome], to=to, letter=letter)
        self._yes.description = f"Confirmar: {ACTS[outcome].lower()}"
        self.widget.children = self._asking

    def _acts(self) -> list[Widget]:
        """The act that agrees with the verdict first; it is the primary one."""
        consistent = self.case.verdict is not None and self.case.verdict.result == "consistent"
        primary = Outcome.APPROVE if consistent else Outcome.CORRECTIONS
        acts = [self._act(one, primary) for one in sorted(ACTS, key=lambda one: one is not primary)]
        return [*acts, button("Devolver a la cola", self.release)]

    def _act(self, outcome: Outcome, primary: Outcome) -> Widget:
        return button(ACTS[outcome], lambda: self.ask(outcome), look="primary" if outcome is primary else "")

    def _causes(self) -> str:
        return page("reasons", causes=mistakes_named(self.case.verdict) if self.case.verdict else [])

    def _remarks(self) -> str:
        return str(self.remarks.value)[: LONGEST_REASONS + 1].strip()
