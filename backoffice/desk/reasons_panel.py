"""What the letter with corrections gives as reasons: those of the diagnosis come chosen; more from the catalogue."""

from collections.abc import Callable
from functools import partial

import ipywidgets

from backoffice.casework.drafts import causes_of
from backoffice.desk.case import OpenCase
from backoffice.desk.page import page
from backoffice.desk.pieces import Widget, button, discard, fill, html, line, stack
from backoffice.domain.reasons import GENERAL, LONGEST_WORDS, Chosen, catalogue

NAMES = {reason.code: reason.name for reason in catalogue()}
CODES = {name: code for code, name in NAMES.items()}
UNKNOWN = "El catálogo no tiene ese motivo: elige uno de la lista, o escríbelo en las observaciones."
ADD = "Agregar un motivo del catálogo…"


class ReasonsPanel:
    """The chosen reasons, each with its paragraph; *changed* is called after every change.

    *opened* is called once a paragraph is there to be written.
    """

    def __init__(
        self,
        case: OpenCase,
        chosen: tuple[Chosen, ...],
        changed: Callable[[], None],
        opened: Callable[[], None] = lambda: None,
    ) -> None:
        self.case, self.chosen, self.changed, self.opened = case, chosen, changed, opened
        self.editing: str | None = None
        self.more, self.unknown = ipywidgets.Combobox(placeholder=ADD, continuous_update=False), html()
        fill(self.unknown, "")
        self.more.observe(lambda change: self.add(change["new"]), "value")
        self._rows = stack([], "mesa-reasons")
        head = html(page("reasons", disputed=case.rests_on_disputed_rules))
        self.widget = stack([head, self._rows, self.more, self.unknown])
        self.show()

    def show(self) -> None:
        """The reasons as they are chosen now, and what the catalogue has besides."""
        before = self._rows.children
        self._rows.children = [self._row(one) for one in self.chosen]
        for piece in before:
            discard(piece)
        taken = {one.code for one in self.chosen}
        self.more.options = [name for code, name in NAMES.items() if code not in taken]

    def add(self, name: str) -> None:
        """Choose one more, by its name in the catalogue."""
        code = CODES.get(name)
        fill(self.unknown, page("text", text=UNKNOWN) if name and code is None else "")
        if code is None or any(one.code == code for one in self.chosen):
            return
        self.more.value = ""
        self._become((*self.chosen, Chosen(code)))

    def drop(self, code: str) -> None:
        """Choose one less."""
        self._become(tuple(one for one in self.chosen if one.code != code))

    def edit(self, code: str) -> None:
        """Open the paragraph of a reason to be written otherwise, or close it."""
        self.editing = None if self.editing == code else code
        self.show()
        if self.editing:
            self.opened()

    def reword(self, code: str, words: str) -> None:
        """Say a reason in one's own words; the catalogue's come back where they are taken away."""
        said = " ".join(words.split())[:LONGEST_WORDS]
        own = said if said and said != self._catalogue_words(code) else None
        self._become(tuple(Chosen(code, own) if one.code == code else one for one in self.chosen))

    def _become(self, chosen: tuple[Chosen, ...]) -> None:
        self.chosen = chosen
        self.show()
        self.changed()

    def _row(self, one: Chosen) -> Widget:
        words = one.words or self._catalogue_words(one.code)
        acts = [
            button("Listo" if self.editing == one.code else "Redactar", partial(self.edit, one.code), look="plain"),
            button("Quitar", partial(self.drop, one.code), look="plain"),
        ]
        said = html(page("reason", title=NAMES[one.code], words=words, own=one.words is not None))
        head = line([said, *acts], "mesa-reason")
        if self.editing != one.code:
            return head
        written = ipywidgets.Textarea(value=words, continuous_update=False)
        written.add_class("mesa-written")
        written.observe(lambda change: self.reword(one.code, change["new"]), "value")
        return stack([head, written])

    def _catalogue_words(self, code: str) -> str:
        """The paragraph as the letter has it, with the official values of the rows."""
        if code in GENERAL:
            return GENERAL[code].sentence
        case = self.case
        return causes_of(case.verdict, case.asked, case.rules, (Chosen(code),))[0].sentence
