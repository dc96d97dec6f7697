"""What an analyst writes about a case: reasons, remarks, and the letter of both. A kernel that restarts loses none."""

from collections.abc import Callable
from functools import partial

import ipywidgets

from backoffice.casework import review_drafts
from backoffice.desk.case import OpenCase
from backoffice.desk.decision_words import PLACEHOLDER, RECOVERED
from backoffice.desk.letter import preview
from backoffice.desk.reasons_panel import ReasonsPanel
from backoffice.domain.decision import LONGEST_REASONS
from backoffice.domain.reasons import Chosen, from_json, preselected, still_given
from backoffice.domain.work import Outcome
from backoffice.mail.rendering import RenderedLetter

#: Classes of the fields that a person is led to.
REMARKS, WRITTEN = "mesa-remarks", "mesa-written"


class Writing:
    """The reasons and remarks of one analyst, as their draft has them, else the reasons that the diagnosis gives.

    ``changed`` is called with every change; ``lead`` puts the focus into the field of a class. ``previewed`` is what
    the letter that was last drawn says: what a yes sends.
    """

    def __init__(self, case: OpenCase, me: str, *, changed: Callable[[], None], lead: Callable[[str], None]) -> None:
        self.case, self.me = case, me
        self.previewed: tuple[str, tuple[Chosen, ...]] = ("", ())
        draft = review_drafts.load(case.house, case.task.id, me)
        chosen = () if case.rests_on_disputed_rules else preselected(case.verdict)
        if draft:
            chosen = still_given(from_json(draft.chosen) or (), case.given, case.verdict)
        self.recovered = RECOVERED if draft else ""
        self.reasons = ReasonsPanel(case, chosen, changed, partial(lead, WRITTEN))
        self.remarks = ipywidgets.Textarea(value=draft.remarks if draft else "", placeholder=PLACEHOLDER)
        self.remarks.add_class(REMARKS)
        self.remarks.observe(lambda _: changed(), "value")

    @property
    def said(self) -> str:
        """The remarks as they are sent."""
        return str(self.remarks.value)[: LONGEST_REASONS + 1].strip()

    @property
    def is_newer(self) -> bool:
        """Whether the remarks are others than those of the letter that was last drawn."""
        return self.previewed[0] != self.said

    def drawn(self, outcome: Outcome) -> RenderedLetter:
        """The letter of what is written now."""
        self.previewed = self.said, self.reasons.chosen
        return preview(self.case, outcome, *self.previewed)

    def keep(self) -> None:
        """As a draft."""
        review_drafts.save(self.case.house, self.case.task.id, self.me, str(self.remarks.value), self.reasons.chosen)

    def forget(self) -> None:
        """The draft is wanted no more."""
        review_drafts.forget(self.case.house, self.case.task.id, self.me)
